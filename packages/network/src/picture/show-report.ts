import type { Report } from '@groundcrew/report';
import { formatCidr } from '../cidr/index.ts';
import type { NetworkModel } from '../model/index.ts';
import type { Suspicion, SuspicionKind } from '../suspicions/index.ts';
import { networkDiagram } from './network-diagram.ts';
import { tierOf } from './tiers.ts';

const suspicionSentences: Readonly<Record<SuspicionKind, string>> = {
  'private-subnet-public-route': 'A subnet that is called private has a route to an internet gateway.',
  'balancer-without-internet':
    'An internet-facing load balancer is in a subnet without a route to an internet gateway.',
  'nat-in-another-zone':
    'The NAT gateway is in another zone: its failure takes this one along, and each byte costs.',
  'black-hole-route': 'The route is a black hole.',
  'rule-of-nothing': 'The rule names a group that nothing has.',
  'empty-group': 'Nothing has the security group.',
  'world-open-group': 'The security group is open to the world.',
  'subnet-near-exhaustion': 'The subnet has too few free addresses for a load balancer.',
};

const SUBNETS_UNKNOWN = 'Which subnets there are is unknown.';

/** What a network is made of, and what is suspicious in it. */
export function showReport(
  model: NetworkModel,
  {
    vpc,
    isLive = false,
    suspicions,
    ignored,
  }: {
    readonly vpc?: string;
    /** Read from the account, not from a snapshot or saved answers. */
    readonly isLive?: boolean;
    readonly suspicions: readonly Suspicion[];
    readonly ignored: readonly string[];
  },
): Report {
  const isOwn = (each: { readonly vpc?: string }) => vpc === undefined || each.vpc === vpc;
  const { content } = model;
  // Those of a VPC together; as they were answered within it.
  const subnets = content.subnets
    .filter(isOwn)
    .toSorted((one, other) => (one.vpc < other.vpc ? -1 : one.vpc > other.vpc ? 1 : 0));
  const [only, ...others] = vpc === undefined ? content.vpcs.map(({ id }) => id) : [vpc];
  const isOne = only !== undefined && others.length === 0;
  const missing = [...model.scopes.values()].flatMap(({ id, parts, region }) =>
    wanted.filter((part) => !parts.has(part)).map((part) => `${part} (${region ?? id})`),
  );
  // An account that answered nothing has no region in the model.
  const isUnread = isLive && model.scopes.size === 0;
  const nothingFound = isUnread ? 'What is suspicious is unknown.' : 'Nothing suspicious was found.';
  return {
    title: isOne ? `Network ${titleOf(model, only)}` : 'Networks',
    catalog: 'networks',
    csv: 'subnets',
    lead: [suspicions.length === 0 ? nothingFound : `Suspicious findings: ${suspicions.length}.`],
    sections: [
      ...(isOne ? [networkDiagram(model, only)] : []),
      {
        kind: 'table',
        key: 'subnets',
        title: 'Subnets',
        columns: [
          { key: 'vpc', title: 'VPC', whole: true },
          { key: 'vpcName', title: 'VPC name', wrap: true, yields: 3 },
          { key: 'tier', title: 'Tier' },
          { key: 'zone', title: 'Zone' },
          { key: 'subnet', title: 'Subnet', whole: true },
          { key: 'name', title: 'Name', wrap: true, yields: 4 },
          { key: 'ranges', title: 'Ranges', wrap: true },
          { key: 'free', title: 'Free addresses', unit: 'count', yields: 2 },
          { key: 'routes', title: 'Way out', wrap: true },
          { key: 'interfaces', title: 'Network interfaces', unit: 'count', yields: 1 },
        ],
        rows: subnets.map((subnet) => ({
          vpc: subnet.vpc,
          vpcName: model.vpcs.get(subnet.vpc)?.name ?? null,
          tier: tierOf(model, subnet),
          zone: subnet.zone,
          subnet: subnet.id,
          name: subnet.name ?? null,
          ranges: subnet.cidrs.map(formatCidr).join(', '),
          free: subnet.freeAddresses ?? null,
          routes: waysOut(model, subnet.id),
          interfaces: content.interfaces.filter((each) => each.subnet === subnet.id).length,
        })),
        whenEmpty: isUnread ? SUBNETS_UNKNOWN : noSubnets(model, vpc, isLive),
      },
      {
        kind: 'table',
        key: 'suspicions',
        title: 'Suspicious',
        columns: [
          { key: 'id', title: 'Resource', whole: true },
          { key: 'what', title: 'What', words: true, wrap: true },
          { key: 'detail', title: 'Detail', wrap: true },
          { key: 'code', title: 'Code', hidden: true },
        ],
        rows: suspicions.map(({ kind, id, detail }) => ({
          id,
          what: suspicionSentences[kind],
          detail: detail || null,
          code: kind,
        })),
        whenEmpty: nothingFound,
      },
    ],
    notes: [
      ...(others.length > 0 ? ['There is a picture of one VPC; name it with --vpc.'] : []),
      ...(missing.length > 0 ? [`What was not collected is unknown: ${missing.join(', ')}.`] : []),
      ...(ignored.length > 0 ? [`Files that were not read: ${ignored.join(', ')}.`] : []),
    ],
  };
}

function noSubnets({ scopes }: NetworkModel, vpc: string | undefined, isLive: boolean): string {
  if ([...scopes.values()].some(({ parts }) => !parts.has('subnets'))) return SUBNETS_UNKNOWN;
  if (vpc !== undefined) return 'The VPC has no subnets.';
  return isLive ? 'The account has no subnets in this region.' : 'There are no subnets in what was saved.';
}

function titleOf(model: NetworkModel, vpc: string): string {
  const name = model.vpcs.get(vpc)?.name;
  return name === undefined ? vpc : `${name} (${vpc})`;
}

const wanted = [
  'subnets',
  'route-tables',
  'network-acls',
  'security-groups',
  'network-interfaces',
  'instances',
  'internet-gateways',
  'nat-gateways',
  'vpc-block-public-access-options',
  'load-balancers',
  'target-groups',
] as const;

function waysOut(model: NetworkModel, id: string): string | null {
  const subnet = model.subnets.get(id);
  const table = subnet && model.routeTableOf(subnet);
  if (!table) return null;
  const targets = table.routes.filter(({ target }) => target.kind !== 'local').map(({ target }) => target.id);
  return [...new Set(targets)].join(', ') || null;
}
