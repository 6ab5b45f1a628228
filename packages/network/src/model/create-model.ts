import type { Address } from '../cidr/index.ts';
import type {
  HealthCheck,
  Instance,
  InternetGateway,
  LoadBalancer,
  ModelContent,
  ModelPart,
  NatGateway,
  NetworkAcl,
  NetworkInterface,
  Peering,
  PrefixList,
  RouteTable,
  Scope,
  SecurityGroup,
  Subnet,
  TargetGroup,
  Vpc,
  VpcEndpoint,
} from './model.ts';

/** The content of one or more accounts and regions, found by id and by what belongs to what. */
export interface NetworkModel {
  readonly content: ModelContent;
  readonly vpcs: ReadonlyMap<string, Vpc>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly securityGroups: ReadonlyMap<string, SecurityGroup>;
  readonly interfaces: ReadonlyMap<string, NetworkInterface>;
  readonly instances: ReadonlyMap<string, Instance>;
  readonly natGateways: ReadonlyMap<string, NatGateway>;
  readonly peerings: ReadonlyMap<string, Peering>;
  readonly endpoints: ReadonlyMap<string, VpcEndpoint>;
  readonly prefixLists: ReadonlyMap<string, PrefixList>;
  readonly loadBalancers: ReadonlyMap<string, LoadBalancer>;
  readonly targetGroups: ReadonlyMap<string, TargetGroup>;
  readonly healthChecks: ReadonlyMap<string, HealthCheck>;
  readonly scopes: ReadonlyMap<string, Scope>;

  /** Whether the part was collected beside this object; of what is not known, it was not. */
  isCollected(of: { readonly scope: string } | undefined, part: ModelPart): boolean;
  /** The one it is associated with, or the main one; `undefined`: not collected. */
  routeTableOf(subnet: Subnet): RouteTable | undefined;
  /** `undefined`: not collected. */
  aclOf(subnet: Subnet): NetworkAcl | undefined;
  /** The route table of an internet gateway, for what comes in. */
  gatewayTableOf(gateway: string): RouteTable | undefined;
  internetGatewayOf(vpc: string): InternetGateway | undefined;
  egressOnlyGatewayOf(vpc: string): InternetGateway | undefined;
  /** The interface with this private address, or IPv6 address, in a VPC. */
  interfaceAt(vpc: string, address: Address): NetworkInterface | undefined;
  /** Its addresses of a family within a VPC, in order, each with its interface. */
  addressesOf(vpc: string, family: 4 | 6): readonly AddressOwner[];
  /** The interfaces of an instance, the primary one first. */
  interfacesOf(instance: string): readonly NetworkInterface[];
  /** Who has a public IPv4 address, or an address of IPv6 that is public by itself. */
  publicOwner(address: Address): PublicOwner | undefined;
  /** All who have one of a family, each with the public address. */
  publicOwners(family: 4 | 6): readonly PublicOwner[];
  /** The NAT gateway with this private address in a VPC. */
  natAt(vpc: string, address: Address): NatGateway | undefined;
  /** The interfaces of a load balancer in a subnet. */
  nodesOf(balancer: LoadBalancer, subnet: string): readonly NetworkInterface[];
  /** Whose interface it is, if it is a load balancer's. */
  balancerOf(each: NetworkInterface): LoadBalancer | undefined;
  /** What VPC Block Public Access does to a subnet; `undefined`: not collected. */
  publicAccessOf(subnet: Subnet): PublicAccessState | undefined;
}

export interface AddressOwner {
  readonly address: Address;
  readonly interface: NetworkInterface;
}

/** `address` is the private one. */
export interface PublicOwner extends AddressOwner {
  readonly public: Address;
}

/**
 * What VPC Block Public Access lets through: `direct` is traffic of public addresses through the internet gateway, `out`
 * connections that begin inside, through NAT and egress-only gateways. AWS documentation: "Block public access to VPCs and
 * subnets"; `BlockPublicAccessStates` in the EC2 API reference.
 */
export interface PublicAccessState {
  readonly direct: boolean;
  readonly out: boolean;
  /** An exclusion that allows egress: whether connections from public addresses are meant could not be looked up. */
  readonly isEgressExclusion: boolean;
}

