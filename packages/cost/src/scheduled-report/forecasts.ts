import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import type { CostAnswer, CostQuery, CostSource } from '../model.ts';
import { sumMoney } from '../money/index.ts';
import { addMonths, dayOf, firstOfMonth } from '../periods/index.ts';
import { type CostForecast, forecastMonth } from '../report-model/index.ts';
import { partOfAnswer } from './part-of-answer.ts';

export interface AskOptions {
  readonly source: CostSource;
  readonly nowMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * What the running month will have cost: by the source, and worked out of the answer where that has none or the
 * request is one too many. A report without its forecast is worth more than none.
 *
 * @param answer by day, from the first of the month before on
 * @throws the signal's reason
 */
export async function forecastsOf(
  answer: CostAnswer,
  query: CostQuery,
  { source, nowMs, signal }: AskOptions,
): Promise<{ readonly forecasts: readonly CostForecast[]; readonly notes: readonly string[] }> {
  const today = dayOf(nowMs);
  const month = { start: firstOfMonth(today), end: addMonths(firstOfMonth(today), 1) };
  const workedOut = () => forecastMonth(answer, { nowMs, range: query.range });
  try {
    const rest = await source.forecast?.(
      { ...query, range: { start: today, end: month.end } },
      signal && { signal },
    );
    if (!rest) return { forecasts: workedOut(), notes: [] };
    const { currency, cost, low, high } = rest;
    const lines = partOfAnswer(answer, month).lines.filter((line) => line.currency === currency);
    const over = sumMoney(lines.filter(({ day }) => day < today).map((line) => line.cost));
    const forecast: CostForecast = {
      currency,
      range: month,
      spent: sumMoney(lines.map((line) => line.cost)),
      cost: over.plus(cost),
      low: over.plus(low),
      high: over.plus(high),
      basis: `what was spent before ${today}, and what ${source.name} expects from then on`,
    };
    return { forecasts: [forecast], notes: [] };
  } catch (error) {
    if (!isGroundcrewError(error)) throw error;
    return { forecasts: workedOut(), notes: [`${source.name} gave no forecast: ${messageOf(error)}`] };
  }
}
