import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  type SNSClient,
} from '@aws-sdk/client-sns';
import { pages, wrapServiceError } from '@groundcrew/aws-core';
import { type CallOptions, callService } from '../call.ts';

/** Who gets the messages of a topic. */
export interface Subscription {
  /** `email`, `https`, `sqs`, `lambda`, … */
  readonly protocol: string;
  /** An address, a URL or an ARN. */
  readonly endpoint: string;
  /** Whether it gets messages: one that was not confirmed gets none. */
  readonly isConfirmed: boolean;
  readonly arn: string;
}

/** How a subscription delivers. */
export interface Delivery {
  /** Where messages are sent that could not be delivered. */
  readonly deadLetterArn?: string;
  /** Whether the message alone is delivered, without what SNS puts around it. */
  readonly isRaw: boolean;
}

/** What `SubscriptionArn` is of a subscription that was not confirmed (SNS API reference, "Subscribe"). */
const pendingArns = ['PendingConfirmation', 'pending confirmation'];

/**
 * The subscriptions of a topic, a page at a time.
 *
 * @throws GroundcrewError `aws-sns.topic.not-found`, `aws-sns.list-failed`; the signal's reason if it is aborted
 */
export function listSubscriptions(
  client: SNSClient,
  topicArn: string,
  { signal }: CallOptions = {},
): AsyncGenerator<readonly Subscription[], void> {
  return pages<Subscription>((token) =>
    callService(
      signal,
      async (options) => {
        const command = new ListSubscriptionsByTopicCommand({
          TopicArn: topicArn,
          ...(token !== undefined && { NextToken: token }),
        });
        const { Subscriptions = [], NextToken } = await client.send(command, options);
        const items = Subscriptions.map(({ Protocol = '', Endpoint = '', SubscriptionArn = '' }) => ({
          protocol: Protocol,
          endpoint: Endpoint,
          isConfirmed: !pendingArns.includes(SubscriptionArn),
          arn: SubscriptionArn,
        }));
        return { items, next: NextToken || undefined };
      },
      (error) => {
        const isMissing = error instanceof Error && error.name.startsWith('NotFound');
        return wrapServiceError(error, {
          code: isMissing ? 'aws-sns.topic.not-found' : 'aws-sns.list-failed',
          doing: `list the subscriptions of topic "${topicArn}"`,
        });
      },
    ),
  );
}

/**
 * How a confirmed subscription delivers.
 *
 * @throws GroundcrewError `aws-sns.list-failed`; the signal's reason if it is aborted
 */
export async function subscriptionDelivery(
  client: SNSClient,
  subscriptionArn: string,
  { signal }: CallOptions = {},
): Promise<Delivery> {
  return callService(
    signal,
    async (options) => {
      const command = new GetSubscriptionAttributesCommand({ SubscriptionArn: subscriptionArn });
      const { Attributes = {} } = await client.send(command, options);
      const deadLetterArn = deadLetterArnOf(Attributes.RedrivePolicy);
      return {
        isRaw: Attributes.RawMessageDelivery === 'true',
        ...(deadLetterArn !== undefined && { deadLetterArn }),
      };
    },
    (error) =>
      wrapServiceError(error, {
        code: 'aws-sns.list-failed',
        doing: `read the subscription "${subscriptionArn}"`,
      }),
  );
}

function deadLetterArnOf(redrivePolicy: string | undefined): string | undefined {
  if (!redrivePolicy) return undefined;
  return (JSON.parse(redrivePolicy) as { deadLetterTargetArn?: string }).deadLetterTargetArn;
}
