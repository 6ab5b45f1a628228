import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { wrapServiceError } from '@groundcrew/aws-core';
import { GroundcrewError } from '@groundcrew/errors';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';

export interface RoleSettings {
  readonly sts: STSClient;
  /** `arn:aws:iam::123456789012:role/auditor` */
  readonly roleArn: string;
  /** What the role's trust policy asks for, where it asks for one. */
  readonly externalId?: string;
  /** Stands in the other account's CloudTrail: who this was. 2 to 64 letters, digits and `_+=,.@-`. */
  readonly sessionName: string;
  readonly signal?: AbortSignal;
  /** Milliseconds since 1970; `Date.now` where left out. */
  readonly now?: () => number;
}

/** So long before their end credentials are replaced: the SDK does not use them any more within 5 minutes of it. */
const RENEW_BEFORE_END_MS = 6 * 60_000;

/**
 * Credentials of a role, for any number of clients: all of them share one session, made when the first call needs
 * it and again before it ends. A failure is not remembered.
 *
 * The provider throws GroundcrewError `aws-sts.assume-role-failed`.
 */
export function createRoleCredentials(settings: RoleSettings): AwsCredentialIdentityProvider {
  const { now = Date.now } = settings;
  let session: Promise<AwsCredentialIdentity> | undefined;
  let endsAtMs = Number.POSITIVE_INFINITY;

  return () => {
    if (session === undefined || now() >= endsAtMs - RENEW_BEFORE_END_MS) {
      endsAtMs = Number.POSITIVE_INFINITY;
      const made = assumeRole(settings);
      session = made;
      made.then(
        ({ expiration }) => {
          endsAtMs = expiration?.getTime() ?? Number.POSITIVE_INFINITY;
        },
        () => {
          session = undefined;
        },
      );
    }
    return session;
  };
}

async function assumeRole(settings: RoleSettings): Promise<AwsCredentialIdentity> {
  const { sts, roleArn, externalId, sessionName, signal } = settings;
  const code = 'aws-sts.assume-role-failed';
  try {
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: sessionName,
        ...(externalId !== undefined && { ExternalId: externalId }),
      }),
      signal ? { abortSignal: signal } : {},
    );
    if (Credentials?.AccessKeyId && Credentials.SecretAccessKey) {
      return {
        accessKeyId: Credentials.AccessKeyId,
        secretAccessKey: Credentials.SecretAccessKey,
        ...(Credentials.SessionToken !== undefined && { sessionToken: Credentials.SessionToken }),
        ...(Credentials.Expiration !== undefined && { expiration: Credentials.Expiration }),
      };
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw withTrustPolicyAdvice(
      wrapServiceError(error, { code, doing: `take on the role ${roleArn}` }),
      error,
    );
  }
  throw new GroundcrewError(code, `STS gave no keys for the role ${roleArn}; check the endpoint`, {
    fault: 'service',
  });
}

/** A refusal may have its cause on either side; STS does not say which. */
function withTrustPolicyAdvice(wrapped: GroundcrewError, cause: unknown): GroundcrewError {
  if (wrapped.details.reason !== 'access-denied') return wrapped;
  const other = 'the trust policy of the role has to allow it too, with the external id that it asks for';
  return new GroundcrewError(wrapped.code, `${wrapped.message}; ${other}`, {
    fault: wrapped.fault,
    cause,
    details: wrapped.details,
  });
}
