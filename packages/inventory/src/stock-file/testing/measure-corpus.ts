import { isGroundcrewError } from '@groundcrew/errors';
import { readInBlocks } from '../reader.ts';
import type { StockFileSettings } from '../types.ts';
import type { LabelledFile } from './corpus.ts';
import { chunksOf } from './read-all.ts';

/** What became of a file. */
export type Verdict = 'right' | 'refused' | 'wrong';

export interface Judgement {
  readonly verdict: Verdict;
  /** For users of the corpus: which row was read wrongly, or why the file was refused. */
  readonly why: string;
}

/**
 * Reads a labelled file: right if every row that is stored is one of the file, and all are there but those with bad
 * bytes; wrong if one is stored that is not, or is missing without having been rejected.
 */
export async function judge(file: LabelledFile, settings: StockFileSettings = {}): Promise<Judgement> {
  const stored = new Map<number, readonly [string, string]>();
  let rejected = 0;
  try {
    for await (const { rows, rejects } of readInBlocks(chunksOf(file.bytes), settings, 65_536)) {
      for (const { line, store, item } of rows) stored.set(line, [store, item]);
      rejected += rejects.length;
    }
  } catch (error) {
    if (isGroundcrewError(error)) return { verdict: 'refused', why: `${error.code}: ${error.message}` };
    throw error;
  }
  for (const [line, [store, item]] of stored) {
    const expected = file.rows.get(line);
    // A bad byte may be one that its encoding has: the row is stored with it.
    if (expected !== undefined && (expected[0] !== store || expected[1] !== item))
      return { verdict: 'wrong', why: `line ${line}: ${store} / ${item}, not ${expected.join(' / ')}` };
  }
  const missing = [...file.rows.keys()].filter((line) => !stored.has(line)).length;
  if (missing > rejected) return { verdict: 'wrong', why: `${missing} rows are missing` };
  // Rejecting most of a file would not be better than refusing it.
  if (missing > file.rows.size / 2) return { verdict: 'refused', why: `${missing} rows are rejected` };
  return missing > 0
    ? { verdict: 'refused', why: `${missing} sound rows are rejected` }
    : { verdict: 'right', why: '' };
}
