import { KEY_TAG, NETWORK_TAG } from '../addresses/index.ts';
import type { NetworkState } from '../desired/index.ts';
import { type Item, refOf, refsOf, textOf } from '../desired/item.ts';
import type { NetworkAnswer } from '../saved/index.ts';

type Json = Record<string, unknown>;

/** The /56 that AWS gives to a VPC here. */
export const IPV6_OF_VPC = '2001:db8:12:3400::/56';

const tagsOf = ({ props, key }: Item): { Key: string; Value: string }[] => [
  ...Object.entries<string>({ [NETWORK_TAG]: 'shop', ...(props['tags'] as object | undefined) }).map(
    ([Key, Value]) => ({
      Key,
      Value,
    }),
  ),
  { Key: KEY_TAG, Value: key },
  { Key: 'Owner', Value: 'somebody' },
  { Key: 'aws:cloudformation:stack-name', Value: 'x' },
];

const ipv6Of = (number: number) => `2001:db8:12:${(0x3400 + number).toString(16)}::/64`;

/** What AWS would answer about a network shop that has these resources, each with an id; beside a default VPC of the region. */
export function answersOfState({ items }: NetworkState, region: string): NetworkAnswer[] {
  const of = (kind: Item['kind']) => [...items.values()].filter((item) => item.kind === kind);
  const idOf = (key: string | readonly string[] | undefined): string => {
    const id = typeof key === 'string' ? items.get(key)?.id : undefined;
    if (id === undefined) throw new TypeError(`${String(key)} is not there`);
    return id;
  };
  const idsOf = (keys: string | readonly string[] | undefined) => [keys ?? []].flat().map(idOf);
  const users = (key: string, kind: Item['kind']) => of(kind).filter((item) => refsOf(item).includes(key));
  const vpc = items.get('vpc');
  const vpcId = vpc?.id ?? 'vpc-none';
  const associated = { State: 'associated' };
  const ipv6 = items.get('ipv6-range');

  const targetOf = (route: Item): Json => {
    const target = refOf(route, 'target') ?? '';
    if (target === 'gateway-attachment') return { GatewayId: idOf('internet-gateway') };
    return target.startsWith('nat-gateway:')
      ? { NatGatewayId: idOf(target) }
      : { EgressOnlyInternetGatewayId: idOf(target) };
  };
  const sourceOf = ({ props, refs }: Item): Json => {
    if (refs['source'] !== undefined) return { ReferencedGroupInfo: { GroupId: idOf(refs['source']) } };
    const source = refs['range'] === undefined ? textOf({ props }, 'source') : IPV6_OF_VPC;
    return source.includes(':') ? { CidrIpv6: source } : { CidrIpv4: source };
  };
  const portsOf = (ports: string): Json => {
    if (ports === 'all') return { FromPort: -1, ToPort: -1 };
    const [from = '', to = from] = ports.split('-');
    return { FromPort: Number(from), ToPort: Number(to) };
  };
  const answers: Record<string, Json> = {
    'describe-vpcs': {
      Vpcs: [
        { VpcId: 'vpc-default', CidrBlock: '172.31.0.0/16', IsDefault: true },
        ...(vpc
          ? [
              {
                VpcId: vpcId,
                CidrBlock: vpc.props['cidr'],
                CidrBlockAssociationSet: [
                  { AssociationId: 'first', CidrBlock: vpc.props['cidr'], CidrBlockState: associated },
                  ...of('vpc-range').map((range) => ({
                    AssociationId: range.id,
                    CidrBlock: range.props['cidr'],
                    CidrBlockState: associated,
                  })),
                ],
                Ipv6CidrBlockAssociationSet: ipv6
                  ? [{ AssociationId: ipv6.id, Ipv6CidrBlock: IPV6_OF_VPC, Ipv6CidrBlockState: associated }]
                  : [],
                Tags: tagsOf(vpc),
              },
            ]
          : []),
      ],
    },
    'describe-subnets': {
      Subnets: of('subnet').map((subnet) => ({
        SubnetId: subnet.id,
        VpcId: vpcId,
        CidrBlock: subnet.props['cidr'],
        AvailabilityZone: `${region}a`,
        AvailabilityZoneId: subnet.props['zone'],
        MapPublicIpOnLaunch: subnet.props['publicAddresses'],
        AssignIpv6AddressOnCreation: subnet.props['ipv6Addresses'] === true,
        Ipv6CidrBlockAssociationSet:
          typeof subnet.props['ipv6'] === 'number'
            ? [
                {
                  AssociationId: `${subnet.id}-6`,
                  Ipv6CidrBlock: ipv6Of(subnet.props['ipv6']),
                  Ipv6CidrBlockState: associated,
                },
              ]
            : [],
        Tags: tagsOf(subnet),
      })),
    },
    'describe-internet-gateways': {
      InternetGateways: [
        { InternetGatewayId: 'igw-default', Attachments: [{ VpcId: 'vpc-default', State: 'available' }] },
        ...of('internet-gateway').map((gateway) => ({
          InternetGatewayId: gateway.id,
          Attachments: items.has('gateway-attachment') ? [{ VpcId: vpcId, State: 'available' }] : [],
          Tags: tagsOf(gateway),
        })),
      ],
    },
    'describe-egress-only-internet-gateways': {
      EgressOnlyInternetGateways: of('egress-only-gateway').map((gateway) => ({
        EgressOnlyInternetGatewayId: gateway.id,
        Attachments: [{ VpcId: vpcId, State: 'attached' }],
        Tags: tagsOf(gateway),
      })),
    },
    'describe-availability-zones': {
      AvailabilityZones: ['apne2-az1', 'apne2-az2', 'apne2-az3', 'apne2-az4'].map((ZoneId) => ({ ZoneId })),
    },
    'describe-addresses': {
      Addresses: of('address').map((address) => ({ AllocationId: address.id, Tags: tagsOf(address) })),
    },
    'describe-nat-gateways': {
      NatGateways: of('nat-gateway').map((gateway) => ({
        NatGatewayId: gateway.id,
        VpcId: vpcId,
        State: 'available',
        ...(gateway.props['mode'] === 'regional'
          ? { AvailabilityMode: 'regional' }
          : {
              AvailabilityMode: 'zonal',
              SubnetId: idOf(gateway.refs['subnet']),
              NatGatewayAddresses: [{ AllocationId: idOf(gateway.refs['address']) }],
            }),
        Tags: tagsOf(gateway),
      })),
    },
    'describe-route-tables': {
      RouteTables: [
        {
          RouteTableId: 'rtb-main',
          VpcId: vpcId,
          Associations: [{ Main: true, RouteTableAssociationId: 'rtbassoc-main' }],
          Routes: [{ DestinationCidrBlock: '10.20.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable' }],
        },
        ...of('route-table').map((table) => ({
          RouteTableId: table.id,
          VpcId: vpcId,
          Associations: users(table.key, 'association').map((association) => ({
            Main: false,
            RouteTableAssociationId: association.id,
            SubnetId: idOf(association.refs['subnet']),
            AssociationState: associated,
          })),
          Routes: [
            { DestinationCidrBlock: '10.20.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable' },
            // Somebody else's.
            {
              DestinationCidrBlock: '192.0.2.0/24',
              VpcPeeringConnectionId: 'pcx-1',
              Origin: 'CreateRoute',
              State: 'active',
            },
            ...users(table.key, 'route').map((route) => ({
              [textOf(route, 'destination').includes(':')
                ? 'DestinationIpv6CidrBlock'
                : 'DestinationCidrBlock']: route.props['destination'],
              Origin: 'CreateRoute',
              State: 'active',
              ...targetOf(route),
            })),
          ],
          Tags: tagsOf(table),
        })),
      ],
    },
    'describe-vpc-endpoints': {
      VpcEndpoints: of('endpoint').map((endpoint) => ({
        VpcEndpointId: endpoint.id,
        VpcEndpointType: 'Gateway',
        VpcId: vpcId,
        ServiceName: endpoint.props['service'],
        State: 'available',
        RouteTableIds: idsOf(endpoint.refs['tables']),
        Tags: tagsOf(endpoint),
      })),
    },
    'describe-vpc-peering-connections': { VpcPeeringConnections: [] },
    'describe-security-groups': {
      SecurityGroups: [
        { GroupId: 'sg-default', GroupName: 'default', VpcId: vpcId },
        ...of('group').map((group) => ({
          GroupId: group.id,
          GroupName: group.name,
          VpcId: vpcId,
          Tags: tagsOf(group),
        })),
      ],
    },
    'describe-security-group-rules': {
      SecurityGroupRules: of('rule').flatMap((rule) => [
        {
          SecurityGroupRuleId: rule.id,
          GroupId: idOf(rule.refs['group']),
          IsEgress: false,
          IpProtocol: rule.props['protocol'] === 'all' ? '-1' : rule.props['protocol'],
          ...portsOf(textOf(rule, 'ports')),
          ...sourceOf(rule),
          Tags: tagsOf(rule),
        },
        {
          SecurityGroupRuleId: `${rule.id}-out`,
          GroupId: idOf(rule.refs['group']),
          IsEgress: true,
          IpProtocol: '-1',
          CidrIpv4: '0.0.0.0/0',
        },
      ]),
    },
    'load-balancers': {
      LoadBalancers: of('load-balancer').map((balancer) => ({
        LoadBalancerArn: balancer.id,
        LoadBalancerName: balancer.name,
        DNSName: `${balancer.name}-1.elb.amazonaws.com`,
        VpcId: vpcId,
        Type: balancer.props['type'],
        Scheme: balancer.props['scheme'],
        IpAddressType: balancer.props['ipAddressType'],
        AvailabilityZones: idsOf(balancer.refs['subnets']).map((SubnetId) => ({
          ZoneName: `${region}a`,
          SubnetId,
        })),
        SecurityGroups: idsOf(balancer.refs['groups']),
      })),
    },
    'target-groups': {
      TargetGroups: of('target-group').map((group) => ({
        TargetGroupArn: group.id,
        TargetGroupName: group.name,
        Protocol: group.props['protocol'],
        Port: group.props['port'],
        TargetType: group.props['targetType'],
        HealthCheckPath: group.props['health'] ?? '/',
        VpcId: vpcId,
      })),
    },
    'elb-tags': {
      TagDescriptions: [...of('load-balancer'), ...of('target-group')].map((item) => ({
        ResourceArn: item.id,
        Tags: tagsOf(item),
      })),
    },
    'hosted-zones': { HostedZones: [{ Id: '/hostedzone/Z1', Name: 'example.com.' }] },
    'records-Z1': {
      ResourceRecordSets: [
        { Name: 'example.com.', Type: 'SOA' },
        ...of('record').map((record) => ({
          Name: `${textOf(record, 'recordName')}.`,
          Type: record.props['recordType'],
          AliasTarget: {
            DNSName: `dualstack.${items.get(refOf(record, 'target') ?? '')!.name}-1.elb.amazonaws.com.`,
          },
        })),
      ],
    },
  };
  if (vpc) {
    answers[`dns-hostnames-${vpcId}`] = {
      VpcId: vpcId,
      EnableDnsHostnames: { Value: vpc.props['dnsHostnames'] },
    };
  }
  for (const balancer of of('load-balancer')) {
    answers[`listeners-${balancer.id}`] = {
      Listeners: users(balancer.key, 'listener').map((listener) => ({
        ListenerArn: listener.id,
        LoadBalancerArn: balancer.id,
        Port: listener.props['port'],
        Protocol: listener.props['protocol'],
        ...(listener.props['certificate'] !== undefined && {
          Certificates: [{ CertificateArn: listener.props['certificate'] }],
        }),
        DefaultActions: [{ Type: 'forward', TargetGroupArn: idOf(listener.refs['target']) }],
      })),
    };
  }
  return Object.entries(answers).map(([path, value]) => ({ path: `${region}/${path}`, value }));
}
