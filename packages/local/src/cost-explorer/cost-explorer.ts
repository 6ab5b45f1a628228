import type { Clock } from '../clock.ts';
import { createJsonService, type JsonAction, type JsonInput } from '../json-service.ts';
import type { ResourceRegistry } from '../resource-registry/index.ts';
import { AwsError, type LocalRequest, type Service } from '../service.ts';
import type { Bill } from './bill.ts';
import { createCostAllocationTags } from './cost-allocation-tags.ts';
import { dataUnavailable } from './errors.ts';
import { getCostAndUsage, type View } from './get-cost-and-usage.ts';
import { getCostForecast } from './get-cost-forecast.ts';
import { getDimensionValues, getTags } from './get-values.ts';

export interface CostExplorerOptions {
  readonly registry: ResourceRegistry;
  readonly clock: Pick<Clock, 'now'>;
  /** The account that pays: it sees all charges, others see their own. */
  readonly payerId: string;
  /** Omitted: no data is available, as in a new account. */
  readonly bill?: Bill | undefined;
  /** Groups, or values, per page; default: 1,000. AWS does not document its page size. */
  readonly pageSize?: number | undefined;
  /** Keys of the tags of all resources of the accounts, now. */
  readonly resourceKeys: () => Iterable<string>;
}

export interface CostExplorerService extends Service {
  /** Number of successful requests: AWS charges for each. */
  readonly paidRequests: () => number;
}

/** Cost Explorer over a bill, as of the clock's time: later charges don't exist yet. */
export function createCostExplorer({
  registry,
  clock,
  payerId,
  bill,
  pageSize = 1000,
  resourceKeys,
}: CostExplorerOptions): CostExplorerService {
  let paid = 0;
  const allocation = createCostAllocationTags({ clock, rows: bill?.rows ?? [], resourceKeys });

  function authorize(operation: string, request: LocalRequest) {
    // It is a global service, whatever the client's region; its only resources in IAM are billing views.
    return registry.authorize(
      { ...request, signingRegion: 'us-east-1' },
      { action: `ce:${operation}`, resource: '*', operation },
    );
  }

  /** @param what as the service's refusal of member accounts names it */
  function tagAction(operation: string, what: string, handle: (input: JsonInput) => object): JsonAction {
    return async (input, request) => {
      const caller = await authorize(operation, request);
      if (caller.accountId !== payerId) {
        const message = `Failed to ${what}: Linked account doesn't have access to cost allocation tags.`;
        throw new AwsError(400, 'AccessDeniedException', message);
      }
      const response = handle(input);
      paid += 1;
      return response;
    };
  }

  function action(operation: string, handle: (input: JsonInput, view: View) => object): JsonAction {
    return async (input, request) => {
      const caller = await authorize(operation, request);
      if (!bill) throw dataUnavailable('The requested data is unavailable.');
      const nowMs = clock.now();
      const isSeen = (account: string) => caller.accountId === payerId || caller.accountId === account;
      const known = bill.rows.filter(({ startMs, account }) => startMs <= nowMs && isSeen(account));
      const rows = allocation.visible(known);
      const response = handle(input, { rows, currency: bill.currency, nowMs, pageSize });
      paid += 1;
      return response;
    };
  }

  /** There are no Savings Plans and no reservations, as in an account that has none. */
  function commitmentAction(operation: string): JsonAction {
    return async (_, request) => {
      await authorize(operation, request);
      throw dataUnavailable('Data is not available. Please try to adjust the time period.');
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
      GetReservationCoverage: commitmentAction('GetReservationCoverage'),
      GetReservationUtilization: commitmentAction('GetReservationUtilization'),
      GetSavingsPlansCoverage: commitmentAction('GetSavingsPlansCoverage'),
      GetSavingsPlansUtilizationDetails: commitmentAction('GetSavingsPlansUtilizationDetails'),
      GetTags: action('GetTags', getTags),
      ListCostAllocationTagBackfillHistory: tagAction(
        'ListCostAllocationTagBackfillHistory',
        'list the backfill history',
        allocation.history,
      ),
      ListCostAllocationTags: tagAction(
        'ListCostAllocationTags',
        'list Cost Allocation Tags',
        allocation.list,
      ),
      StartCostAllocationTagBackfill: tagAction(
        'StartCostAllocationTagBackfill',
        'start a backfill',
        allocation.backfill,
      ),
      UpdateCostAllocationTagsStatus: tagAction(
        'UpdateCostAllocationTagsStatus',
        'update Cost Allocation Tag',
        allocation.update,
      ),
    },
  });
  return { ...service, paidRequests: () => paid };
}
