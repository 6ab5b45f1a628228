import { ListTopicsCommand, type SNSClient } from '@aws-sdk/client-sns';
import { pages, wrapServiceError } from '@groundcrew/aws-core';
import { GroundcrewError } from '@groundcrew/errors';

/**
 * The ARN of the topic of that name, in the client's account and region. Reads every page of the list (a
 * hundred topics each) until it is found; it needs `sns:ListTopics`, so give the ARN where it is known.
 *
 * @throws GroundcrewError `aws-sns.topic.not-found`, `aws-sns.list-failed`
 */
export async function findTopicArn(client: SNSClient, name: string): Promise<string> {
  const listing = pages<string>(async (token) => {
    try {
      const { Topics = [], NextToken } = await client.send(
        new ListTopicsCommand(token ? { NextToken: token } : {}),
      );
      return { items: Topics.flatMap(({ TopicArn }) => TopicArn ?? []), next: NextToken || undefined };
    } catch (error) {
      throw wrapServiceError(error, { code: 'aws-sns.list-failed', doing: 'list the topics' });
    }
  });
  for await (const arns of listing) {
    const found = arns.find((arn) => arn.split(':').at(-1) === name);
    if (found !== undefined) return found;
  }
  throw new GroundcrewError(
    'aws-sns.topic.not-found',
    `there is no topic "${name}" in this account and region; create it, or give its ARN`,
    { details: { name } },
  );
}
