import { GroundcrewError } from '@groundcrew/errors';

/**
 * A path under `/latest/` as it stands in a URL.
 *
 * @param path `meta-data/placement/region`; as it is read, not percent-encoded
 * @throws GroundcrewError `imds.path.invalid` for what would lead elsewhere
 */
export function encodePath(path: string): string {
  const why = problemOf(path);
  if (why !== undefined) {
    throw new GroundcrewError(
      'imds.path.invalid',
      `the metadata path ${JSON.stringify(path)} ${why}; give it as it stands below /latest/: ` +
        'meta-data/placement/region, dynamic/instance-identity/document, user-data',
    );
  }
  // Addresses and tag keys hold these, and the service reads them as they are.
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
  // Only a listing's path ends with a slash.
  if (segments.slice(0, -1).includes('')) return 'has an empty step';
  return undefined;
}
