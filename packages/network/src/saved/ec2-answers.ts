import type { Cidr } from '../cidr/index.ts';
import type {
  AclEntry,
  GroupRule,
  Instance,
  InterfaceAddress,
  InternetGateway,
  NatGateway,
  NetworkAcl,
  NetworkInterface,
  Peering,
  PrefixList,
  PublicAccessBlock,
  PublicAccessExclusion,
  Route,
  RouteTable,
  RouteTarget,
  RulePeer,
  SecurityGroup,
  Subnet,
  Vpc,
  VpcEndpoint,
} from '../model/index.ts';
import { allPorts, icmpPort, type Span } from '../packets/index.ts';
import {
  addressAt,
  cidrAt,
  common,
  type Fields,
  flag,
  list,
  malformed,
  numberAt,
  object,
  optional,
  readCidr,
  tagsOf,
  text,
  texts,
} from './fields.ts';

/** Answers of EC2 as the AWS CLI prints them: fields as in the API reference of EC2, `DescribeVpcs` and so on. */

export function readVpc(vpc: Fields, scope: string): Vpc {
  const cidrs = [
    ...list(vpc, 'CidrBlockAssociationSet').filter((each) => isAssociated(each, 'CidrBlockState')),
    ...list(vpc, 'Ipv6CidrBlockAssociationSet').filter((each) => isAssociated(each, 'Ipv6CidrBlockState')),
  ].flatMap((each) => cidrAt(each, 'CidrBlock') ?? cidrAt(each, 'Ipv6CidrBlock') ?? []);
  const first = cidrAt(vpc, 'CidrBlock');
  return {
    id: text(vpc, 'VpcId'),
    ...common(scope, tagsOf(vpc)),
    cidrs: cidrs.length > 0 || !first ? cidrs : [first],
  };
}

function isAssociated(each: Fields, key: string): boolean {
  const state = object(each, key);
  return !state || optional(state, 'State') === 'associated';
}

export function readSubnet(subnet: Fields, scope: string): Subnet {
  const tags = tagsOf(subnet);
  const cidr = cidrAt(subnet, 'CidrBlock');
  const ipv6 = list(subnet, 'Ipv6CidrBlockAssociationSet')
    .filter((each) => isAssociated(each, 'Ipv6CidrBlockState'))
    .flatMap((each) => cidrAt(each, 'Ipv6CidrBlock') ?? []);
  const block = object(subnet, 'BlockPublicAccessStates');
  const mode = block && optional(block, 'InternetGatewayBlockMode');
  const freeAddresses = numberAt(subnet, 'AvailableIpAddressCount');
  const zoneId = optional(subnet, 'AvailabilityZoneId');
  return {
    id: text(subnet, 'SubnetId'),
    ...common(scope, tags),
    vpc: text(subnet, 'VpcId'),
    zone: text(subnet, 'AvailabilityZone'),
    cidrs: [...(cidr ? [cidr] : []), ...ipv6],
    assignsPublicAddresses: flag(subnet, 'MapPublicIpOnLaunch'),
    tags,
    ...(zoneId !== undefined && { zoneId }),
    ...(freeAddresses !== undefined && { freeAddresses }),
    ...(isBlockMode(mode) && { blockPublicAccess: mode }),
  };
}

function isBlockMode(mode: string | undefined): mode is PublicAccessBlock {
  return mode === 'off' || mode === 'block-bidirectional' || mode === 'block-ingress';
}

export function readRouteTable(table: Fields, scope: string): RouteTable {
  const associations = list(table, 'Associations').filter((each) => {
    const state = object(each, 'AssociationState');
    return !state || optional(state, 'State') === 'associated';
  });
  return {
    id: text(table, 'RouteTableId'),
    ...common(scope, tagsOf(table)),
    vpc: text(table, 'VpcId'),
    isMain: associations.some((each) => flag(each, 'Main')),
    subnets: associations.flatMap((each) => optional(each, 'SubnetId') ?? []),
    gateways: associations.flatMap((each) => optional(each, 'GatewayId') ?? []),
    routes: list(table, 'Routes').map(readRoute),
  };
}

function readRoute(route: Fields): Route {
  const prefixList = optional(route, 'DestinationPrefixListId');
  const destination = cidrAt(route, 'DestinationCidrBlock') ?? cidrAt(route, 'DestinationIpv6CidrBlock');
  if (!destination && prefixList === undefined) malformed(route.where, 'has no destination');
  return {
    destination: destination ?? { prefixList: prefixList! },
    target: targetOf(route),
    isPropagated: optional(route, 'Origin') === 'EnableVgwRoutePropagation',
    // A state that is not known yet is not a way.
    isBlackHole: (optional(route, 'State') ?? 'active') !== 'active',
  };
}

