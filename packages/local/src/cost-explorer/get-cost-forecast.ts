import { createJsonReader, type JsonInput } from '../json-service.ts';
import { dataUnavailable, invalid } from './errors.ts';
import { readExpression } from './expression.ts';
import { rowsIn, type View } from './get-cost-and-usage.ts';
import { forecastMetric } from './sums.ts';
import { periodsOf, readGranularity, readTimePeriod } from './time-period.ts';

const reader = createJsonReader(invalid);
const DAY_MS = 86_400_000;
const HISTORY_DAYS = 30;
const MIN_HISTORY_DAYS = 7;
/** Quantiles of the normal distribution, for each level that a caller may request. */
const z = (level: number) => Math.SQRT2 * inverseErf(level / 100);

/**
 * A forecast by the mean of the past days. It is not AWS's model but has the same form: a mean and an interval
 * for each period that begins today or later.
 *
 * Rules: "GetCostForecast" of the API reference.
 *
 * @throws AwsError `ValidationException`, `DataUnavailableException`
 */
export function getCostForecast(input: JsonInput, view: View): object {
  const granularity = readGranularity(input);
  if (granularity === 'HOURLY') throw invalid('Granularity HOURLY is not supported for forecasts');
  const range = readTimePeriod(input, granularity);
  const costOf = forecastMetric(reader.needText(input, 'Metric'));
  const level = reader.number(input, 'PredictionIntervalLevel', 51, 99) ?? 80;
  const matches =
    input.Filter === undefined || input.Filter === null ? () => true : readExpression(input.Filter);
  const todayMs = Math.floor(view.nowMs / DAY_MS) * DAY_MS;
  if (range.startMs < todayMs) throw invalid('Start date must be today or later');

  const days = new Map<number, number>();
  const history = rowsIn(view.rows, { startMs: todayMs - HISTORY_DAYS * DAY_MS, endMs: todayMs });
  // Floating point is enough: a forecast is not an amount that has to add up exactly.
  for (const row of history.filter(matches)) {
    const day = Math.floor(row.startMs / DAY_MS);
    days.set(day, (days.get(day) ?? 0) + Number(costOf(row)));
  }
  if (days.size < MIN_HISTORY_DAYS) throw dataUnavailable('Insufficient amount of historical data.');
  const costs = [...days.values()];
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  const variance = costs.reduce((sum, cost) => sum + (cost - mean) ** 2, 0) / costs.length;

  const results = periodsOf(range, granularity).map(({ startMs, endMs, start, end }) => {
    const count = (endMs - startMs) / DAY_MS;
    const spread = z(level) * Math.sqrt(variance * count);
    return {
      TimePeriod: { Start: start, End: end },
      MeanValue: textOf(mean * count),
      PredictionIntervalLowerBound: textOf(Math.max(0, mean * count - spread)),
      PredictionIntervalUpperBound: textOf(mean * count + spread),
    };
  });
  const total = mean * ((range.endMs - range.startMs) / DAY_MS);
  return { Total: { Amount: textOf(total), Unit: view.currency }, ForecastResultsByTime: results };
}

function textOf(amount: number): string {
  return amount.toFixed(10);
}

/** To about three digits (Winitzki's approximation). */
function inverseErf(x: number): number {
  const a = 0.147;
  const log = Math.log(1 - x * x);
  const b = 2 / (Math.PI * a) + log / 2;
  return Math.sqrt(Math.sqrt(b * b - log / a) - b);
}
