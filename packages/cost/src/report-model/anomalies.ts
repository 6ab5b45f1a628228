import { countOf } from '@groundcrew/report';
import type { CostAnswer, CostLine, DateRange, Day } from '../model.ts';
import { formatMoney, type Money, money, sumMoney } from '../money/index.ts';
import { addDays, daysBetween, daysOf } from '../periods/index.ts';
import { findRuns } from './anomalous-runs.ts';
import type { Run } from './run.ts';
import { getOrAdd } from './get-or-add.ts';
import { byCurrency, compareKeys, compareText, zero } from './totals.ts';
import { type UnknownDays, unknownDaysOf } from './unknown-days.ts';

/** Days in a row on which one group cost far more than its own history lets expect, in sum. */
export interface Anomaly {
  readonly currency: string;
  /** Values of the query's `by`, in its order. */
  readonly keys: readonly (string | null)[];
  readonly range: DateRange;
  readonly cost: Money;
  /** The expected cost of these days by their history: an estimate, to the cent. */
  readonly expected: Money;
  /** `cost` minus `expected`. */
  readonly excess: Money;
  /** A sentence: the expected cost and why, and the actual cost. */
  readonly evidence: string;
}

export interface AnomalyOptions {
  /** Days of the query: one without a line cost nothing, unless it is in a hole. */
  readonly range: DateRange;
  /** The first day that is judged; a run that reaches it may have begun before. Default: the first with enough history. */
  readonly from?: Day;
  /** Minimum excess of a run, in the bill's currency; default: 10. */
  readonly minimum?: Money;
  /** Days of the range of which it is unknown what they cost; default: none. */
  readonly holes?: readonly DateRange[] | undefined;
}

/**
 * Days that stand out from the history of their own group, by daily lines; the largest excess first. What a run of days
 * costs more than its level, its growth and its rhythms let expect is added up, so that a small new cost is found once it
 * has accumulated: see `findRuns`. Only rises of usage are reported: a fee, a tax or a credit stands out by nature.
 */
export function findAnomalies(answer: CostAnswer, options: AnomalyOptions): Anomaly[] {
  const { range, minimum = money(10) } = options;
  const days = daysOf(range);
  const from = options.from === undefined ? 0 : daysBetween(range.start, options.from);
  const unknown = unknownDaysOf(range, options.holes);
  const anomalies: Anomaly[] = [];
  for (const [currency, lines] of byCurrency(answer.lines)) {
    for (const { keys, costs } of seriesOf(lines, range, days.length)) {
      const values = costs.map((cost) => cost.toNumber());
      const runs = findRuns(values, { firstDay: range.start, from, minimum: minimum.toNumber(), unknown });
      for (const run of runs) anomalies.push(describe({ currency, keys, costs, days, unknown }, run));
    }
  }
  return anomalies.sort(
    (one, other) =>
      compareText(one.currency, other.currency) ||
      other.excess.cmp(one.excess) ||
      compareKeys(one.keys, other.keys) ||
      compareText(one.range.start, other.range.start),
  );
}

interface GroupSeries {
  readonly keys: readonly (string | null)[];
  readonly costs: readonly Money[];
}

function seriesOf(lines: readonly CostLine[], range: DateRange, length: number): Iterable<GroupSeries> {
  const groups = new Map<string, { keys: CostLine['keys']; costs: Money[] }>();
  for (const { keys, day, charge, cost } of lines) {
    const index = daysBetween(range.start, day);
    if (charge !== 'usage' || index < 0 || index >= length) continue;
    const group = getOrAdd(groups, JSON.stringify(keys), () => ({
      keys,
      costs: new Array<Money>(length).fill(zero),
    }));
    group.costs[index] = group.costs[index]!.plus(cost);
  }
  return groups.values();
}

interface JudgedSeries extends GroupSeries {
  readonly currency: string;
  readonly days: readonly Day[];
  readonly unknown: UnknownDays;
}

function describe({ currency, keys, costs, days, unknown }: JudgedSeries, run: Run): Anomaly {
  const { first, last } = run;
  const cost = sumMoney(costs.slice(first, last + 1));
  const expected = money(run.expected.toFixed(2));
  const range = { start: days[first]!, end: addDays(days[last]!, 1) };
  return { currency, keys, range, cost, expected, excess: cost.minus(expected), evidence: evidence() };

  function evidence(): string {
    const knownDays = (from: number, end: number) =>
      days.slice(from, end).filter((_, at) => !unknown.has(from + at)).length;
    const count = knownDays(first, last + 1);
    const span = count === 1 ? '' : ` in ${count} days`;
    const still = last === days.length - 1 && count > 1 ? ', and it continues' : '';
    // Unusual costs before the run are not expected, but they were there.
    const since = costs.findLastIndex((each, at) => at < first && !each.eq(0)) + 1;
    if (run.isNew && since < first)
      return `${formatMoney(cost, currency)}${span}, against nothing in the ${countOf(knownDays(since, first), 'day')} before${still}`;
    return `${formatMoney(cost, currency)}${span}, against ${formatMoney(expected, currency)} by ${basisOf(run)}${still}`;
  }
}

/** What the expected cost follows from: `the 13 weeks before, their weekdays and their growth of 3.0% a week`. */
function basisOf({ model, hasMonthly, isDaily }: Run): string {
  const weeks = Math.max(1, Math.round(model.historyDays / 7));
  const parts = [
    ...(isDaily
      ? ['their single days']
      : model.isSporadic
        ? ['their average']
        : [model.rhythm === 14 ? 'their rhythm of two weeks' : 'their weekdays']),
    ...(model.weeklyGrowth === 0
      ? []
      : [
          `their ${model.weeklyGrowth > 0 ? 'growth' : 'decline'} of ${Math.abs(model.weeklyGrowth * 100).toFixed(1)}% a week`,
        ]),
    ...(hasMonthly ? ['what recurs monthly'] : []),
  ];
  const list = parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)!}`;
  return `the ${countOf(weeks, 'week')} before, ${list}`;
}
