import { createPageTokens } from '../ec2/paging.ts';
import { isJsonObject } from '../json-object.ts';
import { createJsonReader, createJsonService, type JsonInput } from '../json-service.ts';
import type { ResourceRegistry } from '../resource-registry/index.ts';
import { AwsError, type Service } from '../service.ts';
import type { Trail, TrailRecord } from './trail.ts';

/** "LookupEvents" of the CloudTrail API reference. */
const MAX_RESULTS = 50;
/** Older SDKs and botocore write the package before it. */
const LONG_PREFIX = 'com.amazonaws.cloudtrail.v20131101.';
const TARGET_PREFIX = 'CloudTrail_20131101.';

/**
 * CloudTrail, limited to LookupEvents: the calls that started and stopped resources of EC2, RDS and Auto Scaling. Unlike
 * CloudTrail it has them at once.
 */
export function createCloudTrail({
  registry,
  trail,
}: {
  readonly registry: ResourceRegistry;
  readonly trail: Trail;
}): Service {
  const tokens = createPageTokens(
    () => new AwsError(400, 'InvalidNextTokenException', 'The NextToken is not valid.'),
  );
  const service = createJsonService({
    name: 'cloudtrail',
    protocol: 'json-1.1',
    targetPrefix: TARGET_PREFIX,
    actions: {
      async LookupEvents(input, request) {
        const action = 'cloudtrail:LookupEvents';
        const { accountId, region } = await registry.authorize(request, {
          action,
          resource: '*',
          operation: 'LookupEvents',
        });
        const matches = matcherOf(input);
        const limit = reader.number(input, 'MaxResults', 1, MAX_RESULTS) ?? MAX_RESULTS;
        const found = trail.records(accountId, region).filter(matches).toReversed();
        const scope = JSON.stringify([accountId, region, input.LookupAttributes ?? null]);
        const token = reader.text(input, 'NextToken');
        const from = token === undefined ? 0 : tokens.read(scope, token);
        const next = from + limit;
        return {
          Events: found.slice(from, next).map(toEvent),
          ...(next < found.length && { NextToken: tokens.write(scope, next) }),
        };
      },
    },
  });
  const shorten = (target: string | undefined) =>
    target?.startsWith(LONG_PREFIX) ? target.slice(LONG_PREFIX.length) : target;
  return {
    ...service,
    matches: ({ headers }) => shorten(headers['x-amz-target'])?.startsWith(TARGET_PREFIX) ?? false,
    handle: (request) => {
      const target = shorten(request.headers['x-amz-target']) ?? '';
      return service.handle(
        Object.assign(Object.create(request) as typeof request, {
          headers: { ...request.headers, 'x-amz-target': target },
        }),
      );
    },
  };
}

const reader = createJsonReader((message) => new AwsError(400, 'InvalidMaxResultsException', message));

const valuesOf: Readonly<Record<string, (record: TrailRecord) => readonly string[]>> = {
  EventId: ({ id }) => [id],
  EventName: ({ name }) => [name],
  EventSource: ({ source }) => [source],
  ReadOnly: () => ['false'],
  ResourceName: ({ resources }) => resources,
  Username: (record) => [usernameOf(record)],
};

function matcherOf(input: JsonInput): (record: TrailRecord) => boolean {
  const attributes = input.LookupAttributes ?? [];
  if (!Array.isArray(attributes) || attributes.length > 1) throw invalidAttributes();
  const [attribute] = attributes as unknown[];
  const { AttributeKey: key, AttributeValue: value } = isJsonObject(attribute) ? attribute : {};
  const read = typeof key === 'string' && Object.hasOwn(valuesOf, key) ? valuesOf[key] : undefined;
  if (attribute !== undefined && (!read || typeof value !== 'string')) throw invalidAttributes();
  const [startMs, endMs] = [timeOf(input.StartTime), timeOf(input.EndTime)];
  if (startMs !== undefined && endMs !== undefined && startMs > endMs)
    throw new AwsError(400, 'InvalidTimeRangeException', 'The start time is after the end time.');
  return (record) =>
    (read === undefined || read(record).includes(value as string)) &&
    (startMs === undefined || record.atMs >= startMs) &&
    (endMs === undefined || record.atMs <= endMs);
}

function invalidAttributes(): AwsError {
  return new AwsError(400, 'InvalidLookupAttributesException', 'The lookup attributes are not valid.');
}

/** Seconds since 1970, as JSON 1.1 writes times. */
function timeOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return value * 1000;
  throw new AwsError(400, 'InvalidTimeRangeException', 'A time is not a number of seconds.');
}

function usernameOf({ callerArn }: TrailRecord): string {
  return callerArn.split('/').at(-1) ?? callerArn;
}

/** "CloudTrail record contents" of the user guide, as far as they are known here. */
function toEvent(record: TrailRecord): object {
  const { id, name, source, atMs, region, accountId, callerArn, resources, errorCode } = record;
  const time = `${new Date(atMs).toISOString().slice(0, 19)}Z`;
  const type = callerArn.includes(':assumed-role/') ? 'AssumedRole' : 'Root';
  return {
    EventId: id,
    EventName: name,
    ReadOnly: 'false',
    EventTime: Math.floor(atMs / 1000),
    EventSource: source,
    Username: usernameOf(record),
    Resources: resources.map((ResourceName) => ({ ResourceName })),
    CloudTrailEvent: JSON.stringify({
      eventVersion: '1.11',
      userIdentity: { type, arn: callerArn, accountId },
      eventTime: time,
      eventSource: source,
      eventName: name,
      awsRegion: region,
      ...(errorCode !== undefined && { errorCode }),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: accountId,
      eventCategory: 'Management',
      eventID: id,
    }),
  };
}
