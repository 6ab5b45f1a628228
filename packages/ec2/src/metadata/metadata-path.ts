import { credentialsError } from './errors.ts';

/** What was typed, as the metadata service knows it: a path below `/latest/`, without slashes at its ends. */
export interface MetadataPath {
  readonly path: string;
  /** Whether only a folder can be meant: it was typed with a slash at its end, or is one of the roots. */
  readonly isFolder: boolean;
}

/**
 * Understands a path as people type it: `placement/region` stands in `meta-data`; `dynamic/…`, `user-data` and
 * `/latest/meta-data/…`, as curl is given it, are taken too. What can't be a path is refused when it is asked for.
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

/** Keys stand below `security-credentials`: those of the role, and those that EC2's own services are given. */
function isCredentials(path: string): boolean {
  return /(^|\/)security-credentials\/./i.test(path);
}

/** Why there may be nothing at a path that many an instance does have; `undefined`: no such path. */
export function reasonOfAbsence(path: string): string | undefined {
  return reasons.find(([start]) => path === start || path.startsWith(`${start}/`))?.[1];
}

const reasons: readonly (readonly [start: string, reason: string])[] = [
  ['user-data', 'it was started without user data'],
  ['meta-data/spot', 'no interruption is announced'],
  ['meta-data/events/recommendations', 'no rebalancing is advised'],
  ['meta-data/autoscaling', 'it is in no Auto Scaling group'],
  ['meta-data/tags', 'it has no such tag, or its option InstanceMetadataTags is off'],
  ['meta-data/iam', 'it has no role of that name, or none at all'],
  ['meta-data/public-ipv4', 'it has no public address'],
  ['meta-data/public-hostname', 'it has no public address'],
];
