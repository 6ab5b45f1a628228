import { NETWORK_TAG, TIER_TAG } from '../addresses/index.ts';
import { isGroundcrewError } from '@groundcrew/errors';
import { formatCidr } from '../cidr/index.ts';
import type { Endpoint, NetworkFile } from '../file/index.ts';
import type { NetworkModel } from '../model/index.ts';
import { type End, findEnd } from './ends.ts';
import { readQuestion } from './read-question.ts';
import type { Question } from './question.ts';
import { trace, type TraceResult, type Verdict } from './trace.ts';
import type { Reason } from './walk-types.ts';

/** A path that has to hold. */
export interface Path {
  /** As it was written: `internet -> www:443`, `never internet -> data:*`. */
  readonly text: string;
  readonly must: 'reach' | 'never';
  /** `undefined`: an end is not in the model; `missing` says which. */
  readonly question?: Question;
  readonly missing?: string;
}

/** Whether a path holds: `in-part` for some of its packets. */
export type Holds = 'yes' | 'in-part' | 'no' | 'unknown';

export interface CheckedPath {
  readonly path: Path;
  readonly holds: Holds;
  readonly verdict: Verdict;
  readonly reason?: Reason;
  readonly result?: TraceResult;
}

export function checkPath(model: NetworkModel, path: Path): CheckedPath {
  // What is not there neither reaches nor is reached; that it was meant to be, is why it is not known.
  if (!path.question) return { path, holds: 'unknown', verdict: 'unknown' };
  const result = trace(model, path.question);
  const { verdict } = result;
  const reason = result.explanations.find(({ status }) =>
    path.must === 'never' ? status !== 'blocked' : status !== 'reached',
  )?.reason;
  return { path, holds: holdsBy(verdict, path.must), verdict, result, ...(reason && { reason }) };
}

function holdsBy(verdict: Verdict, must: Path['must']): Holds {
  if (verdict === 'unknown') return 'unknown';
  // That some packets pass is already too much of what must never be reached.
  if (must === 'never') return verdict === 'blocked' ? 'yes' : 'no';
  return verdict === 'reachable' ? 'yes' : verdict === 'in-part' ? 'in-part' : 'no';
}

/** The answer to all paths: the worst of them. */
export function overall(checked: readonly { readonly holds: Holds }[]): Holds {
  for (const worst of ['no', 'unknown', 'in-part'] as const)
    if (checked.some(({ holds }) => holds === worst)) return worst;
  return 'yes';
}

/** A path as it is written on the command line. @throws GroundcrewError `network.question.invalid` and those of ends */
export function readPath(model: NetworkModel, text: string): Path {
  const [, never, from = '', to = ''] = /^\s*(never\s+)?(\S+)\s*->\s*(\S+)\s*$/.exec(text) ?? [];
  const must = never === undefined ? 'reach' : 'never';
  return { text, must, question: readQuestion(model, from, to) };
}

/** The paths of a network file, between what it named in the account. */
export function pathsOfFile(model: NetworkModel, file: NetworkFile): readonly Path[] {
  return file.paths.map((rule): Path => {
    const from = endOf(model, file, rule.from);
    const to = endOf(model, file, rule.to);
    const base = { text: rule.text, must: rule.must };
    if (typeof from === 'string' || typeof to === 'string')
      return { ...base, missing: typeof from === 'string' ? from : (to as string) };
    const protocol = ({ tcp: 6, udp: 17, icmp: 1, all: 'all' } as const)[rule.protocol];
    return { ...base, question: { from, to, protocol, ports: [rule.ports.from, rule.ports.to] } };
  });
}

