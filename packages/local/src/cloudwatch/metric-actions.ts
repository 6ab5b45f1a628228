import { isJsonObject } from '../json-object.ts';
import type { JsonInput } from '../json-service.ts';
import { AwsError } from '../service.ts';
import type { Cbor, CborMap } from './cbor.ts';
import type { Dimensions } from './embedded-metrics.ts';
import type { Metric, MetricStore } from './metric-store.ts';
import { dataPoints, statisticNames, statisticOf } from './statistics.ts';

export type MetricAction = (input: JsonInput, store: MetricStore) => CborMap;

const LIST_PAGE = 500;
const MAX_QUERIES = 500;
const MAX_DATA_POINTS = 100_800;

/** Rules: "GetMetricData" and "ListMetrics" of the CloudWatch API reference. */
export const metricActions: Readonly<Record<string, MetricAction>> = {
  ListMetrics(input, store) {
    const namespace = textOf(input, 'Namespace', invalidValue);
    const name = textOf(input, 'MetricName', invalidValue);
    const filters = listOf(input, 'Dimensions', invalidValue).map((filter) => ({
      name: needText(filter, 'Name', invalidValue),
      value: textOf(filter, 'Value', invalidValue),
    }));
    const offset = readOffset(input, invalidValue);
    const found = store
      .list()
      .filter(
        (metric) =>
          (namespace === undefined || metric.namespace === namespace) &&
          (name === undefined || metric.name === name) &&
          filters.every(
            (filter) =>
              Object.hasOwn(metric.dimensions, filter.name) &&
              (filter.value === undefined || metric.dimensions[filter.name] === filter.value),
          ),
      );
    const page = found.slice(offset, offset + LIST_PAGE);
    const end = offset + page.length;
    return { Metrics: page.map(describe), NextToken: end < found.length ? String(end) : undefined };
  },

  GetMetricData(input, store) {
    const startMs = timeOf(input, 'StartTime');
    const endMs = timeOf(input, 'EndTime');
    if (startMs >= endMs) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
    const scanBy = textOf(input, 'ScanBy') ?? 'TimestampDescending';
    if (scanBy !== 'TimestampDescending' && scanBy !== 'TimestampAscending') {
      throw invalid(`ScanBy "${scanBy}" is not TimestampDescending or TimestampAscending`);
    }
    const most = numberOf(input, 'MaxDatapoints', 1, MAX_DATA_POINTS) ?? MAX_DATA_POINTS;
    const queries = readQueries(input);
    let skip = readOffset(input, invalidToken);
    let left = most;
    let isTruncated = false;
    const results = queries.map(({ id, label, metric: wanted, unit, ...query }): CborMap => {
      const metric = store.find(wanted.namespace, wanted.name, wanted.dimensions);
      const all = metric
        ? dataPoints(metric, { ...query, startMs, endMs, ...(unit !== undefined && { unit }) })
        : [];
      const points = (scanBy === 'TimestampAscending' ? all : all.toReversed()).slice(skip);
      skip = Math.max(0, skip - all.length);
      const page = points.slice(0, left);
      left -= page.length;
      isTruncated ||= page.length < points.length;
      return {
        Id: id,
        Label: label ?? wanted.name,
        Timestamps: page.map(({ timestamp }) => new Date(timestamp)),
        Values: page.map(({ value }) => value),
        StatusCode: page.length < points.length ? 'PartialData' : 'Complete',
      };
    });
    return {
      MetricDataResults: results,
      Messages: [],
      NextToken: isTruncated ? String(readOffset(input, invalidToken) + most) : undefined,
    };
  },
};

function describe({ namespace, name, dimensions }: Metric): CborMap {
  const Dimensions: Cbor = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return { Namespace: namespace, MetricName: name, Dimensions };
}

function readQueries(input: JsonInput) {
  const queries = listOf(input, 'MetricDataQueries');
  if (queries.length < 1 || queries.length > MAX_QUERIES) {
    throw invalid(`MetricDataQueries must list 1 to ${MAX_QUERIES} queries; there are ${queries.length}`);
  }
  const read = queries.map(readQuery);
  const twice = read.find(({ id }, at) => read.findIndex((other) => other.id === id) < at);
  if (twice) throw invalid(`Value for field "Id" must be unique: "${twice.id}" is there twice`);
  return read.filter(({ isReturned }) => isReturned);
}

