import { GroundcrewError } from '@groundcrew/errors';
import { isRejectColumn } from '../stock-file/columns.ts';
import type { readStockFile } from '../stock-file/reader.ts';
import type {
  LostSeen,
  NumberSeen,
  ReaderState,
  RowBatch,
  RowVerdict,
  StockFileSettings,
  StockRow,
} from '../stock-file/types.ts';
import { areRejected, judgeRow } from './judge-row.ts';
import type { DuplicatePolicy } from './policy.ts';
import { MAX_FULL_STORES, RejectedShelves } from './rejected-shelves.ts';
import type { ShelfGroups } from './shelf-groups.ts';
import { hashShelf } from './shelf-hash.ts';
import { ShelfSurvey, type ShelfSurveyLimits, type SurveyedShelves } from './shelf-survey.ts';
import { type SettledTotals, TotalRows } from './total-rows.ts';
import { wasUndecided } from '../stock-file/number-style.ts';

/** More shelves with several rows than this, and it is another kind of file. */
const MAX_GROUPS = 1_000_000;

/** What the whole file shows, for the reading that follows. */
export interface FileSurvey {
  /** What its numbers show: a setting of the reader; absent where the rows before decide. */
  readonly numbers: number | undefined;
  /** What of another column showed it. */
  readonly decimalComma?: NumberSeen | undefined;
  /** What its names show of lost characters, likewise. */
  readonly lost?: LostSeen | undefined;
  /** What becomes of a row because of the others of its shelf; undefined where no shelf has several. */
  readonly inspect: ((row: StockRow) => RowVerdict | undefined) | undefined;
  readonly shelves: SurveyedShelves;
  readonly rejects: RejectsSurvey;
  /** Of a full export: what its rejects are about. */
  readonly rejectedShelves: RejectedShelves | undefined;
  /** Removes what was spilled; `shelves` is void then. */
  close(): void;
}

/** What a file shows of the one that its rows were rejected from. */
export interface RejectsSurvey {
  /** Whether it has a column of a file of rejects. */
  readonly isRejectsFile: boolean;
  /** What stands in its column `reject_source`: one text, unless files were put together. */
  readonly sources: readonly string[];
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
  /** Whether the file is a full export: which stores it has, and what its rejects are about, matters then. */
  readonly isFull?: boolean;
}

/**
 * Reads a file once, before anything of it is written: its shelves, which of them have several rows, and how its numbers are
 * written. What the numbers show may change which rows are accepted: then it is read once more.
 *
 * @returns undefined if it was ended; to be closed otherwise
 */
export async function surveyFile(policy: DuplicatePolicy, deps: SurveyDeps): Promise<FileSurvey | undefined> {
  let known: Pick<StockFileSettings, 'numbers' | 'decimalComma' | 'lost'> | undefined;
  for (;;) {
    const survey = new ShelfSurvey(deps.limits, {
      countsRows: policy !== 'last',
      ...(deps.isFull && { maxStores: MAX_FULL_STORES }),
    });
    const rejectedShelves = deps.isFull ? new RejectedShelves() : undefined;
    const totalRows = new TotalRows();
    const close = (): void => survey.close();
    try {
      const read = await readThrough(policy, known, { survey, rejectedShelves, totalRows }, deps);
      if (read === undefined) {
        close();
        return undefined;
      }
      const { numbers = 0, decimalComma, lost, rejects } = read;
      if (policy !== 'last' && known === undefined && (wasUndecided(numbers) || areUndecided(lost))) {
        known = { numbers, ...(decimalComma && { decimalComma }), ...(lost && { lost }) };
        close();
        continue;
      }
      const settled = totalRows.settle();
      for (const row of settled.shelves) survey.add(row);
      if (rejectedShelves !== undefined)
        for (const { row } of settled.totals.values()) rejectedShelves.add(row);
      const shelves = survey.finish((group) => !areRejected(group, policy));
      const { groups } = survey;
      if (groups.size > MAX_GROUPS) throw tooManyGroups(groups.size);
      const found = { shelves, rejects, rejectedShelves, close };
      const judge = policy === 'last' ? undefined : inspectorOf(groups, policy);
      const inspect = withoutTotals(settled.totals, judge);
      return {
        ...(policy === 'last' ? { numbers: undefined } : { numbers, decimalComma, lost }),
        inspect,
        ...found,
      };
    } catch (error) {
      close();
      throw error;
    }
  }
}

