import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { wrapServiceError } from '@groundcrew/aws-core';
import { GroundcrewError } from '@groundcrew/errors';

/** The identity of the credentials. */
export interface CallerIdentity {
  /** Twelve digits. */
  readonly accountId: string;
  /** `arn:aws:sts::123456789012:assumed-role/admin/anna` */
  readonly arn: string;
}

/**
 * Gets the caller's identity from STS, which needs no permission.
 *
 * @throws GroundcrewError `aws-sts.caller-identity-failed`; the signal's reason, if it is aborted
 */
export async function callerIdentity(client: STSClient, signal?: AbortSignal): Promise<CallerIdentity> {
  const code = 'aws-sts.caller-identity-failed';
  try {
    const { Account, Arn } = await client.send(
      new GetCallerIdentityCommand({}),
      signal ? { abortSignal: signal } : {},
    );
    if (Account && Arn) return { accountId: Account, arn: Arn };
  } catch (error) {
    signal?.throwIfAborted();
    throw wrapServiceError(error, { code, doing: 'get the identity of the credentials' });
  }
  throw new GroundcrewError(code, 'STS responded without an account; check the endpoint', {
    fault: 'service',
  });
}
