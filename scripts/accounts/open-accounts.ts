import { accountAlias, createIamClient } from '@groundcrew/aws/iam';
import {
  type CallerIdentity,
  callerIdentity,
  createRoleCredentials,
  createStsClient,
  roleArnOf,
} from '@groundcrew/aws/sts';
import { type ConnectionSettings, isRegionName, partitionOf } from '@groundcrew/aws-core';
import type { Setting } from '@groundcrew/aws-core/identity';
import { GroundcrewError } from '@groundcrew/errors';
import { announce, type ConnectionContext, openConnection } from '../connection.ts';
import type { AccountChoice, AccountOptions } from './account-options.ts';
import { readMembers } from './organization-members.ts';

export interface Accounts {
  /** The region of the options, the environment or the profile; otherwise the first one of the search. */
  readonly currentRegion: string;
  /** Those of the options, each once; those of the organization are known only now. `undefined`: the caller's own. */
  readonly accountIds: readonly string[] | undefined;
  /** What to report about accounts of the organization that are not queried. */
  readonly notes: readonly string[];
  /** Connection settings for a region and an account (default: the caller's own). */
  readonly connectionTo: (accountId: string | undefined, region: string) => ConnectionSettings;
  /** The identity of the credentials of an account (default: the caller's own), from STS. */
  identityOf(accountId: string | undefined): Promise<CallerIdentity>;
  /** The alias of an account, if it has one and IAM can be asked. */
  aliasOf(accountId: string | undefined): Promise<string | undefined>;
  /**
   * Of these accounts those that credentials are available for: the caller's own one without `--role`, otherwise those where
   * that role can be taken on.
   *
   * @throws GroundcrewError `aws-sts.caller-identity-failed`, `aws-sts.assume-role-failed`
   */
  reachable(accounts: readonly { readonly id: string }[]): Promise<readonly string[]>;
  /** Registers a client to close with all others. */
  onClose(close: () => void): void;
  close(): void;
}

type RoleOptions = Pick<AccountOptions, 'role' | 'externalId' | 'timeout'>;

interface OpenOptions {
  /** If no current region is configured. */
  readonly fallbackRegion?: string | undefined;
  /** Whether the command changes something: then it shows first in which accounts. */
  readonly changes?: boolean;
  /** The accounts in which the role is assumed. */
  readonly accounts?: AccountChoice | undefined;
}

/**
 * The accounts of one run: the caller's own, and others by a role, with one session each.
 *
 * @throws GroundcrewError `accounts.no-region`, those of `openConnection`, and of `listOrganizationAccounts`
 */
export async function openAccounts(
  { role, externalId, timeout }: RoleOptions,
  context: ConnectionContext,
  { fallbackRegion, changes = false, accounts }: OpenOptions = {},
): Promise<Accounts> {
  const { global, io, signal } = context;
  const opened = await openConnection(context, { fallbackRegion, changes: changes && role === undefined });
  const connection = { ...opened, requestTimeoutMs: timeout * 1_000 };
  const currentRegion = currentRegionOf(connection);
  const sts = createStsClient(connection);
  const closers = [() => sts.destroy()];
  const own = connection.credentials;
  const sessions = new Map<string, typeof own>();
  const members = accounts === 'organization' ? await readMembers(connection, sts, signal) : undefined;
  const accountIds = accounts === 'organization' ? members?.accountIds : accounts;
  const notes = members?.notes ?? [];
  for (const note of notes) io.stderr.write(`${note}\n`);

  function credentialsOf(accountId: string | undefined): typeof own {
    if (accountId === undefined || role === undefined || accountId === members?.ownId) return own;
    let session = sessions.get(accountId);
    session ??= createRoleCredentials({
      sts,
      roleArn: roleArnOf(accountId, role, partitionOf(currentRegion)),
      ...(externalId !== undefined && { externalId }),
      sessionName: 'groundcrew',
      signal,
    });
    sessions.set(accountId, session);
    return session;
  }

  const connectionTo = (accountId: string | undefined, region: string) => ({
    ...connection,
    region,
    credentials: credentialsOf(accountId),
  });

  if (role !== undefined && (changes || global.debug)) {
    for (const accountId of accountIds ?? []) await announce(connectionTo(accountId, currentRegion), context);
  }

  async function identityOf(accountId: string | undefined): Promise<CallerIdentity> {
    const client = createStsClient(connectionTo(accountId, currentRegion));
    try {
      return await callerIdentity(client, signal);
    } finally {
      client.destroy();
    }
  }

  return {
    currentRegion,
    accountIds,
    notes,
    connectionTo,
    identityOf,
    async aliasOf(accountId) {
      const client = createIamClient(connectionTo(accountId, currentRegion));
      try {
        return await accountAlias(client, signal);
      } catch {
        // IAM may be out of reach of a network that reaches the rest. The account's number will do.
        signal.throwIfAborted();
        return undefined;
      } finally {
        client.destroy();
      }
    },
    async reachable(wanted) {
      const asked = role === undefined ? [undefined] : wanted.map(({ id }) => id);
      const identities = await Promise.all(asked.map(identityOf));
      return identities.map(({ accountId }) => accountId);
    },
    onClose: (close) => void closers.push(close),
    close() {
      for (const close of closers) close();
    },
  };
}

function currentRegionOf({
  region,
  usedRegion,
}: {
  region?: string;
  usedRegion: Setting | undefined;
}): string {
  if (region !== undefined && isRegionName(region)) return region;
  const what =
    region === undefined
      ? 'no AWS region is set; pass --region, or set AWS_REGION or a region in the profile'
      : `"${region}" (${usedRegion?.origin}) is not the name of a region; write one such as us-east-1`;
  throw new GroundcrewError('accounts.no-region', `could not find out which region to use: ${what}`, {
    details: { reason: 'no-region' },
  });
}
