import { ListTagsForResourceCommand, ListTopicsCommand, type SNSClient } from '@aws-sdk/client-sns';
import { pages, wrapServiceError } from '@groundcrew/aws-core';

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * The ARNs of the topics of the client's account and region, a page at a time.
 *
 * @throws GroundcrewError `aws-sns.list-failed`; the signal's reason if it is aborted
 */
export function listTopics(
  client: SNSClient,
  { signal }: CallOptions = {},
): AsyncGenerator<readonly string[], void> {
  return pages<string>(async (token) => {
    try {
      const command = new ListTopicsCommand(token === undefined ? {} : { NextToken: token });
      const { Topics = [], NextToken } = await client.send(command, signal ? { abortSignal: signal } : {});
      return { items: Topics.flatMap(({ TopicArn }) => TopicArn ?? []), next: NextToken || undefined };
    } catch (error) {
      signal?.throwIfAborted();
      throw wrapServiceError(error, { code: 'aws-sns.list-failed', doing: 'list the topics' });
    }
  });
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
  try {
    const command = new ListTagsForResourceCommand({ ResourceArn: arn });
    const { Tags = [] } = await client.send(command, signal ? { abortSignal: signal } : {});
    return Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
  } catch (error) {
    signal?.throwIfAborted();
    const missing = error instanceof Error && /^(ResourceNotFound|NotFound)/.test(error.name);
    throw wrapServiceError(error, {
      code: missing ? 'aws-sns.topic.not-found' : 'aws-sns.read-failed',
      doing: `read the tags of topic "${arn}"`,
    });
  }
}
