import type { Credentials } from '@aws-sdk/client-sts';
import { type ErrorCode, GroundcrewError } from '@groundcrew/errors';
import type { AwsCredentialIdentity } from '@smithy/types';

/**
 * The credentials in an answer of STS.
 *
 * @throws GroundcrewError of `code`, if there are none
 */
export function sessionOf(
  answer: Credentials | undefined,
  code: ErrorCode,
  roleArn: string,
): AwsCredentialIdentity {
  if (answer?.AccessKeyId && answer.SecretAccessKey) {
    return {
      accessKeyId: answer.AccessKeyId,
      secretAccessKey: answer.SecretAccessKey,
      ...(answer.SessionToken !== undefined && { sessionToken: answer.SessionToken }),
      ...(answer.Expiration !== undefined && { expiration: answer.Expiration }),
    };
  }
  throw new GroundcrewError(code, `STS returned no keys for the role ${roleArn}; check the endpoint`, {
    fault: 'service',
  });
}
