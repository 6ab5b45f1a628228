import type {
  CallOptions,
  CostAllocationTags,
  CostExplorer,
  CostForecast,
  CostForecastQuery,
  CostPeriod,
} from '@groundcrew/aws/cost-explorer';
import { didYouMean, isGroundcrewError, messageOf } from '@groundcrew/errors';
import type { CostLine, CostQuery, CostSource, ForecastAnswer, ForecastQuery } from '../model.ts';
import { type Money, money, sumMoney } from '../money/index.ts';
import { dayOf } from '../periods/index.ts';
import { type CostRequest, filterOf, metricNames, planRequests } from './plan-requests.ts';
import { type CacheSettings, createResponseCache } from './response-cache.ts';
import { createSpend, priceOf } from './spend.ts';
import { type CostResponse, createLineBuilder, estimatedRange, withoutSilentPeriods } from './to-lines.ts';

export interface CostExplorerSourceSettings {
  readonly costExplorer: CostExplorer;
  /** Maximum that this source may spend, in US dollars: `money('0.10')`; default: no limit. */
  readonly maxSpendUsd?: Money;
  /** Returns why no cost has a tag: that it is not active; default: that is not looked up. */
  readonly allocationTags?: Pick<CostAllocationTags, 'list'>;
  /** Default: no cache, every query is paid for. */
  readonly cache?: CacheSettings;
  /** Milliseconds since 1970; default: the system's clock. */
  readonly now?: () => number;
}

/**
 * Costs from Cost Explorer: the most recent ones, at a cent a request. A query that is known to exceed the limit is
 * refused before its first request; one that exceeds it by its number of pages is stopped.
 *
 * `query` throws GroundcrewError `cost.spend.exceeded`, `cost.groupings.too-many`, `cost.metric.unsupported`,
 * `cost.dimension.unsupported`, and those of {@link CostExplorer}.
 */
export function createCostExplorerSource({
  costExplorer,
  maxSpendUsd,
  allocationTags,
  cache,
  now = Date.now,
}: CostExplorerSourceSettings): CostSource {
  let listed: ReturnType<CostAllocationTags['list']> | undefined;
  const responses = createResponseCache(cache, now);
  const spend = createSpend(maxSpendUsd);

  async function expectedRequests(requests: readonly CostRequest[]): Promise<number> {
    let expected = 0;
    for (const { input } of requests) {
      if (!(await responses.get(input))) expected += await responses.expectedPages(input);
    }
    return expected;
  }

  return {
    name: 'Cost Explorer',

    async price(query) {
      return priceOf(await expectedRequests(planRequests(query, dayOf(now()))));
    },

    async query(query, { signal } = {}) {
      const requests = planRequests(query, dayOf(now()));
      spend.check(await expectedRequests(requests));
      const meter = spend.meter();
      const builder = createLineBuilder(query.by);
      const answered: CostResponse[] = [];
      let oldestMs: number | undefined;
      for (const request of requests) {
        const { periods, fetchedAtMs } = await answer(request, { signal, meter });
        if (fetchedAtMs !== undefined) oldestMs = Math.min(oldestMs ?? fetchedAtMs, fetchedAtMs);
        answered.push({ request, periods });
      }
      for (const { request, periods } of withoutSilentPeriods(answered)) builder.add(request, periods);
      const lines = builder.lines();
      const absent = absentTags(query, lines);
      const states = absent.length === 0 ? undefined : await listedTags({ signal, meter });
      const inactive = absent.filter((key) => states?.get(key) === false);
      return {
        lines,
        estimated: estimatedRange(answered.flatMap(({ periods }) => periods)),
        notes: [
          ...cacheNotes(oldestMs),
          ...unknownNotes(builder.unknownTypes),
          ...absent.map((key) => absentNote(key, states)),
        ],
        ...(inactive.length > 0 && { inactiveTags: inactive.map((key) => `tag:${key}` as const) }),
        paid: priceOf(meter.requests()),
      };
    },

    async forecast(query, { signal } = {}) {
      const meter = spend.meter();
      try {
        const input = forecastInput(query);
        // Days that are over have no forecast.
        if (input === undefined) return noForecast('the days are over', 0);
        const cached = await responses.get<CostForecast | null>(input);
        const forecast = cached ? cached.response : await requestForecast(input, { signal, meter });
        if (!forecast) return noForecast('AWS has too little history', meter.requests());
        const { total, periods } = forecast;
        return {
          forecast: {
            cost: money(total.amount),
            // The sum of the bounds of several months is wider than the interval of their sum.
            low: sumMoney(periods.map(({ low, mean }) => money(low ?? mean))),
            high: sumMoney(periods.map(({ high, mean }) => money(high ?? mean))),
            currency: total.unit,
          },
          notes: cacheNotes(cached?.fetchedAtMs),
          paid: priceOf(meter.requests()),
        };
      } catch (error) {
        signal?.throwIfAborted();
        if (!isGroundcrewError(error)) throw error;
        return noForecast(messageOf(error), meter.requests());
      }
    },

    async forecastPrice(query) {
      const input = forecastInput(query);
      return priceOf(input === undefined || (await responses.get(input)) ? 0 : 1);
    },
  };

  /** Which keys are active; `undefined` if that can't be read, as by an account that does not pay the bill. */
  async function listedTags({
    signal,
    meter,
  }: CallOptions & { readonly meter: ReturnType<typeof spend.meter> }): Promise<
    ReadonlyMap<string, boolean> | undefined
  > {
    if (allocationTags === undefined) return undefined;
    try {
      // AWS's price list names no exception for it.
      if (listed === undefined) meter.begin();
      listed ??= allocationTags.list({ signal });
      return new Map((await listed).map(({ key, isActive }) => [key, isActive]));
    } catch (error) {
      signal?.throwIfAborted();
      if (!isGroundcrewError(error)) throw error;
      return undefined;
    }
  }

  /** `undefined`: all days are over. */
  function forecastInput({ range, metric, filters }: ForecastQuery): CostForecastQuery | undefined {
    const today = dayOf(now());
    if (range.end <= today) return undefined;
    let { start } = range;
    if (start < today) start = today;
    const filter = filterOf(filters);
    return {
      timePeriod: { start, end: range.end },
      granularity: 'MONTHLY',
      metric: metricNames(metric)[1],
      ...(filter && { filter }),
    };
  }

  /** `fetchedAtMs`: when a cached answer was requested. */
  async function answer(
    { input }: CostRequest,
    { signal, meter }: CallOptions & { readonly meter: ReturnType<typeof spend.meter> },
  ): Promise<{ readonly periods: readonly CostPeriod[]; readonly fetchedAtMs?: number }> {
    const known = await responses.get<readonly CostPeriod[]>(input);
    if (known) return { periods: known.response, fetchedAtMs: known.fetchedAtMs };
    const before = meter.requests();
    const periods = await costExplorer.getCostAndUsage(input, { signal, meter });
    const isEstimated = periods.some(({ estimated }) => estimated);
    const pages = meter.requests() - before;
    await responses.put(input, { fetchedAtMs: now(), response: periods }, { isEstimated, pages });
    return { periods };
  }

  /** `null`: AWS has too little history. */
  async function requestForecast(
    input: CostForecastQuery,
    options: CallOptions,
  ): Promise<CostForecast | null> {
    const response = (await costExplorer.getCostForecast(input, options)) ?? null;
    await responses.put(input, { fetchedAtMs: now(), response }, { isEstimated: true, pages: 1 });
    return response;
  }
}

