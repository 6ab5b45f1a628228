import { priceOf } from '../cost-explorer/spend.ts';
import type { CostAnswer, CostQuery, DateRange, Day } from '../model.ts';
import { sumMoney } from '../money/index.ts';
import { addMonths, dayOf, firstOfMonth } from '../periods/index.ts';
import { type CostForecast, forecastMonth } from '../report-model/index.ts';
import { partOfAnswer } from './part-of-answer.ts';
import type { ForecastMethod } from './plan-report.ts';
import type { QueryOptions } from './run-queries.ts';

export interface ForecastResult {
  /** By currency. */
  readonly forecasts: readonly CostForecast[];
  readonly notes: readonly string[];
  readonly paid: CostAnswer['paid'];
}

export interface ForecastOptions extends Pick<QueryOptions, 'source' | 'signal'> {
  readonly method: ForecastMethod;
  readonly nowMs: number;
  /** Delivered days: the history. It ends where the days that are forecast begin. */
  readonly range: DateRange;
  /** Days of the history that the source lacks. */
  readonly holes: readonly DateRange[];
  /** Why there can't be a forecast of its own, such as too short a history; `undefined`: there can. */
  readonly unknown: string | undefined;
}

/**
 * What the month so far will cost in the end. AWS's forecast is requested only by the method `aws`; if the source has
 * none, the forecast is calculated from the history and a note gives the reason: a report without a forecast is worth
 * less than one with another.
 *
 * @param history by day, from the first of the month before on
 * @throws the signal's reason
 */
export async function forecastCosts(
  history: CostAnswer,
  query: CostQuery,
  options: ForecastOptions,
): Promise<ForecastResult> {
  const aws = options.method === 'aws' ? await requestForecast(history, query, options) : undefined;
  if (aws && 'forecast' in aws) return { forecasts: [aws.forecast], notes: aws.notes, paid: aws.paid };
  const month = monthOf(query.range.start);
  const forecasts =
    options.unknown === undefined
      ? forecastMonth(history, { range: options.range, month, holes: options.holes })
      : [];
  const notes = [
    ...(aws
      ? [`${options.source.name} has no forecast, it is calculated from daily costs: ${aws.reason}.`]
      : []),
    ...(options.unknown === undefined ? [] : [`There is no forecast: ${options.unknown}.`]),
  ];
  return { forecasts, notes, paid: aws?.paid ?? priceOf(0) };
}

type AwsForecast = Pick<ForecastResult, 'paid'> &
  ({ readonly forecast: CostForecast; readonly notes: readonly string[] } | { readonly reason: string });

async function requestForecast(
  history: CostAnswer,
  { metric, filters, range }: CostQuery,
  { source, nowMs, signal, range: known }: ForecastOptions,
): Promise<AwsForecast> {
  const today = dayOf(nowMs);
  const month = monthOf(range.start);
  const answer = await source.forecast?.(
    { range: { start: today, end: month.end }, metric, filters },
    signal && { signal },
  );
  signal?.throwIfAborted();
  if (answer === undefined) return { reason: 'the source is not Cost Explorer', paid: priceOf(0) };
  const { forecast: rest, paid } = answer;
  if (rest === null) return { reason: answer.reason, paid };
  const lines = partOfAnswer(history, month).lines.filter(({ currency }) => currency === rest.currency);
  const spent = sumMoney(lines.filter(({ day }) => day < known.end).map(({ cost }) => cost));
  // AWS's forecast begins today, and days that are not delivered yet have to be expected, too.
  const gap = known.end < today ? { start: known.end, end: today } : undefined;
  const expected = gap && forecastMonth(history, { range: known, month: { ...month, end: today } });
  const ended = expected?.find(({ currency }) => currency === rest.currency)?.cost ?? spent;
  return {
    forecast: {
      currency: rest.currency,
      range: month,
      spent,
      cost: ended.plus(rest.cost),
      low: ended.plus(rest.low),
      high: ended.plus(rest.high),
      basis: `what was spent before ${known.end}, and what ${source.name} expects from ${today} on`,
    },
    notes: answer.notes,
    paid,
  };
}

/** The whole month of a day. */
function monthOf(day: Day): DateRange {
  return { start: firstOfMonth(day), end: addMonths(firstOfMonth(day), 1) };
}
