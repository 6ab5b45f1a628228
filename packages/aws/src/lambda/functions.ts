import { type LambdaClient, ListFunctionsCommand, ListTagsCommand } from '@aws-sdk/client-lambda';
import { pages, wrapServiceError } from '@groundcrew/aws-core';
import { type CallOptions, callService, isErrorNamed } from '../call.ts';

export interface LambdaFunction {
  readonly name: string;
  /** Without a version: tags belong to the function. */
  readonly arn: string;
  /** Where events that failed asynchronously are sent, without what became of them. */
  readonly deadLetterArn?: string;
}

/** The largest page there is (API reference, ListFunctions, MaxItems). */
const PAGE_SIZE = 50;

/**
 * The functions of the client's account and region, a page at a time.
 *
 * @throws GroundcrewError `aws-lambda.list-failed`; the signal's reason, if it is aborted
 */
export function listFunctions(
  client: LambdaClient,
  { signal }: CallOptions = {},
): AsyncGenerator<readonly LambdaFunction[], void> {
  return pages<LambdaFunction>((token) =>
    callService(
      signal,
      async (options) => {
        const command = new ListFunctionsCommand({
          MaxItems: PAGE_SIZE,
          ...(token !== undefined && { Marker: token }),
        });
        const { Functions = [], NextMarker } = await client.send(command, options);
        const items = Functions.map(({ FunctionName = '', FunctionArn = '', DeadLetterConfig }) => ({
          name: FunctionName,
          arn: FunctionArn,
          ...(DeadLetterConfig?.TargetArn && { deadLetterArn: DeadLetterConfig.TargetArn }),
        }));
        return { items, next: NextMarker || undefined };
      },
      (error) => wrapServiceError(error, { code: 'aws-lambda.list-failed', doing: 'list the functions' }),
    ),
  );
}

/**
 * The tags of a function, by its ARN.
 *
 * @throws GroundcrewError `aws-lambda.function-not-found`, `aws-lambda.read-failed`
 */
export async function functionTags(
  client: LambdaClient,
  arn: string,
  { signal }: CallOptions = {},
): Promise<Record<string, string>> {
  return callService(
    signal,
    async (options) => {
      const command = new ListTagsCommand({ Resource: arn });
      const { Tags = {} } = await client.send(command, options);
      return Tags;
    },
    (error) => {
      const missing = isErrorNamed(error, 'ResourceNotFoundException');
      return wrapServiceError(error, {
        code: missing ? 'aws-lambda.function-not-found' : 'aws-lambda.read-failed',
        doing: `read the tags of the function "${arn}"`,
      });
    },
  );
}
