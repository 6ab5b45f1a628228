import { wholeAccountId } from '../accounts/index.ts';
import type { CostFilter, CostQuery, Dimension } from '../model.ts';
import { conditionOf } from './condition-sql.ts';
import { termCondition } from './filter-sql.ts';
import type { Shape, Term, UsageCharge } from './shape.ts';

/** What of the filters of a query selects the rows of a table, before they are added up. */
export interface RowSelection {
  /** Conditions of each row; all have to hold. */
  readonly conditions: readonly string[];
  /** Of each row: whether a cell that a filter needs is malformed. */
  readonly unreadable: readonly string[];
  /** Those of them whose charge the filter does not select: its row is selected only to be counted. */
  readonly counted: readonly string[];
  /** Filters that groups of rows are selected by instead. */
  readonly remaining: readonly CostFilter[];
  /** If only usage is wanted: which rows are that. */
  readonly usage: UsageCharge | null;
}

/** The term of a dimension of a query; of one that the table does not have, NULL. */
export function termOf({ by }: CostQuery, shape: Shape, dimension: Dimension): Term {
  if (dimension === 'charge') return shape.charge({ withService: by.includes('service') });
  return shape.dimension(dimension) ?? nullTerm;
}

const nullTerm: Term = { raw: [], value: () => 'CAST(NULL AS VARCHAR)' };

/** A few of the groups of a query, by the value of one of its dimensions. */
export interface Among {
  readonly dimension: Dimension;
  /** Whether a row is of one of these groups. */
  readonly condition: string;
}

/**
 * @param from the FROM clause of the table
 * @param among only rows of these groups
 */
export function selectRows(query: CostQuery, shape: Shape, from: string, among?: Among): RowSelection {
  const usage = query.filters.some(isOfUsage)
    ? shape.usageCharge({ withService: query.by.includes('service') })
    : null;
  const conditions: string[] = [];
  const unreadable: string[] = [];
  const counted: string[] = [];
  const remaining: CostFilter[] = [];
  for (const filter of query.filters) {
    const { dimension } = filter;
    if (isOfUsage(filter)) {
      conditions.push(usage!.row);
    } else if (dimension === 'service' || dimension === 'charge') {
      remaining.push(filter);
    } else {
      const term = termOf(query, shape, dimension);
      // Of few groups, few cells are parsed anyway.
      const isOnce = query.largest !== undefined && among === undefined;
      const parsed = isOnce ? parsedOnce(term, filter, from) : null;
      if (dimension === among?.dimension) remaining.push(withWholeIds(filter));
      // What a column shows as it is needs no groups.
      else if (term.unreadable === undefined)
        conditions.push(termCondition(term, term.raw, withWholeIds(filter)));
      else if (parsed === null) remaining.push(filter);
      else {
        conditions.push(parsed.row);
        unreadable.push(parsed.unreadable);
        if (!selectsNone(filter)) counted.push(parsed.unreadable);
      }
    }
  }
  // The first condition first: what it leaves out, DuckDB does not read of the other columns.
  const first = among === undefined ? [] : [among.condition];
  return {
    conditions: [...first, within(query, shape), ...conditions],
    unreadable,
    counted,
    remaining,
    usage,
  };
}

/** Whether a filter selects charges without a value, as those are whose cell is malformed. */
function selectsNone({ values, negated }: CostFilter): boolean {
  return values.includes(null) !== (negated === true);
}

/**
 * A text that has to be parsed, of a filter of a query whose groups are about as many as its rows: each different text is
 * parsed once, and rows are selected by it. null: it can't be.
 */
function parsedOnce({ raw, value, unreadable }: Term, filter: CostFilter, from: string) {
  const [cell] = raw;
  if (unreadable === undefined || cell === undefined || raw.length > 1) return null;
  if (!from.startsWith('read_parquet')) return null;
  const isOf = (condition: string) =>
    `coalesce(${cell}, '') IN (SELECT coalesce(cell, '') FROM (SELECT DISTINCT ${cell} AS cell FROM ${from}) AS texts WHERE ${condition})`;
  return {
    row: isOf(`(${conditionOf(value(['cell']), filter)}) OR ${unreadable(['cell'])}`),
    unreadable: isOf(unreadable(['cell'])),
  };
}

function within({ range, late }: CostQuery, shape: Shape): string {
  const own = shape.within(range.start, range.end);
  if (late === undefined) return own;
  return `(${own} OR (${shape.within(late.start, late.end)} AND NOT coalesce(${shape.isUsage}, false)))`;
}

/** An account by its id with leading zeros, too: as a spreadsheet shows it, it has none. */
function withWholeIds(filter: CostFilter): CostFilter {
  if (filter.dimension !== 'account') return filter;
  const values = filter.values.flatMap((value) =>
    value === null ? [value] : [value, wholeAccountId(value)],
  );
  return { ...filter, values: [...new Set(values)] };
}

/** Whether only usage is wanted. */
function isOfUsage({ dimension, values, negated }: CostFilter): boolean {
  return dimension === 'charge' && values.length === 1 && values[0] === 'usage' && !negated;
}
