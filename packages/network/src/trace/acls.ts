import { formatCidr } from '../cidr/index.ts';
import type { AclEntry, NetworkAcl, NetworkModel, Subnet } from '../model/index.ts';
import {
  intersect,
  isEmpty,
  noPackets,
  type PacketSet,
  portsText,
  protocolName,
  subtract,
} from '../packets/index.ts';
import { ruleSet, spanOf } from './rule-sets.ts';
import { allUnknown, type Split } from './split.ts';
import type { Reason } from './walk-types.ts';

interface OrderedEntry {
  readonly entry: AclEntry;
  readonly set: PacketSet;
}

const ordered = new WeakMap<NetworkAcl, Map<string, readonly OrderedEntry[]>>();

/** The entries of a direction in the order in which they are asked, each with its packets. */
export function orderedEntries(acl: NetworkAcl, isEgress: boolean, family: 4 | 6): readonly OrderedEntry[] {
  const known = ordered.get(acl) ?? new Map<string, readonly OrderedEntry[]>();
  ordered.set(acl, known);
  const key = `${isEgress} ${family}`;
  const found =
    known.get(key) ??
    acl.entries
      .filter((entry) => entry.isEgress === isEgress && entry.cidr.family === family)
      .toSorted((a, b) => a.number - b.number)
      .map((entry) => ({
        entry,
        set: ruleSet(
          family,
          isEgress ? 'destination' : 'source',
          spanOf(entry.cidr),
          entry.protocol,
          entry.ports,
        ),
      }));
  known.set(key, found);
  return found;
}

/**
 * What a subnet's network ACL lets through its edge. The entry with the lowest number that fits decides; what no entry fits
 * is denied. AWS documentation: "Network ACL basics" and "Network ACL rules" in the VPC user guide.
 */
export function throughAcl(
  model: NetworkModel,
  subnet: Subnet,
  set: PacketSet,
  {
    family,
    isEgress,
    isAnswer,
  }: { readonly family: 4 | 6; readonly isEgress: boolean; readonly isAnswer: boolean },
): Split {
  if (isEmpty(set))
    return allUnknown(noPackets, { kind: 'not-collected', part: 'network-acls', of: subnet.id });
  const acl = model.aclOf(subnet);
  if (!acl) return allUnknown(set, { kind: 'not-collected', part: 'network-acls', of: subnet.id });
  const reason = (entry?: number): Reason => ({
    kind: 'acl',
    isEgress,
    isAnswer,
    acl: acl.id,
    subnet: subnet.id,
    ...(entry !== undefined && { entry }),
  });
  let allowed: PacketSet = noPackets;
  let left = set;
  let first: AclEntry | undefined;
  const denied: { set: PacketSet; reason: Reason }[] = [];
  for (const { entry, set: about } of orderedEntries(acl, isEgress, family)) {
    const hit = intersect(left, about);
    if (isEmpty(hit)) continue;
    if (entry.allows) {
      allowed = [...allowed, ...hit];
      first ??= entry;
    } else denied.push({ set: hit, reason: reason(entry.number) });
    left = subtract(left, about);
    if (isEmpty(left)) break;
  }
  if (!isEmpty(left)) denied.push({ set: left, reason: reason() });
  return {
    allowed,
    denied,
    unknown: [],
    hops: first
      ? [
          {
            at: isEgress ? 'acl-out' : 'acl-in',
            id: acl.id,
            rule: entryText(first),
            ...(isAnswer && { isAnswer }),
          },
        ]
      : [],
  };
}

/** `100 allow tcp 443 10.0.0.0/16` */
export function entryText({ number, allows, protocol, ports, cidr }: AclEntry): string {
  const what = protocol === -1 ? 'all' : `${protocolName(protocol)} ${portsText(ports)}`;
  return `${number} ${allows ? 'allow' : 'deny'} ${what} ${formatCidr(cidr)}`;
}
