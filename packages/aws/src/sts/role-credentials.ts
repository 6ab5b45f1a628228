import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { wrapServiceError } from '@groundcrew/aws-core';
import { GroundcrewError } from '@groundcrew/errors';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { callService } from '../call.ts';
import { sessionOf } from '../identity/session-of.ts';
import { shareCredentials } from '../share-credentials.ts';

export interface RoleSettings {
  readonly sts: STSClient;
  /** `arn:aws:iam::123456789012:role/auditor` */
  readonly roleArn: string;
  /** If the role's trust policy requires one. */
  readonly externalId?: string;
  /** Identifies the caller in the other account's CloudTrail. 2 to 64 letters, digits and `_+=,.@-`. */
  readonly sessionName: string;
  readonly signal?: AbortSignal;
  /** Milliseconds since 1970; default: `Date.now`. */
  readonly now?: () => number;
}

/**
 * Credentials of a role, for any number of clients: all of them share one session, created when the first call needs it
 * and renewed before it expires. A failure is not cached.
 *
 * The provider throws GroundcrewError `aws-sts.assume-role-failed`.
 */
export function createRoleCredentials(settings: RoleSettings): AwsCredentialIdentityProvider {
  return shareCredentials(() => assumeRole(settings), settings.now);
}

async function assumeRole(settings: RoleSettings): Promise<AwsCredentialIdentity> {
  const { sts, roleArn, externalId, sessionName, signal } = settings;
  const code = 'aws-sts.assume-role-failed';
  const { Credentials } = await callService(
    signal,
    (options) =>
      sts.send(
        new AssumeRoleCommand({
          RoleArn: roleArn,
          RoleSessionName: sessionName,
          ...(externalId !== undefined && { ExternalId: externalId }),
        }),
        options,
      ),
    (error) =>
      withTrustPolicyAdvice(wrapServiceError(error, { code, doing: `assume the role ${roleArn}` }), error),
  );
  return sessionOf(Credentials, code, roleArn);
}

/** The cause of a refusal may be in either account; STS does not report which. */
function withTrustPolicyAdvice(wrapped: GroundcrewError, cause: unknown): GroundcrewError {
  if (wrapped.details.reason !== 'access-denied') return wrapped;
  const other = 'the trust policy of the role has to allow it too, with the external id that it requires';
  return new GroundcrewError(wrapped.code, `${wrapped.message}; ${other}`, {
    fault: wrapped.fault,
    cause,
    details: wrapped.details,
  });
}
