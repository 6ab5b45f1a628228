import { type IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { wrapServiceError } from '@groundcrew/aws-core';

/**
 * The alias of the account, if it has one: an account has at most one (IAM API reference,
 * "ListAccountAliases"). `undefined` as well if the call is denied (`iam:ListAccountAliases`): nothing depends on it
 * that the account's number would not do for.
 *
 * @throws GroundcrewError `aws-iam.account-alias-failed`; the signal's reason, if it is aborted
 */
export async function accountAlias(client: IAMClient, signal?: AbortSignal): Promise<string | undefined> {
  try {
    const { AccountAliases } = await client.send(
      new ListAccountAliasesCommand({}),
      signal ? { abortSignal: signal } : {},
    );
    return AccountAliases?.[0];
  } catch (error) {
    signal?.throwIfAborted();
    const wrapped = wrapServiceError(error, {
      code: 'aws-iam.account-alias-failed',
      doing: 'read the alias of the account from IAM',
    });
    if (wrapped.details.reason === 'access-denied') return undefined;
    throw wrapped;
  }
}
