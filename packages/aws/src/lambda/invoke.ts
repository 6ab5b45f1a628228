import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { wrapServiceError } from '@groundcrew/aws-core';
import { GroundcrewError } from '@groundcrew/errors';
import { type CallOptions, callService, isErrorNamed } from '../call.ts';

/** What a function returned, or how it failed. */
export interface FunctionResult {
  /** JSON, or an empty text. */
  readonly payload: string;
  /** Whether `payload` is what the function threw. */
  readonly isError: boolean;
}

/**
 * Invokes a function and waits for what it returns.
 *
 * @param functionName name or ARN
 * @param payload JSON
 * @throws GroundcrewError `aws-lambda.function-not-found`, `aws-lambda.invoke-failed`; the signal's reason if it is aborted
 */
export async function invoke(
  client: LambdaClient,
  functionName: string,
  payload: string,
  { signal }: CallOptions = {},
): Promise<FunctionResult> {
  return callService(
    signal,
    async (options) => {
      const command = new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(payload) });
      const { Payload, FunctionError } = await client.send(command, options);
      return { payload: Buffer.from(Payload ?? []).toString(), isError: FunctionError !== undefined };
    },
    (error) => invokeError(error, functionName),
  );
}

/**
 * Invokes a function without waiting for what it does: Lambda has the event when this resolves. A function uses `invokeAsync`
 * instead: with this module its bundle has the client in the part that is loaded at each start.
 *
 * @param functionName name or ARN
 * @param payload JSON, up to 1 MB (Lambda Developer Guide, "Lambda quotas", asynchronous invocation)
 * @throws GroundcrewError `aws-lambda.function-not-found`, `aws-lambda.invoke-failed`; the signal's reason if it is aborted
 */
export async function sendEvent(
  client: LambdaClient,
  functionName: string,
  payload: string,
  { signal }: CallOptions = {},
): Promise<void> {
  await callService(
    signal,
    async (options) => {
      const command = new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: Buffer.from(payload),
      });
      const { StatusCode } = await client.send(command, options);
      if (StatusCode !== ACCEPTED) throw notAccepted(functionName, StatusCode);
    },
    (error) => invokeError(error, functionName),
  );
}

const ACCEPTED = 202;

function notAccepted(functionName: string, status: number | undefined): GroundcrewError {
  const text = `could not invoke the function "${functionName}": Lambda returned ${status} instead of ${ACCEPTED}; try again`;
  return new GroundcrewError('aws-lambda.invoke-failed', text, { fault: 'service', details: { status } });
}

function invokeError(error: unknown, functionName: string) {
  const isMissing = isErrorNamed(error, 'ResourceNotFoundException');
  return wrapServiceError(error, {
    code: isMissing ? 'aws-lambda.function-not-found' : 'aws-lambda.invoke-failed',
    doing: `invoke the function "${functionName}"`,
  });
}
