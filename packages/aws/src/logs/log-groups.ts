import {
  type CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  type LogGroup as LogGroupOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { pages, wrapServiceError } from '@groundcrew/aws-core';

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface LogGroup {
  readonly name: string;
  /** Without the `:*` for its streams: the form that tags are stored under. */
  readonly arn: string;
  readonly createdAt?: Date;
}

/** The largest page there is (API reference, DescribeLogGroups, limit). */
const PAGE_SIZE = 50;

/**
 * The log groups of the client's account and region, a page at a time.
 *
 * @throws GroundcrewError `aws-logs.list-failed`; the signal's reason, if it is aborted
 */
export function listLogGroups(
  client: CloudWatchLogsClient,
  { signal }: CallOptions = {},
): AsyncGenerator<readonly LogGroup[], void> {
  return pages<LogGroup>(async (token) => {
    try {
      const command = new DescribeLogGroupsCommand({
        limit: PAGE_SIZE,
        ...(token !== undefined && { nextToken: token }),
      });
      const { logGroups = [], nextToken } = await client.send(command, signal ? { abortSignal: signal } : {});
      return { items: logGroups.map(toLogGroup), next: nextToken || undefined };
    } catch (error) {
      signal?.throwIfAborted();
      throw wrapServiceError(error, { code: 'aws-logs.list-failed', doing: 'list the log groups' });
    }
  });
}

/**
 * The tags of a log group, by its ARN, with `:*` at the end or without.
 *
 * @throws GroundcrewError `aws-logs.log-group-not-found`, `aws-logs.read-failed`
 */
export async function logGroupTags(
  client: CloudWatchLogsClient,
  arn: string,
  { signal }: CallOptions = {},
): Promise<Record<string, string>> {
  try {
    const command = new ListTagsForResourceCommand({ resourceArn: withoutStar(arn) });
    const { tags = {} } = await client.send(command, signal ? { abortSignal: signal } : {});
    return tags;
  } catch (error) {
    signal?.throwIfAborted();
    const missing = error instanceof Error && error.name === 'ResourceNotFoundException';
    throw wrapServiceError(error, {
      code: missing ? 'aws-logs.log-group-not-found' : 'aws-logs.read-failed',
      doing: `read the tags of the log group "${arn}"`,
    });
  }
}

function toLogGroup({ logGroupName = '', arn = '', logGroupArn, creationTime }: LogGroupOutput): LogGroup {
  return {
    name: logGroupName,
    arn: withoutStar(logGroupArn ?? arn),
    ...(creationTime !== undefined && { createdAt: new Date(creationTime) }),
  };
}

/** The API refuses the form with the star, which it returns itself (API reference, ListTagsForResource). */
function withoutStar(arn: string): string {
  return arn.replace(/:\*$/, '');
}