const targetKeys = [
  ['NatGatewayId', 'nat-gateway'],
  ['VpcPeeringConnectionId', 'peering'],
  ['EgressOnlyInternetGatewayId', 'egress-only-internet-gateway'],
  ['TransitGatewayId', 'transit-gateway'],
  ['NetworkInterfaceId', 'interface'],
  ['InstanceId', 'interface'],
  ['LocalGatewayId', 'other'],
  ['CarrierGatewayId', 'other'],
  ['CoreNetworkArn', 'other'],
  ['OdbNetworkArn', 'other'],
] as const;

function targetOf(route: Fields): RouteTarget {
  const gateway = optional(route, 'GatewayId');
  if (gateway === 'local') return { kind: 'local', id: 'local' };
  for (const [key, kind] of targetKeys) {
    const id = optional(route, key);
    if (id !== undefined) return { kind, id };
  }
  if (gateway?.startsWith('igw-')) return { kind: 'internet-gateway', id: gateway };
  if (gateway?.startsWith('vgw-')) return { kind: 'virtual-private-gateway', id: gateway };
  if (gateway?.startsWith('vpce-')) return { kind: 'endpoint', id: gateway };
  return { kind: 'other', id: gateway ?? 'unknown' };
}

export function readNetworkAcl(acl: Fields, scope: string): NetworkAcl {
  return {
    id: text(acl, 'NetworkAclId'),
    ...common(scope, tagsOf(acl)),
    vpc: text(acl, 'VpcId'),
    subnets: list(acl, 'Associations').flatMap((each) => optional(each, 'SubnetId') ?? []),
    entries: list(acl, 'Entries').map(readEntry),
  };
}

function readEntry(entry: Fields): AclEntry {
  const cidr = cidrAt(entry, 'CidrBlock') ?? cidrAt(entry, 'Ipv6CidrBlock');
  if (!cidr) malformed(entry.where, 'has no range');
  const protocol = protocolNumber(text(entry, 'Protocol'), entry.where);
  const action = text(entry, 'RuleAction');
  if (action !== 'allow' && action !== 'deny')
    malformed(`${entry.where}.RuleAction`, `is ${JSON.stringify(action)}, neither allow nor deny`);
  const number = numberAt(entry, 'RuleNumber');
  if (number === undefined) malformed(`${entry.where}.RuleNumber`, 'is missing');
  const icmp = object(entry, 'IcmpTypeCode');
  const range = object(entry, 'PortRange');
  return {
    number: number!,
    isEgress: flag(entry, 'Egress'),
    allows: action === 'allow',
    protocol,
    cidr: cidr as Cidr,
    ports: isIcmp(protocol)
      ? icmpSpan(icmp && numberAt(icmp, 'Type'), icmp && numberAt(icmp, 'Code'))
      : portSpan(range && numberAt(range, 'From'), range && numberAt(range, 'To')),
  };
}

const names: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58, all: -1 };

function protocolNumber(name: string, where: string): number {
  const number = names[name] ?? Number(name);
  if (!Number.isInteger(number) || number < -1 || number > 255)
    malformed(where, `has the protocol ${JSON.stringify(name.slice(0, 20))}, which is none`);
  return number;
}

const isIcmp = (protocol: number) => protocol === 1 || protocol === 58;

/** Type and code of ICMP; -1: all. */
function icmpSpan(type = -1, code = -1): Span<number> {
  if (type < 0) return allPorts;
  return code < 0 ? [icmpPort(type, 0), icmpPort(type, 255)] : [icmpPort(type, code), icmpPort(type, code)];
}

function portSpan(from = -1, to = -1): Span<number> {
  return from < 0 ? allPorts : [from, to < 0 ? from : to];
}

export function readSecurityGroup(group: Fields, scope: string): SecurityGroup {
  const rules = (key: string, isEgress: boolean) =>
    list(group, key).flatMap((permission) => readPermission(permission, isEgress));
  const groupName = optional(group, 'GroupName');
  return {
    id: text(group, 'GroupId'),
    ...common(scope, tagsOf(group)),
    vpc: optional(group, 'VpcId') ?? '',
    ...(groupName !== undefined && { groupName }),
    rules: [...rules('IpPermissions', false), ...rules('IpPermissionsEgress', true)],
  };
}

