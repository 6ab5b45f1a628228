import { GroundcrewError } from '@groundcrew/errors';
import { printable, truncate } from '@groundcrew/report';

/** The metadata service returned a value that differs from the EC2 user guide. */
export function unreadableError(path: string, text: string, cause?: unknown): GroundcrewError {
  return new GroundcrewError(
    'fleet.metadata.unreadable',
    `the metadata service has "${truncate(printable(text), 80)}" at "${path}", which can't be parsed; ` +
      'try again, and check that no proxy is between this machine and the service',
    { fault: 'service', cause, details: { path } },
  );
}

/** A service without an identity document: the metadata service of another cloud, or an incomplete emulator. */
export function noIdentityError(endpoint: string): GroundcrewError {
  return new GroundcrewError(
    'fleet.metadata.no-identity',
    `the service at ${endpoint} has no instance identity document, so it is not EC2's metadata service; ` +
      'run this on an EC2 instance, or check AWS_EC2_METADATA_SERVICE_ENDPOINT',
    { details: { endpoint } },
  );
}

/** The path contains keys of a role, and they were not explicitly requested. */
export function credentialsError(path: string): GroundcrewError {
  return new GroundcrewError(
    'fleet.metadata.credentials',
    `"${path}" contains the keys of the instance's role, which could end in terminals, logs and histories; ` +
      'pass --allow-credentials if they are wanted (any SDK finds them by itself)',
    { details: { path } },
  );
}

export interface MissingPath {
  readonly path: string;
  /** The nearest existing folder above; `undefined`: none. */
  readonly folder: string | undefined;
  readonly entries: readonly string[];
  /** Why it may be missing, a sentence without a full stop. */
  readonly reason: string | undefined;
}

/** Maximum number of entries in a message. */
const MAX_ENTRIES = 30;

/** The path does not exist. */
export function missingPathError({ path, folder, entries, reason }: MissingPath): GroundcrewError {
  const shown = entries.slice(0, MAX_ENTRIES).join(', ');
  const more = entries.length > MAX_ENTRIES ? ', …' : '';
  const nearby = folder === undefined ? '' : `; "${folder}" has: ${printable(shown)}${more}`;
  return new GroundcrewError(
    'fleet.metadata.path-missing',
    `the metadata of this instance has no "${path}"${reason === undefined ? '' : `: ${reason}`}${nearby}`,
    { details: { path, folder, entries } },
  );
}
