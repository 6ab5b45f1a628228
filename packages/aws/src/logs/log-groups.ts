import {
  type CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  type LogGroup as LogGroupOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { pages, wrapServiceError } from '@groundcrew/aws-core';
import { type CallOptions, callService, isErrorNamed } from '../call.ts';

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
  return pages<LogGroup>((token) =>
    callService(
      signal,
      async (options) => {
        const command = new DescribeLogGroupsCommand({
          limit: PAGE_SIZE,
          ...(token !== undefined && { nextToken: token }),
        });
        const { logGroups = [], nextToken } = await client.send(command, options);
        return { items: logGroups.map(toLogGroup), next: nextToken || undefined };
      },
      (error) => wrapServiceError(error, { code: 'aws-logs.list-failed', doing: 'list the log groups' }),
    ),
  );
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
  return callService(
    signal,
    async (options) => {
      const command = new ListTagsForResourceCommand({ resourceArn: withoutStar(arn) });
      const { tags = {} } = await client.send(command, options);
      return tags;
    },
    (error) => {
      const missing = isErrorNamed(error, 'ResourceNotFoundException');
      return wrapServiceError(error, {
        code: missing ? 'aws-logs.log-group-not-found' : 'aws-logs.read-failed',
        doing: `read the tags of the log group "${arn}"`,
      });
    },
  );
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
