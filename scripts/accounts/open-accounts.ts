import {
  type CallerIdentity,
  callerIdentity,
  createRoleCredentials,
  createStsClient,
  roleArnOf,
} from '@groundcrew/aws/sts';
import { type ConnectionSettings, wrapServiceError } from '@groundcrew/aws-core';
import type { GlobalOptions, Io } from '@groundcrew/cli';
import { connectionOf } from '../connection.ts';
import type { AccountOptions } from './account-options.ts';

export interface Accounts {
  /** The region that the options, the environment or the profile name; else the first that is to be asked. */
  readonly currentRegion: string;
  /** How AWS is reached in a region, as an account (left out: the caller's own). */
  readonly connectionTo: (accountId: string | undefined, region: string) => ConnectionSettings;
  /** Whose credentials are used for an account (left out: the caller's own), as STS tells. */
  identityOf(accountId: string | undefined): Promise<CallerIdentity>;
  /** Has a client closed with all others. */
  onClose(close: () => void): void;
  close(): void;
}

type RoleOptions = Pick<AccountOptions, 'role' | 'externalId' | 'timeout'>;

/** What of a command's context tells how AWS is reached. */
export interface ConnectionContext {
  readonly global: GlobalOptions;
  readonly io: Pick<Io, 'environment'>;
  readonly signal: AbortSignal;
}

/**
 * The accounts that one run can reach: the caller's own, and others by a role, with one session of it each.
 *
 * @param fallbackRegion where nothing names the current region
 * @throws GroundcrewError `accounts.no-region`
 */
export async function openAccounts(
  { role, externalId, timeout }: RoleOptions,
  { global, io, signal }: ConnectionContext,
  fallbackRegion?: string,
): Promise<Accounts> {
  const connection = { ...connectionOf(global, io), requestTimeoutMs: timeout * 1_000 };
  // Finds the caller's credentials once, for all clients: a profile may run a program for them.
  const home = createStsClient(connection);
  const currentRegion = await home.config.region().catch((error: unknown) => {
    if (fallbackRegion !== undefined) return fallbackRegion;
    throw wrapServiceError(error, { code: 'accounts.no-region', doing: 'tell which region to ask' });
  });
  const sts = createStsClient({ ...connection, region: currentRegion });
  const closers = [() => home.destroy(), () => sts.destroy()];
  const own = home.config.credentials;
  const sessions = new Map<string, typeof own>();

  function credentialsOf(accountId: string | undefined): typeof own {
    if (accountId === undefined || role === undefined) return own;
    let session = sessions.get(accountId);
    session ??= createRoleCredentials({
      sts,
      roleArn: roleArnOf(accountId, role),
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

  return {
    currentRegion,
    connectionTo,
    async identityOf(accountId) {
      const client = createStsClient(connectionTo(accountId, currentRegion));
      try {
        return await callerIdentity(client, signal);
      } finally {
        client.destroy();
      }
    },
    onClose: (close) => void closers.push(close),
    close() {
      for (const close of closers) close();
    },
  };
}
