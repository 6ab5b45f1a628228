import { forecastDays } from '@groundcrew/cost/report-model';
import type { LabelledSeries } from './series.ts';

/** What is expected of the days from `end` to `last`, in sum, by those before `end`; with a range, if there is one. */
export type Forecast = (
  series: LabelledSeries,
  end: number,
  last: number,
  monthStart: number,
) => { readonly cost: number; readonly low?: number; readonly high?: number };

export const groundcrew: Forecast = ({ values, firstDay }, end, last) => {
  const { cost, low, high } = forecastDays(values.slice(0, end), firstDay, last - end + 1);
  return { cost, low, high };
};

/** Each day as the average of the month so far. */
export const runRate: Forecast = ({ values }, end, last, monthStart) => {
  const days = values.slice(monthStart, end);
  return { cost: ((last - end + 1) * sum(days)) / days.length };
};

/** Each day as the same weekday of the last week. */
export const lastWeek: Forecast = ({ values }, end, last) => {
  let cost = 0;
  for (let index = end; index <= last; index += 1) cost += values[end - 7 + ((index - end) % 7)]!;
  return { cost };
};

/** Additive Holt-Winters with a season of a week; the three weights by the least squared error of a day ahead. */
export const holtWinters: Forecast = ({ values }, end, last) => {
  const history = values.slice(Math.max(0, end - 92), end);
  let best = { error: Infinity, cost: 0 };
  for (const alpha of [0.05, 0.1, 0.2, 0.4, 0.7])
    for (const beta of [0, 0.01, 0.05, 0.1])
      for (const gamma of [0.05, 0.1, 0.3, 0.5]) {
        const smoothed = smooth(history, alpha, beta, gamma, last - end + 1);
        if (smoothed.error < best.error) best = smoothed;
      }
  return { cost: best.cost };
};

function smooth(history: readonly number[], alpha: number, beta: number, gamma: number, ahead: number) {
  let level = sum(history.slice(0, 7)) / 7;
  let trend = (sum(history.slice(7, 14)) - sum(history.slice(0, 7))) / 49;
  const season = history.slice(0, 7).map((value) => value - level);
  let error = 0;
  for (let at = 7; at < history.length; at += 1) {
    const value = history[at]!;
    const expected = level + trend + season[at % 7]!;
    error += (value - expected) ** 2;
    const before = level;
    level = alpha * (value - season[at % 7]!) + (1 - alpha) * (level + trend);
    trend = beta * (level - before) + (1 - beta) * trend;
    season[at % 7] = gamma * (value - level) + (1 - gamma) * season[at % 7]!;
  }
  let cost = 0;
  for (let day = 1; day <= ahead; day += 1)
    cost += level + day * trend + season[(history.length + day - 1) % 7]!;
  return { error, cost };
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
