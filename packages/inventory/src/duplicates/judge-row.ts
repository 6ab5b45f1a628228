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
  if (group.rejectedLine > 0) return true;
  switch (policy) {
    case 'reject':
      return true;
    case 'reject-conflicts':
      return group.otherLine > 0;
    case 'sum':
      return group.sum === undefined;
    case 'max':
    case 'last':
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
  policies: 'sum, max or last' | 'max or last' = 'sum, max or last',
): RowVerdict {
  return {
    kind: 'reject',
    code: 'shelf-duplicate',
    message: `${quote(item)} in ${quote(store)} on line ${line} ${what}; leave one row, or load the file with --duplicates ${policies} (setting Duplicates)`,
  };
}
