import type { CredentialSource, Identity } from '@groundcrew/aws-core/identity';
import type { Io } from '@groundcrew/cli';
import { isGroundcrewError } from '@groundcrew/errors';

/** The identity of each run, for the error that may end it. */
const identities = new WeakMap<object, Identity>();

export function rememberIdentity(io: object, identity: Identity): void {
  identities.set(io, identity);
}

/** Of keys that AWS does not accept, or not any more: which they are, and how to get others. */
export function credentialsHint(thrown: unknown, io: Pick<Io, 'environment'>): string | undefined {
  const identity = identities.get(io);
  if (identity === undefined || !isGroundcrewError(thrown) || thrown.code.startsWith('aws-identity.')) {
    return undefined;
  }
  const { reason } = thrown.details;
  if (reason === 'expired-credentials') return expiredText(identity.source);
  return reason === 'bad-credentials'
    ? `The credentials are those of ${placeOf(identity.source)}.`
    : undefined;
}

function placeOf(source: CredentialSource): string {
  const { origin } = source;
  switch (source.kind) {
    case 'process':
      return `the credential_process of the profile "${source.profile}" (${origin})`;
    case 'role':
    case 'sso':
    case 'login':
      return `the profile "${source.profile}" (${origin})`;
    case 'container':
      return `this container (${origin})`;
    case 'instance':
      return "this instance's role";
    default:
      return origin;
  }
}

function expiredText(source: CredentialSource): string {
  const place = placeOf(source);
  switch (source.kind) {
    case 'keys':
      return `The session is that of the keys at ${place}: they were copied from somewhere; get new ones there.`;
    case 'sso':
      return `The session is that of ${place}; sign in again: aws sso login --profile ${source.profile}`;
    case 'login':
      return `The session is that of ${place}; sign in again: aws login --profile ${source.profile}`;
    case 'process':
      return `The session was printed by ${place}: it prints one that has ended.`;
    case 'role':
    case 'web-identity':
      return `The session is that of the role ${source.roleArn} of ${place}; run the command again for a new one.`;
    default:
      return `The session is that of ${place}, which has no new one yet; try again in a minute.`;
  }
}
