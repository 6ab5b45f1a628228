import { credentialsError } from './errors.ts';

/** A typed path of the metadata service, relative to `/latest/`, without leading and trailing slashes. */
export interface MetadataPath {
  readonly path: string;
  /** Whether it has to be a folder: it was typed with a trailing slash, or is one of the roots. */
  readonly isFolder: boolean;
}

/**
 * Parses a typed path: `placement/region` is in `meta-data`; `dynamic/…`, `user-data` and `/latest/meta-data/…`, as for
 * curl, are accepted, too. An invalid path is refused when it is requested.
 *
 * @throws GroundcrewError `fleet.metadata.credentials` for keys of the instance's role, unless they are allowed
 */
export function parseMetadataPath(typed: string, options: { allowCredentials: boolean }): MetadataPath {
  const bare = typed.replace(/^\/?(latest(\/|$))?/, '');
  const short = bare.replace(/\/$/, '');
  const isWhole = /^(meta-data|dynamic|user-data)(\/|$)/.test(short);
  const path = isWhole ? short : ['meta-data', short].filter((part) => part !== '').join('/');
  if (!options.allowCredentials && isCredentials(path)) throw credentialsError(path);
  const isFolder = path !== 'user-data' && (bare.endsWith('/') || !path.includes('/'));
  return { path, isFolder };
}

/** Keys are below `security-credentials`: those of the role, and those of EC2's own services. */
function isCredentials(path: string): boolean {
  return /(^|\/)security-credentials\/./i.test(path);
}

/** Why a path may be missing that other instances have; `undefined`: unknown path. */
export function reasonOfAbsence(path: string): string | undefined {
  return reasons.find(([start]) => path === start || path.startsWith(`${start}/`))?.[1];
}

const reasons: readonly (readonly [start: string, reason: string])[] = [
  ['user-data', 'it was started without user data'],
  ['meta-data/spot', 'no interruption is announced'],
  ['meta-data/events/recommendations', 'no rebalancing is advised'],
  ['meta-data/autoscaling', 'it is not in an Auto Scaling group'],
  ['meta-data/tags', 'it has no such tag, or its option InstanceMetadataTags is off'],
  ['meta-data/iam', 'it has no role of that name, or none at all'],
  ['meta-data/public-ipv4', 'it has no public address'],
  ['meta-data/public-hostname', 'it has no public address'],
];