function readPermission(permission: Fields, isEgress: boolean): GroupRule[] {
  const what = whatOf(permission);
  const peers: RulePeer[] = [
    ...list(permission, 'IpRanges').flatMap((each) => cidrPeer(cidrAt(each, 'CidrIp'))),
    ...list(permission, 'Ipv6Ranges').flatMap((each) => cidrPeer(cidrAt(each, 'CidrIpv6'))),
    ...list(permission, 'UserIdGroupPairs').flatMap((each) => groupPeer(optional(each, 'GroupId'))),
    ...list(permission, 'PrefixListIds').map((each): RulePeer => ({
      kind: 'prefix-list',
      prefixList: text(each, 'PrefixListId'),
    })),
  ];
  return peers.map((peer) => ({ isEgress, ...what, peer }));
}

function cidrPeer(cidr: Cidr | undefined): RulePeer[] {
  return cidr ? [{ kind: 'cidr', cidr }] : [];
}

function groupPeer(group: string | undefined): RulePeer[] {
  return group === undefined ? [] : [{ kind: 'group', group }];
}

function whatOf(permission: Fields): Pick<GroupRule, 'protocol' | 'ports'> {
  const protocol = protocolNumber(text(permission, 'IpProtocol'), permission.where);
  const [from, to] = [numberAt(permission, 'FromPort'), numberAt(permission, 'ToPort')];
  if (isIcmp(protocol)) return { protocol, ports: icmpSpan(from, to) };
  // Of other protocols than TCP and UDP, all ports.
  const hasPorts = protocol === 6 || protocol === 17;
  return { protocol, ports: hasPorts ? portSpan(from, to) : allPorts };
}

/** A rule of `describe-security-group-rules`, which has an id. */
export function readGroupRule(rule: Fields): { readonly group: string; readonly rule: GroupRule } {
  const referenced = object(rule, 'ReferencedGroupInfo');
  const prefixList = optional(rule, 'PrefixListId');
  const [peer] = [
    ...cidrPeer(cidrAt(rule, 'CidrIpv4') ?? cidrAt(rule, 'CidrIpv6')),
    ...groupPeer(referenced && optional(referenced, 'GroupId')),
    ...(prefixList === undefined ? [] : [{ kind: 'prefix-list', prefixList } as const]),
  ];
  if (!peer) malformed(rule.where, 'has neither range nor group nor prefix list');
  return {
    group: text(rule, 'GroupId'),
    rule: {
      id: text(rule, 'SecurityGroupRuleId'),
      isEgress: flag(rule, 'IsEgress'),
      ...whatOf(rule),
      peer: peer!,
    },
  };
}

export function readInterface(each: Fields, scope: string): NetworkInterface {
  const addresses = list(each, 'PrivateIpAddresses')
    .map((pair) => ({ pair, isPrimary: flag(pair, 'Primary') }))
    .toSorted((a, b) => Number(b.isPrimary) - Number(a.isPrimary))
    .flatMap(({ pair }): InterfaceAddress[] => {
      const inner = addressAt(pair, 'PrivateIpAddress');
      const association = object(pair, 'Association');
      const outer = association && addressAt(association, 'PublicIp');
      return inner ? [{ private: inner, ...(outer && { public: outer }) }] : [];
    });
  const attachment = object(each, 'Attachment');
  const instance = attachment && optional(attachment, 'InstanceId');
  const deviceIndex = attachment && numberAt(attachment, 'DeviceIndex');
  const type = optional(each, 'InterfaceType');
  const description = optional(each, 'Description');
  return {
    id: text(each, 'NetworkInterfaceId'),
    ...common(scope, tagsOf(each, 'TagSet')),
    vpc: text(each, 'VpcId'),
    subnet: text(each, 'SubnetId'),
    groups: list(each, 'Groups').map((group) => text(group, 'GroupId')),
    addresses,
    ipv6: list(each, 'Ipv6Addresses').flatMap((pair) => addressAt(pair, 'Ipv6Address') ?? []),
    ...(instance !== undefined && { instance }),
    ...(deviceIndex !== undefined && { deviceIndex }),
    ...(type !== undefined && { type }),
    ...(description !== undefined && { description }),
  };
}

export function readInstance(each: Fields, scope: string): Instance {
  const tags = tagsOf(each);
  const state = object(each, 'State');
  const platform = `${optional(each, 'Platform') ?? ''} ${optional(each, 'PlatformDetails') ?? ''}`;
  const vpc = optional(each, 'VpcId');
  return {
    id: text(each, 'InstanceId'),
    ...common(scope, tags),
    ...(vpc !== undefined && { vpc }),
    state: (state && optional(state, 'Name')) ?? 'unknown',
    platform: /windows/i.test(platform) ? 'windows' : 'linux',
    tags,
  };
}

