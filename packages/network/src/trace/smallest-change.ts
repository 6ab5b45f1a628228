import { bitsOf, type Cidr, cidrOf } from '../cidr/index.ts';
import type { AclEntry, NetworkModel, RulePeer } from '../model/index.ts';
import {
  allPorts,
  hullOf,
  overlap,
  type PacketSet,
  type PacketSpans,
  type Span,
  union,
} from '../packets/index.ts';
import { orderedEntries } from './acls.ts';
import { alsoOpened, type OpenedPath } from './also-opened.ts';
import { type Edit, withEdits } from './edits.ts';
import { clientsOf } from './clients/clients.ts';
import type { Question } from './question.ts';
import { trace, type Verdict } from './trace.ts';
import { walkClient } from './walk-client.ts';
import type { Need, Reason } from './walk-types.ts';

/** What opens a path that is blocked, wholly or in part. */
export interface Change {
  /** The fewest rules that have to be added. */
  readonly edits: readonly Edit[];
  /** The answer once they are made: `reachable`, unless there is something that no rule mends. */
  readonly verdict: Verdict;
  /** What no rule mends, first. */
  readonly obstacles: readonly Reason[];
  /** What would be reached then and is not now, with the same ports. */
  readonly alsoOpens: readonly OpenedPath[];
  /** Other paths that were not looked at, as they are many. */
  readonly notLookedAt: number;
}

/** Each round finds what is behind what the round before has opened. */
const MAX_ROUNDS = 8;
/** Of so many groups every combination is tried. */
const MAX_GROUPS = 12;

/** @returns `undefined` if nothing has to change, or what is blocked is not known */
export function smallestChange(model: NetworkModel, question: Question): Change | undefined {
  const now = trace(model, question);
  if (now.verdict === 'reachable' || now.verdict === 'unknown') return undefined;
  const needs: Need[] = [];
  let edits: readonly Edit[] = [];
  let changed = model;
  let obstacles: readonly Reason[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const found: Need[] = [];
    const { clients } = clientsOf(changed, question);
    const leaves = clients.flatMap((client) => walkClient(changed, client, { needs: found }));
    const ended = leaves.flatMap(({ status, reason }) => (status === 'blocked' && reason ? [reason] : []));
    const reasons = now.explanations.flatMap(({ reason }) => reason ?? []);
    obstacles = different(clients.length === 0 ? reasons : ended);
    if (found.length === 0) break;
    needs.push(...found);
    edits = editsFor(model, needs);
    changed = withEdits(model, edits);
  }
  const verdict = edits.length === 0 ? now.verdict : trace(changed, question).verdict;
  const { opened, rest } = alsoOpened(model, changed, question, edits);
  return { edits, verdict, obstacles, alsoOpens: opened, notLookedAt: rest };
}

function different(reasons: readonly Reason[]): readonly Reason[] {
  return [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()];
}

type GroupNeed = Extract<Need, { kind: 'group' }>;
type AclNeed = Extract<Need, { kind: 'acl' }>;
type RouteNeed = Extract<Need, { kind: 'route' }>;

function editsFor(model: NetworkModel, needs: readonly Need[]): readonly Edit[] {
  const acls = Map.groupBy(
    needs.filter((need): need is AclNeed => need.kind === 'acl'),
    ({ acl, isEgress, family }) => `${acl} ${isEgress} ${family}`,
  );
  const routes = Map.groupBy(
    needs.filter((need): need is RouteNeed => need.kind === 'route'),
    ({ table, destination }) => `${table} ${destination.first}/${destination.length}`,
  );
  return [
    ...groupEdits(needs.filter((need): need is GroupNeed => need.kind === 'group')),
    ...[...acls.values()].flatMap((same) => aclEdit(model, same)),
    ...[...routes.values()].map(([need]) => routeEdit(model, need!)),
  ];
}

/** The fewest groups that are on all interfaces that need a rule. */
function groupEdits(needs: readonly GroupNeed[]): Edit[] {
  return [true, false].flatMap((isEgress) => {
    const own = needs.filter((need) => need.isEgress === isEgress);
    if (own.length === 0) return [];
    return fewestGroups(own).flatMap(({ group, needs: covered }) => ruleEdits(group, isEgress, covered));
  });
}

interface Covered {
  readonly group: string;
  readonly needs: readonly GroupNeed[];
}

