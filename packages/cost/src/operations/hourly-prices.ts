import type { CostAnswer, CostQuery, DateRange } from '../model.ts';
import { type Money, sumMoney } from '../money/index.ts';
import { type QueryOptions, runQueries } from './run-queries.ts';

/** What an hour of a resource did cost. */
export interface HourlyPrice {
  /** Its cost divided by its hours: for estimates, not for sums of money. */
  readonly perHour: number;
  /** ISO 4217. */
  readonly currency: string;
}

export interface HourlyPrices {
  /** By the resource's id, as the bill has it. */
  readonly prices: ReadonlyMap<string, HourlyPrice>;
  /** Notes of the source. */
  readonly notes: readonly string[];
}

/**
 * Usage types of hours in which a machine runs: "Understanding your AWS billing" of EC2 and "DB instance billing" of RDS. Storage,
 * transfer and credits of bursts continue, or are not of hours.
 */
const RUNNING =
  /(^|-)(BoxUsage|SpotUsage|DedicatedUsage|HostBoxUsage|InstanceUsage|InstanceUsageIOOptimized|Multi-AZUsage|Multi-AZClusterUsage)(:|$)/;
const HOURS = /^(hrs?|hours?)$/i;

/**
 * What an hour of these resources did cost in a time, by a bill that has resources. Those without hours in it are missing: their
 * price is unknown, not 0.
 *
 * @param ids as the bill may have them: ids and ARNs
 */
export async function hourlyPrices(
  ids: readonly string[],
  range: DateRange,
  options: QueryOptions,
): Promise<HourlyPrices> {
  if (ids.length === 0) return { prices: new Map(), notes: [] };
  const query: CostQuery = {
    range,
    granularity: 'monthly',
    by: ['resource', 'usage-type'],
    metric: 'unblended',
    // A filter by ids would refuse those that cost nothing.
    filters: [{ dimension: 'resource', values: [null], negated: true }],
  };
  const [answer] = await runQueries([query], options);
  return { prices: pricesIn(answer, new Set(ids)), notes: answer.notes };
}

/** Only usage of one currency gives a price: another would need a rate of exchange. */
function pricesIn({ lines }: CostAnswer, ids: ReadonlySet<string>): ReadonlyMap<string, HourlyPrice> {
  const sums = new Map<string, { costs: Money[]; hours: Money[]; currencies: Set<string> }>();
  for (const { keys, charge, cost, currency, quantity } of lines) {
    const [resource, usageType] = keys;
    if (charge !== 'usage' || !resource || !ids.has(resource)) continue;
    if (!usageType || !RUNNING.test(usageType)) continue;
    if (!quantity || !HOURS.test(quantity.unit)) continue;
    const sum = sums.get(resource) ?? { costs: [], hours: [], currencies: new Set() };
    sum.costs.push(cost);
    sum.hours.push(quantity.amount);
    sum.currencies.add(currency);
    sums.set(resource, sum);
  }
  const prices = new Map<string, HourlyPrice>();
  for (const [resource, { costs, hours, currencies }] of sums) {
    const total = Number(sumMoney(hours));
    const [currency, another] = currencies;
    if (total > 0 && currency !== undefined && another === undefined)
      prices.set(resource, { perHour: Number(sumMoney(costs)) / total, currency });
  }
  return prices;
}
