import { type BucketLimiter, type ServiceErrorContext, wrapServiceError } from '@groundcrew/aws-core';
import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';
import { type CallOptions, callService, type SendOptions } from '../call.ts';
import { createServiceLimiters, type LimiterSettings } from '../service-limiters.ts';

/** Lists and descriptions take from one bucket, everything else from the other. */
export type StepFunctionsBucket = 'read' | 'write';

export interface StepFunctionsOptions extends CallOptions {
  /** Default: no limit but that of the SDK's own retries. */
  readonly limiter?: BucketLimiter<StepFunctionsBucket> | undefined;
}

/**
 * The limiters of a process. "Step Functions service quotas" has a bucket for each action, most of them of 100 to 1,000
 * calls; the rates here are assumed, below all of those, as what reads them follows one execution at a time.
 */
export const createStepFunctionsLimiters = (settings: LimiterSettings) =>
  createServiceLimiters<StepFunctionsBucket>(
    { read: { capacity: 100, refillPerSecond: 5 }, write: { capacity: 100, refillPerSecond: 5 } },
    settings,
  );

const notFoundErrors = new Set(['ExecutionDoesNotExist', 'ResourceNotFound', 'StateMachineDoesNotExist']);

/** Makes a call at the limiter's rate, with the errors of this folder. */
export async function callStepFunctions<Answer>(
  bucket: StepFunctionsBucket,
  { signal, limiter }: StepFunctionsOptions,
  { code, doing }: Pick<ServiceErrorContext, 'code' | 'doing'>,
  send: (options: SendOptions) => Promise<Answer>,
): Promise<Answer> {
  await limiter?.take(bucket, signal);
  return callService(signal, send, (error) => failureOf(error, code, doing));
}

function failureOf(error: unknown, code: ServiceErrorContext['code'], doing: string): GroundcrewError {
  const wrapped = wrapServiceError(error, { code, doing });
  if (isGroundcrewError(error) || !(error instanceof Error)) return wrapped;
  const { details } = wrapped;
  if (notFoundErrors.has(error.name)) {
    const text = `could not ${doing}: it does not exist; check its name, the region and the account`;
    return new GroundcrewError('aws-step-functions.not-found', text, { cause: error, details });
  }
  if (error.name === 'ExecutionAlreadyExists') {
    const text = `could not ${doing}: there is an execution of this name, with another input or over; use another name`;
    return new GroundcrewError('aws-step-functions.execution-exists', text, { cause: error, details });
  }
  if (error.name === 'ExecutionNotRedrivable') {
    const text = `could not ${doing}: ${error.message}; start a new execution`;
    return new GroundcrewError('aws-step-functions.not-redrivable', text, { cause: error, details });
  }
  return wrapped;
}
