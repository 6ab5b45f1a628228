import type { Column, Report, TableSection } from '@groundcrew/report';
import { estimateLoad } from './estimate.ts';
import type { LoadResult } from './load-stock-file.ts';
import type { RejectReason } from './reject-tally.ts';
import type { ArchiveState } from '../stock-file/types.ts';
import type { LoadSummary } from './summary.ts';

/** What a report of a load is made of. */
export interface LoadFacts {
  readonly file: string;
  readonly table: string;
  readonly result: LoadResult;
  readonly rejects: readonly RejectReason[];
}

const countColumns: readonly Column[] = [
  { key: 'rows', title: 'Rows', unit: 'count' },
  { key: 'written', title: 'Written', unit: 'count' },
  { key: 'rejected', title: 'Rejected', unit: 'count' },
  { key: 'duplicates', title: 'Duplicates', unit: 'count' },
  { key: 'renamed', title: 'Names changed', unit: 'count' },
];

/** The report of `inventory load`. */
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
          ...archiveColumns(summary.archive),
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
          ...archiveValues(summary.archive),
          table,
          status,
          rows,
          written,
          rejected,
          duplicates,
          renamed: summary.renamed?.count ?? 0,
          unprocessedRetries,
          durationMs: Math.round(durationMs),
          rowsPerSecond: rows > 0 && durationMs > 0 ? Math.round((rows / durationMs) * 1000) : null,
          rejectsAt: summary.rejectsAt ?? null,
        },
      },
      ...(rejected > 0 ? [reasonSection(rejects)] : []),
      ...renamedSections(summary),
    ],
    notes: sheetNotes(summary.archive),
  };
}

/** Where in an archive the file is; nothing for a file that is in none. */
function archiveColumns({ file, sheet }: ArchiveState = {}): Column[] {
  return [
    ...(file === undefined ? [] : [{ key: 'fileInArchive', title: 'In it' }]),
    ...(sheet === undefined ? [] : [{ key: 'sheet', title: 'Sheet' }]),
  ];
}

function archiveValues({ file, sheet }: ArchiveState = {}): Record<string, string> {
  return { ...(file !== undefined && { fileInArchive: file }), ...(sheet !== undefined && { sheet }) };
}

/** Nobody should believe that a workbook was loaded of which one sheet was. */
function sheetNotes({ otherSheets = [] }: ArchiveState = {}): string[] {
  if (otherSheets.length === 0) return [];
  const names = otherSheets.map((name) => JSON.stringify(name)).join(', ');
  return [`Other sheets of the workbook are not read: ${names}. --sheet NAME reads another one.`];
}

/** The report of `inventory load --dry-run`. */
export function dryRunReport({ file, table, result, rejects }: LoadFacts): Report {
  const { status, rows, written, rejected, duplicates, renamed, rejectsAt } = result.summary;
  // How much a file would write that could not be read is unknown, not zero.
  const ifRead = (value: number) => (status === 'refused' ? null : value);
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
          ...archiveColumns(result.summary.archive),
          { key: 'table', title: 'Table' },
          { key: 'status', title: 'Status' },
          { key: 'rows', title: 'Rows', unit: 'count' },
          { key: 'toWrite', title: 'To write', unit: 'count' },
          { key: 'rejected', title: 'Rejected', unit: 'count' },
          { key: 'duplicates', title: 'Duplicates', unit: 'count' },
          { key: 'renamed', title: 'Names changed', unit: 'count' },
          { key: 'writeUnits', title: 'Write units', unit: 'count' },
          { key: 'costDollars', title: 'Cost', unit: 'usd' },
          { key: 'durationMs', title: 'Time', unit: 'duration' },
          { key: 'rejectsAt', title: 'Rejects in' },
        ],
        values: {
          file,
          ...archiveValues(result.summary.archive),
          table,
          status: status === 'refused' ? status : 'readable',
          rows: ifRead(rows),
          toWrite: ifRead(written),
          rejected: ifRead(rejected),
          duplicates: ifRead(duplicates),
          renamed: ifRead(renamed?.count ?? 0),
          writeUnits: ifRead(estimate.writeUnits),
          // A price is a decimal; as a double it has trailing digits without meaning.
          costDollars: ifRead(Number(estimate.costDollars.toFixed(9))),
          durationMs: ifRead(Math.round(estimate.durationSeconds * 1000)),
          rejectsAt: rejectsAt ?? null,
        },
      },
      ...(rejected > 0 ? [reasonSection(rejects)] : []),
      ...renamedSections(result.summary),
    ],
    notes: [
      ...sheetNotes(result.summary.archive),
      ...(status === 'refused'
        ? []
        : [
            `Cost at $${dollarsPerMillionUnits} a million write units: ${priceSource}. Time at ${unitsPerSecond.toLocaleString('en-US')} write units a second, the capacity of a new on-demand table.`,
          ]),
    ],
  };
}

