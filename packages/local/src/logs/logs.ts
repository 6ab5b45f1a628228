import { type Directory, type ListedResource, noSuchResource, type Place } from '../directory/index.ts';
import { createJsonReader, createJsonService, type JsonInput } from '../json-service.ts';
import { AwsError, type LocalRequest, type Service } from '../service.ts';

export interface LogsOptions {
  readonly directory: Directory;
  /** Names of the functions of this server: each has a log group. */
  readonly functionNames: () => Iterable<string>;
}

const invalid = (message: string) => new AwsError(400, 'InvalidParameterException', message);
const reader = createJsonReader(invalid);
const pageSize = 50;

/** CloudWatch Logs, as far as listing log groups and their tags. */
export function createLogs({ directory, functionNames }: LogsOptions): Service {
  directory.own('logs:log-group', () =>
    [...functionNames()].map((name) => ({ name: `/aws/lambda/${name}`, createdMs: 0 })),
  );

  async function admit(operation: string, resource: string, request: LocalRequest): Promise<Place> {
    return directory.admit(request, { action: `logs:${operation}`, resource, operation });
  }

  /** @throws AwsError `ResourceNotFoundException`, `InvalidParameterException` for an ARN that ends with `:*` */
  async function admitTo(operation: string, input: JsonInput, request: LocalRequest) {
    const arn = reader.needText(input, 'resourceArn');
    const place = await admit(operation, arn, request);
    if (arn.endsWith(':*')) throw invalid(`resourceArn "${arn}": leave out ":*" at its end`);
    const group = directory.find(arn);
    const isHere = group?.accountId === place.accountId && group.region === place.region;
    if (group?.type !== 'logs:log-group' || !isHere) throw noSuchResource('logs', arn);
    return { group, place, action: `logs:${operation}` };
  }

  return createJsonService({
    name: 'logs',
    protocol: 'json-1.1',
    targetPrefix: 'Logs_20140328.',
    actions: {
      async DescribeLogGroups(input, request) {
        const place = await admit('DescribeLogGroups', '*', request);
        const most = reader.number(input, 'limit', 1, pageSize) ?? pageSize;
        const isAsked = readName(input);
        const after = Buffer.from(reader.text(input, 'nextToken') ?? '', 'base64url').toString();
        const later = directory
          .list('logs:log-group', place)
          .filter(({ name }) => name > after && isAsked(name));
        const page = later.slice(0, most);
        return {
          logGroups: page.map(describe),
          ...(page.length < later.length && {
            nextToken: Buffer.from(page.at(-1)!.name).toString('base64url'),
          }),
        };
      },

      async ListTagsForResource(input, request) {
        const { group } = await admitTo('ListTagsForResource', input, request);
        return { tags: directory.tagsOf(group, directory.readFor(request, 'ListTagsForResource')) };
      },

      async TagResource(input, request) {
        const { group, place, action } = await admitTo('TagResource', input, request);
        directory.change(group.arn, { set: reader.map(input, 'tags', 50) }, { ...place, action });
        return {};
      },

      async UntagResource(input, request) {
        const { group, place, action } = await admitTo('UntagResource', input, request);
        const remove = reader.texts(input, 'tagKeys', 0, 50) ?? [];
        directory.change(group.arn, { remove }, { ...place, action });
        return {};
      },
    },
  });
}

/** Rules: "DescribeLogGroups" of the CloudWatch Logs API reference: a prefix or a part, not both. */
function readName(input: JsonInput): (name: string) => boolean {
  const prefix = reader.text(input, 'logGroupNamePrefix');
  const part = reader.text(input, 'logGroupNamePattern');
  if (prefix !== undefined && part !== undefined) {
    throw invalid("logGroupNamePrefix and logGroupNamePattern can't be given in the same request");
  }
  return (name) => name.startsWith(prefix ?? '') && name.toLowerCase().includes((part ?? '').toLowerCase());
}

function describe({ name, arn, createdMs }: ListedResource): object {
  return {
    logGroupName: name,
    creationTime: createdMs,
    metricFilterCount: 0,
    // With `:*`, as permissions are written; tags are asked for without.
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes: 0,
    logGroupClass: 'STANDARD',
  };
}
