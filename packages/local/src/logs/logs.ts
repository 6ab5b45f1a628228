import { createJsonService, type JsonInput } from '../json-service.ts';
import {
  arnOf,
  type CallerContext,
  type ListedResource,
  noSuchResource,
  type ResourceRegistry,
} from '../resource-registry/index.ts';
import type { LocalRequest, Service } from '../service.ts';
import { createLogActions, invalid, type LogGroup, noSuchGroup, reader } from './log-actions.ts';
import type { LogEvents } from './log-events.ts';

export interface LogsOptions {
  readonly registry: ResourceRegistry;
  /** Names of the functions of this server: each has a log group. */
  readonly functionNames: () => Iterable<string>;
  /** What they printed. */
  readonly events: LogEvents;
}

const PAGE_SIZE = 50;

/** CloudWatch Logs, limited to log groups, their tags, and what the functions of this server print. */
export function createLogs({ registry, functionNames, events }: LogsOptions): Service {
  registry.register('logs:log-group', () =>
    [...functionNames()].map((name) => ({ name: `/aws/lambda/${name}`, createdMs: 0 })),
  );

  async function authorize(
    operation: string,
    resource: string,
    request: LocalRequest,
  ): Promise<CallerContext> {
    return registry.authorize(request, { action: `logs:${operation}`, resource, operation });
  }

  /** @throws AwsError `ResourceNotFoundException`, `InvalidParameterException` for an ARN that ends with `:*` */
  async function authorizeResource(operation: string, input: JsonInput, request: LocalRequest) {
    const arn = reader.needText(input, 'resourceArn');
    const caller = await authorize(operation, arn, request);
    if (arn.endsWith(':*')) throw invalid(`resourceArn "${arn}": remove ":*" from its end`);
    const group = registry.find(arn);
    const isHere = group?.accountId === caller.accountId && group.region === caller.region;
    if (group?.type !== 'logs:log-group' || !isHere) throw noSuchResource('logs', arn);
    return { group, caller, action: `logs:${operation}` };
  }

  /** The group that a call names, or identifies by its ARN. */
  async function authorizeGroup(
    operation: string,
    input: JsonInput,
    request: LocalRequest,
  ): Promise<LogGroup> {
    const named = reader.text(input, 'logGroupName');
    const identifier = reader.text(input, 'logGroupIdentifier');
    if ((named === undefined) === (identifier === undefined)) {
      throw invalid('Either logGroupName or logGroupIdentifier must be given, and not both');
    }
    const name =
      named ?? identifier!.replace(/^arn:[^:]*:logs:[^:]*:[^:]*:log-group:/, '').replace(/:\*$/, '');
    const scope = registry.callerContextOf(request);
    const arn = arnOf('logs:log-group', scope, name);
    await authorize(operation, `${arn}:*`, request);
    if (!registry.find(arn)) throw noSuchGroup();
    return { name, arn };
  }

  return createJsonService({
    name: 'logs',
    protocol: 'json-1.1',
    targetPrefix: 'Logs_20140328.',
    actions: {
      ...createLogActions(events, authorizeGroup),

      async DescribeLogGroups(input, request) {
        const caller = await authorize('DescribeLogGroups', '*', request);
        const limit = reader.number(input, 'limit', 1, PAGE_SIZE) ?? PAGE_SIZE;
        const isRequested = readName(input);
        const after = readToken(reader.text(input, 'nextToken'));
        const isOfClass = readClass(input);
        const later = registry
          .list('logs:log-group', caller)
          .filter(({ name }) => name > after && isRequested(name) && isOfClass);
        const page = later.slice(0, limit);
        return {
          logGroups: page.map(describe),
          ...(page.length < later.length && {
            nextToken: Buffer.from(page.at(-1)!.name).toString('base64url'),
          }),
        };
      },

      async ListTagsForResource(input, request) {
        const { group } = await authorizeResource('ListTagsForResource', input, request);
        return { tags: registry.tagsOf(group, registry.tagReadFor(request, 'ListTagsForResource')) };
      },

      async TagResource(input, request) {
        const { group, caller, action } = await authorizeResource('TagResource', input, request);
        registry.change(group.arn, { set: reader.map(input, 'tags', 50) }, { ...caller, action });
        return {};
      },

      async UntagResource(input, request) {
        const { group, caller, action } = await authorizeResource('UntagResource', input, request);
        const remove = reader.texts(input, 'tagKeys', 0, 50) ?? [];
        registry.change(group.arn, { remove }, { ...caller, action });
        return {};
      },
    },
  });
}

const GROUP_CLASS = 'STANDARD';
const groupClasses = [GROUP_CLASS, 'INFREQUENT_ACCESS', 'DELIVERY', 'ESSENTIALS'];

/** Whether the groups here are of the class that is asked for: all are of the default one. */
function readClass(input: JsonInput): boolean {
  const name = reader.text(input, 'logGroupClass') ?? GROUP_CLASS;
  if (!groupClasses.includes(name)) throw invalid(`logGroupClass must be one of ${groupClasses.join(', ')}`);
  return name === GROUP_CLASS;
}

/** @throws AwsError for a token that no page returned */
function readToken(token = ''): string {
  const after = Buffer.from(token, 'base64url').toString();
  if (Buffer.from(after).toString('base64url') === token) return after;
  throw invalid('The specified nextToken is invalid.');
}

/** Rules: "DescribeLogGroups" of the CloudWatch Logs API reference: a prefix or a part, not both. */
function readName(input: JsonInput): (name: string) => boolean {
  const prefix = reader.text(input, 'logGroupNamePrefix');
  const part = reader.text(input, 'logGroupNamePattern');
  if (prefix !== undefined && part !== undefined) {
    throw invalid("logGroupNamePrefix and logGroupNamePattern can't be used in the same request");
  }
  return (name) => name.startsWith(prefix ?? '') && name.toLowerCase().includes((part ?? '').toLowerCase());
}

function describe({ name, arn, createdMs }: ListedResource): object {
  return {
    logGroupName: name,
    creationTime: createdMs,
    metricFilterCount: 0,
    // With `:*`, as in policies; tag calls take ARNs without it.
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes: 0,
    logGroupClass: GROUP_CLASS,
  };
}
