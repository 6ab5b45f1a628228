import type { Language } from '@groundcrew/report/cost-messages';
import type { Charge, CostAnswer, CostQuery, DateRange, Day, Dimension } from '../model.ts';
import type { Conversion } from '../conversion/index.ts';
import type { Money } from '../money/index.ts';

/** An amount, and the amount it is compared with. */
export interface CostFigure {
  readonly cost: Money;
  /** The compared amount; `null` without a comparison. */
  readonly before: Money | null;
  /** `cost` minus `before`. */
  readonly change: Money | null;
  /** Relative to `before`; `null` without a comparison or if there was nothing before. */
  readonly changePercent: number | null;
}

/** Costs with one value of the first dimension, or, in `parts`, of both. */
export interface CostGroup extends CostFigure {
  /** The values, in the order of `by`; `null`: none. Without the last one if it is the folded rest. */
  readonly keys: readonly (string | null)[];
  /** Share of all usage, 0 to 100; `null` if there is none: below zero, or of zero. */
  readonly share: number | null;
  /** Cost of each of the summary's periods: they add up to `cost`. */
  readonly series: readonly Money[];
  /** By the second dimension, largest first; empty if there is only one. They add up to the group. */
  readonly parts: readonly CostGroup[];
  /** How many groups are folded into it because they are not among the largest; 0: it is a group of its own. */
  readonly folded: number;
}

/** A kind of charge that does not belong to a service: tax, support, credits. */
export interface ChargeSummary extends CostFigure {
  readonly charge: Charge;
  readonly series: readonly Money[];
}

/** Usage without the tag or the cost category. */
export interface UntaggedSummary extends CostFigure {
  readonly dimension: Dimension;
  /** Share of all usage, 0 to 100. */
  readonly share: number | null;
  /** By the other dimension, largest first; empty if there is no other. */
  readonly parts: readonly CostGroup[];
}

/** All costs in one currency. Amounts of two currencies are never added. */
export interface CurrencySummary {
  readonly currency: string;
  /** Of all charges. */
  readonly total: CostFigure;
  readonly series: readonly Money[];
  /** Of usage only: the sum of the groups. */
  readonly usage: CostFigure & { readonly series: readonly Money[] };
  /** Largest first, without those that never cost anything; the rest that `top` folds is the last. */
  readonly groups: readonly CostGroup[];
  /** Other charges than usage, by kind; empty if `by` contains charges. */
  readonly charges: readonly ChargeSummary[];
  /** If `by` has a tag or a cost category. */
  readonly untagged: UntaggedSummary | null;
}

/** The sums of a bill. */
export interface CostSummary {
  readonly by: readonly Dimension[];
  readonly range: DateRange;
  readonly granularity: CostQuery['granularity'];
  /** The first days of the periods of the series, in order: each day, or the first one of each month. */
  readonly periods: readonly Day[];
  /** By name. A currency that only the comparison has is included. */
  readonly currencies: readonly CurrencySummary[];
  /** Names of accounts by their ids; left out: none are known. */
  readonly accountNames?: ReadonlyMap<string, string>;
  /** Of titles and sentences; default: English. */
  readonly language?: Language;
  /** Another currency that costs are shown in, too. */
  readonly conversion?: Conversion;
  /** Tags of `by` of which it is unknown which costs have them. */
  readonly inactiveTags: readonly Dimension[];
  /** Days of the range that the source lacks: what they cost is unknown. Default: none. */
  readonly holes?: readonly DateRange[];
  readonly isCompared: boolean;
  readonly estimated: DateRange | null;
  readonly notes: readonly string[];
  readonly paid: CostAnswer['paid'];
}
