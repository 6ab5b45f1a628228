import { findRuns } from '@groundcrew/cost/report-model';
import { HISTORY, type LabelledSeries } from './series.ts';

/** Runs of days that a detector finds among the judged ones: the first and the last of each. */
export type Detector = (series: LabelledSeries) => (readonly [first: number, last: number])[];

const MINIMUM = 10;

/** What `cost anomalies` finds. */
export const groundcrew: Detector = ({ values, firstDay }) =>
  findRuns(values, { firstDay, from: HISTORY, minimum: MINIMUM }).map(({ first, last }) => [first, last]);

/** A day that is more than three standard deviations above the mean of the 30 days before. */
export const threeSigma: Detector = ({ values }) =>
  runsOf(values, (index) => {
    const before = values.slice(index - 30, index);
    const mean = before.reduce((sum, value) => sum + value, 0) / before.length;
    const deviation = Math.sqrt(
      before.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (before.length - 1),
    );
    return values[index]! - mean > Math.max(3 * deviation, MINIMUM);
  });

/**
 * A seasonal-trend decomposition by loess (Cleveland and others, 1990) of the 92 days up to each day, with a period of a
 * week and the robust weights of the paper: a day whose remainder is more than three times the usual one, by the median
 * absolute deviation of those before.
 */
export const stl: Detector = ({ values }) =>
  runsOf(values, (index) => {
    const remainder = remainderOf(values.slice(index - 91, index + 1));
    const last = remainder.pop()!;
    const usual = 1.4826 * medianOf(remainder.map(Math.abs));
    return last > Math.max(3 * usual, MINIMUM);
  });

function runsOf(values: readonly number[], isUnusual: (index: number) => boolean) {
  const runs: [number, number][] = [];
  for (let index = HISTORY; index < values.length; index += 1) {
    if (!isUnusual(index)) continue;
    const run = runs.at(-1);
    if (run !== undefined && run[1] === index - 1) run[1] = index;
    else runs.push([index, index]);
  }
  return runs;
}

function remainderOf(values: readonly number[]): number[] {
  const count = values.length;
  let trend = values.map(() => medianOf(values));
  let seasonal = values.map(() => 0);
  let weights = values.map(() => 1);
  for (let outer = 0; outer < 3; outer += 1) {
    for (let inner = 0; inner < 2; inner += 1) {
      const detrended = values.map((value, at) => value - trend[at]!);
      seasonal = detrended.map((_, at) => {
        const alike = detrended.map((_, other) => other).filter((other) => other % 7 === at % 7);
        return loess(
          alike,
          alike.map((other) => detrended[other]!),
          alike.map((other) => weights[other]!),
          at,
          7 * 5,
        );
      });
      const lowPass = seasonal.map((_, at) => {
        const first = Math.max(0, Math.min(at - 3, count - 7));
        return seasonal.slice(first, first + 7).reduce((sum, value) => sum + value, 0) / 7;
      });
      seasonal = seasonal.map((value, at) => value - lowPass[at]!);
      const plain = values.map((value, at) => value - seasonal[at]!);
      trend = plain.map((_, at) =>
        loess(
          plain.map((__, other) => other),
          plain,
          weights,
          at,
          13,
        ),
      );
    }
    const remainder = values.map((value, at) => Math.abs(value - trend[at]! - seasonal[at]!));
    const limit = 6 * medianOf(remainder) || 1;
    weights = remainder.map((each) => (each >= limit ? 0 : (1 - (each / limit) ** 2) ** 2));
  }
  return values.map((value, at) => value - trend[at]! - seasonal[at]!);
}

/** A local line at `at`, by tricube weights of the days within `span`. */
function loess(
  days: readonly number[],
  values: readonly number[],
  weights: readonly number[],
  at: number,
  span: number,
): number {
  let [total, sumX, sumY, sumXx, sumXy] = [0, 0, 0, 0, 0];
  for (const [index, day] of days.entries()) {
    const distance = Math.abs(day - at) / span;
    if (distance >= 1) continue;
    const weight = (1 - distance ** 3) ** 3 * Math.max(weights[index]!, 1e-6);
    const x = day - at;
    total += weight;
    sumX += weight * x;
    sumY += weight * values[index]!;
    sumXx += weight * x * x;
    sumXy += weight * x * values[index]!;
  }
  const determinant = total * sumXx - sumX * sumX;
  if (total === 0) return 0;
  return Math.abs(determinant) < 1e-9 ? sumY / total : (sumXx * sumY - sumX * sumXy) / determinant;
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