/** Finds what belongs together. Ids that are there twice: the first one counts. */
export function createModel(content: ModelContent): NetworkModel {
  const scopes = byId(content.scopes);
  const vpcs = byId(content.vpcs);
  const subnets = byId(content.subnets);
  const interfaces = byId(content.interfaces);
  const natGateways = byId(content.natGateways);

  const tableOfSubnet = new Map<string, RouteTable>();
  const mainTables = new Map<string, RouteTable>();
  const tableOfGateway = new Map<string, RouteTable>();
  for (const table of content.routeTables) {
    if (table.isMain) mainTables.set(table.vpc, table);
    for (const subnet of table.subnets) tableOfSubnet.set(subnet, table);
    for (const gateway of table.gateways) tableOfGateway.set(gateway, table);
  }
  const aclOfSubnet = new Map<string, NetworkAcl>();
  for (const acl of content.networkAcls) for (const subnet of acl.subnets) aclOfSubnet.set(subnet, acl);

  const internetGateways = gatewaysByVpc(content.internetGateways);
  const egressOnly = gatewaysByVpc(content.egressOnlyGateways);

  const atAddress = new Map<string, NetworkInterface>();
  const publicOwners = new Map<string, PublicOwner>();
  const ofInstance = new Map<string, NetworkInterface[]>();
  const ownersOf = new Map<string, AddressOwner[]>();
  const own = (vpc: string, owner: AddressOwner) => {
    const key = addressKey(vpc, owner.address);
    if (atAddress.has(key)) return;
    atAddress.set(key, owner.interface);
    listAt(ownersOf, `${vpc} ${owner.address.family}`).push(owner);
  };
  for (const each of interfaces.values()) {
    for (const { private: address, public: open } of each.addresses) {
      own(each.vpc, { address, interface: each });
      if (open) publicOwners.set(addressKey('', open), { address, public: open, interface: each });
    }
    for (const address of each.ipv6) {
      own(each.vpc, { address, interface: each });
      publicOwners.set(addressKey('', address), { address, public: address, interface: each });
    }
    if (each.instance !== undefined) listAt(ofInstance, each.instance).push(each);
  }
  for (const owners of ownersOf.values()) owners.sort((a, b) => (a.address.value < b.address.value ? -1 : 1));
  for (const list of ofInstance.values()) list.sort((a, b) => (a.deviceIndex ?? 0) - (b.deviceIndex ?? 0));

  const publicByFamily = Map.groupBy(publicOwners.values(), (owner) => owner.public.family);
  const natAddresses = new Map<string, NatGateway>();
  for (const gateway of natGateways.values())
    for (const { private: address } of gateway.addresses)
      natAddresses.set(addressKey(gateway.vpc, address), gateway);

  const balancersByPath = new Map(content.loadBalancers.map((each) => [`ELB ${each.path}`, each]));
  const nodes = new Map<string, NetworkInterface[]>();
  for (const each of interfaces.values()) {
    const balancer = balancersByPath.get(each.description ?? '');
    if (balancer) listAt(nodes, `${balancer.id} ${each.subnet}`).push(each);
  }

  const publicAccess = new Map(content.publicAccess.map(({ scope, mode }) => [scope, mode]));
  const isCollected = (of: { readonly scope: string } | undefined, part: ModelPart) =>
    of !== undefined && (scopes.get(of.scope)?.parts.has(part) ?? false);

  return {
    content,
    scopes,
    vpcs,
    subnets,
    interfaces,
    natGateways,
    securityGroups: byId(content.securityGroups),
    instances: byId(content.instances),
    peerings: byId(content.peerings),
    endpoints: byId(content.endpoints),
    prefixLists: byId(content.prefixLists),
    loadBalancers: byId(content.loadBalancers),
    targetGroups: byId(content.targetGroups),
    healthChecks: byId(content.healthChecks),
    isCollected,
    routeTableOf: (subnet) => tableOfSubnet.get(subnet.id) ?? mainTables.get(subnet.vpc),
    aclOf: (subnet) => aclOfSubnet.get(subnet.id),
    gatewayTableOf: (gateway) => tableOfGateway.get(gateway),
    internetGatewayOf: (vpc) => internetGateways.get(vpc),
    egressOnlyGatewayOf: (vpc) => egressOnly.get(vpc),
    interfaceAt: (vpc, address) => atAddress.get(addressKey(vpc, address)),
    addressesOf: (vpc, family) => ownersOf.get(`${vpc} ${family}`) ?? [],
    interfacesOf: (instance) => ofInstance.get(instance) ?? [],
    publicOwner: (address) => publicOwners.get(addressKey('', address)),
    publicOwners: (family) => publicByFamily.get(family) ?? [],
    natAt: (vpc, address) => natAddresses.get(addressKey(vpc, address)),
    nodesOf: (balancer, subnet) => nodes.get(`${balancer.id} ${subnet}`) ?? [],
    balancerOf: (each) => balancersByPath.get(each.description ?? ''),
    publicAccessOf(subnet) {
      const isKnown = isCollected(subnet, 'vpc-block-public-access-options');
      const mode = isKnown ? (publicAccess.get(subnet.scope) ?? 'off') : subnet.blockPublicAccess;
      if (mode === undefined) return undefined;
      if (mode === 'off') return { direct: true, out: true, isEgressExclusion: false };
      if (!isKnown || !isCollected(subnet, 'vpc-block-public-access-exclusions')) return undefined;
      const exclusion = [subnet.id, subnet.vpc]
        .map((id) => content.exclusions.find(({ resource }) => resource === id))
        .find((each) => each !== undefined);
      if (exclusion?.mode === 'allow-bidirectional')
        return { direct: true, out: true, isEgressExclusion: false };
      return {
        direct: false,
        out: mode === 'block-ingress' || exclusion !== undefined,
        isEgressExclusion: exclusion !== undefined,
      };
    },
  };
}

function byId<T extends { readonly id: string }>(list: readonly T[]): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const each of list) if (!found.has(each.id)) found.set(each.id, each);
  return found;
}

function gatewaysByVpc(list: readonly InternetGateway[]): ReadonlyMap<string, InternetGateway> {
  return new Map(list.flatMap((each) => each.vpcs.map((vpc) => [vpc, each] as const)));
}

function listAt<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function addressKey(vpc: string, { family, value }: Address): string {
  return `${vpc} ${family} ${value}`;
}