/** The first names that are stored otherwise than they stand in the file; they look the same, so they are escaped. */
function renamedSections({ renamed }: LoadSummary): TableSection[] {
  if (renamed === undefined) return [];
  return [
    {
      kind: 'table',
      key: 'renamed',
      title: 'Names changed: blanks, invisible characters, Unicode forms, text marks of spreadsheets',
      columns: [
        { key: 'line', title: 'Line', unit: 'count' },
        { key: 'from', title: 'In the file' },
        { key: 'to', title: 'Stored as' },
      ],
      rows: renamed.examples.map(({ line, from, to }) => ({ line, from: escaped(from), to: escaped(to) })),
    },
  ];
}

/** Only what differs between names that look the same is worth showing. */
function escaped(name: string): string {
  const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name;
  return shown.replace(
    /[\p{Cf}\p{M}\u1100-\u11ff]|(?! )\p{Zs}/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}

function reasonSection(reasons: readonly RejectReason[]): TableSection {
  return {
    kind: 'table',
    key: 'rejects',
    title: 'Rejected rows',
    columns: [
      { key: 'code', title: 'Reason' },
      { key: 'rows', title: 'Rows', unit: 'count' },
      { key: 'line', title: 'First on line', unit: 'count' },
      { key: 'message', title: 'First problem', wrap: true },
    ],
    rows: reasons.map((reason) => ({ ...reason })),
    whenEmpty: 'No row was rejected.',
  };
}

/** Loads of uploads as a table, in the order given. */
export function loadSection(loads: readonly LoadSummary[], title: string): TableSection {
  return {
    kind: 'table',
    key: 'files',
    title,
    columns: [
      { key: 'file', title: 'File' },
      { key: 'status', title: 'Status' },
      { key: 'rows', title: 'Rows', unit: 'count' },
      { key: 'written', title: 'Written', unit: 'count' },
      { key: 'rejected', title: 'Rejected', unit: 'count' },
      { key: 'durationMs', title: 'Time', unit: 'duration' },
    ],
    rows: loads.map(({ object = '', status, rows, written, rejected, durationMs }) => ({
      file: object,
      status,
      rows,
      written,
      rejected,
      durationMs: Math.round(durationMs),
    })),
  };
}

/** A rejected row and its file. */
export interface RejectedRow {
  readonly file: string;
  readonly line: number;
  /** Empty if the problem concerns the whole row. */
  readonly column: string;
  readonly code: string;
  readonly message: string;
}

/** Rejected rows as a table, one by one. */
export function rejectedRowSection(rows: readonly RejectedRow[], title: string): TableSection {
  return {
    kind: 'table',
    key: 'rejects',
    title,
    columns: [
      { key: 'file', title: 'File' },
      { key: 'line', title: 'Line', unit: 'count' },
      { key: 'column', title: 'Column' },
      { key: 'code', title: 'Code' },
      { key: 'message', title: 'Reason', wrap: true },
    ],
    rows: rows.map((row) => ({ ...row })),
  };
}
