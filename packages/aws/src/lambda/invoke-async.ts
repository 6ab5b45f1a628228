import { type ConnectionSettings, wrapServiceError } from '@groundcrew/aws-core';
import { GroundcrewError } from '@groundcrew/errors';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

export interface InvokeAsyncRequest {
  /** Name or ARN. */
  readonly functionName: string;
  /** Sent as JSON; up to 1 MB (Lambda Developer Guide, "Lambda quotas", asynchronous invocation). */
  readonly payload: unknown;
}

/**
 * Invokes a function without waiting for what it does: Lambda has the event when this resolves, and tries
 * it again by itself should the function fail.
 *
 * The SDK's client is loaded by the first call: a function that seldom invokes another does not pay for it
 * at each cold start.
 *
 * @throws GroundcrewError `aws-lambda.invoke-failed`
 */
export async function invokeAsync(
  { functionName, payload }: InvokeAsyncRequest,
  settings: ConnectionSettings = {},
): Promise<void> {
  const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const client = refuseForeignAnswers(new LambdaClient(serviceConfig('lambda', settings)));
  const failure = {
    code: 'aws-lambda.invoke-failed',
    doing: `invoke the function "${functionName}"`,
  } as const;
  try {
    const { StatusCode } = await client.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: JSON.stringify(payload),
      }),
    );
    if (StatusCode !== 202) {
      const text = `could not ${failure.doing}: Lambda returned ${StatusCode} instead of 202; try again`;
      throw new GroundcrewError(failure.code, text, { fault: 'service', details: { status: StatusCode } });
    }
  } catch (error) {
    throw wrapServiceError(error, failure);
  } finally {
    client.destroy();
  }
}
