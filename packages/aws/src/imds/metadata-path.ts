import { GroundcrewError } from '@groundcrew/errors';

/**
 * A path under `/latest/`, encoded for a URL.
 *
 * @param path `meta-data/placement/region`; not percent-encoded
 * @throws GroundcrewError `imds.path.invalid` for a path to somewhere else
 */
export function encodePath(path: string): string {
  const why = problemOf(path);
  if (why !== undefined) {
    throw new GroundcrewError(
      'imds.path.invalid',
      `the metadata path ${JSON.stringify(path)} ${why}; write it relative to /latest/: ` +
        'meta-data/placement/region, dynamic/instance-identity/document, user-data',
    );
  }
  // Addresses and tag keys contain these, and the service reads them unencoded.
  return encodeURI(path).replace(/%5B/g, '[').replace(/%5D/g, ']');
}

function problemOf(path: string): string | undefined {
  if (!path.isWellFormed()) return 'is not well-formed text';
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(path)) return 'has a control character';
  if (path.includes('://')) return 'is a whole URL';
  const forbidden = /[?#%\\]/.exec(path);
  if (forbidden) return `has a "${forbidden[0]}"`;
  if (path.startsWith('/')) return 'starts with a slash';
  const segments = path.split('/');
  if (segments.some((segment) => segment === '.' || segment === '..')) return 'has a "." or ".." step';
  // Only the path of a listing ends with a slash.
  if (segments.slice(0, -1).includes('')) return 'has an empty step';
  return undefined;
}
