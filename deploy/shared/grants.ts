import type { FunctionManifest, Target } from '@groundcrew/lambda';

/** What a function's role is allowed, as the manifest has it or as Lambda needs it. */
export interface Grant {
  readonly actions: readonly string[];
  readonly on: Target | { readonly streamOf: string } | { readonly logOf: string };
}

/**
 * All that the role of `manifest` may do: what the function's own code was seen to call, which the
 * manifest lists, and what Lambda does in its name. Lambda developer guide: "Sending Lambda function
 * logs to CloudWatch Logs", "Using AWS Lambda with Amazon DynamoDB" (execution role permissions) and
 * "Adding a destination". No `logs:CreateLogGroup`: the stack makes the log group, with its retention.
 */
export function grantsOf(manifest: FunctionManifest): Grant[] {
  const { trigger, asynchronous } = manifest;
  const grants: Grant[] = [
    ...manifest.permissions,
    { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], on: { logOf: manifest.name } },
  ];
  if (trigger.type === 'dynamodb-stream') {
    grants.push(
      {
        actions: [
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
        ],
        on: { streamOf: trigger.table },
      },
      { actions: ['sqs:SendMessage'], on: { queue: trigger.failureQueue } },
    );
  }
  if (asynchronous !== undefined) {
    grants.push({ actions: ['sqs:SendMessage'], on: { queue: asynchronous.failureQueue } });
  }
  return grants;
}
