import type { Charge, CostAnswer, CostLine, CostQuery, Day } from '../model.ts';
import { daysOf, splitMonths } from '../periods/index.ts';
import { charges, isLabel } from '../query/index.ts';
import type { ChargeSummary, CostSummary, CurrencySummary, UntaggedSummary } from './cost-summary.ts';
import { getOrAdd } from './get-or-add.ts';
import { Grouping } from './grouping.ts';
import { byCurrency, figureOf, percentOf, Totals } from './totals.ts';

/** A {@link CostQuery}, and how its answer is summarized. */
export interface SummaryOptions extends Pick<CostQuery, 'by' | 'range' | 'granularity'> {
  /** The answer to the same question for other days. */
  readonly compareWith?: CostAnswer;
  /** Number of groups, and of parts of each; the others are folded into one. Default: all. */
  readonly top?: number;
}

/**
 * Adds up the lines: by currency, by group and by period. All sums are exact, whatever the order of the lines.
 *
 * @throws RangeError if a line has a day outside of the query: a bug of the source
 */
export function summarize(answer: CostAnswer, options: SummaryOptions): CostSummary {
  const { by, range, granularity, compareWith } = options;
  const inactiveTags = answer.inactiveTags ?? [];
  const periods = granularity === 'daily' ? daysOf(range) : splitMonths(range).map(({ start }) => start);
  const now = byCurrency(answer.lines);
  const before = byCurrency(compareWith?.lines ?? []);
  const names = [...new Set([...now.keys(), ...before.keys()])].sort();
  return {
    by,
    range,
    granularity,
    periods,
    currencies: names.map((currency) =>
      summarizeCurrency(currency, now.get(currency) ?? [], before.get(currency) ?? [], periods, {
        ...options,
        inactiveTags,
      }),
    ),
    inactiveTags,
    isCompared: compareWith !== undefined,
    estimated: answer.estimated,
    notes: [...new Set([...answer.notes, ...(compareWith?.notes ?? [])])],
    paid: {
      requests: answer.paid.requests + (compareWith?.paid.requests ?? 0),
      usd: compareWith === undefined ? answer.paid.usd : answer.paid.usd.plus(compareWith.paid.usd),
    },
  };
}

function summarizeCurrency(
  currency: string,
  now: readonly CostLine[],
  before: readonly CostLine[],
  periods: readonly Day[],
  { by, compareWith, top, inactiveTags }: SummaryOptions & Pick<CostSummary, 'inactiveTags'>,
): CurrencySummary {
  const isCompared = compareWith !== undefined;
  const periodOf = new Map(periods.map((day, index) => [day, index]));
  const total = new Totals(periods.length);
  const groups = new Grouping(periods.length);
  // Of an inactive tag, untagged costs are unknown.
  const label = by.findIndex((dimension) => isLabel(dimension) && !inactiveTags.includes(dimension));
  const untagged = new Grouping(periods.length);
  const others = new Map<Charge, Totals>();

  const targetsOf = ({ charge, keys }: CostLine): readonly Totals[] => {
    if (charge !== 'usage' && !by.includes('charge'))
      return [total, getOrAdd(others, charge, () => new Totals(periods.length))];
    if (charge !== 'usage' || label === -1 || keys[label] !== null) return [total, ...groups.find(keys)];
    const otherKeys = keys.filter((_, index) => index !== label);
    return [total, ...groups.find(keys), ...untagged.find(otherKeys)];
  };
  for (const line of now) {
    const period = periodOf.get(line.day);
    if (period === undefined)
      throw new RangeError(`a line has the day ${line.day}, which is outside of the query`);
    for (const target of targetsOf(line)) target.add(line.cost, period);
  }
  for (const line of before) for (const target of targetsOf(line)) target.addBefore(line.cost);

  const shape = { isCompared, usage: groups.all.cost, ...(top !== undefined && { top }) };
  return {
    currency,
    total: figureOf(total, isCompared),
    series: total.series,
    usage: { ...figureOf(groups.all, isCompared), series: groups.all.series },
    groups: groups.ranked(shape),
    charges: chargesOf(others, isCompared),
    untagged: label === -1 ? null : untaggedOf(),
  };

  function untaggedOf(): UntaggedSummary {
    return {
      dimension: by[label]!,
      ...figureOf(untagged.all, isCompared),
      share: percentOf(untagged.all.cost, groups.all.cost),
      parts: by.length === 1 ? [] : untagged.ranked(shape),
    };
  }
}

function chargesOf(others: ReadonlyMap<Charge, Totals>, isCompared: boolean): ChargeSummary[] {
  return charges.flatMap((charge) => {
    const totals = others.get(charge);
    return totals === undefined ? [] : [{ charge, ...figureOf(totals, isCompared), series: totals.series }];
  });
}
