import type { CredentialSource, KeysSource } from '@groundcrew/aws-core/identity';
import { GroundcrewError } from '@groundcrew/errors';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import type { CredentialDeps } from './credential-deps.ts';
import { fetchFromContainer, fetchLogin, fetchSso } from './fetch-by-sdk.ts';
import { fetchFromInstance } from './fetch-instance.ts';
import { fetchFromProcess } from './fetch-process.ts';
import { fetchRole, fetchWebIdentity } from './fetch-role.ts';
import { shareCredentials } from '../share-credentials.ts';

/**
 * The provider of a source's credentials, for all clients of a run: they are fetched at the first call, and again before
 * they expire. It throws the GroundcrewError of its source, never the credentials of another one.
 */
export function createCredentials(
  source: CredentialSource,
  deps: CredentialDeps,
): AwsCredentialIdentityProvider {
  // A role keeps the provider of its source from one session to the next.
  const from = source.kind === 'role' ? createCredentials(source.from, deps) : undefined;
  return shareCredentials(async () => {
    const found = await fetchFrom(source, from, deps);
    assertValid(found, source, deps.now ?? Date.now);
    return found;
  }, deps.now);
}

function fetchFrom(
  source: CredentialSource,
  from: AwsCredentialIdentityProvider | undefined,
  deps: CredentialDeps,
): Promise<AwsCredentialIdentity> {
  const { environment, signal, ask } = deps;
  switch (source.kind) {
    case 'keys':
      return Promise.resolve(keysOf(source));
    case 'process':
      return fetchFromProcess(source, { environment, signal, isTty: ask !== undefined });
    case 'role':
      return fetchRole(source, from!, deps);
    case 'web-identity':
      return fetchWebIdentity(source, deps);
    case 'sso':
      return fetchSso(source, deps);
    case 'login':
      return fetchLogin(source, deps);
    case 'container':
      return fetchFromContainer(source, deps);
    case 'instance':
      return fetchFromInstance(deps.openImds(), signal);
  }
}

function keysOf({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expiresAtMs,
}: KeysSource): AwsCredentialIdentity {
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    ...(expiresAtMs !== undefined && { expiration: new Date(expiresAtMs) }),
  };
}

/** The credentials of an instance may be used after their end while its service has no new ones. */
function assertValid(
  { expiration }: AwsCredentialIdentity,
  { kind, origin }: CredentialSource,
  now: () => number,
): void {
  if (!expiration || expiration.getTime() > now() || kind === 'instance') return;
  throw new GroundcrewError(
    'aws-identity.expired',
    `the credentials of ${origin} expired at ${expiration.toISOString()}; get new ones`,
    { details: { reason: 'expired-credentials' } },
  );
}