function readQuery(query: JsonInput) {
  const id = needText(query, 'Id');
  if (!/^[a-z]\w{0,254}$/.test(id)) {
    throw invalid(
      `Value for field "Id" must begin with a lower case letter and have only letters, digits and _: "${id}"`,
    );
  }
  if (query.Expression !== undefined && query.Expression !== null) {
    throw invalid(`the Expression of "${id}" is not supported by the embedded AWS; supported: MetricStat`);
  }
  if (query.AccountId !== undefined && query.AccountId !== null) {
    throw invalid(`the AccountId of "${id}" is not supported by the embedded AWS; leave it out`);
  }
  const stat = query.MetricStat;
  if (!isJsonObject(stat) || !isJsonObject(stat.Metric))
    throw invalid(`"${id}" needs a MetricStat with a Metric`);
  const statName = needText(stat, 'Stat');
  const statistic = statisticOf(statName);
  if (!statistic) {
    throw invalid(
      `the Stat "${statName}" of "${id}" is not supported; supported: ${statisticNames.join(', ')}`,
    );
  }
  const periodSeconds = numberOf(stat, 'Period', 1, 86_400) ?? 0;
  if (![1, 5, 10, 20, 30].includes(periodSeconds) && (periodSeconds === 0 || periodSeconds % 60 !== 0)) {
    throw invalid(
      `the Period ${periodSeconds} of "${id}" must be 1, 5, 10, 20, 30 or a multiple of 60 seconds`,
    );
  }
  return {
    id,
    isReturned: query.ReturnData !== false,
    label: textOf(query, 'Label'),
    unit: textOf(stat, 'Unit'),
    statistic,
    periodSeconds,
    metric: {
      namespace: needText(stat.Metric, 'Namespace'),
      name: needText(stat.Metric, 'MetricName'),
      dimensions: Object.fromEntries(
        listOf(stat.Metric, 'Dimensions').map((one) => [needText(one, 'Name'), needText(one, 'Value')]),
      ) as Dimensions,
    },
  };
}

type Refuse = (message: string) => AwsError;

const invalid: Refuse = (message) => new AwsError(400, 'ValidationError', message);

/** ListMetrics has an error of its own: its name in the model, and its code of the older query protocol. */
const invalidValue: Refuse = (message) =>
  new AwsError(400, 'InvalidParameterValueException', message, {
    headers: { 'x-amzn-query-error': 'InvalidParameterValue;Sender' },
  });

const invalidToken: Refuse = (message) => new AwsError(400, 'InvalidNextToken', message);

function textOf(input: JsonInput, name: string, refuse: Refuse = invalid): string | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw refuse(`${name} must be a string, not ${JSON.stringify(value)}`);
}

function needText(input: JsonInput, name: string, refuse: Refuse = invalid): string {
  const value = textOf(input, name, refuse);
  if (value) return value;
  throw refuse(`The parameter ${name} is required.`);
}

function numberOf(input: JsonInput, name: string, minimum: number, maximum: number): number | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum)
    return value as number;
  throw invalid(`${name} must be a whole number from ${minimum} to ${maximum}, not ${JSON.stringify(value)}`);
}

/** A timestamp of CBOR, or the seconds of JSON. */
function timeOf(input: JsonInput, name: string): number {
  const value = input[name];
  const time =
    value instanceof Date ? value.getTime() : typeof value === 'number' ? value * 1000 : Number.NaN;
  if (Number.isFinite(time)) return time;
  throw invalid(`The parameter ${name} is required, as a timestamp.`);
}

function listOf(input: JsonInput, name: string, refuse: Refuse = invalid): readonly JsonInput[] {
  const value = input[name] ?? [];
  if (Array.isArray(value) && value.every(isJsonObject)) return value;
  throw refuse(`${name} must be a list of structures`);
}

function readOffset(input: JsonInput, refuse: Refuse): number {
  const token = textOf(input, 'NextToken', refuse) ?? '0';
  if (/^\d{1,12}$/.test(token)) return Number(token);
  throw refuse(`The next token "${token}" specified is invalid.`);
}
