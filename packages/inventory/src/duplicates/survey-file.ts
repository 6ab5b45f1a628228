import { GroundcrewError } from '@groundcrew/errors';
import type { readStockFile } from '../stock-file/reader.ts';
import type { ReaderState, RowBatch, RowVerdict, StockFileSettings, StockRow } from '../stock-file/types.ts';
import { judgeRow } from './judge-row.ts';
import type { DuplicatePolicy } from './policy.ts';
import { hashShelf } from './shelf-hash.ts';
import { type ShelfSurveyLimits, ShelfSurvey } from './shelf-survey.ts';
import { wasUndecided } from '../stock-file/number-style.ts';

/** More shelves with several rows than this, and it is another kind of file. */
const MAX_GROUPS = 1_000_000;

/** What the whole file shows, for the reading that follows. */
export interface FileSurvey {
  /** What its numbers show: a setting of the reader. */
  readonly numbers: number;
  /** What becomes of a row because of the others of its shelf; undefined where no shelf has several. */
  readonly inspect: ((row: StockRow) => RowVerdict | undefined) | undefined;
}

export interface SurveyDeps {
  /** Opens the file at its start; undefined ends the survey. */
  readonly open: () => Promise<
    { readonly source: AsyncIterable<Uint8Array>; readonly settings: StockFileSettings } | undefined
  >;
  readonly read: typeof readStockFile;
  /** Called for each batch; false ends the survey. */
  readonly onBatch: (
    next: Promise<IteratorResult<RowBatch>>,
  ) => Promise<IteratorResult<RowBatch> | undefined>;
  readonly limits?: ShelfSurveyLimits | undefined;
}

/**
 * Reads a file once, before anything of it is written: which shelves have several rows, and how its numbers are
 * written. What the numbers show may change which rows are accepted: then it is read once more.
 *
 * @returns undefined if it was ended
 */
export async function surveyFile(
  policy: Exclude<DuplicatePolicy, 'last'>,
  deps: SurveyDeps,
): Promise<FileSurvey | undefined> {
  let known: number | undefined;
  for (;;) {
    const survey = new ShelfSurvey(deps.limits);
    try {
      const read = await readThrough(known, survey, deps);
      if (read === undefined) return undefined;
      const { numbers = 0 } = read;
      if (known === undefined && wasUndecided(numbers)) {
        known = numbers;
        continue;
      }
      survey.finish();
      const { groups } = survey;
      if (groups.size > MAX_GROUPS) throw tooManyGroups(groups.size);
      const hash = { a: 0, b: 0, c: 0 };
      return {
        numbers,
        inspect:
          groups.size === 0
            ? undefined
            : (row) => {
                hashShelf(row.store, row.item, hash);
                const group = groups.find(hash);
                return group && judgeRow(row, group, policy);
              },
      };
    } finally {
      survey.close();
    }
  }
}

/** @returns what the numbers show at the end; undefined if it was ended */
async function readThrough(
  numbers: number | undefined,
  survey: ShelfSurvey,
  { open, read, onBatch }: SurveyDeps,
): Promise<{ numbers: number | undefined } | undefined> {
  const opened = await open();
  if (opened === undefined) return undefined;
  const { source } = opened;
  const settings = { ...opened.settings, ...(numbers !== undefined && { numbers }) };
  const batches = read(source, settings, undefined, { isSurvey: true });
  let state: ReaderState | undefined;
  try {
    for (;;) {
      const next = await onBatch(batches.next());
      if (next === undefined) return undefined;
      if (next.done === true) return { numbers: state?.numbers };
      for (const row of next.value.rows) survey.add(row);
      if (survey.groups.size > MAX_GROUPS) throw tooManyGroups(survey.groups.size);
      ({ state } = next.value);
    }
  } finally {
    void batches.return().then(undefined, () => undefined);
  }
}

function tooManyGroups(count: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.shelves-repeat',
    `more than ${MAX_GROUPS} shelves of the file are on several rows (${count} are): it is no list of shelves; load it with --duplicates last, or add the rows of each shelf up before`,
  );
}
