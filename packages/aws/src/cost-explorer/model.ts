import type { Expression } from '@aws-sdk/client-cost-explorer';

export type { Expression };

/** From the first day up to, and without, the day `end`: `2026-10-01`. */
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
  /** In percent, from 51 to 99; 80 where left out. */
  readonly predictionIntervalLevel?: number;
}

/** As Cost Explorer writes it: a decimal number as a text, and its unit (`USD`; `N/A` for quantities of several). */
export interface Amount {
  readonly amount: string;
  readonly unit: string;
}

export interface CostGroup {
  /** In the order of the groupings; of a tag or cost category `Project$shop`, and `Project$` for none. */
  readonly keys: readonly string[];
  readonly metrics: Readonly<Record<string, Amount>>;
}

/** A day or month, or the part of it that was asked for. */
export interface CostPeriod extends TimePeriod {
  /** AWS may still change it. */
  readonly estimated: boolean;
  /** By metric; empty where there are groupings. */
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

/** Counts requests, each of which is paid for. */
export interface RequestMeter {
  /** A request is about to be sent: may throw, and then none is. */
  begin(): void;
  /** The request that began last was refused for its rate: it is not paid for. */
  refused(): void;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly meter?: RequestMeter | undefined;
}
