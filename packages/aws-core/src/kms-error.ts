/** What KMS refused to a service that uses a key for its caller. */
export type KmsFailure =
  | 'access-denied'
  | 'disabled'
  | 'invalid-key-usage'
  | 'invalid-state'
  | 'not-found'
  | 'throttling';

const failures: Readonly<Record<string, KmsFailure>> = {
  accessdenied: 'access-denied',
  disabled: 'disabled',
  invalidkeyusage: 'invalid-key-usage',
  invalidstate: 'invalid-state',
  notfound: 'not-found',
  throttling: 'throttling',
  throttled: 'throttling',
};

/**
 * What the name of an error says of a key. Services write them in several ways: `KMS.DisabledException` and
 * `KMS.KMSInvalidStateException` (S3; CloudTrail Lake's user guide names both), `KMSDisabledException` (API references of SNS
 * and Kinesis), `KmsDisabled` (SQS). The names of S3 are not in its API reference.
 */
export function kmsFailureOf(name: string): KmsFailure | undefined {
  const kind = /^KMS\.?(?:KMS)?([a-z]+?)(?:Exception)?$/i.exec(name)?.[1];
  return kind === undefined ? undefined : failures[kind.toLowerCase()];
}

const texts: Readonly<Partial<Record<KmsFailure, readonly [what: string, advice: string]>>> = {
  disabled: ['the KMS key is disabled', 'enable it (aws kms enable-key), or use another key'],
  'invalid-key-usage': ['the KMS key is not one for this', 'use a symmetric key for encryption'],
  'invalid-state': [
    "the KMS key can't be used in its state",
    'if it is pending deletion, cancel that (aws kms cancel-key-deletion), and enable it',
  ],
  'not-found': ['the KMS key does not exist', 'check the id or alias of the key, its region and its account'],
};

/** A key that can't be used; `undefined`: the error is another one, or is one of permissions or of rates. */
export function kmsText(name: string, quoted: string): string | undefined {
  const failure = kmsFailureOf(name);
  const found = failure && texts[failure];
  return found && `${found[0]} (${name}: ${quoted}); ${found[1]}`;
}

/** What KMS wrote before it named the caller, as seen in reports of users: the key, its region or a permission. */
export function isKmsDenial(message: string): boolean {
  return /\bciphertext refers to a (?:customer master|KMS) key\b/i.test(message);
}
