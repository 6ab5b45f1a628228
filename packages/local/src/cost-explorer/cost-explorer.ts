import type { Clock } from '../clock.ts';
import { createJsonService, type JsonAction, type JsonInput } from '../json-service.ts';
import type { ResourceRegistry } from '../resource-registry/index.ts';
import type { Service } from '../service.ts';
import type { Bill } from './bill.ts';
import { dataUnavailable } from './errors.ts';
import { getCostAndUsage, type View } from './get-cost-and-usage.ts';
import { getCostForecast } from './get-cost-forecast.ts';
import { getDimensionValues, getTags } from './get-values.ts';

export interface CostExplorerOptions {
  readonly registry: ResourceRegistry;
  readonly clock: Pick<Clock, 'now'>;
  /** The account that pays: it sees all charges, others see their own. */
  readonly payerId: string;
  /** Left out: no data is available, as in a new account. */
  readonly bill?: Bill | undefined;
  /** Groups, or values, a page; 1,000 unless said otherwise. AWS does not tell how many its pages have. */
  readonly pageSize?: number | undefined;
}

export interface CostExplorerService extends Service {
  /** Requests that were answered: each is paid for. */
  readonly paidRequests: () => number;
}

/** Cost Explorer, answering out of a bill, as of the clock's time: what comes later has not happened yet. */
export function createCostExplorer({
  registry,
  clock,
  payerId,
  bill,
  pageSize = 1000,
}: CostExplorerOptions): CostExplorerService {
  let paid = 0;

  function action(operation: string, handle: (input: JsonInput, view: View) => object): JsonAction {
    return async (input, request) => {
      // It is there once, whatever region a client is set to; its permissions are on no resource but billing views.
      const place = await registry.authorize(
        { ...request, signingRegion: 'us-east-1' },
        { action: `ce:${operation}`, resource: '*', operation },
      );
      if (!bill) throw dataUnavailable('The requested data is unavailable.');
      const nowMs = clock.now();
      const isSeen = (account: string) => place.accountId === payerId || place.accountId === account;
      const rows = bill.rows.filter(({ startMs, account }) => startMs <= nowMs && isSeen(account));
      const response = handle(input, { rows, currency: bill.currency, nowMs, pageSize });
      paid += 1;
      return response;
    };
  }

  const service = createJsonService({
    name: 'ce',
    protocol: 'json-1.1',
    targetPrefix: 'AWSInsightsIndexService.',
    actions: {
      GetCostAndUsage: action('GetCostAndUsage', getCostAndUsage),
      GetCostForecast: action('GetCostForecast', getCostForecast),
      GetDimensionValues: action('GetDimensionValues', getDimensionValues),
      GetTags: action('GetTags', getTags),
    },
  });
  return { ...service, paidRequests: () => paid };
}
