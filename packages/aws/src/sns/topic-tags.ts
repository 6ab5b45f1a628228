import { ListTagsForResourceCommand, ListTopicsCommand, type SNSClient } from '@aws-sdk/client-sns';
import { pages, wrapServiceError } from '@groundcrew/aws-core';
import { type CallOptions, callService } from '../call.ts';

/**
 * The ARNs of the topics of the client's account and region, a page at a time.
 *
 * @throws GroundcrewError `aws-sns.list-failed`; the signal's reason if it is aborted
 */
export function listTopics(
  client: SNSClient,
  { signal }: CallOptions = {},
): AsyncGenerator<readonly string[], void> {
  return pages<string>((token) =>
    callService(
      signal,
      async (options) => {
        const command = new ListTopicsCommand(token === undefined ? {} : { NextToken: token });
        const { Topics = [], NextToken } = await client.send(command, options);
        return { items: Topics.flatMap(({ TopicArn }) => TopicArn ?? []), next: NextToken || undefined };
      },
      (error) => wrapServiceError(error, { code: 'aws-sns.list-failed', doing: 'list the topics' }),
    ),
  );
}

/**
 * The tags of a topic.
 *
 * @throws GroundcrewError `aws-sns.topic.not-found`, `aws-sns.read-failed`
 */
export async function topicTags(
  client: SNSClient,
  arn: string,
  { signal }: CallOptions = {},
): Promise<Record<string, string>> {
  return callService(
    signal,
    async (options) => {
      const command = new ListTagsForResourceCommand({ ResourceArn: arn });
      const { Tags = [] } = await client.send(command, options);
      return Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
    },
    (error) => {
      const missing = error instanceof Error && /^(ResourceNotFound|NotFound)/.test(error.name);
      return wrapServiceError(error, {
        code: missing ? 'aws-sns.topic.not-found' : 'aws-sns.read-failed',
        doing: `read the tags of topic "${arn}"`,
      });
    },
  );
}
