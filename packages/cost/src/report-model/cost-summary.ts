import type { Charge, CostAnswer, CostQuery, DateRange, Day, Dimension } from '../model.ts';
import type { Money } from '../money/index.ts';

/** An amount, and what it is held against. */
export interface CostFigure {
  readonly cost: Money;
  /** What the comparison has; `null` where nothing is compared. */
  readonly before: Money | null;
  /** `cost` less `before`. */
  readonly change: Money | null;
  /** From what was before, 0 is none; `null` where nothing is compared or there was nothing before. */
  readonly changePercent: number | null;
}

/** Costs with one value of the first dimension, or, in `parts`, of both. */
export interface CostGroup extends CostFigure {
  /** The values, in the order of `by`; `null`: it has none. Without its last one where it is what is folded. */
  readonly keys: readonly (string | null)[];
  /** What it costs of all usage, 0 to 100; `null` where that is not a share: below zero, or of nothing. */
  readonly share: number | null;
  /** Cost of each of the summary's periods: they add up to `cost`. */
  readonly series: readonly Money[];
  /** By the second dimension, largest first; none where there is one only. They add up to the group. */
  readonly parts: readonly CostGroup[];
  /** How many groups it stands for that are not among the largest; 0 for one that is itself. */
  readonly folded: number;
}

/** A kind of charge that is in no service: tax, support, credits. */
export interface ChargeSummary extends CostFigure {
  readonly charge: Charge;
  readonly series: readonly Money[];
}

/** Usage that carries no such tag, or is in no such cost category. */
export interface UntaggedSummary extends CostFigure {
  readonly dimension: Dimension;
  /** Of all usage, 0 to 100. */
  readonly share: number | null;
  /** By the other dimension, largest first; none where there is no other. */
  readonly parts: readonly CostGroup[];
}

/** All that is billed in one currency. Amounts of two currencies are never added. */
export interface CurrencySummary {
  readonly currency: string;
  /** Of all charges. */
  readonly total: CostFigure;
  readonly series: readonly Money[];
  /** Of usage alone: what the groups add up to. */
  readonly usage: CostFigure & { readonly series: readonly Money[] };
  /** Largest first, without those that never cost anything; what `top` folded is the last. */
  readonly groups: readonly CostGroup[];
  /** Other charges than usage, each on a line of its own; none where `by` tells charges apart. */
  readonly charges: readonly ChargeSummary[];
  /** Where `by` has a tag or a cost category. */
  readonly untagged: UntaggedSummary | null;
}

/** What a bill's lines add up to. */
export interface CostSummary {
  readonly by: readonly Dimension[];
  readonly range: DateRange;
  readonly granularity: CostQuery['granularity'];
  /** Days that the series begin their periods with, in order: each day, or the first one of each month. */
  readonly periods: readonly Day[];
  /** By name. One without a charge in the period is here where the comparison has it. */
  readonly currencies: readonly CurrencySummary[];
  readonly isCompared: boolean;
  readonly estimated: DateRange | null;
  readonly notes: readonly string[];
  readonly paid: CostAnswer['paid'];
}
