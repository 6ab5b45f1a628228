import type { FullExport } from '../full/full-export.ts';
import type { DuplicatePolicy } from '../duplicates/policy.ts';
import { DEFAULT_DUPLICATE_POLICY } from '../duplicates/policy.ts';
import type { LoadProgress } from '../load/load-contract.ts';
import { loadStockFile } from '../load/load-stock-file.ts';
import type { RejectSink } from '../load/reject-sink.ts';
import { createRejectTally, type RejectReason } from '../load/reject-tally.ts';
import type { LoadSummary } from '../load/summary.ts';
import { readStockFile } from '../stock-file/reader.ts';
import type { Reject, StockFileSettings, StockRow } from '../stock-file/types.ts';
import { askAboutDuplicates } from './ask-about-duplicates.ts';
import { askAboutFile } from './ask-about-file.ts';
import type { FileQuestion } from './question.ts';

/** A file to look at before it is loaded. */
export interface CheckInput {
  /** Opens the file at its start; called several times. */
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;
  readonly settings: StockFileSettings;
  /** Absent: not chosen yet, so that the default holds, and rows that disagree are asked about. */
  readonly duplicates?: DuplicatePolicy | undefined;
  /** That it is a full export: then it is checked what would vanish, which reads its stores in the table. */
  readonly full?: Omit<FullExport, 'isConfirmed'> | undefined;
}

export interface CheckDeps {
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
}

/** What loading a file would do, and what to ask before. */
export interface FileCheck {
  /** As of a load that writes nothing. */
  readonly summary: LoadSummary;
  readonly reasons: readonly RejectReason[];
  /** The first rows that would be stored. */
  readonly rows: readonly StockRow[];
  readonly questions: readonly FileQuestion[];
  /** Of a full export: whether so much of a store would vanish that a load has to be confirmed. */
  readonly vanishesTooMuch: boolean;
}

const SAMPLE_ROWS = 5;

/**
 * Reads a file as a load does, and writes nothing.
 *
 * @throws errors of the source
 */
export async function checkStockFile(
  { open, settings, duplicates, full }: CheckInput,
  deps: CheckDeps,
): Promise<FileCheck> {
  const { signal } = deps;
  const read = async (isConfirmed: boolean) => {
    const conflicts = collectConflicts();
    const rejects = createRejectTally(conflicts.sink);
    const { summary } = await loadStockFile(
      { open: (_, readSignal) => open(readSignal), settings, duplicates },
      { ...deps, rejects: rejects.sink, full: full && { ...full, isConfirmed: () => isConfirmed } },
    );
    return { summary, conflicts, reasons: rejects.reasons() };
  };
  let found = await read(false);
  const vanishesTooMuch = found.summary.reasonCode === 'inventory.file.shelves-vanish';
  // What would happen once it is confirmed is what has to be seen before.
  if (vanishesTooMuch) found = await read(true);
  const { summary, reasons, conflicts } = found;
  const source = { open: () => open(signal), settings };
  if (summary.status === 'refused') {
    return { summary, reasons, rows: [], questions: await askAboutFile(source), vanishesTooMuch };
  }
  const disagreeing = reasons.find(({ code }) => code === 'shelf-duplicate');
  const questions =
    disagreeing && duplicates === undefined
      ? [await askAboutDuplicates(source, { rejected: disagreeing.rows, lines: conflicts.disagreeing })]
      : [];
  const rows = await firstRows(source, duplicates ?? DEFAULT_DUPLICATE_POLICY, conflicts.lines);
  return { summary, reasons, rows, questions, vanishesTooMuch };
}

interface Source {
  readonly open: () => Promise<AsyncIterable<Uint8Array>>;
  readonly settings: StockFileSettings;
}

/** Rows that are accepted, and not rejected for others of their shelf. */
async function firstRows(
  { open, settings }: Source,
  duplicates: DuplicatePolicy,
  conflicts: ReadonlySet<number>,
): Promise<StockRow[]> {
  const rows: StockRow[] = [];
  // A sum is that of the whole file: a row alone would show another count.
  if (duplicates === 'sum' || duplicates === 'max') return rows;
  for await (const batch of readStockFile(await open(), settings)) {
    for (const row of batch.rows) {
      if (conflicts.has(row.line)) continue;
      rows.push(row);
      if (rows.length === SAMPLE_ROWS) return rows;
    }
  }
  return rows;
}

/** Remembers on which lines the first rows are that are rejected for others of the file. */
function collectConflicts(): {
  readonly sink: RejectSink;
  readonly lines: ReadonlySet<number>;
  /** Those that a policy for duplicates decides. */
  readonly disagreeing: ReadonlySet<number>;
} {
  const lines = new Set<number>();
  const disagreeing = new Set<number>();
  const collect = (rejects: readonly Reject[]): void => {
    for (const { code, line } of rejects) {
      if (lines.size >= MAX_CONFLICTS) return;
      if (code === 'shelf-duplicate') disagreeing.add(line);
      if (code === 'shelf-duplicate' || code === 'shelf-incomplete' || code === 'row-total') lines.add(line);
    }
  };
  return {
    lines,
    disagreeing,
    sink: {
      async save({ rejects }) {
        collect(rejects);
        return '';
      },
      async finish(_, { rejects }) {
        collect(rejects);
        return undefined;
      },
      async discard() {},
    },
  };
}

const MAX_CONFLICTS = 1_000;
