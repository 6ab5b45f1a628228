import type { Column, Report, TableSection } from '@groundcrew/report';
import { estimateLoad } from './estimate.ts';
import type { LoadResult } from './load-contract.ts';
import { loadsVerdict, loadVerdict } from './load-verdict.ts';
import type { RejectReason } from './reject-tally.ts';
import type { ArchiveState } from '../stock-file/types.ts';
import type { LoadSummary } from './summary.ts';
import { keptNotes, vanishedSections } from '../full/vanished-section.ts';

/** What a report of a load is made of. */
export interface LoadFacts {
  readonly file: string;
  readonly table: string;
  readonly result: LoadResult;
  readonly rejects: readonly RejectReason[];
  /** Of one of several files: the time by which it has its place among them, in milliseconds since 1970. */
  readonly timeMs?: number;
  /** Whether the table decides row by row what is newer. */
  readonly isGuarded?: boolean;
}

const countColumns: readonly Column[] = [
  { key: 'rows', title: 'Rows', unit: 'count' },
  { key: 'written', title: 'Written', unit: 'count' },
  { key: 'rejected', title: 'Rejected', unit: 'count' },
  { key: 'duplicates', title: 'Duplicates', unit: 'count' },
  { key: 'superseded', title: 'Superseded', unit: 'count' },
  { key: 'renamed', title: 'Names changed', unit: 'count' },
];

