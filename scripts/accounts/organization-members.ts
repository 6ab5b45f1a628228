import { callerIdentity, type createStsClient } from '@groundcrew/aws/sts';
import type { ConnectionSettings } from '@groundcrew/aws-core';

/** The accounts of the caller's organization that can be asked. */
export interface Members {
  /** The caller's own: it is asked with the caller's own credentials. */
  readonly ownId: string;
  readonly accountIds: readonly string[];
  /** What to report about those that are not queried. */
  readonly notes: readonly string[];
}

/** As many are named; the others are counted. */
const MAX_NAMED = 10;

/**
 * The active accounts of the organization. Others, such as suspended ones, answer nobody: they are reported, and not queried.
 *
 * @throws GroundcrewError those of `listOrganizationAccounts` and `callerIdentity`
 */
export async function readMembers(
  connection: ConnectionSettings,
  sts: ReturnType<typeof createStsClient>,
  signal: AbortSignal,
): Promise<Members> {
  // Imported here: few commands need it.
  const { createOrganizationsClient, listOrganizationAccounts } =
    await import('@groundcrew/aws/organizations');
  const client = createOrganizationsClient(connection);
  try {
    const [{ accountId: ownId }, all] = await Promise.all([
      callerIdentity(sts, signal),
      listOrganizationAccounts(client, signal),
    ]);
    const others = all.filter(({ state }) => state !== 'ACTIVE');
    const named = others.slice(0, MAX_NAMED).map(({ id, name, state }) => `${id} (${name}, ${state})`);
    const more = others.length > MAX_NAMED ? ` and ${others.length - MAX_NAMED} more` : '';
    return {
      ownId,
      accountIds: all.filter(({ state }) => state === 'ACTIVE').map(({ id }) => id),
      notes:
        others.length === 0
          ? []
          : [
              `Not queried, because they are not active accounts of the organization: ${named.join(', ')}${more}.`,
            ],
    };
  } finally {
    client.destroy();
  }
}
