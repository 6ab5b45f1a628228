import type { Money } from './money/index.ts';

/** A day in UTC, as AWS bills: `2026-11-21`. Days compare as texts do. */
export type Day = string;

/** From the first day up to, and without, the day `end`: as Cost Explorer has it. */
export interface DateRange {
  readonly start: Day;
  readonly end: Day;
}

/**
 * Which figure of a charge. Cost Explorer user guide, "Exploring more data for advanced cost analysis": what an
 * export calls each is said in `exports`.
 */
export type Metric = 'unblended' | 'amortized' | 'net-unblended' | 'net-amortized' | 'blended' | 'list';

/** What costs are told apart by. */
export type Dimension =
  | 'service'
  | 'account'
  | 'region'
  | 'usage-type'
  | 'resource'
  | 'charge'
  | `tag:${string}`
  | `cost-category:${string}`;

/** What a line is for: all but `usage` stand on lines of their own, and are in no service. */
export type Charge = 'usage' | 'tax' | 'support' | 'fee' | 'credit' | 'refund' | 'discount' | 'adjustment';

export interface CostFilter {
  readonly dimension: Dimension;
  /** One of these; `null`: lines that have none of it. */
  readonly values: readonly (string | null)[];
  /** All but these. */
  readonly negated?: true;
}

/** What is asked of a source, whichever it is. */
export interface CostQuery {
  readonly range: DateRange;
  readonly granularity: 'daily' | 'monthly';
  /** None, one or two. */
  readonly by: readonly Dimension[];
  readonly metric: Metric;
  /** All of them have to hold. */
  readonly filters: readonly CostFilter[];
}

/** One normalized cost line: a sum over all charges of one day or month, one group, one kind of charge. */
export interface CostLine {
  /** The day; the first day of the month, or of the part of it that the range has, where monthly. */
  readonly day: Day;
  /** Values of `by`, in its order; `null`: it has none (untagged, global). */
  readonly keys: readonly (string | null)[];
  readonly charge: Charge;
  /** ISO 4217. */
  readonly currency: string;
  readonly cost: Money;
  /** How much was used, and of what, where the source tells it for a single unit. */
  readonly quantity?: { readonly amount: Money; readonly unit: string };
}

export interface CostAnswer {
  readonly lines: readonly CostLine[];
  /** Days of the range that the source has nothing final of: AWS may still change them. */
  readonly estimated: DateRange | null;
  /** What a reader must know: a month that is missing, lines that were left out and why. */
  readonly notes: readonly string[];
  /** Requests that were paid for, and their price in US dollars; none from a cache or a file. */
  readonly paid: { readonly requests: number; readonly usd: Money };
}

export interface CostPrice {
  readonly requests: number;
  /** The least, where there is a note. */
  readonly usd: Money;
  /** What the price depends on, where nobody can tell it before. */
  readonly note?: string;
}

/** The service's own forecast. */
export type ForecastAnswer = {
  /** What a reader must know: that it comes from a cache. */
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
  /** The SQL statement of the query, if the source runs one. */
  sql?(query: CostQuery): string;
  /** The service's own forecast for the days, if the service has forecasts. */
  forecast?(query: ForecastQuery, options?: { readonly signal?: AbortSignal }): Promise<ForecastAnswer>;
  /** Paid requests that the forecast would take. */
  forecastPrice?(query: ForecastQuery): Promise<CostPrice>;
}
