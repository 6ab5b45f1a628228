import { Big } from 'big.js';
import type { Money } from '../money/index.ts';
import type { CostFigure } from './cost-summary.ts';
import { getOrAdd } from './get-or-add.ts';

/** Shared, because most groups have no cost on many days. */
export const zero: Money = new Big(0);

/** A sum of lines, in any order: decimals have no rounding that depends on it. */
export class Totals {
  cost: Money = zero;
  before: Money = zero;
  readonly series: Money[];

  constructor(periodCount: number) {
    this.series = new Array<Money>(periodCount).fill(zero);
  }

  add(cost: Money, period: number): void {
    this.cost = this.cost.plus(cost);
    this.series[period] = this.series[period]!.plus(cost);
  }

  addBefore(cost: Money): void {
    this.before = this.before.plus(cost);
  }

  /** Whether nothing was ever paid or refunded. */
  get isFree(): boolean {
    return this.before.eq(0) && this.series.every((cost) => cost.eq(0));
  }

  addAll(other: Totals): void {
    this.cost = this.cost.plus(other.cost);
    this.before = this.before.plus(other.before);
    for (const [period, cost] of other.series.entries()) {
      if (cost !== zero) this.series[period] = this.series[period]!.plus(cost);
    }
  }
}

export function figureOf({ cost, before }: Totals, isCompared: boolean): CostFigure {
  if (!isCompared) return { cost, before: null, change: null, changePercent: null };
  const change = cost.minus(before);
  return { cost, before, change, changePercent: percentOf(change, before) };
}

/** To a hundredth of a percent, for people: nothing is computed from it. `null` if `whole` is not positive. */
export function percentOf(part: Money, whole: Money): number | null {
  return whole.lte(0) ? null : part.times(100).div(whole).round(2).toNumber();
}

/** Lines by currency, in the order of their names. */
export function byCurrency<Line extends { readonly currency: string }>(
  lines: readonly Line[],
): Map<string, Line[]> {
  const currencies = new Map<string, Line[]>();
  for (const line of lines) getOrAdd(currencies, line.currency, () => []).push(line);
  return new Map([...currencies].sort(([one], [other]) => compareText(one, other)));
}

/** By code unit, the same on every machine; `null` is last. */
export function compareText(one: string | null, other: string | null): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? 1 : -1;
  return one < other ? -1 : 1;
}

/** By code unit, key by key. */
export function compareKeys(one: readonly (string | null)[], other: readonly (string | null)[]): number {
  for (const [index, key] of one.entries()) {
    const order = compareText(key, other[index] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}
