import { type CloudWatchClient, metricData, type MetricPoint } from '@groundcrew/aws/cloudwatch';
import { eventSourceMappings, type LambdaClient } from '@groundcrew/aws/lambda';
import { type MetricGroup, type MetricNames, metricOf, type MetricSeries } from '@groundcrew/lambda';

export interface ReadMetricsInput {
  readonly groups: readonly MetricGroup[];
  readonly names: Omit<MetricNames<string>, 'functionName' | 'mappingId'>;
  /** The function that is fed by a stream, by its name in the manifest. */
  readonly streamFunction: string;
  /** Milliseconds since 1970. */
  readonly startMs: number;
  readonly endMs: number;
  readonly periodSeconds: number;
}

export interface ReadMetricsDeps {
  readonly cloudwatch: CloudWatchClient;
  readonly lambda: LambdaClient;
  readonly signal: AbortSignal;
}

/** The values of one series. */
export interface SeriesValues extends MetricSeries {
  readonly group: string;
  /** Of the periods that have a value, the oldest first. */
  readonly points: readonly MetricPoint[];
  /** Over all periods; `undefined`: there is no data, which is not the same as 0. */
  readonly total: number | undefined;
}

export interface MetricsReading {
  readonly series: readonly SeriesValues[];
  /** Whether the function's stream was found: without it nothing is known of what it gave up. */
  readonly isStreamFound: boolean;
}

/** In an account functions have the prefix; in the embedded AWS they have the names of their manifests. */
const namePrefixes = ['groundcrew-', ''];

/**
 * Reads the figures of the inventory flow from CloudWatch.
 *
 * @throws those of `@groundcrew/aws/cloudwatch` and `@groundcrew/aws/lambda`
 */
export async function readMetrics(
  { groups, names, streamFunction, startMs, endMs, periodSeconds }: ReadMetricsInput,
  { cloudwatch, lambda, signal }: ReadMetricsDeps,
): Promise<MetricsReading> {
  const stream = await findStream(lambda, streamFunction, signal);
  const prefix = stream?.prefix ?? namePrefixes[0]!;
  const wanted = groups.flatMap(({ title: group, series }) => series.map((each) => ({ ...each, group })));
  const readable = wanted.filter(({ source }) => !('streamOf' in source) || stream !== undefined);
  const allNames: MetricNames<string> = {
    ...names,
    functionName: (name) => `${prefix}${name}`,
    mappingId: () => stream?.id ?? '',
  };
  const values = await metricData(
    cloudwatch,
    {
      queries: readable.map(({ source, statistic }) => ({ ...metricOf(source, allNames), statistic })),
      startMs,
      // The last period as a whole: what is measured while it is asked for belongs to it.
      endMs: Math.ceil(endMs / (periodSeconds * 1_000)) * periodSeconds * 1_000,
      periodSeconds,
    },
    { signal },
  );
  const pointsOf = new Map(readable.map((series, at) => [series, values[at]!]));
  return {
    isStreamFound: stream !== undefined,
    series: wanted.map((series) => {
      const points = pointsOf.get(series) ?? [];
      return { ...series, points, total: totalOf(series, points) };
    }),
  };
}

/** `undefined` without a value. */
function totalOf({ statistic }: MetricSeries, points: readonly MetricPoint[]): number | undefined {
  if (points.length === 0) return undefined;
  return points
    .map(({ value }) => value)
    .reduce((total, value) => (statistic === 'Sum' ? total + value : Math.max(total, value)));
}

async function findStream(
  lambda: LambdaClient,
  functionName: string,
  signal: AbortSignal,
): Promise<{ readonly id: string; readonly prefix: string } | undefined> {
  for (const prefix of namePrefixes) {
    const [mapping] = await eventSourceMappings(lambda, `${prefix}${functionName}`, { signal });
    if (mapping) return { id: mapping.id, prefix };
  }
  return undefined;
}
