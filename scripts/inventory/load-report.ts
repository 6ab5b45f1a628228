import { estimateLoad, type LoadResult } from '@groundcrew/inventory/load';
import type { Column, Report, TableSection } from '@groundcrew/report';

export interface LoadFacts {
  readonly file: string;
  readonly table: string;
  readonly result: LoadResult;
  readonly rejects: TableSection;
}

const countColumns: readonly Column[] = [
  { key: 'rows', title: 'Rows', unit: 'count' },
  { key: 'written', title: 'Written', unit: 'count' },
  { key: 'rejected', title: 'Rejected', unit: 'count' },
  { key: 'duplicates', title: 'Replaced by a later row', unit: 'count' },
];

/** What `inventory load` did. */
export function loadReport({ file, table, result: { summary }, rejects }: LoadFacts): Report {
  const { status, rows, written, rejected, duplicates, unprocessedRetries, durationMs } = summary;
  return {
    title: `Load of ${file} into ${table}`,
    sections: [
      {
        kind: 'facts',
        key: 'load',
        columns: [
          { key: 'file', title: 'File' },
          { key: 'table', title: 'Table' },
          { key: 'status', title: 'Status' },
          ...countColumns,
          { key: 'unprocessedRetries', title: 'Sent again', unit: 'count' },
          { key: 'durationMs', title: 'Time', unit: 'duration' },
          { key: 'rowsPerSecond', title: 'Rows per second', unit: 'count' },
          { key: 'rejectsAt', title: 'Rejects in' },
        ],
        values: {
          file,
          table,
          status,
          rows,
          written,
          rejected,
          duplicates,
          unprocessedRetries,
          durationMs: Math.round(durationMs),
          rowsPerSecond: rows > 0 && durationMs > 0 ? Math.round((rows / durationMs) * 1000) : null,
          rejectsAt: summary.rejectsAt ?? null,
        },
      },
      ...(rejected > 0 ? [rejects] : []),
    ],
  };
}

/** What `inventory load` would do. */
export function dryRunReport({ file, table, result, rejects }: LoadFacts): Report {
  const { rows, written, rejected, rejectsAt } = result.summary;
  const estimate = estimateLoad({ rows: written, writeUnits: result.writeUnits });
  const { dollarsPerMillionUnits, unitsPerSecond, priceSource } = estimate;
  return {
    title: `Dry run: ${file} into ${table}`,
    sections: [
      {
        kind: 'facts',
        key: 'dryRun',
        title: 'Dry run: nothing is written',
        columns: [
          { key: 'file', title: 'File' },
          { key: 'table', title: 'Table' },
          { key: 'rows', title: 'Rows', unit: 'count' },
          { key: 'toWrite', title: 'To write', unit: 'count' },
          { key: 'rejected', title: 'Rejected', unit: 'count' },
          { key: 'writeUnits', title: 'Write units', unit: 'count' },
          { key: 'costDollars', title: 'Cost', unit: 'usd' },
          { key: 'durationMs', title: 'Time', unit: 'duration' },
          { key: 'rejectsAt', title: 'Rejects in' },
        ],
        values: {
          file,
          table,
          rows,
          toWrite: written,
          rejected,
          writeUnits: estimate.writeUnits,
          // A price is a decimal; a double of it trails digits that mean nothing.
          costDollars: Number(estimate.costDollars.toFixed(9)),
          durationMs: Math.round(estimate.durationSeconds * 1000),
          rejectsAt: rejectsAt ?? null,
        },
      },
      ...(rejected > 0 ? [rejects] : []),
    ],
    notes: [
      `Cost at $${dollarsPerMillionUnits} a million write units: ${priceSource}. Time at ${unitsPerSecond.toLocaleString('en-US')} write units a second, what a new on-demand table takes.`,
    ],
  };
}
