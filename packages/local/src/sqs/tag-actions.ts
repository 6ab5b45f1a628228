import {
  arnOf,
  type CallerContext,
  type ListedResource,
  type ResourceRegistry,
} from '../resource-registry/index.ts';
import type { LocalRequest } from '../service.ts';
import { queueNameOf } from './action.ts';
import { invalidValue, noSuchQueue } from './errors.ts';
import { needText, readMap, readNumber, readTexts, readToken } from './input.ts';

type Input = Readonly<Record<string, unknown>>;
export type RegistryAction = (input: Input, request: LocalRequest) => Promise<object>;

const MAX_PAGE = 1000;

/** Queues of all regions and accounts: the list of them, and their tags. */
export function createTagActions(registry: ResourceRegistry): Readonly<Record<string, RegistryAction>> {
  async function authorize(action: string, resource: string, request: LocalRequest): Promise<CallerContext> {
    return registry.authorize(request, { action: `sqs:${action}`, resource, operation: action });
  }

  /** @throws AwsError `QueueDoesNotExist` */
  async function authorizeResource(action: string, input: Input, request: LocalRequest) {
    const url = needText(input, 'QueueUrl');
    const owner = { ...registry.callerContextOf(request), accountId: url.split('/').at(-2) ?? '' };
    const caller = await authorize(action, arnOf('sqs:queue', owner, queueNameOf(input)), request);
    return { caller, queue: queueOf(url, caller), action: `sqs:${action}` };
  }

  function queueOf(url: string, caller: CallerContext): ListedResource {
    const [accountId, name = ''] = url.split('/').slice(-2);
    const found =
      accountId === caller.accountId ? registry.find(arnOf('sqs:queue', caller, name)) : undefined;
    if (!found) throw noSuchQueue(name);
    return found;
  }

  return {
    async ListQueues(input, request) {
      const caller = await authorize('ListQueues', '*', request);
      const prefix = typeof input.QueueNamePrefix === 'string' ? input.QueueNamePrefix : '';
      const limit = readNumber(input, 'MaxResults', 1, MAX_PAGE);
      const after = readToken(input);
      const later = registry
        .list('sqs:queue', caller)
        .filter(({ name }) => name.startsWith(prefix) && name > after);
      const page = later.slice(0, limit ?? MAX_PAGE);
      // Without MaxResults there is no token: "ListQueues" of the SQS API reference.
      const hasMore = limit !== undefined && page.length < later.length;
      return {
        QueueUrls: page.map(({ name }) => queueUrl(request, caller, name)),
        ...(hasMore && { NextToken: Buffer.from(page.at(-1)!.name).toString('base64url') }),
      };
    },

    async GetQueueUrl(input, request) {
      const name = needText(input, 'QueueName');
      const { accountId, region } = registry.callerContextOf(request);
      const { QueueOwnerAWSAccountId: owner = accountId } = input;
      const arn = arnOf('sqs:queue', { accountId: String(owner), region }, name);
      const caller = await authorize('GetQueueUrl', arn, request);
      if (owner !== accountId || !registry.find(arn)) throw noSuchQueue(name);
      return { QueueUrl: queueUrl(request, caller, name) };
    },

    async ListQueueTags(input, request) {
      const { queue } = await authorizeResource('ListQueueTags', input, request);
      const tags = registry.tagsOf(queue, registry.tagReadFor(request, 'ListQueueTags'));
      return Object.keys(tags).length === 0 ? {} : { Tags: tags };
    },

    async TagQueue(input, request) {
      const { queue, caller, action } = await authorizeResource('TagQueue', input, request);
      const set = readMap(input, 'Tags');
      if (Object.keys(set).length === 0) throw invalidValue('The request must contain the parameter Tags.');
      registry.change(queue.arn, { set }, { ...caller, action });
      return {};
    },

    async UntagQueue(input, request) {
      const { queue, caller, action } = await authorizeResource('UntagQueue', input, request);
      registry.change(queue.arn, { remove: readTexts(input, 'TagKeys') }, { ...caller, action });
      return {};
    },
  };
}

function queueUrl({ headers }: LocalRequest, { accountId }: CallerContext, name: string): string {
  return `http://${headers.host ?? '127.0.0.1'}/${accountId}/${name}`;
}
