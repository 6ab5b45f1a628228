import type { AclEntry, GroupRule } from './network-resources.ts';

/** A rule for everything, without its peer. */
export function allowAll(id: string, isEgress: boolean): GroupRule {
  return { id, isEgress, protocol: '-1', fromPort: -1, toPort: -1, tags: {} };
}

/** The number of the entry that refuses what no other one allows. */
export const LAST_ENTRY = 32_767;
const LAST_IPV6_ENTRY = 32_768;

/** Of a default network ACL, "Default network ACLs" of the VPC user guide: everything is allowed, in both directions. */
export function defaultEntries(hasIpv6: boolean): readonly AclEntry[] {
  return [...lastEntries(hasIpv6), ...[false, true].flatMap((isEgress) => allowed(isEgress, hasIpv6))];
}

/** Of one that was made: everything is refused. */
export function lastEntries(hasIpv6: boolean): readonly AclEntry[] {
  return [false, true].flatMap((isEgress): AclEntry[] => [
    { number: LAST_ENTRY, isEgress, protocol: '-1', action: 'deny', ipv4: '0.0.0.0/0' },
    ...(hasIpv6
      ? [{ number: LAST_IPV6_ENTRY, isEgress, protocol: '-1', action: 'deny', ipv6: '::/0' } as const]
      : []),
  ]);
}

function allowed(isEgress: boolean, hasIpv6: boolean): AclEntry[] {
  const entry: AclEntry = { number: 100, isEgress, protocol: '-1', action: 'allow', ipv4: '0.0.0.0/0' };
  const ipv6: AclEntry = { number: 101, isEgress, protocol: '-1', action: 'allow', ipv6: '::/0' };
  return hasIpv6 ? [entry, ipv6] : [entry];
}
