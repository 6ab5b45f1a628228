import type { NetworkInterface, NetworkModel } from '../model/index.ts';
import type { Edit } from './edits.ts';
import type { End } from './ends.ts';
import { interfaceClasses } from './interface-classes.ts';
import type { Question } from './question.ts';
import { trace, type Verdict } from './trace.ts';

/** What a change opens beside the path that it is for. */
export interface OpenedPath {
  readonly from: string;
  readonly to: string;
  readonly before: Verdict;
  readonly after: Verdict;
  /** How many other paths it stands for, between interfaces that are alike. */
  readonly alike: number;
}

/** So many are traced, before and after. */
const MAX_PATHS = 24;

/** An end that stands for interfaces that are alike. */
interface Side {
  readonly end: End;
  readonly members: readonly NetworkInterface[];
}

/**
 * What else is reached with the changes: the same ports, at all interfaces that the changed rules are before. Of interfaces that
 * are alike, in the network as it would be, one is asked about.
 */
export function alsoOpened(
  model: NetworkModel,
  changed: NetworkModel,
  question: Question,
  edits: readonly Edit[],
): { readonly opened: readonly OpenedPath[]; readonly rest: number } {
  const { senders, behind } = touched(model, edits);
  const classes = new Map(
    interfaceClasses(changed).flatMap(({ members }, at) => members.map(({ id }) => [id, at] as const)),
  );
  const sides = (own: ReadonlySet<NetworkInterface>, asked: End): readonly Side[] => {
    const known = new Set(interfacesOf(model, asked).map(({ id }) => id));
    const others = [...own].filter(({ id }) => !known.has(id));
    const alike = Map.groupBy(others, ({ id }) => classes.get(id));
    return [
      { end: asked, members: [] },
      ...[...alike.values()].map((members) => ({ end: endOf(members[0]!), members })),
    ];
  };
  const from = sides(senders, question.from);
  const pairs = from
    .flatMap((one) => sides(behind, question.to).map((other) => pairOf(one, other)))
    .filter(
      ({ one, other }) => (one !== question.from || other !== question.to) && one.label !== other.label,
    );
  const opened = pairs.slice(0, MAX_PATHS).flatMap(({ one, other, count }): OpenedPath[] => {
    const each = { ...question, from: one, to: other };
    const [before, after] = [trace(model, each).verdict, trace(changed, each).verdict];
    const isMore = before !== after && (after === 'reachable' || after === 'in-part');
    return isMore ? [{ from: one.label, to: other.label, before, after, alike: count - 1 }] : [];
  });
  return { opened, rest: pairs.slice(MAX_PATHS).reduce((sum, { count }) => sum + count, 0) };
}

/** From one to another: between members of one class, to the second of them. */
function pairOf(one: Side, other: Side) {
  const [first, second] = other.members;
  const isSame = first !== undefined && one.members[0] === first;
  const end = isSame && second ? endOf(second) : other.end;
  const targets = Math.max(1, other.members.length - (isSame ? 1 : 0));
  return { one: one.end, other: end, count: Math.max(1, one.members.length) * targets };
}

/** Who sends through the changed rules, and what is behind them. */
function touched(model: NetworkModel, edits: readonly Edit[]) {
  const all = [...model.interfaces.values()].filter(({ type }) => type !== 'nat_gateway');
  const behind = new Set<NetworkInterface>();
  const senders = new Set<NetworkInterface>();
  for (const edit of edits) {
    if (edit.kind === 'group-rule') {
      const own = all.filter(({ groups }) => groups.includes(edit.group));
      const { peer } = edit.rule;
      const peers = peer.kind === 'group' ? all.filter(({ groups }) => groups.includes(peer.group)) : [];
      for (const each of edit.rule.isEgress ? own : peers) senders.add(each);
      for (const each of edit.rule.isEgress ? peers : own) behind.add(each);
    } else if (edit.kind === 'acl-entry') {
      const subnets = model.content.networkAcls.find(({ id }) => id === edit.acl)?.subnets ?? [];
      for (const each of all) if (subnets.includes(each.subnet) && !edit.entry.isEgress) behind.add(each);
    }
  }
  return { senders, behind };
}

function interfacesOf(model: NetworkModel, end: End): readonly NetworkInterface[] {
  if (end.kind === 'interfaces') return end.interfaces;
  if (end.kind !== 'balancer') return [];
  return end.balancer.zones.flatMap(({ subnet }) => model.nodesOf(end.balancer, subnet));
}

function endOf(each: NetworkInterface): End {
  return { kind: 'interfaces', label: each.instance ?? each.id, interfaces: [each] };
}
