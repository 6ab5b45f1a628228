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
  /** The region of the options, the environment or the profile; otherwise the first one of the search. */
  readonly currentRegion: string;
  /** Connection settings for a region and an account (default: the caller's own). */
  readonly connectionTo: (accountId: string | undefined, region: string) => ConnectionSettings;
  /** The identity of the credentials of an account (default: the caller's own), from STS. */
  identityOf(accountId: string | undefined): Promise<CallerIdentity>;
  /** Registers a client to close with all others. */
  onClose(close: () => void): void;
  close(): void;
}

type RoleOptions = Pick<AccountOptions, 'role' | 'externalId' | 'timeout'>;

/** The part of a command's context for connections to AWS. */
export interface ConnectionContext {
  readonly global: GlobalOptions;
  readonly io: Pick<Io, 'environment'>;
  readonly signal: AbortSignal;
}

/**
 * The accounts of one run: the caller's own, and others by a role, with one session each.
 *
 * @param fallbackRegion if no current region is configured
 * @throws GroundcrewError `accounts.no-region`
 */
export async function openAccounts(
  { role, externalId, timeout }: RoleOptions,
  { global, io, signal }: ConnectionContext,
  fallbackRegion?: string,
): Promise<Accounts> {
  const connection = { ...connectionOf(global, io), requestTimeoutMs: timeout * 1_000 };
  // Resolves the caller's credentials once, for all clients: a profile may run a program for them.
  const home = createStsClient(connection);
  const currentRegion = await home.config.region().catch((error: unknown) => {
    if (fallbackRegion !== undefined) return fallbackRegion;
    throw wrapServiceError(error, { code: 'accounts.no-region', doing: 'find out which region to use' });
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
