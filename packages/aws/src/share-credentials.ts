import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';

/** Credentials are replaced this long before they expire: the SDK stops using them 5 minutes before. */
const RENEW_BEFORE_END_MS = 6 * 60_000;

/**
 * A provider for any number of clients: all of them share what `fetch` returned, until shortly before it expires. A failure
 * is not kept.
 *
 * @param now milliseconds since 1970
 */
export function shareCredentials(
  fetch: () => Promise<AwsCredentialIdentity>,
  now: () => number = Date.now,
): AwsCredentialIdentityProvider {
  let session: Promise<AwsCredentialIdentity> | undefined;
  let renewAtMs = Number.POSITIVE_INFINITY;

  return () => {
    if (session === undefined || now() >= renewAtMs) {
      renewAtMs = Number.POSITIVE_INFINITY;
      const made = fetch();
      session = made;
      made.then(
        ({ expiration }) => {
          renewAtMs = expiration ? expiration.getTime() - RENEW_BEFORE_END_MS : Number.POSITIVE_INFINITY;
        },
        () => {
          session = undefined;
        },
      );
    }
    return session;
  };
}
