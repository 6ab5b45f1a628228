import type { LocalRequest } from './service.ts';

/** The caller, as IAM describes it. */
export interface CallerIdentity {
  readonly accountId: string;
  readonly arn: string;
  readonly userId: string;
}

/** The session that an assumed role's keys belong to. */
export interface RoleSession extends CallerIdentity {
  /** The caller that assumed the role: the name of a function, or `external`. */
  readonly caller: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Issued access keys, which identify the caller of a request. Any other key is treated as the account's root. */
export interface AccessKeys {
  readonly issue: (functionName: string) => string;
  readonly issueSession: (session: RoleSession) => string;
  /** Name of the function that has the key; `external` for all others. */
  readonly callerOf: (accessKeyId: string) => string;
  /** Name of the function that the key was issued to; `undefined` for the keys of roles it assumed, and all others. */
  readonly functionOf: (accessKeyId: string | undefined) => string | undefined;
  readonly identityOf: (request: Pick<LocalRequest, 'accessKeyId' | 'caller'>) => CallerIdentity;
  /** When the key expires (milliseconds since 1970); `undefined`: never. */
  readonly expiryOf: (accessKeyId: string | undefined) => number | undefined;
}

/** No keys issued yet. */
export function createAccessKeys(accountId: string): AccessKeys {
  const functions = new Map<string, string>();
  const sessions = new Map<string, RoleSession>();
  let issued = 0;
  // Same format as real keys: AKIA (ASIA for a session) and 16 capital letters and digits.
  const next = (prefix: string) => `${prefix}LOCAL${String(++issued).padStart(11, '0')}`;
  const sessionOf = (accessKeyId = '') => sessions.get(accessKeyId);
  return {
    issue(functionName) {
      const accessKeyId = next('AKIA');
      functions.set(accessKeyId, functionName);
      return accessKeyId;
    },
    issueSession(session) {
      const accessKeyId = next('ASIA');
      sessions.set(accessKeyId, session);
      return accessKeyId;
    },
    callerOf: (accessKeyId) => functions.get(accessKeyId) ?? sessions.get(accessKeyId)?.caller ?? 'external',
    functionOf: (accessKeyId = '') => functions.get(accessKeyId),
    identityOf({ accessKeyId, caller }) {
      const session = sessionOf(accessKeyId);
      if (session) return session;
      if (caller === 'external') {
        return { accountId, arn: `arn:aws:iam::${accountId}:root`, userId: accountId };
      }
      return {
        accountId,
        arn: `arn:aws:sts::${accountId}:assumed-role/${caller}/${caller}`,
        userId: `AROALOCAL:${caller}`,
      };
    },
    expiryOf: (accessKeyId) => sessionOf(accessKeyId)?.expiresAt,
  };
}
