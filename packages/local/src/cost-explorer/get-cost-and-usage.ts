import { createJsonReader, type JsonInput } from '../json-service.ts';
import type { Bill, BillRow } from './bill.ts';
import { invalid } from './errors.ts';
import { readExpression } from './expression.ts';
import { readGroupings } from './groupings.ts';
import { pageOf } from './paging.ts';
import type { RowValue } from './row-values.ts';
import { checkMetrics, type MetricValue, Sum } from './sums.ts';
import {
  checkHistory,
  isEstimated,
  type Period,
  periodsOf,
  readGranularity,
  readTimePeriod,
} from './time-period.ts';

const reader = createJsonReader(invalid);

/** The input data of an action: the charges up to now that the caller may see. */
export interface View extends Bill {
  readonly nowMs: number;
  /** Groups, or values, per page. */
  readonly pageSize: number;
}

/** A group of a period; a period without groups is one entry too, so that all periods are returned. */
interface Entry {
  readonly period: Period;
  readonly total: Readonly<Record<string, MetricValue>>;
  readonly group?: {
    readonly Keys: readonly string[];
    readonly Metrics: Readonly<Record<string, MetricValue>>;
  };
}

/**
 * Rules: "GetCostAndUsage" of the API reference. Without groupings each period has a total, with them it has groups.
 * AWS does not document its page size; here it is a number of groups.
 *
 * @throws AwsError `ValidationException`, `InvalidNextTokenException`, `RequestChangedException`
 */
export function getCostAndUsage(input: JsonInput, view: View): object {
  const granularity = readGranularity(input);
  const range = readTimePeriod(input, granularity);
  const metrics = reader.texts(input, 'Metrics', 1, 20);
  if (!metrics) throw invalid('Metrics is missing');
  checkMetrics(metrics);
  const groupings = readGroupings(input);
  const matches =
    input.Filter === undefined || input.Filter === null ? undefined : readExpression(input.Filter);
  checkHistory(range, granularity, view.nowMs);

  const periods = periodsOf(range, granularity);
  const rows = rowsIn(view.rows, range).filter((row) => matches?.(row) ?? true);
  const entries = sumUp(rows, periods, groupings).flatMap(({ period, sums }): Entry[] => {
    if (groupings.length === 0) {
      const sum = sums.get('[]')?.sum ?? new Sum();
      return [{ period, total: sum.metrics(metrics, view.currency) }];
    }
    if (sums.size === 0) return [{ period, total: {} }];
    return [...sums.keys()].toSorted().map((key) => {
      const { keys, sum } = sums.get(key)!;
      return { period, total: {}, group: { Keys: keys, Metrics: sum.metrics(metrics, view.currency) } };
    });
  });
  const { page, token } = pageOf(entries, input, view.pageSize);
  return {
    ...token,
    ...(groupings.length > 0 && { GroupDefinitions: input.GroupBy }),
    ResultsByTime: resultsOf(page, view.nowMs),
    DimensionValueAttributes: [],
  };
}

/** The rows that start within the period; `rows` are oldest first. */
export function rowsIn(
  rows: readonly BillRow[],
  { startMs, endMs }: Pick<Period, 'startMs' | 'endMs'>,
): BillRow[] {
  return rows.filter((row) => row.startMs >= startMs && row.startMs < endMs);
}

function sumUp(rows: readonly BillRow[], periods: readonly Period[], groupings: readonly RowValue[]) {
  const all = periods.map((period) => ({
    period,
    sums: new Map<string, { readonly keys: readonly string[]; readonly sum: Sum }>(),
  }));
  let at = 0;
  for (const row of rows) {
    // Rows and periods are both oldest first.
    while (row.startMs >= all[at]!.period.endMs) at += 1;
    const { sums } = all[at]!;
    const keys = groupings.map((read) => read(row));
    const key = JSON.stringify(keys);
    let group = sums.get(key);
    if (!group) {
      group = { keys, sum: new Sum() };
      sums.set(key, group);
    }
    group.sum.add(row);
  }
  return all;
}

function resultsOf(entries: readonly Entry[], nowMs: number): object[] {
  return [...Map.groupBy(entries, ({ period }) => period)].map(([period, ofPeriod]) => ({
    TimePeriod: { Start: period.start, End: period.end },
    Total: ofPeriod[0]!.total,
    Groups: ofPeriod.flatMap(({ group }) => (group ? [group] : [])),
    Estimated: isEstimated(period, nowMs),
  }));
}