function noForecast(reason: string, requests: number): ForecastAnswer {
  return { forecast: null, reason, notes: [], paid: priceOf(requests) };
}

function cacheNotes(fetchedAtMs: number | undefined): string[] {
  if (fetchedAtMs === undefined) return [];
  const fetchedAt = new Date(fetchedAtMs).toISOString().slice(0, 16).replace('T', ' ');
  return [`Costs come from the cache, at no cost: Cost Explorer returned them at ${fetchedAt} UTC.`];
}

function unknownNotes(recordTypes: ReadonlySet<string>): string[] {
  if (recordTypes.size === 0) return [];
  return [`Charges of an unknown type are counted as adjustments: ${[...recordTypes].join(', ')}.`];
}

/** Tags of the query that no usage has: Cost Explorer returns the same for one that no resource has and an inactive one. */
function absentTags({ by }: CostQuery, lines: readonly CostLine[]): string[] {
  const usage = lines.filter(({ charge }) => charge === 'usage');
  if (usage.length === 0) return [];
  return by.flatMap((dimension, at) =>
    dimension.startsWith('tag:') && usage.every(({ keys }) => keys[at] === null)
      ? [dimension.slice('tag:'.length)]
      : [],
  );
}

/** @param states `undefined`: unknown */
function absentNote(key: string, states: ReadonlyMap<string, boolean> | undefined): string {
  const name = JSON.stringify(key);
  if (states === undefined)
    return `No cost has the tag ${name}: if resources have it, activate it as a cost allocation tag, by groundcrew cost tags in the account that pays.`;
  switch (states.get(key)) {
    case true:
      return `No cost has the tag ${name}, which is active as a cost allocation tag: a tag is in costs from its activation on.`;
    case false:
      return `The tag ${name} is not active as a cost allocation tag: which costs have it is unknown, and they are not listed as untagged. To activate it: groundcrew cost tags --activate ${key}`;
    default: {
      const others = [...states.keys()];
      return `AWS lists no tag ${name}${didYouMean(key, others)}: it does so a day after a resource was given it.`;
    }
  }
}
