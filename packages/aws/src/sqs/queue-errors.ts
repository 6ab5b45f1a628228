import { type ServiceErrorContext, wrapServiceError } from '@groundcrew/aws-core';
import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';

/** A failed call for what a queue is. */
export function readError(error: unknown, queue: string): GroundcrewError {
  const wrapped = wrapServiceError(error, {
    code: 'aws-sqs.read-failed',
    doing: `read the queue "${queue}"`,
  });
  if (isGroundcrewError(error) || !isMissing(error)) return wrapped;
  const text = `the queue "${queue}" does not exist; check its name, the region and the account`;
  return new GroundcrewError('aws-sqs.queue-not-found', text, { cause: error, details: wrapped.details });
}

/** A failed call for messages. */
export function messageError(
  error: unknown,
  code: ServiceErrorContext['code'],
  doing: string,
): GroundcrewError {
  const wrapped = wrapServiceError(error, { code, doing });
  if (isGroundcrewError(error) || !isMissing(error)) return wrapped;
  const text = `could not ${doing}: it does not exist; check its name, the region and the account`;
  return new GroundcrewError('aws-sqs.queue-not-found', text, { cause: error, details: wrapped.details });
}

/** The old protocol's name for it, and the JSON protocol's. */
function isMissing(error: unknown): boolean {
  const { name = '' } = error as { name?: string };
  return name === 'QueueDoesNotExist' || name.endsWith('NonExistentQueue');
}
