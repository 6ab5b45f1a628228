import { isFatalChange, isThrottle, isTransient } from '@groundcrew/aws-core';
import { GroundcrewError, isGroundcrewError, messageOf } from '@groundcrew/errors';
import type { ResourceFailure } from '@groundcrew/plan';

/** The name that AWS gives an error; empty: it is none of AWS. */
export function awsNameOf(error: unknown): string {
  if (isGroundcrewError(error))
    return typeof error.details.awsError === 'string' ? error.details.awsError : '';
  return error instanceof Error ? error.name : '';
}

/**
 * What a second create of the same is refused as, from the API references of EC2 ("Error codes"), Elastic Load Balancing
 * and Route 53. What is there is read then.
 */
const DUPLICATE =
  /^InvalidSubnet\.Conflict$|^InvalidGroup\.Duplicate$|^RouteAlreadyExists$|^InvalidPermission\.Duplicate$|^Resource\.AlreadyAssociated$|^InvalidVpcRange$|^InvalidVpc\.Conflict$|^CidrConflict$|^Duplicate(LoadBalancerName|TargetGroupName|Listener)(Exception)?$|^InvalidChangeBatch$/;

/** Whether what a call would make may be there already: it is read then. */
export const isDuplicate = (error: unknown): boolean => DUPLICATE.test(awsNameOf(error));

/** Whether an error is about a duplicate and nothing else; of Route 53 by its text, which ends with `but it already exists]`. */
export const isDuplicateError = (error: unknown): boolean =>
  isDuplicate(error) &&
  (awsNameOf(error) !== 'InvalidChangeBatch' || /already exists/.test(messageOf(error)));

/** EC2: `InvalidVpcID.NotFound`, `NatGatewayNotFound`; Elastic Load Balancing: `TargetGroupNotFoundException`; `NoSuchHostedZone`. */
const NOT_FOUND = /NotFound(Exception)?$|^NoSuch|^Gateway\.NotAttached$/;

/** Whether a call names what is not there, or not visible yet. */
export const isNotFound = (error: unknown): boolean => NOT_FOUND.test(awsNameOf(error));

/** The answer of a read; `undefined`: what it names is not there, or not visible yet. */
export async function undefinedIfNotFound<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** What a call needs is there, and this read did not show it: the call is tried again. */
export function notVisible(message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { name: 'NotVisible.NotFound' });
}

/** Something that was just removed, or attached, is still seen elsewhere: the same call goes through in a while. */
const NOT_YET =
  /^IncorrectState$|^OperationNotPermitted$|^InvalidNatGatewayState|^ResourceInUse(Exception)?$|^InvalidIPAddress\.InUse$|^InvalidAddress\.Locked$/;

/**
 * A call that follows the one that made a resource: whatever it fails with, the resource is there, so that the two together may have
 * been carried out in part.
 *
 * @throws GroundcrewError `network.apply.incomplete`
 */
export async function completing(id: string, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    throw new GroundcrewError(
      'network.apply.incomplete',
      `${id} was made, and is not complete: ${messageOf(error)}`,
      {
        cause: error,
        details: { id },
      },
    );
  }
}

/** What a failed call means for the next one. */
export function resourceFailureOf(error: unknown): ResourceFailure {
  if (isFatalChange(error)) return 'fatal';
  if (isGroundcrewError(error, 'network.apply.held')) {
    const { goes, holders } = error.details;
    // Nothing that holds it is seen: that is waited out like what is not visible yet, and no longer.
    if (goes === true) return Array.isArray(holders) && holders.length > 0 ? 'in-use' : 'not-visible';
    return 'refused';
  }
  if (isGroundcrewError(error, 'network.apply.incomplete'))
    return isFatalChange(error.cause) ? 'fatal' : 'unanswered';
  const thrown = isGroundcrewError(error) && error.cause !== undefined ? error.cause : error;
  if (isThrottle(thrown)) return 'throttled';
  if (isTransient(thrown)) return 'unanswered';
  return isNotFound(error) || NOT_YET.test(awsNameOf(error)) ? 'not-visible' : 'refused';
}