/** Whether names were accepted that may lack characters as others do. */
function areUndecided(lost: LostSeen | undefined): boolean {
  return lost?.first !== undefined && lost.isUndecided === true;
}

function inspectorOf(groups: ShelfGroups, policy: Exclude<DuplicatePolicy, 'last'>): FileSurvey['inspect'] {
  if (groups.size === 0) return undefined;
  const hash = { a: 0, b: 0, c: 0 };
  return (row) => {
    hashShelf(row.store, row.item, hash);
    const group = groups.find(hash);
    return group && judgeRow(row, group, policy);
  };
}

function withoutTotals(totals: SettledTotals['totals'], judge: FileSurvey['inspect']): FileSurvey['inspect'] {
  if (totals.size === 0) return judge;
  return (row) => totals.get(row.offset)?.verdict ?? judge?.(row);
}

interface Surveys {
  readonly survey: ShelfSurvey;
  readonly rejectedShelves: RejectedShelves | undefined;
  readonly totalRows: TotalRows;
}

/** @returns what the numbers show at the end; undefined if it was ended */
async function readThrough(
  policy: DuplicatePolicy,
  known: Pick<StockFileSettings, 'numbers' | 'decimalComma' | 'lost'> | undefined,
  { survey, rejectedShelves, totalRows }: Surveys,
  { open, read, onBatch }: SurveyDeps,
): Promise<
  | {
      numbers: number | undefined;
      decimalComma: NumberSeen | undefined;
      lost: LostSeen | undefined;
      rejects: RejectsSurvey;
    }
  | undefined
> {
  const opened = await open();
  if (opened === undefined) return undefined;
  const { source } = opened;
  const settings = { ...opened.settings, ...known };
  const sources = new Set<string>();
  const batches = read(source, settings, undefined, {
    // With `last` each row is judged by those before it, now as later.
    isSurvey: policy !== 'last',
    addsCounts: policy === 'sum' || policy === 'max',
    onRejectSource: (text) => sources.add(text),
    reportsShelves: rejectedShelves !== undefined || policy !== 'last',
  });
  let state: ReaderState | undefined;
  let isRejectsFile: boolean | undefined;
  try {
    for (;;) {
      const next = await onBatch(batches.next());
      if (next === undefined) return undefined;
      if (next.done === true) {
        return {
          numbers: state?.numbers,
          decimalComma: state?.decimalComma,
          lost: state?.lost,
          rejects: { isRejectsFile: isRejectsFile ?? false, sources: [...sources] },
        };
      }
      ({ state } = next.value);
      isRejectsFile ??= state.header.some(isRejectColumn);
      // A file of rejects has some rows of its source only: their sums mean nothing.
      if (isRejectsFile) for (const row of next.value.rows) survey.add(row);
      else totalRows.addBatch(next.value, (row) => survey.add(row));
      for (const reject of next.value.rejects) {
        survey.addRejected(reject);
        rejectedShelves?.add(reject.shelf);
      }
      if (survey.groups.size > MAX_GROUPS) throw tooManyGroups(survey.groups.size);
    }
  } finally {
    void batches.return().then(undefined, () => undefined);
  }
}

function tooManyGroups(count: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.shelves-repeat',
    `more than ${MAX_GROUPS} shelves of the file are on several rows (${count} are): it is not a list of shelves; load it with --duplicates last (setting Duplicates), or add the rows of each shelf up before`,
  );
}
