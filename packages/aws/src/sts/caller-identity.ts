import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { wrapServiceError } from '@groundcrew/aws-core';
import { GroundcrewError } from '@groundcrew/errors';

/** Whose credentials are in use. */
export interface CallerIdentity {
  /** Twelve digits. */
  readonly accountId: string;
  /** `arn:aws:sts::123456789012:assumed-role/admin/anna` */
  readonly arn: string;
}

/**
 * Asks STS who is calling; no permission is needed for it.
 *
 * @throws GroundcrewError `aws-sts.caller-identity-failed`; the signal's reason, where that is aborted
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
    throw wrapServiceError(error, { code, doing: 'ask AWS whose credentials these are' });
  }
  throw new GroundcrewError(code, 'STS answered without an account; check the endpoint', {
    fault: 'service',
  });
}
