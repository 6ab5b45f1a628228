import { type IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { wrapServiceError } from '@groundcrew/aws-core';

/**
 * What people call the account, where it has been given a name: an account has one alias at most (IAM API reference,
 * "ListAccountAliases"). `undefined` as well where one may not ask (`iam:ListAccountAliases`): nothing depends on it
 * that the account's number would not do for.
 *
 * @throws GroundcrewError `aws-iam.account-alias-failed`; the signal's reason, where that is aborted
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
      doing: 'ask IAM for the alias of the account',
    });
    if (wrapped.details.reason === 'access-denied') return undefined;
    throw wrapped;
  }
}
