import { wrapServiceError } from '@groundcrew/aws-core';
import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';

/** Error codes of calls to EC2. `details.reason` has more: see `ServiceErrorReason`. */
export type Ec2ErrorCode =
  | 'aws-ec2.change-network-failed'
  | 'aws-ec2.create-tags-failed'
  | 'aws-ec2.delete-tags-failed'
  | 'aws-ec2.describe-images-failed'
  | 'aws-ec2.describe-instances-failed'
  | 'aws-ec2.describe-instance-types-failed'
  | 'aws-ec2.describe-interfaces-failed'
  | 'aws-ec2.describe-network-failed'
  | 'aws-ec2.describe-networks-failed'
  | 'aws-ec2.describe-regions-failed'
  | 'aws-ec2.describe-spot-requests-failed'
  | 'aws-ec2.describe-statuses-failed'
  | 'aws-ec2.describe-taggable-failed'
  | 'aws-ec2.look-up-failed'
  | 'aws-ec2.start-instances-failed'
  | 'aws-ec2.stop-instances-failed';

export interface Ec2ErrorContext {
  readonly code: Ec2ErrorCode;
  /** After "could not": `list the instances`. */
  readonly doing: string;
  readonly region: string | undefined;
}

/**
 * The error for an error of the SDK. Three have codes of their own: `aws-ec2.instance.not-found` and
 * `aws-ec2.instance.malformed-id` (`details.instanceIds`: those that EC2 names), and
 * `aws-ec2.instance-type.not-found` (`details.instanceTypes`).
 */
export function wrapEc2Error(error: unknown, { code, doing, region }: Ec2ErrorContext): GroundcrewError {
  if (isGroundcrewError(error)) return error;
  const { name, message } = error instanceof Error ? error : { name: '', message: '' };
  const where = region === undefined ? '' : ` in region ${region}`;
  if (name === 'InvalidInstanceID.NotFound') {
    const instanceIds = message.match(/\bi-[0-9a-f]+\b/g) ?? [];
    const text =
      `${listOf(instanceIds) || 'a requested instance'} does not exist${where}; check the id, the ` +
      'region and the account; an instance that was just started may not be visible yet, a terminated one no longer';
    return new GroundcrewError('aws-ec2.instance.not-found', text, {
      cause: error,
      details: { instanceIds },
    });
  }
  if (name === 'InvalidInstanceID.Malformed') {
    const instanceIds = quotedIn(message);
    const text = `${listOf(instanceIds) || 'a requested id'} is not the id of an instance; ids look like i-0123456789abcdef0`;
    return new GroundcrewError('aws-ec2.instance.malformed-id', text, {
      cause: error,
      details: { instanceIds },
    });
  }
  if (name === 'InvalidInstanceType') {
    const instanceTypes = (/\[([^\]]*)\]/.exec(message)?.[1] ?? '').split(/,\s*/).filter(Boolean);
    const text = `EC2 has no instance type ${listOf(instanceTypes) || 'of a requested name'}${where}`;
    return new GroundcrewError('aws-ec2.instance-type.not-found', text, {
      cause: error,
      details: { instanceTypes },
    });
  }
  return wrapWithRegion(error, { code, doing, region });
}

/**
 * The error of a call about the tags of these resources. `details.resourceIds` are those of them that EC2 names;
 * `details.reason` is `not-found` if they don't exist.
 */
export function wrapTagError(
  error: unknown,
  context: Ec2ErrorContext,
  ids: readonly string[],
): GroundcrewError {
  const wrapped = wrapWithRegion(error, context);
  const { name, message } = error instanceof Error ? error : { name: '', message: '' };
  const named = new Set(message.match(/\b[a-z]+-[0-9a-z]+\b/g));
  const resourceIds = ids.filter((id) => named.has(id));
  return new GroundcrewError(wrapped.code, wrapped.message, {
    fault: wrapped.fault,
    cause: error,
    details: {
      ...wrapped.details,
      ...(/^Invalid.*\.NotFound$|^InvalidID$/.test(name) && { reason: 'not-found' }),
      ...(resourceIds.length > 0 && { resourceIds }),
    },
  });
}

function wrapWithRegion(error: unknown, { code, doing, region }: Ec2ErrorContext): GroundcrewError {
  const where = region === undefined ? '' : ` in region ${region}`;
  const wrapped = wrapServiceError(error, { code, doing: `${doing}${where}` });
  return region === undefined
    ? wrapped
    : new GroundcrewError(wrapped.code, wrapped.message, {
        fault: wrapped.fault,
        cause: error,
        details: { ...wrapped.details, region },
      });
}

/** EC2 writes `Invalid id: "web-1"`, and several as `"web-1, web-2"`. */
function quotedIn(message: string): string[] {
  return (/"([^"]*)"/.exec(message)?.[1] ?? '').split(/,\s*/).filter(Boolean);
}

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 10).join(', ');
  return names.length > 10 ? `${shown} and ${names.length - 10} more` : shown;
}
