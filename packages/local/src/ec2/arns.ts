import { type Ec2Kind, kindOfId } from '../account/index.ts';
import { type FurtherKind, furtherKinds } from './network/network-resources.ts';

/** Kinds of EC2's resources that have tags. */
export type TaggedKind = Ec2Kind | FurtherKind | 'security-group-rule';

const furtherPrefixes: ReadonlyMap<string, TaggedKind> = new Map<string, TaggedKind>([
  ...Object.entries(furtherKinds).map(([kind, prefix]) => [prefix, kind as FurtherKind] as const),
  ['sgr', 'security-group-rule'],
]);

/** `undefined`: not an id of any kind known here. */
export function taggedKindOf(id: string): TaggedKind | undefined {
  const [, prefix = ''] = /^([a-z]+)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.exec(id) ?? [];
  return kindOfId(id) ?? furtherPrefixes.get(prefix);
}

/** Where a resource of EC2 is. */
export interface Ec2Location {
  readonly accountId: string;
  readonly region: string;
}

/** The prefix of a kind's ARNs, before the id. */
export function arnPrefix(kind: TaggedKind, { accountId, region }: Ec2Location): string {
  return `arn:aws:ec2:${region}:${accountId}:${kind}/`;
}

/** `undefined`: not an ARN of EC2. */
export function readArn(
  arn: string,
): (Ec2Location & { readonly kind: string; readonly id: string }) | undefined {
  const [, region, accountId, kind, id] = /^arn:aws:ec2:([^:]*):([^:]*):([^/]*)\/(.*)$/s.exec(arn) ?? [];
  if (region === undefined || accountId === undefined || kind === undefined || id === undefined)
    return undefined;
  return { region, accountId, kind, id };
}
