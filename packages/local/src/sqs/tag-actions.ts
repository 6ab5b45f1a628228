import { arnOf, type Directory, type ListedResource, type Place } from '../directory/index.ts';
import type { LocalRequest } from '../service.ts';
import { queueNameOf } from './action.ts';
import { invalidValue, noSuchQueue } from './errors.ts';
import { needText, readMap, readNumber, readTexts } from './input.ts';

type Input = Readonly<Record<string, unknown>>;
export type DirectoryAction = (input: Input, request: LocalRequest) => Promise<object>;

const maxPage = 1000;

/** Queues of all regions and accounts: the list of them, and their tags. */
export function createTagActions(directory: Directory): Readonly<Record<string, DirectoryAction>> {
  async function admit(action: string, resource: string, request: LocalRequest): Promise<Place> {
    return directory.admit(request, { action: `sqs:${action}`, resource, operation: action });
  }

  /** @throws AwsError `QueueDoesNotExist` */
  async function admitTo(action: string, input: Input, request: LocalRequest) {
    const url = needText(input, 'QueueUrl');
    const asked = { ...directory.placeOf(request), accountId: url.split('/').at(-2) ?? '' };
    const place = await admit(action, arnOf('sqs:queue', asked, queueNameOf(input)), request);
    return { place, queue: queueOf(url, place), action: `sqs:${action}` };
  }

  function queueOf(url: string, place: Place): ListedResource {
    const [accountId, name = ''] = url.split('/').slice(-2);
    const found = accountId === place.accountId ? directory.find(arnOf('sqs:queue', place, name)) : undefined;
    if (!found) throw noSuchQueue(name);
    return found;
  }

  return {
    async ListQueues(input, request) {
      const place = await admit('ListQueues', '*', request);
      const prefix = typeof input.QueueNamePrefix === 'string' ? input.QueueNamePrefix : '';
      const most = readNumber(input, 'MaxResults', 1, maxPage);
      const after =
        typeof input.NextToken === 'string' ? Buffer.from(input.NextToken, 'base64url').toString() : '';
      const later = directory
        .list('sqs:queue', place)
        .filter(({ name }) => name.startsWith(prefix) && name > after);
      const page = later.slice(0, most ?? maxPage);
      // Who does not say how many gets no token: "ListQueues" of the SQS API reference.
      const hasMore = most !== undefined && page.length < later.length;
      return {
        QueueUrls: page.map(({ name }) => queueUrl(request, place, name)),
        ...(hasMore && { NextToken: Buffer.from(page.at(-1)!.name).toString('base64url') }),
      };
    },

    async GetQueueUrl(input, request) {
      const name = needText(input, 'QueueName');
      const { accountId, region } = directory.placeOf(request);
      const { QueueOwnerAWSAccountId: owner = accountId } = input;
      const arn = arnOf('sqs:queue', { accountId: String(owner), region }, name);
      const place = await admit('GetQueueUrl', arn, request);
      if (owner !== accountId || !directory.find(arn)) throw noSuchQueue(name);
      return { QueueUrl: queueUrl(request, place, name) };
    },

    async ListQueueTags(input, request) {
      const { queue } = await admitTo('ListQueueTags', input, request);
      const tags = directory.tagsOf(queue, directory.readFor(request, 'ListQueueTags'));
      return Object.keys(tags).length === 0 ? {} : { Tags: tags };
    },

    async TagQueue(input, request) {
      const { queue, place, action } = await admitTo('TagQueue', input, request);
      const set = readMap(input, 'Tags');
      if (Object.keys(set).length === 0) throw invalidValue('The request must contain the parameter Tags.');
      directory.change(queue.arn, { set }, { ...place, action });
      return {};
    },

    async UntagQueue(input, request) {
      const { queue, place, action } = await admitTo('UntagQueue', input, request);
      directory.change(queue.arn, { remove: readTexts(input, 'TagKeys') }, { ...place, action });
      return {};
    },
  };
}

function queueUrl({ headers }: LocalRequest, { accountId }: Place, name: string): string {
  return `http://${headers.host ?? '127.0.0.1'}/${accountId}/${name}`;
}
