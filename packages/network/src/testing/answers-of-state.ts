import { formatAddress, formatCidr } from '../cidr/index.ts';
import type { Item, NetworkState } from '../desired/index.ts';
import type { ModelContent } from '../model/index.ts';
import type { SavedFile } from '../saved/index.ts';

const elb = 'arn:aws:elasticloadbalancing:ap-northeast-2:123456789012';

/**
 * A network that was made, as the answers that the AWS CLI saves: the values of the items, with ids as AWS gives them. What is in
 * no item (addresses, instances, targets) is taken from `placed`, which names subnets and groups by the ids of the state.
 */
export function answersOfState({ items }: NetworkState, placed: ModelContent): SavedFile[] {
  const all = [...items.values()];
  const of = (kind: Item['kind']) => all.filter((item) => item.kind === kind);
  const one = (item: Item, ref: string) => [item.refs[ref] ?? []].flat()[0] ?? '';
  const idOf = (key: string) => items.get(key)?.id ?? '';
  const text = (item: Item, name: string) => {
    const value = item.props[name];
    return typeof value === 'object' || value === undefined ? '' : String(value);
  };
  const tags = (item: Item) =>
    Object.entries(item.props['tags'] ?? {}).map(([Key, Value]) => ({ Key, Value: String(Value) }));
  const vpc = idOf('vpc');
  const placedVpc = placed.vpcs[0]!;
  const v6 = placedVpc.cidrs.find(({ family }) => family === 6);
  const subnetV6 = (id: string) =>
    placed.subnets.find((subnet) => subnet.id === id)?.cidrs.find(({ family }) => family === 6);
  const range = (cidr: string) =>
    cidr.includes(':') ? { DestinationIpv6CidrBlock: cidr } : { DestinationCidrBlock: cidr };
  const target = (key: string) => {
    const item = items.get(key)!;
    if (item.kind === 'nat-gateway') return { NatGatewayId: `nat-${item.id}` };
    if (item.kind === 'egress-only-gateway') return { EgressOnlyInternetGatewayId: `eigw-${item.id}` };
    return { GatewayId: `igw-${idOf(one(item, 'gateway'))}` };
  };
  const peer = (rule: Item) => {
    const source = one(rule, 'source');
    const cidr = one(rule, 'range') === '' ? text(rule, 'source') : formatCidr(v6!);
    if (source !== '') return { UserIdGroupPairs: [{ GroupId: idOf(source) }] };
    return cidr.includes(':') ? { Ipv6Ranges: [{ CidrIpv6: cidr }] } : { IpRanges: [{ CidrIp: cidr }] };
  };
  const ports = (rule: Item) => {
    const [from, to = from] = text(rule, 'ports').split('-');
    return text(rule, 'ports') === 'all' ? {} : { FromPort: Number(from), ToPort: Number(to) };
  };
  const path = (item: Item) => `${text(item, 'type') === 'network' ? 'net' : 'app'}/${item.name}/${item.id}`;
  const arnOf = (key: string) => `${elb}:loadbalancer/${path(items.get(key)!)}`;
  const groupArn = (item: Item) => `${elb}:targetgroup/${item.name}/${item.id}`;
  const zoneOf = (key: string) => zoneName(text(items.get(key)!, 'zone'));
  const nat = (id: string | undefined) => placed.natGateways.find((each) => each.id === id)!;
  const description = (each: ModelContent['interfaces'][number]) => {
    const balancer = of('load-balancer').find(({ name }) => each.description?.includes(`/${name}/`));
    return balancer ? { Description: `ELB ${path(balancer)}` } : {};
  };
  const answers: Record<string, object> = {
    vpcs: {
      Vpcs: [
        {
          VpcId: vpc,
          CidrBlock: text(items.get('vpc')!, 'cidr'),
          CidrBlockAssociationSet: ['vpc', ...of('vpc-range').map(({ key }) => key)].map((key) => ({
            CidrBlock: text(items.get(key)!, 'cidr'),
          })),
          Ipv6CidrBlockAssociationSet: v6 ? [{ Ipv6CidrBlock: formatCidr(v6) }] : [],
          Tags: tags(items.get('vpc')!),
        },
      ],
    },
    subnets: {
      Subnets: of('subnet').map((item) => ({
        SubnetId: item.id,
        VpcId: vpc,
        AvailabilityZone: zoneName(text(item, 'zone')),
        AvailabilityZoneId: text(item, 'zone'),
        CidrBlock: text(item, 'cidr'),
        Ipv6CidrBlockAssociationSet:
          item.props['ipv6'] === undefined ? [] : [{ Ipv6CidrBlock: formatCidr(subnetV6(item.id!)!) }],
        MapPublicIpOnLaunch: item.props['publicAddresses'],
        AssignIpv6AddressOnCreation: item.props['ipv6Addresses'] === true,
        Tags: tags(item),
      })),
    },
    'route-tables': {
      RouteTables: of('route-table').map((table) => ({
        RouteTableId: table.id,
        VpcId: vpc,
        Associations: of('association')
          .filter((item) => one(item, 'table') === table.key)
          .map((item) => ({ SubnetId: idOf(one(item, 'subnet')) })),
        Routes: [
          ...placedVpc.cidrs.map((cidr) => ({ ...range(formatCidr(cidr)), GatewayId: 'local' })),
          ...of('route')
            .filter((item) => one(item, 'table') === table.key)
            .map((item) => ({ ...range(text(item, 'destination')), ...target(one(item, 'target')) })),
          ...of('endpoint')
            .filter((item) => [item.refs['tables'] ?? []].flat().includes(table.key))
            .map(({ id }) => ({ DestinationPrefixListId: `pl-${id}`, GatewayId: `vpce-${id}` })),
        ],
      })),
    },
    acls: {
      NetworkAcls: [
        {
          NetworkAclId: 'acl-1',
          VpcId: vpc,
          Associations: of('subnet').map(({ id }) => ({ SubnetId: id })),
          Entries: [true, false].flatMap((Egress) => [
            { Egress, RuleNumber: 100, RuleAction: 'allow', Protocol: '-1', CidrBlock: '0.0.0.0/0' },
            { Egress, RuleNumber: 101, RuleAction: 'allow', Protocol: '-1', Ipv6CidrBlock: '::/0' },
          ]),
        },
      ],
    },
    'security-groups': {
      SecurityGroups: [
        ...of('group').map((group) => ({
          GroupId: group.id,
          GroupName: group.name,
          VpcId: vpc,
          IpPermissions: of('rule')
            .filter((item) => one(item, 'group') === group.key)
            .map((rule) => ({
              IpProtocol: text(rule, 'protocol') === 'all' ? '-1' : text(rule, 'protocol'),
              ...ports(rule),
              ...peer(rule),
            })),
          IpPermissionsEgress: everywhere,
        })),
        ...placed.securityGroups
          .filter(({ id }) => !all.some((item) => item.id === id))
          .map(({ id }) => ({
            GroupId: id,
            GroupName: 'default',
            VpcId: vpc,
            IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: id }] }],
            IpPermissionsEgress: everywhere,
          })),
      ],
    },
    interfaces: {
      NetworkInterfaces: placed.interfaces.map((each) => ({
        NetworkInterfaceId: each.id,
        VpcId: vpc,
        SubnetId: each.subnet,
        InterfaceType: each.type,
        ...description(each),
        Groups: each.groups.map((GroupId) => ({ GroupId })),
        ...(each.instance !== undefined && { Attachment: { InstanceId: each.instance, DeviceIndex: 0 } }),
        PrivateIpAddresses: each.addresses.map(({ private: inner, public: outer }) => ({
          Primary: true,
          PrivateIpAddress: formatAddress(inner),
          ...(outer && { Association: { PublicIp: formatAddress(outer) } }),
        })),
        Ipv6Addresses: each.ipv6.map((address) => ({ Ipv6Address: formatAddress(address) })),
      })),
    },
    instances: {
      Reservations: [
        {
          Instances: placed.instances.map(({ id }) => ({
            InstanceId: id,
            VpcId: vpc,
            State: { Name: 'running' },
          })),
        },
      ],
    },
    'internet-gateways': {
      InternetGateways: of('gateway-attachment').map((item) => ({
        InternetGatewayId: `igw-${idOf(one(item, 'gateway'))}`,
        Attachments: [{ State: 'available', VpcId: vpc }],
      })),
    },
    'egress-only': {
      EgressOnlyInternetGateways: of('egress-only-gateway').map(({ id }) => ({
        EgressOnlyInternetGatewayId: `eigw-${id}`,
        Attachments: [{ State: 'attached', VpcId: vpc }],
      })),
    },
    'nat-gateways': {
      NatGateways: of('nat-gateway').map((item) => ({
        NatGatewayId: `nat-${item.id}`,
        VpcId: vpc,
        State: 'available',
        ConnectivityType: 'public',
        ...(text(item, 'mode') === 'regional'
          ? { AvailabilityMode: 'regional' }
          : { SubnetId: idOf(one(item, 'subnet')) }),
        NatGatewayAddresses: nat(item.id).addresses.map(({ private: inner, public: outer }) => ({
          ...(text(item, 'mode') !== 'regional' && { PrivateIp: formatAddress(inner) }),
          PublicIp: formatAddress(outer!),
        })),
      })),
    },
    endpoints: {
      VpcEndpoints: of('endpoint').map((item) => ({
        VpcEndpointId: `vpce-${item.id}`,
        VpcId: vpc,
        VpcEndpointType: 'Gateway',
        ServiceName: text(item, 'service'),
        State: 'available',
      })),
    },
    'prefix-lists': { PrefixLists: of('endpoint').map(({ id }) => ({ PrefixListId: `pl-${id}` })) },
    peerings: { VpcPeeringConnections: [] },
    'block-options': { VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'off' } },
    'block-exclusions': { VpcBlockPublicAccessExclusions: [] },
    'load-balancers': {
      LoadBalancers: of('load-balancer').map((item) => ({
        LoadBalancerArn: arnOf(item.key),
        LoadBalancerName: item.name,
        DNSName: `${item.name}.elb.amazonaws.com`,
        Type: text(item, 'type'),
        Scheme: text(item, 'scheme'),
        VpcId: vpc,
        State: { Code: 'active' },
        SecurityGroups: [item.refs['groups'] ?? []].flat().map(idOf),
        AvailabilityZones: [item.refs['subnets'] ?? []]
          .flat()
          .map((key) => ({ ZoneName: zoneOf(key), SubnetId: idOf(key) })),
      })),
    },
    'target-groups': {
      TargetGroups: of('target-group').map((item) => ({
        TargetGroupArn: groupArn(item),
        TargetGroupName: item.name,
        Protocol: text(item, 'protocol'),
        Port: item.props['port'],
        VpcId: vpc,
        TargetType: text(item, 'targetType'),
      })),
    },
  };
  for (const [at, item] of of('endpoint').entries()) {
    // Public ranges, as those of the services are.
    const ranges = [`52.219.${at * 4}.0/22`, `3.5.${at * 4}.0/23`];
    answers[`entries-pl-${item.id}`] = { Entries: ranges.map((Cidr) => ({ Cidr })) };
  }
  for (const item of of('load-balancer')) {
    answers[`attributes-${item.id}`] = { Attributes: [] };
    const listeners = of('listener').filter((each) => one(each, 'loadBalancer') === item.key);
    answers[`listeners-${item.id}`] = {
      Listeners: listeners.map((each) => ({
        ListenerArn: `${elb}:listener/${path(item)}/${each.id}`,
        LoadBalancerArn: arnOf(item.key),
        Port: each.props['port'],
        Protocol: text(each, 'protocol'),
        DefaultActions: [{ Type: 'forward', TargetGroupArn: groupArn(items.get(one(each, 'target'))!) }],
      })),
    };
    for (const each of listeners)
      answers[`rules-${each.id}`] = {
        Rules: [
          {
            RuleArn: `${elb}:listener-rule/${path(item)}/${each.id}/1`,
            Priority: 'default',
            Actions: [{ Type: 'forward', TargetGroupArn: groupArn(items.get(one(each, 'target'))!) }],
          },
        ],
      };
  }
  for (const item of of('target-group')) {
    answers[`attributes-${item.id}`] = { Attributes: [] };
    const targets = placed.targetGroups.find(({ id }) => id === item.id)?.targets;
    answers[`health-${item.id}`] = {
      TargetHealthDescriptions: (targets ?? []).map(({ id, port, zone }) => ({
        Target: {
          Id: id,
          Port: port,
          ...(text(item, 'targetType') === 'ip' && { AvailabilityZone: zoneName(zone ?? '') }),
        },
        TargetHealth: { State: 'healthy' },
      })),
    };
  }
  return Object.entries(answers).map(([name, answer]) => ({
    path: `ap-northeast-2/${name}.json`,
    text: JSON.stringify(answer),
  }));
}

/** In each account another one; here a for 1. */
const zoneName = (id: string) => `ap-northeast-2${'abcdef'[Number(id.at(-1)) - 1]}`;

const everywhere = [
  { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
];
