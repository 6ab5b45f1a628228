import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';
import { factsOf } from './classify.ts';
import { explain } from './explain-error.ts';
import type { ServiceErrorContext } from './service-error-reason.ts';

/**
 * Turns an error of the SDK into one for users: what could not be done, why, and what to do. `details` contains the
 * reason, AWS's name of the error, its status and the request id; `cause` is the SDK's error. A GroundcrewError is
 * returned unchanged.
 */
export function wrapServiceError(error: unknown, context: ServiceErrorContext): GroundcrewError {
  if (isGroundcrewError(error)) return error;
  const facts = factsOf(error);
  const { reason, fault, text, details } = explain(error, facts, context);
  return new GroundcrewError(context.code, `could not ${context.doing}: ${text}`, {
    fault,
    cause: error,
    details: {
      reason,
      ...(facts.name && { awsError: facts.name }),
      ...(facts.status !== undefined && { status: facts.status }),
      ...(facts.requestId !== undefined && { requestId: facts.requestId }),
      ...details,
    },
  });
}
