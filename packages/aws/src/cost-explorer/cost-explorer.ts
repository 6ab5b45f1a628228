import {
  type CostExplorerClient,
  type Dimension,
  GetCostAndUsageCommand,
  GetCostForecastCommand,
  GetDimensionValuesCommand,
  GetTagsCommand,
  type MetricValue,
  type ResultByTime,
} from '@aws-sdk/client-cost-explorer';
import { GroundcrewError } from '@groundcrew/errors';
import { isErrorNamed } from '../call.ts';
import { mergePeriods } from './merge-periods.ts';
import type {
  Amount,
  CallOptions,
  CostAndUsageQuery,
  CostForecast,
  CostForecastQuery,
  CostPeriod,
  TimePeriod,
} from './model.ts';
import { createRequests, type RequestSettings } from './requests.ts';

/** The Cost Explorer operations that this project needs. Every request is charged, each further page is another one. */
export interface CostExplorer {
  /**
   * All pages of a response, merged.
   *
   * @throws GroundcrewError `aws-cost-explorer.get-cost-failed`; the signal's reason; errors of the meter
   */
  getCostAndUsage(query: CostAndUsageQuery, options?: CallOptions): Promise<readonly CostPeriod[]>;
  /**
   * `undefined` if the account is too young (DataUnavailableException).
   *
   * @throws GroundcrewError `aws-cost-explorer.forecast-failed`, and as above
   */
  getCostForecast(query: CostForecastQuery, options?: CallOptions): Promise<CostForecast | undefined>;
  /**
   * Keys of the cost allocation tags, or with `key` the values of one.
   *
   * @throws GroundcrewError `aws-cost-explorer.get-tags-failed`, and as above
   */
  getTags(
    query: { readonly timePeriod: TimePeriod; readonly key?: string },
    options?: CallOptions,
  ): Promise<readonly string[]>;
  /** @throws GroundcrewError `aws-cost-explorer.get-values-failed`, and as above */
  getDimensionValues(
    query: { readonly timePeriod: TimePeriod; readonly dimension: Dimension },
    options?: CallOptions,
  ): Promise<readonly string[]>;
}

export interface CostExplorerSettings extends RequestSettings {
  readonly client: CostExplorerClient;
}

export function createCostExplorer({ client, ...settings }: CostExplorerSettings): CostExplorer {
  const { ask, list } = createRequests(settings);
  const pageOf = (token: string | undefined) => (token === undefined ? {} : { NextPageToken: token });

  return {
    async getCostAndUsage({ timePeriod, granularity, metrics, groupBy = [], filter }, options = {}) {
      const context = {
        code: 'aws-cost-explorer.get-cost-failed',
        doing: `get the costs of ${textOf(timePeriod)} from Cost Explorer`,
      } as const;
      const periods = await list(context, options, async (token, sent) => {
        const command = new GetCostAndUsageCommand({
          TimePeriod: { Start: timePeriod.start, End: timePeriod.end },
          Granularity: granularity,
          Metrics: [...metrics],
          ...(groupBy.length > 0 && { GroupBy: groupBy.map(({ type, key }) => ({ Type: type, Key: key })) }),
          ...(filter && { Filter: filter }),
          ...pageOf(token),
        });
        const { ResultsByTime, NextPageToken } = await client.send(command, sent);
        // AWS has a result for each period, if only an empty one: something else answered.
        if (ResultsByTime === undefined)
          throw new GroundcrewError(
            context.code,
            'Cost Explorer responded without results; check the endpoint (--endpoint-url, AWS_ENDPOINT_URL) and HTTPS_PROXY',
            { fault: 'service', details: { reason: 'not-aws' } },
          );
        return { items: [toPeriods(ResultsByTime)], next: NextPageToken || undefined };
      });
      return mergePeriods(periods);
    },

    async getCostForecast(
      { timePeriod, granularity, metric, filter, predictionIntervalLevel },
      options = {},
    ) {
      const context = {
        code: 'aws-cost-explorer.forecast-failed',
        doing: `get a forecast of ${textOf(timePeriod)} from Cost Explorer`,
      } as const;
      return ask(context, options, async (sent) => {
        const command = new GetCostForecastCommand({
          TimePeriod: { Start: timePeriod.start, End: timePeriod.end },
          Granularity: granularity,
          Metric: metric,
          ...(filter && { Filter: filter }),
          ...(predictionIntervalLevel !== undefined && { PredictionIntervalLevel: predictionIntervalLevel }),
        });
        try {
          const { Total, ForecastResultsByTime = [] } = await client.send(command, sent);
          const periods = ForecastResultsByTime.map((period) => ({
            start: period.TimePeriod?.Start ?? '',
            end: period.TimePeriod?.End ?? '',
            mean: period.MeanValue ?? '0',
            low: period.PredictionIntervalLowerBound,
            high: period.PredictionIntervalUpperBound,
          }));
          return { total: toAmount(Total), periods };
        } catch (error) {
          if (isErrorNamed(error, 'DataUnavailableException')) return undefined;
          throw error;
        }
      });
    },

    getTags: ({ timePeriod, key }, options = {}) =>
      list(
        {
          code: 'aws-cost-explorer.get-tags-failed',
          doing: key === undefined ? 'list the cost allocation tags' : `list the values of the tag "${key}"`,
        },
        options,
        async (token, sent) => {
          const command = new GetTagsCommand({
            TimePeriod: { Start: timePeriod.start, End: timePeriod.end },
            ...(key !== undefined && { TagKey: key }),
            ...pageOf(token),
          });
          const { Tags = [], NextPageToken } = await client.send(command, sent);
          return { items: Tags, next: NextPageToken || undefined };
        },
      ),

    getDimensionValues: ({ timePeriod, dimension }, options = {}) =>
      list(
        {
          code: 'aws-cost-explorer.get-values-failed',
          doing: `list the values of the dimension ${dimension}`,
        },
        options,
        async (token, sent) => {
          const command = new GetDimensionValuesCommand({
            TimePeriod: { Start: timePeriod.start, End: timePeriod.end },
            Dimension: dimension,
            ...pageOf(token),
          });
          const { DimensionValues = [], NextPageToken } = await client.send(command, sent);
          const items = DimensionValues.flatMap(({ Value }) => (Value === undefined ? [] : [Value]));
          return { items, next: NextPageToken || undefined };
        },
      ),
  };
}

function toPeriods(results: readonly ResultByTime[]): CostPeriod[] {
  return results.map(({ TimePeriod, Estimated = false, Total = {}, Groups = [] }) => ({
    start: TimePeriod?.Start ?? '',
    end: TimePeriod?.End ?? '',
    estimated: Estimated,
    total: toAmounts(Total),
    groups: Groups.map(({ Keys = [], Metrics = {} }) => ({ keys: Keys, metrics: toAmounts(Metrics) })),
  }));
}

function toAmounts(metrics: Readonly<Record<string, MetricValue>>): Record<string, Amount> {
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, toAmount(value)]));
}

function toAmount(value: MetricValue | undefined): Amount {
  return { amount: value?.Amount || '0', unit: value?.Unit ?? '' };
}

function textOf({ start, end }: TimePeriod): string {
  return `${start} up to ${end}`;
}
