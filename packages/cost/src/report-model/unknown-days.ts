import type { DateRange, Day } from '../model.ts';
import { daysBetween, daysOf } from '../periods/index.ts';
import { fitSeries, type SeriesModel } from './series-model.ts';

/** Days of a series, by their index, of which it is unknown what they cost: an export lacks them. */
export type UnknownDays = ReadonlySet<number>;

/** The days of a range that a source lacks, by their index in it. */
export function unknownDaysOf(range: DateRange, holes: readonly DateRange[] = []): UnknownDays {
  const length = daysBetween(range.start, range.end);
  const indexes = holes.flatMap(daysOf).map((day) => daysBetween(range.start, day));
  return new Set(indexes.filter((index) => index >= 0 && index < length));
}

/** Twice a week, and a whole rhythm of two weeks. */
const CYCLE_DAYS = 14;

/**
 * A series with its unknown days as the days before them let expect: a model needs each day of the calendar, and zeros would be
 * another level. Sporadic costs are those of two weeks before, as an average on each day is not sporadic.
 */
export function withExpectedDays(values: readonly number[], firstDay: Day, unknown: UnknownDays): number[] {
  const filled = [...values];
  for (let index = 0; index < filled.length; index += 1) {
    if (!unknown.has(index)) continue;
    const model = fitSeries(filled, firstDay, index);
    for (; index < filled.length && unknown.has(index); index += 1)
      filled[index] = model.isSporadic ? (filled[index - CYCLE_DAYS] ?? 0) : model.expected(index);
  }
  return filled;
}

/** The model of a series as one of its known days: by their positions among these. */
export function modelOfKnownDays(model: SeriesModel, indexes: readonly number[], first: number): SeriesModel {
  const of = (at: number) => indexes[at]!;
  const start = of(first) - model.historyDays;
  let historyDays = 0;
  while (historyDays < first && of(first - historyDays - 1) >= start) historyDays += 1;
  return {
    ...model,
    historyDays,
    expected: (at) => model.expected(of(at)),
    explained: (at) => model.explained(of(at)),
    monthly: (at) => model.monthly(of(at)),
    deviation: (one, last) => model.deviation(of(one), of(last)),
  };
}
