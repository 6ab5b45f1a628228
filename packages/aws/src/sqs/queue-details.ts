import {
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { pages } from '@groundcrew/aws-core';
import { type CallOptions, callService } from '../call.ts';
import { readError } from './queue-errors.ts';

export interface QueueDetails {
  readonly arn: string;
  readonly isFifo: boolean;
  /** Approximately, as SQS counts: that can be received, that are in flight, and that are delayed. */
  readonly waiting: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** For how long it keeps a message. */
  readonly retentionSeconds: number;
  /** Where SQS moves what was received too often. */
  readonly redrive?: { readonly targetArn: string; readonly maxReceives: number };
}

/**
 * What a queue is, and about how many messages it has.
 *
 * @throws GroundcrewError `aws-sqs.queue-not-found`, `aws-sqs.read-failed`; the signal's reason if it is aborted
 */
export async function queueDetails(
  client: SQSClient,
  url: string,
  { signal }: CallOptions = {},
): Promise<QueueDetails> {
  return callService(
    signal,
    async (options) => {
      const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
      const { Attributes = {} } = await client.send(command, options);
      const redrive = readRedrivePolicy(Attributes.RedrivePolicy);
      return {
        arn: Attributes.QueueArn ?? '',
        isFifo: Attributes.FifoQueue === 'true',
        waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
        inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
        delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
        retentionSeconds: Number(Attributes.MessageRetentionPeriod ?? 0),
        ...(redrive && { redrive }),
      };
    },
    (error) => readError(error, url),
  );
}

/**
 * The URLs of the queues of which this one is the dead-letter queue, a page at a time.
 *
 * @throws GroundcrewError `aws-sqs.queue-not-found`, `aws-sqs.read-failed`; the signal's reason if it is aborted
 */
export function deadLetterSources(
  client: SQSClient,
  url: string,
  { signal }: CallOptions = {},
): AsyncGenerator<readonly string[], void> {
  return pages<string>((token) =>
    callService(
      signal,
      async (options) => {
        const command = new ListDeadLetterSourceQueuesCommand({
          QueueUrl: url,
          MaxResults: 1_000,
          ...(token !== undefined && { NextToken: token }),
        });
        const { queueUrls = [], NextToken } = await client.send(command, options);
        return { items: queueUrls, next: NextToken || undefined };
      },
      (error) => readError(error, url),
    ),
  );
}

function readRedrivePolicy(text: string | undefined): QueueDetails['redrive'] {
  if (text === undefined || text === '') return undefined;
  const { deadLetterTargetArn = '', maxReceiveCount } = JSON.parse(text) as {
    deadLetterTargetArn?: string;
    maxReceiveCount?: number | string;
  };
  return { targetArn: deadLetterTargetArn, maxReceives: Number(maxReceiveCount) };
}
