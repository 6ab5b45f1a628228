import { type Cidr, contains, formatCidr } from '../cidr/index.ts';
import type { NetworkModel, Route, RouteTable } from '../model/index.ts';
import { intersect, isEmpty, type PacketSet, subtract } from '../packets/index.ts';
import { addressed, spanOf } from './rule-sets.ts';

/** Packets that take a route. */
export interface Routed {
  readonly set: PacketSet;
  /** `undefined`: there is none. */
  readonly route: Route | undefined;
  /** The range that fitted, as `10.0.0.0/16`. */
  readonly destination?: string;
  /**
   * A route to a prefix list that was not collected, or one of two equal ones: the packets take this way, or that of
   * `route`.
   */
  readonly or?: readonly Route[];
}

interface Candidate {
  readonly cidr: Cidr;
  readonly route: Route;
  readonly rank: number;
}

interface Table {
  readonly family4: readonly Candidate[];
  readonly family6: readonly Candidate[];
  /** Routes to lists whose ranges were not collected. */
  readonly unknown: readonly Route[];
}

const tables = new WeakMap<NetworkModel, WeakMap<RouteTable, Table>>();

/**
 * Which route packets take: the longest prefix; of equal ones, static before prefix list before propagated; and the local
 * one before any propagated one. AWS documentation: "How route priority works" in the VPC user guide, "Route tables and AWS
 * Site-to-Site VPN route priority" in that of Site-to-Site VPN.
 */
export function takeRoutes(model: NetworkModel, table: RouteTable, set: PacketSet, family: 4 | 6): Routed[] {
  const { family4, family6, unknown } = tableOf(model, table);
  const taken: Routed[] = [];
  let left = set;
  const candidates = family === 4 ? family4 : family6;
  for (let at = 0; at < candidates.length && !isEmpty(left); at += 1) {
    const { cidr, route, rank } = candidates[at]!;
    const about = addressed(family, 'destination', spanOf(cidr));
    const hit = intersect(left, about);
    if (isEmpty(hit)) continue;
    // Of two lists with the same range, AWS takes one at random.
    const equal = candidates
      .slice(at + 1)
      .filter(
        (each) =>
          each.rank === rank &&
          each.cidr.length === cidr.length &&
          each.cidr.first === cidr.first &&
          each.route.target.id !== route.target.id,
      )
      .map((each) => each.route);
    // The lists of gateway endpoints have public addresses only.
    const isLocal = route.target.kind === 'local';
    const or = [...equal, ...unknown.filter(({ target }) => !isLocal || target.kind !== 'endpoint')];
    taken.push({ set: hit, route, destination: formatCidr(cidr), ...(or.length > 0 && { or }) });
    left = subtract(left, about);
  }
  if (!isEmpty(left)) taken.push({ set: left, route: undefined, ...(unknown.length > 0 && { or: unknown }) });
  return taken;
}

function tableOf(model: NetworkModel, table: RouteTable): Table {
  const known = tables.get(model) ?? new WeakMap<RouteTable, Table>();
  tables.set(model, known);
  const found = known.get(table) ?? readTable(model, table);
  known.set(table, found);
  return found;
}

function readTable(model: NetworkModel, table: RouteTable): Table {
  const unknown: Route[] = [];
  const candidates: Candidate[] = [];
  for (const route of table.routes) {
    const { destination } = route;
    if (!('prefixList' in destination)) {
      candidates.push({ cidr: destination, route, rank: route.isPropagated ? 2 : 0 });
      continue;
    }
    const cidrs = model.prefixLists.get(destination.prefixList)?.cidrs;
    if (cidrs) candidates.push(...cidrs.map((cidr) => ({ cidr, route, rank: 1 })));
    else unknown.push(route);
  }
  const local = candidates.filter(({ route }) => route.target.kind === 'local').map(({ cidr }) => cidr);
  const used = candidates
    .filter(({ cidr, route }) => !route.isPropagated || !local.some((each) => contains(each, cidr)))
    .toSorted((a, b) => b.cidr.length - a.cidr.length || a.rank - b.rank);
  return {
    family4: used.filter(({ cidr }) => cidr.family === 4),
    family6: used.filter(({ cidr }) => cidr.family === 6),
    unknown,
  };
}
