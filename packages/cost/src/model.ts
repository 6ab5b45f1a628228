import type { Money } from './money/index.ts';

/** A day in UTC, as AWS bills: `2026-11-21`. Days compare as texts. */
export type Day = string;

/** From the day `start` to the day `end`, exclusive: as in Cost Explorer. */
export interface DateRange {
  readonly start: Day;
  readonly end: Day;
}

/**
 * The figure of a charge. Cost Explorer user guide, "Exploring more data for advanced cost analysis"; the columns of
 * exports are in `exports`.
 */
export type Metric = 'unblended' | 'amortized' | 'net-unblended' | 'net-amortized' | 'blended' | 'list';

/** What costs are grouped by. */
export type Dimension =
  | 'service'
  | 'account'
  | 'region'
  | 'usage-type'
  | 'resource'
  | 'charge'
  | `tag:${string}`
  | `cost-category:${string}`;

/** The kind of a line: all except `usage` have lines of their own, outside of services. */
export type Charge = 'usage' | 'tax' | 'support' | 'fee' | 'credit' | 'refund' | 'discount' | 'adjustment';

export interface CostFilter {
  readonly dimension: Dimension;
  /** Any of these; `null`: lines without a value. */
  readonly values: readonly (string | null)[];
  /** All others than these. */
  readonly negated?: true;
}

/** A query to any source. */
export interface CostQuery {
  readonly range: DateRange;
  readonly granularity: 'daily' | 'monthly';
  /** None, one or two. */
  readonly by: readonly Dimension[];
  readonly metric: Metric;
  /** All of them apply. */
  readonly filters: readonly CostFilter[];
  /**
   * Only so many of the groups that cost most, of each currency, over the whole range; their lines are of its first day.
   * Default: all, by day or month. Only for exports.
   */
  readonly largest?: number;
  /** Days after `range` whose charges other than usage are counted on its last day; only for exports. */
  readonly late?: DateRange;
}

/** How far the data of a source go, whatever is asked of it. */
export interface Delivery {
  /** The first day with a charge. */
  readonly from: Day;
  /** The newest day whose usage is delivered as a whole. */
  readonly through: Day;
  /** A later day of which only a part is delivered. */
  readonly partial: Day | null;
  /** The newest day with a charge other than usage, which may be dated later; `null`: there are none. */
  readonly lastOther: Day | null;
  /** Days without usage among days that all have some: of an export, probably a part that is missing. */
  readonly holes?: readonly DateRange[];
  /** What the days are of, as sentences name it; default: the export. */
  readonly of?: 'Cost Explorer';
}

/** One normalized cost line: a sum over all charges of one day or month, one group, one kind of charge. */
export interface CostLine {
  /** The day; if monthly, the first day of the month or of its part in the range. */
  readonly day: Day;
  /** Values of `by`, in its order; `null`: none (untagged, global). */
  readonly keys: readonly (string | null)[];
  readonly charge: Charge;
  /** ISO 4217. */
  readonly currency: string;
  readonly cost: Money;
  /** The quantity used, if the source has it in a single unit. */
  readonly quantity?: { readonly amount: Money; readonly unit: string };
}

export interface DeliveryAnswer {
  /** `null`: there are no charges. */
  readonly delivery: Delivery | null;
  /** Notes for the reader: charges that belong to no day. */
  readonly notes?: readonly string[];
  readonly paid: CostAnswer['paid'];
}

export interface CostAnswer {
  readonly lines: readonly CostLine[];
  /** Days of the range that are not final: AWS may still change them. */
  readonly estimated: DateRange | null;
  /** Notes for the reader: a missing month, lines that were left out and why. */
  readonly notes: readonly string[];
  /** Tags of `by` that are not active as cost allocation tags: which costs have them is unknown. */
  readonly inactiveTags?: readonly Dimension[];
  /** Paid requests, and their price in US dollars; none from a cache or a file. */
  readonly paid: { readonly requests: number; readonly usd: Money };
}

export interface CostPrice {
  readonly requests: number;
  /** A minimum, if there is a note. */
  readonly usd: Money;
  /** What the price depends on, if it is not known in advance. */
  readonly note?: string;
}

/** The service's own forecast. */
export type ForecastAnswer = {
  /** Notes for the reader: that it comes from a cache. */
  readonly notes: readonly string[];
  readonly paid: CostAnswer['paid'];
} & (
  | {
      readonly forecast: {
        readonly cost: Money;
        readonly low: Money;
        readonly high: Money;
        readonly currency: string;
      };
    }
  /** Why there is none: a reason, not an error, because the request may have been paid for. */
  | { readonly forecast: null; readonly reason: string }
);

/** What a forecast is requested for. */
export type ForecastQuery = Pick<CostQuery, 'range' | 'metric' | 'filters'>;

/** Where costs are read from. */
export interface CostSource {
  /** For people: `Cost Explorer`, `FOCUS 1.0 export exports/2026-10.parquet`. */
  readonly name: string;
  /** Paid requests that the query would take, before any is made. */
  price(query: CostQuery): Promise<CostPrice>;
  query(query: CostQuery, options?: { readonly signal?: AbortSignal }): Promise<CostAnswer>;
  /**
   * How far the data go, for days from `since` on. Default: the answers by day show it, because the source would charge
   * for each request.
   */
  delivery?(options: { readonly since: Day; readonly signal?: AbortSignal }): Promise<DeliveryAnswer>;
  /** Reads once what several queries need, if that takes less than reading it for each. */
  prepare?(queries: readonly CostQuery[], options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Names of accounts, if the source has them for free. */
  accountNames?(options?: { readonly signal?: AbortSignal }): Promise<ReadonlyMap<string, string>>;
  /** The SQL statement of the query, if the source runs one. */
  sql?(query: CostQuery): string;
  /** The service's own forecast for the days, if the service has forecasts. */
  forecast?(query: ForecastQuery, options?: { readonly signal?: AbortSignal }): Promise<ForecastAnswer>;
  /** Paid requests that the forecast would take. */
  forecastPrice?(query: ForecastQuery): Promise<CostPrice>;
}
