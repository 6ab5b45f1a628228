import { zoneIdOf } from './zones.ts';
import { natState } from './nat-states.ts';
import { permissionFilters } from './permission-filters.ts';
import type { RegionNetwork } from './region-network.ts';
import { routeElements } from './routes.ts';
import type { NetworkResource, NetworkResourceKind, NetworkResources } from './network-resources.ts';

type Values = readonly (string | number | boolean | undefined)[];
type Table<Kind extends NetworkResourceKind> = Readonly<
  Record<string, (resource: NetworkResources[Kind], network: RegionNetwork) => Values>
>;

const owner = (_: NetworkResource, { accountId }: RegionNetwork): Values => [accountId];
const left = <Each extends { readonly isGone?: true }>(all: readonly Each[]) =>
  all.filter(({ isGone }) => !isGone);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The values of one element in all routes of a table. */
const inRoutes =
  (element: string) =>
  (table: NetworkResources['route-table'], network: RegionNetwork): Values =>
    routeElements(table, network).map((route) => textOf(route[element]));

/** The filters of each describe action, except those by tags: their pages in the EC2 API reference. */
const networkResourceFilters: { readonly [Kind in NetworkResourceKind]: Table<Kind> } = {
  vpc: {
    'vpc-id': ({ id }) => [id],
    'owner-id': owner,
    cidr: ({ cidrs }) => [cidrs[0]!.cidr],
    'cidr-block-association.cidr-block': ({ cidrs }) => cidrs.map(({ cidr }) => cidr),
    'cidr-block-association.association-id': ({ cidrs }) => cidrs.map(({ id }) => id),
    'cidr-block-association.state': ({ cidrs }) => cidrs.map(() => 'associated'),
    'ipv6-cidr-block-association.ipv6-cidr-block': ({ ipv6 }) => left(ipv6).map(({ cidr }) => cidr),
    'ipv6-cidr-block-association.association-id': ({ ipv6 }) => ipv6.map(({ id }) => id),
    'ipv6-cidr-block-association.state': ({ ipv6 }) =>
      ipv6.map(({ isGone }) => (isGone ? 'disassociated' : 'associated')),
    'dhcp-options-id': (_, network) => [network.idOf('dopt', 'default')],
    'is-default': ({ isDefault }) => [isDefault],
    state: () => ['available'],
  },
  subnet: {
    'subnet-id': ({ id }) => [id],
    'owner-id': owner,
    'vpc-id': ({ vpcId }) => [vpcId],
    'availability-zone': ({ zone }) => [zone],
    'availability-zone-id': ({ zone }, network) => [zoneIdOf(zone, network)],
    'cidr-block': ({ cidr }) => [cidr],
    'default-for-az': () => [false],
    'ipv6-cidr-block-association.ipv6-cidr-block': ({ ipv6 }) => left(ipv6).map(({ cidr }) => cidr),
    'ipv6-cidr-block-association.association-id': ({ ipv6 }) => ipv6.map(({ id }) => id),
    'ipv6-cidr-block-association.state': ({ ipv6 }) =>
      ipv6.map(({ isGone }) => (isGone ? 'disassociated' : 'associated')),
    'map-public-ip-on-launch': ({ publicAddresses }) => [publicAddresses],
    'subnet-arn': ({ id }, { accountId, region }) => [`arn:aws:ec2:${region}:${accountId}:subnet/${id}`],
    state: () => ['available'],
  },
  'internet-gateway': {
    'internet-gateway-id': ({ id }) => [id],
    'owner-id': owner,
    'attachment.vpc-id': ({ vpcId }) => [vpcId],
    'attachment.state': ({ vpcId }) => (vpcId === undefined ? [] : ['available']),
  },
  'egress-only-internet-gateway': {
    'egress-only-internet-gateway-id': ({ id }) => [id],
    'attachment.vpc-id': ({ vpcId }) => [vpcId],
    'attachment.state': () => ['attached'],
  },
  'elastic-ip': {
    'allocation-id': ({ id }) => [id],
    'association-id': ({ association }) => [association?.id],
    'instance-id': ({ association }) => [association?.instanceId],
    'network-border-group': (_, { region }) => [region],
    'network-interface-id': ({ association }) => [association?.interfaceId],
    'network-interface-owner-id': ({ association }, { accountId }) => (association ? [accountId] : []),
    'private-ip-address': ({ association }) => [association?.privateIp],
    'public-ip': ({ publicIp }) => [publicIp],
    domain: () => ['vpc'],
  },
  natgateway: {
    'nat-gateway-id': ({ id }) => [id],
    'subnet-id': ({ subnetId }) => [subnetId],
    'vpc-id': ({ vpcId }) => [vpcId],
    state: (gateway, { nowMs }) => [natState(gateway, nowMs)],
  },
  'route-table': {
    'route-table-id': ({ id }) => [id],
    'owner-id': owner,
    'vpc-id': ({ vpcId }) => [vpcId],
    'association.route-table-association-id': ({ associations }) => associations.map(({ id }) => id),
    'association.route-table-id': ({ id, associations }) => associations.map(() => id),
    'association.subnet-id': ({ associations }) => associations.map(({ subnetId }) => subnetId),
    'association.gateway-id': ({ associations }) => associations.map(({ gatewayId }) => gatewayId),
    'association.main': ({ associations }) =>
      associations.map(({ subnetId, gatewayId }) => subnetId === undefined && gatewayId === undefined),
    'route.destination-cidr-block': inRoutes('destinationCidrBlock'),
    'route.destination-ipv6-cidr-block': inRoutes('destinationIpv6CidrBlock'),
    'route.destination-prefix-list-id': inRoutes('destinationPrefixListId'),
    'route.egress-only-internet-gateway-id': inRoutes('egressOnlyInternetGatewayId'),
    'route.gateway-id': inRoutes('gatewayId'),
    'route.instance-id': inRoutes('instanceId'),
    'route.nat-gateway-id': inRoutes('natGatewayId'),
    'route.origin': inRoutes('origin'),
    'route.state': inRoutes('state'),
    'route.vpc-peering-connection-id': inRoutes('vpcPeeringConnectionId'),
  },
  'security-group': {
    'group-id': ({ id }) => [id],
    'owner-id': owner,
    'vpc-id': ({ vpcId }) => [vpcId],
    'group-name': ({ name }) => [name],
    description: ({ description }) => [description],
    ...permissionFilters,
  },
  'vpc-endpoint': {
    'vpc-endpoint-id': ({ id }) => [id],
    'vpc-id': ({ vpcId }) => [vpcId],
    'service-name': ({ service }) => [service],
    'vpc-endpoint-type': () => ['Gateway'],
    'vpc-endpoint-state': () => ['available'],
  },
  'network-acl': {
    'network-acl-id': ({ id }) => [id],
    'owner-id': owner,
    'vpc-id': ({ vpcId }) => [vpcId],
    default: ({ isDefault }) => [isDefault],
    'association.association-id': ({ associations }) => associations.map(({ id }) => id),
    'association.network-acl-id': ({ id, associations }) => associations.map(() => id),
    'association.subnet-id': ({ associations }) => associations.map(({ subnetId }) => subnetId),
    'entry.cidr': ({ entries }) => entries.map(({ ipv4 }) => ipv4),
    'entry.egress': ({ entries }) => entries.map(({ isEgress }) => isEgress),
    'entry.ipv6-cidr': ({ entries }) => entries.map(({ ipv6 }) => ipv6),
    'entry.protocol': ({ entries }) => entries.map(({ protocol }) => protocol),
    'entry.rule-action': ({ entries }) => entries.map(({ action }) => action),
    'entry.rule-number': ({ entries }) => entries.map(({ number }) => number),
  },
  'network-interface': {
    'network-interface-id': ({ id }) => [id],
    'owner-id': owner,
    'subnet-id': ({ subnetId }) => [subnetId],
    'vpc-id': ({ vpcId }) => [vpcId],
    'availability-zone': ({ subnetId }, network) => [network.find('subnet', subnetId)?.zone],
    'group-id': ({ groups }) => groups,
    'group-name': ({ groups }, network) => groups.map((id) => network.find('security-group', id)?.name),
    'interface-type': ({ type }) => [type],
    'requester-id': ({ manager }) => [manager],
    'requester-managed': ({ manager }) => [manager !== undefined],
    'private-ip-address': ({ privateIp }) => [privateIp],
    'addresses.private-ip-address': ({ privateIp }) => [privateIp],
    'addresses.primary': () => [true],
    'addresses.association.public-ip': (own, network) => [publicIpOf(own, network)],
    'association.public-ip': (own, network) => [publicIpOf(own, network)],
    'association.allocation-id': (own, network) => [addressOf(own, network)?.id],
    'attachment.instance-id': ({ instanceId }) => [instanceId],
    'attachment.instance-owner-id': ({ isInUse, manager }, { accountId }) =>
      isInUse ? [manager ?? accountId] : [],
    'attachment.status': ({ isInUse }) => (isInUse ? ['attached'] : []),
    'ipv6-addresses.ipv6-address': ({ ipv6 }) => [ipv6],
    description: ({ description }) => [description],
    status: ({ isInUse }) => [isInUse ? 'in-use' : 'available'],
  },
  'vpc-peering-connection': {
    'vpc-peering-connection-id': ({ id }) => [id],
    'accepter-vpc-info.vpc-id': ({ accepter }) => [accepter.vpcId],
    'accepter-vpc-info.owner-id': ({ accepter }) => [accepter.accountId],
    'accepter-vpc-info.cidr-block': ({ accepter }) => accepter.cidrs,
    'requester-vpc-info.vpc-id': ({ requester }) => [requester.vpcId],
    'requester-vpc-info.owner-id': ({ requester }) => [requester.accountId],
    'requester-vpc-info.cidr-block': ({ requester }) => requester.cidrs,
    'status-code': ({ status }) => [status],
  },
};

function addressOf({ id }: NetworkResources['network-interface'], network: RegionNetwork) {
  return network.all('elastic-ip').find(({ association }) => association?.interfaceId === id);
}

function publicIpOf(own: NetworkResources['network-interface'], network: RegionNetwork): string | undefined {
  return own.publicIp ?? addressOf(own, network)?.publicIp;
}

/** The values of a filter; `undefined`: there is no such filter of the kind. */
export function valuesOfFilter(
  kind: NetworkResourceKind,
  name: string,
): ((resource: NetworkResource, network: RegionNetwork) => readonly string[]) | undefined {
  const table = networkResourceFilters[kind] as Readonly<
    Record<string, (resource: NetworkResource, network: RegionNetwork) => Values>
  >;
  if (!Object.hasOwn(table, name)) return undefined;
  const read = table[name]!;
  return (resource, network) =>
    read(resource, network).flatMap((value) => (value === undefined ? [] : [String(value)]));
}
