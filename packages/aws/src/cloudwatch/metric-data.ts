import { type CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { wrapServiceError } from '@groundcrew/aws-core';
import { GroundcrewError } from '@groundcrew/errors';
import { type CallOptions, callService } from '../call.ts';

/** One metric, by its only dimension. */
export interface MetricQuery {
  readonly namespace: string;
  readonly name: string;
  readonly dimension: string;
  readonly value: string;
  readonly statistic: 'Sum' | 'Maximum';
}

export interface MetricDataRequest {
  readonly queries: readonly MetricQuery[];
  /** Milliseconds since 1970. */
  readonly startMs: number;
  /** Not included. */
  readonly endMs: number;
  readonly periodSeconds: number;
}

/** The value of a period that has one. */
export interface MetricPoint {
  /** When the period begins, in milliseconds since 1970. */
  readonly timeMs: number;
  readonly value: number;
}

/** The most queries of a request (API reference, GetMetricData). */
const MAX_QUERIES = 500;

/**
 * The values of metrics by period, oldest first; a period without values has none. In the order of the queries.
 *
 * @throws GroundcrewError `aws-cloudwatch.read-failed`; the signal's reason if it is aborted
 */
export async function metricData(
  client: CloudWatchClient,
  { queries, startMs, endMs, periodSeconds }: MetricDataRequest,
  { signal }: CallOptions = {},
): Promise<MetricPoint[][]> {
  const points = queries.map((): MetricPoint[] => []);
  for (let first = 0; first < queries.length; first += MAX_QUERIES) {
    let token: string | undefined;
    do {
      token = await readPage(first, token);
    } while (token !== undefined);
  }
  return points;

  async function readPage(first: number, token: string | undefined): Promise<string | undefined> {
    const output = await callService(
      signal,
      (options) =>
        client.send(
          new GetMetricDataCommand({
            StartTime: new Date(startMs),
            EndTime: new Date(endMs),
            ScanBy: 'TimestampAscending',
            MetricDataQueries: queries.slice(first, first + MAX_QUERIES).map((query, at) => ({
              Id: `m${first + at}`,
              MetricStat: {
                Metric: {
                  Namespace: query.namespace,
                  MetricName: query.name,
                  Dimensions: [{ Name: query.dimension, Value: query.value }],
                },
                Period: periodSeconds,
                Stat: query.statistic,
              },
            })),
            ...(token !== undefined && { NextToken: token }),
          }),
          options,
        ),
      (error) => wrapServiceError(error, { code: 'aws-cloudwatch.read-failed', doing: 'read metrics' }),
    );
    for (const { Id = '', Timestamps = [], Values = [], StatusCode } of output.MetricDataResults ?? []) {
      if (StatusCode === 'InternalError' || StatusCode === 'Forbidden') throw failed(StatusCode);
      const of = points[Number(Id.slice(1))];
      Timestamps.forEach((time, at) => of?.push({ timeMs: time.getTime(), value: Values[at]! }));
    }
    return output.NextToken || undefined;
  }
}

function failed(status: string): GroundcrewError {
  return new GroundcrewError(
    'aws-cloudwatch.read-failed',
    `CloudWatch did not read a metric: ${status}; try again`,
    {
      fault: 'service',
      details: { reason: status },
    },
  );
}
