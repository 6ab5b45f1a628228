import { formatCidr } from '../cidr/index.ts';
import type { GroupRule, NetworkModel, SecurityGroup } from '../model/index.ts';
import {
  allAddresses,
  intersect,
  isEmpty,
  noPackets,
  overlap,
  type PacketSet,
  portsText,
  protocolName,
  type Span,
  subtract,
} from '../packets/index.ts';
import { indexRules, type RuleIndex, rulesAbout } from './rule-index.ts';
import { ruleSet, spanOf, spansOfAddresses } from './rule-sets.ts';
import type { Split } from './split.ts';
import type { Reason } from './walk-types.ts';

/** Which packets count as those of a group: by the addresses of a VPC, or whatever their address is. */
export type Membership =
  | { readonly kind: 'vpc'; readonly vpc: string }
  | { readonly kind: 'groups'; readonly groups: readonly string[] }
  /** Of the internet, or translated: of no group. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly reason: Reason };

export interface GroupQuestion {
  readonly family: 4 | 6;
  readonly isEgress: boolean;
  readonly interface: string;
  readonly groups: readonly string[];
  /** Of the other side. */
  readonly membership: Membership;
}

/**
 * What the security groups of an interface let through: all that a rule of one of them allows. A group that a rule names
 * stands for the private addresses of its members. AWS documentation: "Security group rules" ("Security group referencing")
 * in the VPC user guide, and "Update your security groups to reference peer security groups".
 */
export function throughGroups(model: NetworkModel, set: PacketSet, question: GroupQuestion): Split {
  const { groups, isEgress } = question;
  let allowed: PacketSet = noPackets;
  let left = set;
  let by: { readonly group: string; readonly rule: GroupRule } | undefined;
  const maybe: { readonly about: PacketSet; readonly reason: Reason }[] = [];
  for (const id of groups) {
    const group = model.securityGroups.get(id);
    if (!group) {
      maybe.push({ about: set, reason: { kind: 'not-collected', part: 'security-groups', of: id } });
      continue;
    }
    for (const { rule, about } of rulesAbout(preparedRules(model, group, question), left, question)) {
      if (isEmpty(left)) break;
      if ('reason' in about) {
        maybe.push({ about: about.set, reason: about.reason });
        continue;
      }
      if (!overlap(left, about.set)) continue;
      const hit = intersect(left, about.set);
      if (isEmpty(hit)) continue;
      by ??= { group: id, rule };
      allowed = [...allowed, ...hit];
      left = subtract(left, about.set);
    }
  }
  const unknown: { set: PacketSet; reason: Reason }[] = [];
  for (const { about, reason } of maybe) {
    const hit = intersect(left, about);
    if (isEmpty(hit)) continue;
    unknown.push({ set: hit, reason });
    left = subtract(left, about);
  }
  return {
    allowed,
    unknown,
    denied: isEmpty(left)
      ? []
      : [{ set: left, reason: { kind: 'group', isEgress, interface: question.interface, groups } }],
    hops: by ? [{ at: isEgress ? 'group-out' : 'group-in', id: by.group, rule: ruleText(by.rule) }] : [],
  };
}

interface PreparedRule {
  readonly rule: GroupRule;
  readonly about: ReturnType<typeof packetsOf>;
}

/** The members that a rule stands for are those of one model. */
const prepared = new WeakMap<NetworkModel, Map<string, RuleIndex<PreparedRule>>>();