function fewestGroups(needs: readonly GroupNeed[]): readonly Covered[] {
  const groups = [...new Set(needs.flatMap((need) => need.groups))];
  const costOf = (chosen: readonly string[]): readonly Covered[] | undefined => {
    const covered = chosen.map((group) => ({ group, needs: [] as GroupNeed[] }));
    for (const need of needs) {
      const first = covered.find(({ group }) => need.groups.includes(group));
      if (!first) return undefined;
      first.needs.push(need);
    }
    return covered.filter((each) => each.needs.length > 0);
  };
  const ruleCount = (covered: readonly Covered[]) =>
    covered.reduce((sum, each) => sum + ruleEdits(each.group, true, each.needs).length, 0);
  let best: readonly Covered[] | undefined;
  if (groups.length <= MAX_GROUPS) {
    for (let bits = 1; bits < 1 << groups.length; bits += 1) {
      const chosen = costOf(groups.filter((_, at) => (bits & (1 << at)) !== 0));
      if (chosen && (!best || ruleCount(chosen) < ruleCount(best))) best = chosen;
    }
    return best ?? [];
  }
  // Of many, the one that the largest number of the interfaces left have, again and again.
  const left = new Set(needs);
  const chosen: Covered[] = [];
  while (left.size > 0) {
    const sizes = groups.map((group) => ({
      group,
      needs: [...left].filter((need) => need.groups.includes(group)),
    }));
    const most = sizes.reduce((a, b) => (b.needs.length > a.needs.length ? b : a));
    if (most.needs.length === 0) break;
    chosen.push(most);
    for (const need of most.needs) left.delete(need);
  }
  return chosen;
}

function ruleEdits(group: string, isEgress: boolean, needs: readonly GroupNeed[]): Edit[] {
  const [first, ...others] = needs;
  const common = first?.peerGroups.find((peer) => others.every((need) => need.peerGroups.includes(peer)));
  const make = (family: readonly GroupNeed[], peer: RulePeer | undefined): Edit[] => {
    const hull = hullOf(family.map(({ set }) => set).reduce(union));
    if (!hull) return [];
    const { protocol, ports } = whatOf(
      hull,
      family.some((need) => need.family === 6) && family.some((need) => need.family === 4),
    );
    const span = isEgress ? hull.destination : hull.source;
    const rule = {
      isEgress,
      protocol,
      ports,
      peer: peer ?? { kind: 'cidr' as const, cidr: enclosing(family[0]!.family, span) },
    };
    return [{ kind: 'group-rule', group, rule }];
  };
  if (common !== undefined) return make(needs, { kind: 'group', group: common });
  const byFamily = Map.groupBy(needs, ({ family }) => family);
  return [...byFamily.values()].flatMap((family) => make(family, undefined));
}

/** Protocol and ports around a set; of several protocols, all. */
function whatOf(
  { protocol, destinationPort }: PacketSpans,
  isBoth = false,
): { readonly protocol: number; readonly ports: Span<number> } {
  const isOne = protocol[0] === protocol[1] && !(isBoth && ![6, 17].includes(protocol[0]));
  return isOne ? { protocol: protocol[0], ports: destinationPort } : { protocol: -1, ports: allPorts };
}

/** The smallest range around a span. */
function enclosing(family: 4 | 6, [first, last]: Span<bigint>): Cidr {
  for (let length: number = bitsOf[family]; length > 0; length -= 1) {
    const cidr = cidrOf({ family, value: first }, length);
    if (cidr.first + (1n << BigInt(bitsOf[family] - length)) > last) return cidr;
  }
  return cidrOf({ family, value: first }, 0);
}

/** One entry before all that deny. */
function aclEdit(model: NetworkModel, needs: readonly AclNeed[]): Edit[] {
  const { acl: id, isEgress, family } = needs[0]!;
  const acl = model.content.networkAcls.find((each) => each.id === id);
  const set: PacketSet = needs.map((need) => need.set).reduce(union);
  const hull = hullOf(set);
  if (!acl || !hull) return [];
  const { protocol, ports } = whatOf(hull);
  const before = orderedEntries(acl, isEgress, family).find(
    ({ entry, set: about }) => !entry.allows && overlap(about, set),
  )?.entry.number;
  const used = new Set(
    acl.entries.filter((entry) => entry.isEgress === isEgress).map((entry) => entry.number),
  );
  const number = freeNumber(used, before);
  if (number === undefined) return [];
  const entry: AclEntry = {
    number,
    isEgress,
    allows: true,
    protocol,
    cidr: enclosing(family, isEgress ? hull.destination : hull.source),
    ports,
  };
  return [{ kind: 'acl-entry', acl: id, entry }];
}

/** Entries have numbers from 1 to 32766. */
const HIGHEST_NUMBER = 32_766;

function freeNumber(used: ReadonlySet<number>, before = HIGHEST_NUMBER + 1): number | undefined {
  for (let number = Math.min(before, HIGHEST_NUMBER + 1) - 1; number >= 1; number -= 1)
    if (!used.has(number)) return number;
  return undefined;
}

function routeEdit(model: NetworkModel, { table, destination, target }: RouteNeed): Edit {
  const routes = model.content.routeTables.find(({ id }) => id === table)?.routes ?? [];
  const replaces = routes.some(
    (route) =>
      !('prefixList' in route.destination) &&
      route.destination.first === destination.first &&
      route.destination.length === destination.length,
  );
  return { kind: 'route', table, destination, target, replaces };
}
