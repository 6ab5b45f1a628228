import type { Money } from '../money/index.ts';
import { zero } from './totals.ts';

/** 0 without values. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Exact: half of a decimal is a decimal. 0 without values. */
export function medianMoney(amounts: readonly Money[]): Money {
  if (amounts.length === 0) return zero;
  const sorted = amounts.toSorted((one, other) => one.cmp(other));
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : sorted[middle - 1]!.plus(sorted[middle]!).times('0.5');
}

/**
 * The usual distance of daily values from the median of their weekday: the median absolute deviation, times
 * 1.4826, which makes it the standard deviation of values that are normally distributed (NIST/SEMATECH
 * e-Handbook of Statistical Methods, 1.3.5.6).
 */
export function deviationOf(values: readonly number[]): number {
  const medians = Array.from({ length: 7 }, (_, weekday) =>
    median(values.filter((_, index) => index % 7 === weekday)),
  );
  return 1.4826 * median(values.map((value, index) => Math.abs(value - medians[index % 7]!)));
}