/** What an end of a file's path is in the account; a text names what is missing. */
function endOf(model: NetworkModel, file: NetworkFile, end: Endpoint): End | string {
  switch (end.kind) {
    case 'internet':
      return { kind: 'internet', label: 'internet' };
    case 'range':
      return orMissing(() => findEnd(model, rangeText(end)), rangeText(end));
    case 'vpc': {
      const vpcs = new Set(
        model.content.subnets.filter(({ tags }) => tags?.[NETWORK_TAG] === file.name).map(({ vpc }) => vpc),
      );
      const interfaces = model.content.interfaces.filter(
        (each) => vpcs.has(each.vpc) && each.type !== 'nat_gateway',
      );
      return { kind: 'interfaces', label: 'vpc', interfaces };
    }
    case 'tier': {
      const subnets = model.content.subnets
        .filter(({ tags }) => tags?.[NETWORK_TAG] === file.name && tags[TIER_TAG] === end.name)
        .map(({ id }) => id);
      if (subnets.length === 0) return `tier ${end.name}`;
      const interfaces = model.content.interfaces.filter(
        (each) => subnets.includes(each.subnet) && each.type !== 'nat_gateway' && !model.balancerOf(each),
      );
      return { kind: 'interfaces', label: end.name, interfaces };
    }
    case 'group':
      return orMissing(
        () => ({ ...findEnd(model, `${file.name}-${end.name}`), label: end.name }),
        `${file.name}-${end.name}`,
      );
    case 'load-balancer': {
      const wanted = file.loadBalancers.get(end.name);
      const record = wanted?.record?.name;
      // Asked by its name where it has one: the record is a part of the path.
      if (record !== undefined && model.content.hostedZones.length > 0)
        return { kind: 'name', label: record, name: record.toLowerCase() };
      const suffix = `${wanted?.type === 'network' ? '-n' : ''}${wanted?.scheme === 'internal' ? '-i' : ''}`;
      const name = `${file.name}-${end.name}${suffix}`;
      return orMissing(() => findEnd(model, name), name);
    }
  }
}

function rangeText({ cidr }: Extract<Endpoint, { kind: 'range' }>): string {
  return formatCidr(cidr);
}

function orMissing(find: () => End, name: string): End | string {
  try {
    return find();
  } catch (error) {
    if (isGroundcrewError(error, 'network.end.unknown')) return name;
    throw error;
  }
}

/**
 * The paths that a VPC has as it is: from the internet to the listeners of its load balancers, from those to their targets,
 * and out of each subnet that has a way out. What a failure takes away is seen against them.
 */
export function pathsOfVpc(model: NetworkModel, vpc: string): readonly Path[] {
  const paths: Path[] = [];
  const internet: End = { kind: 'internet', label: 'internet' };
  for (const balancer of model.content.loadBalancers.filter((each) => each.vpc === vpc)) {
    const to: End = { kind: 'balancer', label: balancer.shortName, balancer };
    for (const { port, protocol } of balancer.listeners ?? []) {
      const number = protocol === 'UDP' || protocol === 'QUIC' ? 17 : 6;
      const clients = model.content.interfaces.filter(
        (each) => each.vpc === vpc && each.instance !== undefined && !model.balancerOf(each),
      );
      const [first] = clients;
      const from: End | undefined = balancer.isInternetFacing
        ? internet
        : first && { kind: 'interfaces', label: first.instance!, interfaces: [first] };
      if (!from) continue;
      paths.push({
        text: `${from.label} -> ${balancer.shortName}:${port}${number === 17 ? '/udp' : ''}`,
        must: 'reach',
        question: { from, to, protocol: number, ports: [port, port] },
      });
    }
  }
  for (const subnet of model.content.subnets.filter((each) => each.vpc === vpc)) {
    const table = model.routeTableOf(subnet);
    const hasWayOut = table?.routes.some(({ target }) =>
      ['nat-gateway', 'internet-gateway'].includes(target.kind),
    );
    const client = model.content.interfaces.find(
      (each) => each.subnet === subnet.id && each.instance !== undefined,
    );
    if (!hasWayOut || !client) continue;
    const from: End = { kind: 'interfaces', label: client.instance!, interfaces: [client] };
    paths.push({
      text: `${client.instance} -> internet:443`,
      must: 'reach',
      question: { from, to: internet, ports: [443, 443] },
    });
  }
  return paths;
}
