import type { NetworkInterface, Subnet } from '../../model/index.ts';
import { answersTo, isEmpty, type PacketSet, spansOf } from '../../packets/index.ts';
import { throughAcl } from '../acls.ts';
import { withAnswers } from '../answers.ts';
import { type Membership, throughGroups } from '../groups.ts';
import { proposedRouteBack } from '../proposed-routes.ts';
import type { Split } from '../split.ts';
import type { Leaf, Need, Reason, Sender } from '../walk-types.ts';
import { membershipOf, notCollected } from './membership.ts';
import { blocked, type Traveling, type Walk } from './traveling.ts';

/** Goes on with what is allowed, and with what is not known; ends what is denied. */
export function pass(
  walk: Walk,
  traveling: Traveling,
  { allowed, denied, unknown: maybe, hops }: Split,
  next: (on: Traveling) => Leaf[],
  needOf?: (set: PacketSet, reason: Reason) => Need | undefined,
): Leaf[] {
  const on = [...traveling.hops, ...hops];
  const leaves: Leaf[] = [];
  let through = allowed;
  for (const { set, reason } of denied) {
    const need = walk.needs && needOf?.(set, reason);
    if (need) {
      walk.needs!.push(need);
      through = [...through, ...set];
    } else leaves.push(blocked({ ...traveling, set }, reason));
  }
  if (!isEmpty(through)) leaves.push(...next({ ...traveling, set: through, hops: on }));
  for (const { set, reason } of maybe)
    leaves.push(...next({ ...traveling, set, doubt: traveling.doubt ?? reason }));
  return leaves;
}

/** Packets leave an interface: through the outbound rules of its security groups. */
export function passGroups(
  walk: Walk,
  traveling: Traveling,
  sender: Sender,
  membership: Membership,
  next: (on: Traveling) => Leaf[],
): Leaf[] {
  if (isEmpty(traveling.set)) return [];
  if (sender.groups === undefined) return next(traveling);
  const split = throughGroups(walk.model, traveling.set, {
    family: traveling.family,
    isEgress: true,
    interface: sender.id,
    groups: sender.groups,
    membership: notCollected(walk, membership) ?? membership,
  });
  return pass(walk, traveling, split, next, (denied) => ({
    kind: 'group',
    isEgress: true,
    interface: sender.id,
    groups: sender.groups!,
    family: traveling.family,
    set: denied,
    peerGroups: membership.kind === 'vpc' ? groupsAt(walk, membership.vpc, traveling.family, denied) : [],
  }));
}

/** Packets come to an interface: through the inbound rules of its security groups. */
export function throughIngress(
  walk: Walk,
  traveling: Traveling,
  to: NetworkInterface,
  groups: readonly string[] | undefined,
  sender: Sender,
  next: (on: Traveling) => Leaf[],
): Leaf[] {
  if (groups === undefined) return next(traveling);
  const membership: Membership = sender.countsAs
    ? { kind: 'groups', groups: sender.countsAs }
    : sender.back.kind === 'gateway'
      ? { kind: 'none' }
      : membershipOf(walk, sender, to.vpc);
  const split = throughGroups(walk.model, traveling.set, {
    family: traveling.family,
    isEgress: false,
    interface: to.id,
    groups,
    membership: notCollected(walk, membership) ?? membership,
  });
  return pass(walk, traveling, split, next, (denied) => ({
    kind: 'group',
    isEgress: false,
    interface: to.id,
    groups,
    family: traveling.family,
    set: denied,
    peerGroups: sender.countsAs ?? (membership.kind === 'vpc' ? (sender.interface?.groups ?? []) : []),
  }));
}

/** The groups of the one interface that all of these packets go to. */
function groupsAt(walk: Walk, vpc: string, family: 4 | 6, set: PacketSet): readonly string[] {
  const all = spansOf(set);
  const value = all[0]?.destination[0];
  if (
    value === undefined ||
    all.some(({ destination }) => destination[0] !== value || destination[1] !== value)
  )
    return [];
  return walk.model.interfaceAt(vpc, { family, value })?.groups ?? [];
}

/** Packets pass the edge of a subnet: through its network ACL. */
export function passAcl(
  walk: Walk,
  traveling: Traveling,
  subnet: Subnet,
  isEgress: boolean,
  next: (on: Traveling) => Leaf[],
): Leaf[] {
  if (isEmpty(traveling.set)) return [];
  const { family, set } = traveling;
  const split = throughAcl(walk.model, subnet, set, { family, isEgress, isAnswer: false });
  return pass(walk, traveling, split, next, (denied) => ({
    kind: 'acl',
    isEgress,
    acl: walk.model.aclOf(subnet)!.id,
    family,
    set: denied,
  }));
}

/** Packets arrive where a leg of their way ends: continues with those whose answers come back. */
export function arrive(
  walk: Walk,
  traveling: Traveling,
  sender: Sender,
  at: { readonly subnet?: Subnet; readonly gateway?: string; readonly vpc: string },
  next: (on: Traveling) => Leaf[],
): Leaf[] {
  const { family, set } = traveling;
  if (isEmpty(set)) return [];
  const split = withAnswers(walk.model, set, { family, at, back: sender.back });
  return pass(walk, traveling, split, next, (denied, reason) => {
    if (reason.kind === 'acl')
      return { kind: 'acl', isEgress: reason.isEgress, acl: reason.acl, family, set: answersTo(denied) };
    if (reason.kind !== 'no-route') return undefined;
    const found = proposedRouteBack(walk.model, {
      set: answersTo(denied),
      family,
      vpc: at.vpc,
      back: sender.back,
    });
    return found && { kind: 'route', table: reason.table, family, ...found };
  });
}
