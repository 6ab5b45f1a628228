import {
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { formatArn, pages, partitionOf, wrapServiceError } from '@groundcrew/aws-core';
import { type CallOptions, callService } from '../call.ts';
import { readError } from './queue-errors.ts';

export interface Queue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
}

/** The largest page there is (API reference, ListQueues, MaxResults). */
const PAGE_SIZE = 1_000;

/**
 * The queues of the client's account and region, a page at a time.
 *
 * @throws GroundcrewError `aws-sqs.list-failed`; the signal's reason, if it is aborted
 */
export function listQueues(
  client: SQSClient,
  { signal }: CallOptions = {},
): AsyncGenerator<readonly Queue[], void> {
  return pages<Queue>((token) =>
    callService(
      signal,
      async (options) => {
        const region = await client.config.region();
        // Without MaxResults SQS returns the first 1,000 and no token for the rest.
        const command = new ListQueuesCommand({
          MaxResults: PAGE_SIZE,
          ...(token !== undefined && { NextToken: token }),
        });
        const { QueueUrls = [], NextToken } = await client.send(command, options);
        return { items: QueueUrls.map((url) => queueOf(url, region)), next: NextToken || undefined };
      },
      (error) => wrapServiceError(error, { code: 'aws-sqs.list-failed', doing: 'list the queues' }),
    ),
  );
}

/**
 * The tags of a queue, by its URL.
 *
 * @throws GroundcrewError `aws-sqs.queue-not-found`, `aws-sqs.read-failed`
 */
export async function queueTags(
  client: SQSClient,
  url: string,
  { signal }: CallOptions = {},
): Promise<Record<string, string>> {
  return callService(
    signal,
    async (options) => (await client.send(new ListQueueTagsCommand({ QueueUrl: url }), options)).Tags ?? {},
    (error) => readError(error, url),
  );
}

/**
 * The URL of a queue of the client's account and region.
 *
 * @throws GroundcrewError `aws-sqs.queue-not-found`, `aws-sqs.read-failed`
 */
export async function queueUrl(
  client: SQSClient,
  name: string,
  { signal }: CallOptions = {},
): Promise<string> {
  return callService(
    signal,
    async (options) =>
      (await client.send(new GetQueueUrlCommand({ QueueName: name }), options)).QueueUrl ?? '',
    (error) => readError(error, name),
  );
}

/**
 * The path of a queue's URL is account and name, whichever host it has (Developer Guide, "Queue and message
 * identifiers").
 */
function queueOf(url: string, region: string): Queue {
  const [accountId = '', name = ''] = new URL(url).pathname.split('/').slice(-2);
  const arn = formatArn({
    partition: partitionOf(region),
    service: 'sqs',
    region,
    accountId,
    resource: name,
  });
  return { name, url, arn };
}