/** The report of `inventory load`. */
export function loadReport({ file, table, result: { summary }, rejects }: LoadFacts): Report {
  const { status, rows, written, rejected, duplicates, superseded, unprocessedRetries, durationMs } = summary;
  return {
    title: `Load of ${file} into ${table}`,
    catalog: 'inventory',
    ...loadVerdict(summary, { isDryRun: false }),
    sections: [
      {
        kind: 'facts',
        key: 'load',
        aside: true,
        columns: [
          { key: 'file', title: 'File' },
          ...archiveColumns(summary.archive),
          { key: 'table', title: 'Table' },
          { key: 'status', title: 'Status', words: true },
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
          superseded,
          renamed: summary.renamed?.count ?? 0,
          unprocessedRetries,
          durationMs: Math.round(durationMs),
          rowsPerSecond: rows > 0 && durationMs > 0 ? Math.round((rows / durationMs) * 1000) : null,
          rejectsAt: summary.rejectsAt ?? null,
        },
      },
      ...(rejected > 0 ? [reasonSection(rejects)] : []),
      ...vanishedSections([{ file, summary }], 'done'),
      ...renamedSections(summary),
    ],
    notes: [...sheetNotes(summary.archive), ...keptNotes(summary)],
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
export function dryRunReport({ file, table, result, rejects, isGuarded }: LoadFacts): Report {
  const { status, rows, written, rejected, duplicates, superseded, renamed, rejectsAt } = result.summary;
  // How much a file would write that could not be read is unknown, not zero.
  const ifRead = (value: number) => (status === 'refused' ? null : value);
  const estimate = estimateLoad({ rows: written, writeUnits: result.writeUnits });
  const { dollarsPerMillionUnits, unitsPerSecond, priceSource } = estimate;
  return {
    title: `Dry run: ${file} into ${table}`,
    catalog: 'inventory',
    ...loadVerdict(result.summary, { isDryRun: true }),
    sections: [
      {
        kind: 'facts',
        key: 'dryRun',
        title: 'Dry run: nothing is written',
        aside: true,
        columns: [
          { key: 'file', title: 'File' },
          ...archiveColumns(result.summary.archive),
          { key: 'table', title: 'Table' },
          { key: 'status', title: 'Status', words: true },
          { key: 'rows', title: 'Rows', unit: 'count' },
          { key: 'toWrite', title: 'To write', unit: 'count' },
          { key: 'rejected', title: 'Rejected', unit: 'count' },
          { key: 'duplicates', title: 'Duplicates', unit: 'count' },
          { key: 'superseded', title: 'Superseded', unit: 'count' },
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
          superseded: ifRead(superseded),
          renamed: ifRead(renamed?.count ?? 0),
          writeUnits: ifRead(estimate.writeUnits),
          // A price is a decimal; as a double it has trailing digits without meaning.
          costDollars: ifRead(Number(estimate.costDollars.toFixed(9))),
          durationMs: ifRead(Math.round(estimate.durationSeconds * 1000)),
          rejectsAt: rejectsAt ?? null,
        },
      },
      ...(rejected > 0 ? [reasonSection(rejects)] : []),
      ...vanishedSections([{ file, summary: result.summary }], 'dry-run'),
      ...renamedSections(result.summary),
    ],
    notes: [
      ...sheetNotes(result.summary.archive),
      ...keptNotes(result.summary),
      ...(isGuarded
        ? [
            'Rows whose shelves have been written from newer files are superseded: the table decides, row by row.',
          ]
        : []),
      ...(status === 'refused'
        ? []
        : [
            `Cost at $${dollarsPerMillionUnits} a million write units: ${priceSource}. Time at ${unitsPerSecond.toLocaleString('en-US')} write units a second, the capacity of a new on-demand table.`,
          ]),
    ],
  };
}

/** The report of `inventory load` of several files, in the order of loading. */
export function loadsReport(
  table: string,
  loads: readonly LoadFacts[],
  { isDryRun }: { readonly isDryRun: boolean },
): Report {
  const summaries = loads.map(({ result }) => result.summary);
  const total = (of: (summary: LoadSummary) => number): number =>
    summaries.reduce((sum, summary) => sum + of(summary), 0);
  const written: Column = { key: 'written', title: isDryRun ? 'To write' : 'Written', unit: 'count' };
  const columns = countColumns.map((column) => (column.key === 'written' ? written : column));
  const reasons = loads.flatMap(({ file, rejects }) => rejects.map((reason) => ({ file, ...reason })));
  return {
    title: `${isDryRun ? 'Dry run' : 'Load'} of ${loads.length} files into ${table}`,
    catalog: 'inventory',
    ...loadsVerdict(summaries, { isDryRun }),
    sections: [
      {
        kind: 'facts',
        key: isDryRun ? 'dryRun' : 'load',
        aside: true,
        ...(isDryRun && { title: 'Dry run: nothing is written' }),
        columns: [
          { key: 'table', title: 'Table' },
          { key: 'files', title: 'Files', unit: 'count' },
          ...columns,
        ],
        values: {
          table,
          files: loads.length,
          rows: total(({ rows }) => rows),
          written: total((summary) => summary.written),
          rejected: total(({ rejected }) => rejected),
          duplicates: total(({ duplicates }) => duplicates),
          superseded: total(({ superseded }) => superseded),
          renamed: total(({ renamed }) => renamed?.count ?? 0),
        },
      },
      {
        kind: 'table',
        key: 'files',
        title: 'Files, the newest first: a row is superseded where a newer file names its shelf',
        columns: [
          { key: 'file', title: 'File' },
          { key: 'fileTime', title: 'Time' },
          { key: 'status', title: 'Status', words: true },
          ...columns,
          { key: 'rejectsAt', title: 'Rejects in' },
        ],
        rows: loads.map(({ file, timeMs, result: { summary } }) => ({
          file,
          fileTime: timeMs === undefined ? null : new Date(timeMs).toISOString(),
          status: isDryRun && summary.status === 'loaded' ? 'readable' : summary.status,
          rows: summary.rows,
          written: summary.written,
          rejected: summary.rejected,
          duplicates: summary.duplicates,
          superseded: summary.superseded,
          renamed: summary.renamed?.count ?? 0,
          rejectsAt: summary.rejectsAt ?? null,
        })),
      },
      ...(reasons.length > 0 ? [reasonsByFile(reasons)] : []),
      ...vanishedSections(
        loads.map(({ file, result: { summary } }) => ({ file, summary })),
        isDryRun ? 'dry-run' : 'done',
      ),
    ],
    notes: loads.flatMap(({ file, result: { summary } }) =>
      keptNotes(summary).map((note) => `${file}: ${note}`),
    ),
  };
}

function reasonsByFile(reasons: readonly (RejectReason & { readonly file: string })[]): TableSection {
  const { columns, ...section } = reasonSection([]);
  return {
    ...section,
    columns: [{ key: 'file', title: 'File' }, ...columns],
    rows: reasons.map((reason) => ({ ...reason })),
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
        { key: 'to', title: 'Read as' },
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
      { key: 'message', title: 'First problem', wrap: true, words: true },
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
      { key: 'status', title: 'Status', words: true },
      { key: 'rows', title: 'Rows', unit: 'count' },
      { key: 'written', title: 'Written', unit: 'count' },
      { key: 'rejected', title: 'Rejected', unit: 'count' },
      { key: 'superseded', title: 'Superseded', unit: 'count' },
      { key: 'durationMs', title: 'Time', unit: 'duration' },
    ],
    rows: loads.map(({ object = '', status, rows, written, rejected, superseded, durationMs }) => ({
      file: object,
      status,
      rows,
      written,
      rejected,
      superseded,
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
      { key: 'message', title: 'Reason', wrap: true, words: true },
    ],
    rows: rows.map((row) => ({ ...row })),
  };
}
