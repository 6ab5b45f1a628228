import type {
  Amount,
  CallOptions,
  CostAndUsageQuery,
  CostExplorer,
  CostForecast,
  CostPeriod,
} from '@groundcrew/aws/cost-explorer';
import { money } from '../../money/index.ts';
import { daysOf } from '../../periods/index.ts';
import type { ReportMessage } from '../report-message.ts';
import type { ScheduledReportDeps, ScheduledReportSettings } from '../run-scheduled-report.ts';

export interface FakeOptions {
  /** The account's first day; default: long ago. */
  readonly since?: string;
  /** Default: none, as for a new account. */
  readonly forecast?: () => Promise<CostForecast | undefined>;
}

/** Cost Explorer of an account that spends 10 dollars a day on the shop and pays 1 in taxes. */
export function createFakeCostExplorer({ since = '', forecast = async () => undefined }: FakeOptions = {}): {
  readonly costExplorer: CostExplorer;
  readonly asked: CostAndUsageQuery[];
} {
  const asked: CostAndUsageQuery[] = [];
  const none = async () => [];
  return {
    asked,
    costExplorer: {
      async getCostAndUsage(query, options) {
        pay(options);
        asked.push(query);
        return daysOf(query.timePeriod).map((day) => periodOf(day, query, day >= since));
      },
      async getCostForecast(_, options) {
        pay(options);
        return forecast();
      },
      getTags: none,
      getDimensionValues: none,
    },
  };
}

function pay({ meter }: CallOptions = {}): void {
  meter?.begin();
}

function periodOf(day: string, { groupBy = [] }: CostAndUsageQuery, isBilled: boolean): CostPeriod {
  const isUsage = groupBy.some(({ type }) => type === 'TAG');
  const usd = (amount: string): Record<string, Amount> => ({ UnblendedCost: { amount, unit: 'USD' } });
  const groups = isUsage
    ? [{ keys: ['Project$shop', 'Amazon S3'], metrics: usd('10') }]
    : [{ keys: ['Tax'], metrics: usd('1') }];
  return { start: day, end: day, estimated: false, total: {}, groups: isBilled ? groups : [] };
}

/** Dependencies with a store in memory, and what was written and sent. */
export function createDeps(more: Partial<ScheduledReportDeps> = {}) {
  const objects = new Map<string, string>();
  const notifications: ReportMessage[] = [];
  const deps: ScheduledReportDeps = {
    costExplorer: createFakeCostExplorer().costExplorer,
    store: {
      read: async (key) => objects.get(key),
      async write(key, _type, chunks) {
        let text = '';
        for await (const chunk of chunks) text += chunk;
        objects.set(key, text);
      },
      addressOf: (key) => `s3://costs/${key}`,
    },
    notify: async (message) => {
      notifications.push(message);
    },
    now: () => Date.UTC(2026, 10, 21, 8),
    ...more,
  };
  return { deps, objects, notifications };
}

export const settings: ScheduledReportSettings = {
  kind: 'daily',
  by: ['tag:Project', 'service'],
  metric: 'unblended',
  forecast: 'own',
  maxSpendUsd: money('2'),
};
