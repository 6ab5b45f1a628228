import { type IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { wrapServiceError } from '@groundcrew/aws-core';
import { isGroundcrewError } from '@groundcrew/errors';
import { callService } from '../call.ts';

/**
 * The alias of the account, if it has one: an account has at most one (IAM API reference,
 * "ListAccountAliases"). `undefined` as well if the call is denied (`iam:ListAccountAliases`): nothing depends on it
 * that the account's number would not do for.
 *
 * @throws GroundcrewError `aws-iam.account-alias-failed`; the signal's reason, if it is aborted
 */
export async function accountAlias(client: IAMClient, signal?: AbortSignal): Promise<string | undefined> {
  try {
    return await callService(
      signal,
      async (options) => (await client.send(new ListAccountAliasesCommand({}), options)).AccountAliases?.[0],
      (error) =>
        wrapServiceError(error, {
          code: 'aws-iam.account-alias-failed',
          doing: 'read the alias of the account from IAM',
        }),
    );
  } catch (error) {
    if (isGroundcrewError(error) && error.details.reason === 'access-denied') return undefined;
    throw error;
  }
}