/** The rules of a direction, each with the packets that it allows: many questions are asked of the same ones. */
function preparedRules(
  model: NetworkModel,
  group: SecurityGroup,
  question: GroupQuestion,
): RuleIndex<PreparedRule> {
  const { membership, family, isEgress } = question;
  const make = () =>
    indexRules(
      rulesOf(group, isEgress).map((rule) => ({ rule, about: packetsOf(model, rule, question) })),
      ({ about }) => about.set,
      question,
    );
  if (membership.kind === 'unknown') return make();
  const whose =
    membership.kind === 'vpc'
      ? membership.vpc
      : membership.kind === 'groups'
        ? membership.groups.join()
        : '-';
  const key = `${group.id} ${isEgress} ${family} ${whose}`;
  const known = prepared.get(model) ?? new Map<string, RuleIndex<PreparedRule>>();
  prepared.set(model, known);
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

const byDirection = new WeakMap<SecurityGroup, { readonly in: GroupRule[]; readonly out: GroupRule[] }>();

export function rulesOf(group: SecurityGroup, isEgress: boolean): readonly GroupRule[] {
  const known = byDirection.get(group) ?? {
    in: group.rules.filter((rule) => !rule.isEgress),
    out: group.rules.filter((rule) => rule.isEgress),
  };
  byDirection.set(group, known);
  return isEgress ? known.out : known.in;
}

const ofCidrs = new WeakMap<GroupRule, PacketSet>();

/** The packets that a rule allows; with a reason: those that it might allow. */
function packetsOf(
  model: NetworkModel,
  rule: GroupRule,
  { family, isEgress, membership }: Pick<GroupQuestion, 'family' | 'isEgress' | 'membership'>,
): { readonly set: PacketSet } | { readonly set: PacketSet; readonly reason: Reason } {
  const field = isEgress ? 'destination' : 'source';
  const about = (span: Span<bigint>) => ruleSet(family, field, span, rule.protocol, rule.ports);
  const { peer } = rule;
  switch (peer.kind) {
    case 'cidr': {
      if (peer.cidr.family !== family) return { set: noPackets };
      const known = ofCidrs.get(rule) ?? about(spanOf(peer.cidr));
      ofCidrs.set(rule, known);
      return { set: known };
    }
    case 'prefix-list': {
      const cidrs = model.prefixLists.get(peer.prefixList)?.cidrs;
      if (!cidrs) {
        const reason: Reason = {
          kind: 'not-collected',
          part: 'managed-prefix-list-entries',
          of: peer.prefixList,
        };
        return { set: about(allAddresses[family]), reason };
      }
      const spans = cidrs.filter((cidr) => cidr.family === family).map(spanOf);
      return { set: disjoint(spans).flatMap(about) };
    }
    case 'group': {
      if (membership.kind === 'none') return { set: noPackets };
      if (membership.kind === 'unknown')
        return { set: about(allAddresses[family]), reason: membership.reason };
      if (membership.kind === 'groups')
        return { set: membership.groups.includes(peer.group) ? about(allAddresses[family]) : noPackets };
      return { set: memberSpans(model, peer.group, membership.vpc, family).flatMap(about) };
    }
  }
}

function disjoint(spans: readonly Span<bigint>[]): Span<bigint>[] {
  const merged: [bigint, bigint][] = [];
  for (const [first, last] of spans.toSorted((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))) {
    const before = merged.at(-1);
    if (before && first <= before[1] + 1n) {
      if (last > before[1]) before[1] = last;
    } else merged.push([first, last]);
  }
  return merged;
}

const members = new WeakMap<NetworkModel, Map<string, readonly Span<bigint>[]>>();

/** The addresses that a group stands for in a VPC. */
function memberSpans(
  model: NetworkModel,
  group: string,
  vpc: string,
  family: 4 | 6,
): readonly Span<bigint>[] {
  const known = members.get(model) ?? membersOf(model);
  members.set(model, known);
  return known.get(`${group} ${vpc} ${family}`) ?? [];
}

function membersOf(model: NetworkModel): Map<string, readonly Span<bigint>[]> {
  const values = new Map<string, bigint[]>();
  for (const each of model.interfaces.values()) {
    for (const group of each.groups) {
      for (const { family, value } of [...each.addresses.map((pair) => pair.private), ...each.ipv6]) {
        const key = `${group} ${each.vpc} ${family}`;
        const list = values.get(key);
        if (list) list.push(value);
        else values.set(key, [value]);
      }
    }
  }
  return new Map([...values].map(([key, list]) => [key, spansOfAddresses(list)]));
}

/** `sgr-0123 tcp 443 from 10.0.0.0/16` */
export function ruleText({ id, isEgress, protocol, ports, peer }: GroupRule): string {
  const what = protocol === -1 ? 'all' : `${protocolName(protocol)} ${portsText(ports)}`;
  const other =
    peer.kind === 'cidr' ? formatCidr(peer.cidr) : peer.kind === 'group' ? peer.group : peer.prefixList;
  return `${id === undefined ? '' : `${id} `}${what} ${isEgress ? 'to' : 'from'} ${other}`;
}
