import type { SNSClient } from '@aws-sdk/client-sns';
import { GroundcrewError } from '@groundcrew/errors';
import { listTopics } from './topic-tags.ts';

/**
 * The ARN of the topic of that name, in the client's account and region. Reads every page of the list (a
 * hundred topics each) until it is found; it needs `sns:ListTopics`, so give the ARN where it is known.
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
    `there is no topic "${name}" in this account and region; create it, or give its ARN`,
    { details: { name } },
  );
}
