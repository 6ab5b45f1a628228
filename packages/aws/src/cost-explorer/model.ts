import type { Expression } from '@aws-sdk/client-cost-explorer';
import type { CallOptions as BaseCallOptions } from '../call.ts';

export type { Expression };

/** From the day `start` to the day `end`, exclusive: `2026-10-01`. */
export interface TimePeriod {
  readonly start: string;
  readonly end: string;
}

/** API reference, GroupDefinition. */
export interface Grouping {
  readonly type: 'DIMENSION' | 'TAG' | 'COST_CATEGORY';
  readonly key: string;
}

/** API reference, GetCostAndUsage, Metrics. */
export type CostMetric =
  | 'AmortizedCost'
  | 'BlendedCost'
  | 'NetAmortizedCost'
  | 'NetUnblendedCost'
  | 'UnblendedCost'
  | 'UsageQuantity';

/** API reference, GetCostForecast, Metric. */
export type ForecastMetric =
  | 'AMORTIZED_COST'
  | 'BLENDED_COST'
  | 'NET_AMORTIZED_COST'
  | 'NET_UNBLENDED_COST'
  | 'UNBLENDED_COST';

export interface CostAndUsageQuery {
  readonly timePeriod: TimePeriod;
  readonly granularity: 'DAILY' | 'MONTHLY';
  readonly metrics: readonly CostMetric[];
  /** Two at most. */
  readonly groupBy?: readonly Grouping[];
  readonly filter?: Expression;
}

export interface CostForecastQuery {
  /** Today or later. */
  readonly timePeriod: TimePeriod;
  readonly granularity: 'DAILY' | 'MONTHLY';
  readonly metric: ForecastMetric;
  readonly filter?: Expression;
  /** In percent, from 51 to 99; default: 80. */
  readonly predictionIntervalLevel?: number;
}

/** In Cost Explorer's form: a decimal number as a text, and its unit (`USD`; `N/A` for quantities of several units). */
export interface Amount {
  readonly amount: string;
  readonly unit: string;
}

export interface CostGroup {
  /** In the order of the groupings; for a tag or cost category `Project$shop`, and `Project$` for none. */
  readonly keys: readonly string[];
  readonly metrics: Readonly<Record<string, Amount>>;
}

/** A day or month, or its part in the requested range. */
export interface CostPeriod extends TimePeriod {
  /** AWS may still change it. */
  readonly estimated: boolean;
  /** By metric; empty if there are groupings. */
  readonly total: Readonly<Record<string, Amount>>;
  readonly groups: readonly CostGroup[];
}

export interface CostForecast {
  readonly total: Amount;
  readonly periods: readonly (TimePeriod & {
    readonly mean: string;
    /** The bounds of the prediction interval. */
    readonly low: string | undefined;
    readonly high: string | undefined;
  })[];
}

/** Counts requests, each of which is charged. */
export interface RequestMeter {
  /** Called before a request is sent; if it throws, the request is not sent. */
  begin(): void;
  /** The last request was throttled: it is not charged. */
  refused(): void;
}

export interface CallOptions extends BaseCallOptions {
  readonly meter?: RequestMeter | undefined;
}