/** Internet gateways, and egress-only ones: attached to a VPC. */
export function readGateway(gateway: Fields, scope: string): InternetGateway {
  const id = optional(gateway, 'InternetGatewayId') ?? text(gateway, 'EgressOnlyInternetGatewayId');
  const attached = list(gateway, 'Attachments').filter((each) => {
    const state = optional(each, 'State');
    return state === undefined || state === 'available' || state === 'attached';
  });
  return { id, ...common(scope, tagsOf(gateway)), vpcs: attached.map((each) => text(each, 'VpcId')) };
}

export function readNatGateway(gateway: Fields, scope: string): NatGateway | undefined {
  const state = optional(gateway, 'State') ?? 'unknown';
  if (state === 'deleted') return undefined;
  const subnet = optional(gateway, 'SubnetId');
  const routeTable = optional(gateway, 'RouteTableId');
  const isRegional = optional(gateway, 'AvailabilityMode') === 'regional';
  return {
    id: text(gateway, 'NatGatewayId'),
    ...common(scope, tagsOf(gateway)),
    vpc: text(gateway, 'VpcId'),
    ...(subnet !== undefined && !isRegional && { subnet }),
    ...(routeTable !== undefined && { routeTable }),
    state,
    isPublic: (optional(gateway, 'ConnectivityType') ?? 'public') === 'public',
    addresses: list(gateway, 'NatGatewayAddresses').flatMap((each): InterfaceAddress[] => {
      const outer = addressAt(each, 'PublicIp');
      // A regional one shows its public addresses only.
      const inner = addressAt(each, 'PrivateIp') ?? (isRegional ? outer : undefined);
      return inner ? [{ private: inner, ...(outer && { public: outer }) }] : [];
    }),
  };
}

export function readPeering(peering: Fields, scope: string): Peering {
  const side = (key: string) => {
    const info = object(peering, key) ?? malformed(`${peering.where}.${key}`, 'is missing');
    const [region, account] = [optional(info, 'Region'), optional(info, 'OwnerId')];
    return {
      vpc: text(info, 'VpcId'),
      ...(region !== undefined && { region }),
      ...(account !== undefined && { account }),
    };
  };
  const status = object(peering, 'Status');
  return {
    id: text(peering, 'VpcPeeringConnectionId'),
    ...common(scope, tagsOf(peering)),
    status: (status && optional(status, 'Code')) ?? 'unknown',
    requester: side('RequesterVpcInfo'),
    accepter: side('AccepterVpcInfo'),
  };
}

export function readEndpoint(endpoint: Fields, scope: string): VpcEndpoint {
  return {
    id: text(endpoint, 'VpcEndpointId'),
    ...common(scope, tagsOf(endpoint)),
    vpc: text(endpoint, 'VpcId'),
    type: optional(endpoint, 'VpcEndpointType') ?? 'unknown',
    service: optional(endpoint, 'ServiceName') ?? '',
    state: (optional(endpoint, 'State') ?? 'available').toLowerCase(),
  };
}

/** Of `describe-prefix-lists`, with its ranges; of `describe-managed-prefix-lists`, without. */
export function readPrefixList(each: Fields, scope: string): PrefixList {
  const name = optional(each, 'PrefixListName');
  const cidrs = texts(each, 'Cidrs').map((range, at) => readCidr(range, `${each.where}.Cidrs[${at}]`));
  return {
    id: text(each, 'PrefixListId'),
    scope,
    ...(name !== undefined && { name }),
    ...(cidrs.length > 0 && { cidrs }),
  };
}

export function readBlockMode(options: Fields): PublicAccessBlock {
  const mode = optional(options, 'InternetGatewayBlockMode') ?? 'off';
  return isBlockMode(mode)
    ? mode
    : malformed(`${options.where}.InternetGatewayBlockMode`, `is ${JSON.stringify(mode)}`);
}

export function readExclusion(exclusion: Fields, scope: string): PublicAccessExclusion | undefined {
  const state = optional(exclusion, 'State') ?? 'create-complete';
  if (/delet|failed|disable/.test(state)) return undefined;
  const mode = text(exclusion, 'InternetGatewayExclusionMode');
  return {
    scope,
    resource: text(exclusion, 'ResourceArn').split('/').at(-1)!,
    mode: mode === 'allow-bidirectional' ? 'allow-bidirectional' : 'allow-egress',
  };
}
