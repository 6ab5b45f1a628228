import type { SNSClient } from '@aws-sdk/client-sns';
import { GroundcrewError } from '@groundcrew/errors';
import { listTopics } from './topic-tags.ts';

/**
 * The ARN of the topic of that name, in the client's account and region. Lists topics, a hundred a page, until it
 * is
 * found, which needs `sns:ListTopics`; if the ARN is known, pass it instead.
 *
 * @throws GroundcrewError `aws-sns.topic.not-found`, `aws-sns.list-failed`
 */
export async function findTopicArn(client: SNSClient, name: string): Promise<string> {
  for await (const arns of listTopics(client)) {
    const found = arns.find((arn) => arn.split(':').at(-1) === name);
    if (found !== undefined) return found;
  }
  throw new GroundcrewError(
    'aws-sns.topic.not-found',
    `topic "${name}" does not exist in this account and region; create it, or pass its ARN`,
    { details: { name } },
  );
}
