import type { ExistingSubnet, ExistingVpc } from '../addresses/index.ts';
import { type Cidr, cidr, compareCidrs } from '../cidr/index.ts';
import { ipv6Subnet } from '../vpc-rules/index.ts';
import { type Item, textOf } from './item.ts';

/** Quotas of an account, "Amazon VPC quotas" and those of their services. */
export interface Quotas {
  readonly vpcs: number;
  readonly internetGateways: number;
  readonly addresses: number;
  readonly subnetsPerVpc: number;
  readonly routeTablesPerVpc: number;
  readonly routesPerTable: number;
  readonly rulesPerGroup: number;
  readonly natGatewaysPerZone: number;
  readonly rangesPerVpc: number;
}

/** What an account has without asking for more. */
export const defaultQuotas: Quotas = {
  vpcs: 5,
  internetGateways: 5,
  addresses: 5,
  subnetsPerVpc: 200,
  routeTablesPerVpc: 200,
  routesPerTable: 50,
  rulesPerGroup: 60,
  natGatewaysPerZone: 5,
  rangesPerVpc: 5,
};

/** What there is of a network, and what is around it. */
export interface NetworkState {
  /** What has the ownership tag, or belongs to what does, by key. */
  readonly items: ReadonlyMap<string, Item>;
  /** How many the account has in the region, those of the network among them; missing: unknown, and not compared. */
  readonly usage?: {
    readonly vpcs?: number;
    readonly internetGateways?: number;
    readonly addresses?: number;
  };
  readonly quotas?: Partial<Quotas>;
  /** Ids of the zones that the account can use in the region; missing: unknown, and not compared. */
  readonly zones?: readonly string[];
  /** Names of the hosted zones of the account, by their ids: `example.com`; missing: unknown, and not compared. */
  readonly hostedZones?: Readonly<Record<string, string>>;
  /** Ids of zones in which NAT gateways cannot be made. */
  readonly zonesWithoutNat?: readonly string[];
  /** Keys of resources of other owners that have a name or a place which the network wants: `record:Z1/www.example.com/A`. */
  readonly foreign?: readonly string[];
  /** Subnets of the VPC that are not of the network, and ranges of other VPCs and peers. */
  readonly strangers?: readonly ExistingSubnet[];
  /** Rules of others in its security groups, for people: they stay. */
  readonly strangeRules?: readonly string[];
  /**
   * How many resources of the network have a tag that is not in the file, by its key, for people. They stay: whether somebody
   * else set one, or the file had it before, its resources do not show.
   */
  readonly strangeTags?: Readonly<Record<string, number>>;
  readonly others?: readonly { readonly what: string; readonly cidr: Cidr }[];
}

/** Nothing is there, and nothing is known of what is around it. */
export const emptyState: NetworkState = { items: new Map() };

/** The VPC of a state, for the address plan. */
export function vpcOf({ items, strangers = [] }: NetworkState): ExistingVpc | undefined {
  const vpc = items.get('vpc');
  if (!vpc) return undefined;
  const of = (kind: Item['kind']) => [...items.values()].filter((item) => item.kind === kind);
  const further = of('vpc-range').map((item) => cidr(textOf(item, 'cidr')));
  const ipv6 = items.get('ipv6-range');
  const range = ipv6 && textOf(ipv6, 'cidr') !== '' ? cidr(textOf(ipv6, 'cidr')) : undefined;
  return {
    id: vpc.id ?? 'vpc',
    ranges: [cidr(textOf(vpc, 'cidr')), ...further.toSorted(compareCidrs)],
    ...(range && { ipv6: range }),
    subnets: [
      ...of('subnet').map((item) => ({
        id: item.id ?? 'subnet',
        cidr: cidr(textOf(item, 'cidr')),
        zone: textOf(item, 'zone'),
        tier: textOf(item, 'tier'),
        ...(typeof item.props['ipv6'] === 'number' && {
          ipv6: ipv6Subnet(range ?? { first: 0n }, item.props['ipv6']),
        }),
      })),
      ...strangers,
    ],
  };
}
