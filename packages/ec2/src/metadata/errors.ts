import { GroundcrewError } from '@groundcrew/errors';
import { printable, truncate } from '@groundcrew/report';

/** What a metadata service answered is not what the EC2 user guide says stands at that path. */
export function unreadableError(path: string, text: string, cause?: unknown): GroundcrewError {
  return new GroundcrewError(
    'fleet.metadata.unreadable',
    `the metadata service has "${truncate(printable(text), 80)}" at "${path}", which can't be understood; ` +
      'ask again, and check that nothing stands between this machine and the service',
    { fault: 'service', cause, details: { path } },
  );
}

/** Something answers that has no identity document: the metadata service of another cloud, or half an emulator. */
export function noIdentityError(endpoint: string): GroundcrewError {
  return new GroundcrewError(
    'fleet.metadata.no-identity',
    `what answers at ${endpoint} has no instance identity document, so it is not EC2's metadata service; ` +
      'run this on an EC2 instance, or check AWS_EC2_METADATA_SERVICE_ENDPOINT',
    { details: { endpoint } },
  );
}

/** The path leads to keys of a role, and nobody said that they are wanted. */
export function credentialsError(path: string): GroundcrewError {
  return new GroundcrewError(
    'fleet.metadata.credentials',
    `"${path}" holds the keys of the instance's role, which would go on into terminals, logs and histories; ` +
      'pass --allow-credentials if they are wanted (any SDK finds them by itself)',
    { details: { path } },
  );
}

export interface MissingPath {
  readonly path: string;
  /** The nearest folder above that there is; `undefined`: not even that. */
  readonly folder: string | undefined;
  readonly entries: readonly string[];
  /** Why it may be missing, a sentence without its full stop. */
  readonly reason: string | undefined;
}

/** Entries beyond these make a message a list. */
const MAX_ENTRIES = 30;

/** There is nothing at the path. */
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
