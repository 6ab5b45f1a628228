import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { wrapServiceError } from '@groundcrew/aws-core';
import { GroundcrewError } from '@groundcrew/errors';
import { callService } from '../call.ts';

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
  const { Account, Arn } = await callService(
    signal,
    (options) => client.send(new GetCallerIdentityCommand({}), options),
    (error) => wrapServiceError(error, { code, doing: 'get the identity of the credentials' }),
  );
  if (Account && Arn) return { accountId: Account, arn: Arn };
  throw new GroundcrewError(code, 'STS responded without an account; check the endpoint', {
    fault: 'service',
  });
}
