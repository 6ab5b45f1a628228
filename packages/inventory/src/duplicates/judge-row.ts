import { quote } from '../stock-file/errors.ts';
import type { RowVerdict, StockRow } from '../stock-file/types.ts';
import type { DuplicatePolicy } from './policy.ts';
import type { ShelfGroup } from './shelf-groups.ts';

/** What becomes of a row of a shelf that has several rows. */
export function judgeRow(
  row: StockRow,
  group: ShelfGroup,
  policy: Exclude<DuplicatePolicy, 'last'>,
): RowVerdict | undefined {
  if (group.rejectedLine > 0) return incomplete(row, group);
  if (group.totals?.offsets.includes(row.offset)) return totalOf(row, group.totals.sum);
  if (group.oddTotal !== undefined) return reject(row, oddTotal(group.oddTotal), 'last');
  // What is left beside its total may be one row.
  if (group.rows === 1) return undefined;
  switch (policy) {
    case 'reject':
      return reject(row, `is on ${group.rows} rows of the file, the first on line ${group.firstLine}`);
    case 'reject-conflicts':
      if (group.otherLine > 0) return reject(row, conflict(group));
      return row.offset === group.firstOffset ? undefined : { kind: 'drop' };
    case 'sum':
    case 'max': {
      if (row.offset !== group.lastOffset) return { kind: 'drop' };
      const count = policy === 'max' ? group.max : group.sum;
      if (count === undefined)
        return reject(
          row,
          `has a sum above ${Number.MAX_SAFE_INTEGER}, or with more digits than a number holds`,
          'max or last',
        );
      return { kind: 'count', count };
    }
  }
}

/** Whether the rows of a shelf are rejected together, so that the file leaves it alone. */
export function areRejected(group: ShelfGroup, policy: DuplicatePolicy): boolean {
  if (policy === 'last') return false;
  if (group.rejectedLine > 0 || group.oddTotal !== undefined) return true;
  if (group.rows === 1) return false;
  switch (policy) {
    case 'reject':
      return true;
    case 'reject-conflicts':
      return group.otherLine > 0;
    case 'sum':
      return group.sum === undefined;
    case 'max':
      return false;
  }
}

/** What a shelf has is not known from some of its rows. */
function incomplete({ store, item, line }: StockRow, { rejectedLine }: ShelfGroup): RowVerdict {
  return {
    kind: 'reject',
    code: 'shelf-incomplete',
    message: `${quote(item)} in ${quote(store)} on line ${line} is on further rows of the file, of which that on line ${rejectedLine} is rejected, so what the shelf has is not known; correct that row in the file of rejects, which has all rows of the shelf, and load them together`,
  };
}

/** Of a shelf with a row for each size, the row of all of them. */
function totalOf({ store, item, line }: StockRow, sum: number): RowVerdict {
  return {
    kind: 'reject',
    code: 'row-total',
    message: `${quote(item)} in ${quote(store)} on line ${line} reads as the total of the other rows of the shelf, which add up to ${sum}; remove the line, or, if it is none, name it otherwise and load the whole file again`,
  };
}

function oddTotal({ line, count, sum }: NonNullable<ShelfGroup['oddTotal']>): string {
  const others = sum === undefined ? 'have a sum that no number holds' : `add up to ${sum}`;
  return `is on several rows of the file, of which that on line ${line} reads as a total with count ${count}, while the others ${others}`;
}

function conflict({ rows, firstLine, firstCount, otherLine, otherCount }: ShelfGroup): string {
  const what =
    firstCount === otherCount
      ? `other further columns on line ${otherLine} than on line ${firstLine}`
      : `count ${firstCount} on line ${firstLine} and ${otherCount} on line ${otherLine}`;
  return `is on ${rows} rows of the file that disagree: ${what}`;
}

function reject(
  { store, item, line }: StockRow,
  what: string,
  policies: 'sum, max or last' | 'max or last' | 'last' = 'sum, max or last',
): RowVerdict {
  return {
    kind: 'reject',
    code: 'shelf-duplicate',
    message: `${quote(item)} in ${quote(store)} on line ${line} ${what}; leave one row, or load the file with --duplicates ${policies} (setting Duplicates)`,
  };
}
