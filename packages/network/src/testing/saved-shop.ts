import type { SavedFile } from '../saved/index.ts';

const region = 'eu-west-1';
const account = '123456789012';
const elb = `arn:aws:elasticloadbalancing:${region}:${account}`;
const vpc = 'vpc-0a1b2c3d4e5f60718';

export const shop = {
  vpc,
  web: ['i-0000000000000web1', 'i-0000000000000web2'],
  database: 'i-00000000000000db1',
  balancer: 'shop',
  balancerId: '50dc6c495c0c9188',
  targetGroupId: '73e2d6bc24d8a067',
  nat: 'nat-0123456789abcdef0',
  zoneId: 'Z0123456789ABCDEFGHIJ',
} as const;

const zones = ['a', 'b'] as const;
const groups = {
  lb: 'sg-00000000000000001',
  web: 'sg-00000000000000002',
  data: 'sg-00000000000000003',
} as const;
const subnetId = (tier: string, zone: string) => `subnet-${tier}${zone}`;
const tiers = ['public', 'private', 'data'] as const;
const cidrOf = (tier: number, zone: number) => `10.0.${tier * 16 + zone}.0/24`;

function eni(
  id: string,
  tier: (typeof tiers)[number],
  zone: (typeof zones)[number],
  host: number,
  more: Readonly<Record<string, unknown>>,
  publicIp?: string,
) {
  const at = cidrOf(tiers.indexOf(tier), zones.indexOf(zone)).replace('.0/24', `.${host}`);
  return {
    NetworkInterfaceId: `eni-${id}`,
    VpcId: vpc,
    SubnetId: subnetId(tier, zone),
    AvailabilityZone: `${region}${zone}`,
    InterfaceType: 'interface',
    Status: 'in-use',
    Groups: [],
    Ipv6Addresses: [],
    TagSet: [],
    PrivateIpAddress: at,
    PrivateIpAddresses: [
      {
        PrivateIpAddress: at,
        Primary: true,
        ...(publicIp !== undefined && { Association: { PublicIp: publicIp } }),
      },
    ],
    ...more,
  };
}

const instance = (id: string) => ({ Attachment: { InstanceId: id, DeviceIndex: 0, Status: 'attached' } });
const inGroup = (id: string) => ({ Groups: [{ GroupId: id }] });

const anywhere = [{ CidrIp: '0.0.0.0/0' }];
const allOut = [
  { IpProtocol: '-1', IpRanges: anywhere, Ipv6Ranges: [], UserIdGroupPairs: [], PrefixListIds: [] },
];
const from = (group: string, port: number) => [
  {
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    IpRanges: [],
    UserIdGroupPairs: [{ GroupId: group, UserId: account }],
  },
];

const entry = (Egress: boolean, RuleNumber: number, RuleAction: string) => ({
  Egress,
  RuleNumber,
  RuleAction,
  Protocol: '-1',
  CidrBlock: '0.0.0.0/0',
});

/** What is in each file, by its name: answers in the form in which the AWS CLI prints them. */
export function shopAnswers(): Record<string, object> {
  return {
    'describe-vpcs': {
      Vpcs: [
        {
          VpcId: vpc,
          CidrBlock: '10.0.0.0/16',
          OwnerId: account,
          CidrBlockAssociationSet: [{ CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } }],
          Tags: [{ Key: 'Name', Value: 'shop' }],
        },
      ],
    },
    'describe-subnets': {
      Subnets: tiers.flatMap((tier, row) =>
        zones.map((zone, column) => ({
          SubnetId: subnetId(tier, zone),
          VpcId: vpc,
          AvailabilityZone: `${region}${zone}`,
          AvailabilityZoneId: `euw1-az${column + 1}`,
          CidrBlock: cidrOf(row, column),
          AvailableIpAddressCount: 240,
          MapPublicIpOnLaunch: tier === 'public',
          Tags: [{ Key: 'Name', Value: `shop-${tier}-${zone}` }],
        })),
      ),
    },
    'describe-route-tables': {
      RouteTables: [
        {
          RouteTableId: 'rtb-main',
          VpcId: vpc,
          Associations: [{ Main: true, AssociationState: { State: 'associated' } }],
          Routes: [
            {
              DestinationCidrBlock: '10.0.0.0/16',
              GatewayId: 'local',
              State: 'active',
              Origin: 'CreateRouteTable',
            },
          ],
        },
        ...(['public', 'private'] as const).map((tier) => ({
          RouteTableId: `rtb-${tier}`,
          VpcId: vpc,
          Associations: zones.map((zone) => ({
            Main: false,
            SubnetId: subnetId(tier, zone),
            AssociationState: { State: 'associated' },
          })),
          Routes: [
            {
              DestinationCidrBlock: '10.0.0.0/16',
              GatewayId: 'local',
              State: 'active',
              Origin: 'CreateRouteTable',
            },
            {
              DestinationCidrBlock: '0.0.0.0/0',
              ...(tier === 'public' ? { GatewayId: 'igw-0a' } : { NatGatewayId: shop.nat }),
              State: 'active',
              Origin: 'CreateRoute',
            },
          ],
        })),
      ],
    },
    'describe-network-acls': {
      NetworkAcls: [
        {
          NetworkAclId: 'acl-0a',
          VpcId: vpc,
          IsDefault: true,
          Associations: tiers.flatMap((tier) => zones.map((zone) => ({ SubnetId: subnetId(tier, zone) }))),
          Entries: [true, false].flatMap((egress) => [
            entry(egress, 100, 'allow'),
            entry(egress, 32767, 'deny'),
          ]),
        },
      ],
    },
    'describe-security-groups': {
      SecurityGroups: [
        {
          GroupId: groups.lb,
          GroupName: 'shop-lb',
          VpcId: vpc,
          IpPermissions: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: anywhere }],
          IpPermissionsEgress: allOut,
        },
        {
          GroupId: groups.web,
          GroupName: 'shop-web',
          VpcId: vpc,
          IpPermissions: from(groups.lb, 8080),
          IpPermissionsEgress: allOut,
        },
        {
          GroupId: groups.data,
          GroupName: 'shop-data',
          VpcId: vpc,
          IpPermissions: from(groups.web, 5432),
          IpPermissionsEgress: [],
        },
      ],
    },
    'describe-network-interfaces': {
      NetworkInterfaces: [
        ...zones.map((zone, at) =>
          eni(
            `lb${zone}`,
            'public',
            zone,
            20,
            {
              ...inGroup(groups.lb),
              Description: `ELB app/${shop.balancer}/${shop.balancerId}`,
              RequesterId: 'amazon-elb',
            },
            `203.0.113.${10 + at}`,
          ),
        ),
        ...zones.map((zone, at) =>
          eni(`web${zone}`, 'private', zone, 10, { ...inGroup(groups.web), ...instance(shop.web[at]!) }),
        ),
        eni('db', 'data', 'a', 10, { ...inGroup(groups.data), ...instance(shop.database) }),
        eni('nat', 'public', 'a', 30, { InterfaceType: 'nat_gateway' }, '203.0.113.30'),
      ],
    },
    'describe-instances': {
      Reservations: [
        {
          Instances: [...shop.web, shop.database].map((id, at) => ({
            InstanceId: id,
            VpcId: vpc,
            State: { Code: 16, Name: 'running' },
            PlatformDetails: 'Linux/UNIX',
            Tags: [{ Key: 'Name', Value: at < 2 ? `web-${at + 1}` : 'database' }],
          })),
        },
      ],
    },
    'describe-internet-gateways': {
      InternetGateways: [{ InternetGatewayId: 'igw-0a', Attachments: [{ State: 'available', VpcId: vpc }] }],
    },
    'describe-nat-gateways': {
      NatGateways: [
        {
          NatGatewayId: shop.nat,
          VpcId: vpc,
          SubnetId: subnetId('public', 'a'),
          State: 'available',
          ConnectivityType: 'public',
          NatGatewayAddresses: [
            { PrivateIp: '10.0.0.30', PublicIp: '203.0.113.30', NetworkInterfaceId: 'eni-nat' },
          ],
        },
      ],
    },
    'describe-egress-only-internet-gateways': { EgressOnlyInternetGateways: [] },
    'describe-vpc-peering-connections': { VpcPeeringConnections: [] },
    'describe-vpc-endpoints': { VpcEndpoints: [] },
    'describe-managed-prefix-lists': { PrefixLists: [] },
    'describe-vpc-block-public-access-options': {
      VpcBlockPublicAccessOptions: {
        AwsAccountId: account,
        AwsRegion: region,
        InternetGatewayBlockMode: 'off',
      },
    },
    'describe-vpc-block-public-access-exclusions': { VpcBlockPublicAccessExclusions: [] },
    'load-balancers': {
      LoadBalancers: [
        {
          LoadBalancerArn: `${elb}:loadbalancer/app/${shop.balancer}/${shop.balancerId}`,
          LoadBalancerName: shop.balancer,
          DNSName: `shop-1234567890.${region}.elb.amazonaws.com`,
          Type: 'application',
          Scheme: 'internet-facing',
          VpcId: vpc,
          State: { Code: 'active' },
          SecurityGroups: [groups.lb],
          AvailabilityZones: zones.map((zone) => ({
            ZoneName: `${region}${zone}`,
            SubnetId: subnetId('public', zone),
          })),
          IpAddressType: 'ipv4',
        },
      ],
    },
    [`listeners-${shop.balancerId}`]: {
      Listeners: [
        {
          ListenerArn: `${elb}:listener/app/${shop.balancer}/${shop.balancerId}/f2f7dc8efc522ab2`,
          LoadBalancerArn: `${elb}:loadbalancer/app/${shop.balancer}/${shop.balancerId}`,
          Port: 443,
          Protocol: 'HTTPS',
          DefaultActions: [
            { Type: 'forward', TargetGroupArn: `${elb}:targetgroup/web/${shop.targetGroupId}`, Order: 1 },
          ],
        },
      ],
    },
    'rules-f2f7dc8efc522ab2': {
      Rules: [
        {
          RuleArn: `${elb}:listener-rule/app/${shop.balancer}/${shop.balancerId}/f2f7dc8efc522ab2/9683b2d02a6cabee`,
          Priority: 'default',
          Conditions: [],
          Actions: [{ Type: 'forward', TargetGroupArn: `${elb}:targetgroup/web/${shop.targetGroupId}` }],
        },
      ],
    },
    'target-groups': {
      TargetGroups: [
        {
          TargetGroupArn: `${elb}:targetgroup/web/${shop.targetGroupId}`,
          TargetGroupName: 'web',
          Protocol: 'HTTP',
          Port: 8080,
          VpcId: vpc,
          TargetType: 'instance',
          IpAddressType: 'ipv4',
        },
      ],
    },
    [`health-${shop.targetGroupId}`]: {
      TargetHealthDescriptions: shop.web.map((id) => ({
        Target: { Id: id, Port: 8080 },
        HealthCheckPort: '8080',
        TargetHealth: { State: 'healthy' },
      })),
    },
    [`attributes-${shop.targetGroupId}`]: {
      Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'use_load_balancer_configuration' }],
    },
    [`attributes-${shop.balancerId}`]: {
      Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
    },
    'hosted-zones': {
      HostedZones: [
        { Id: `/hostedzone/${shop.zoneId}`, Name: 'example.com.', Config: { PrivateZone: false } },
      ],
    },
    [`records-${shop.zoneId}`]: {
      ResourceRecordSets: [
        {
          Name: 'example.com.',
          Type: 'SOA',
          TTL: 900,
          ResourceRecords: [{ Value: 'ns-1.awsdns-1.org. host. 1 1 1 1 1' }],
        },
        {
          Name: 'www.example.com.',
          Type: 'A',
          AliasTarget: {
            HostedZoneId: 'Z32O12XQLNTSW2',
            DNSName: `dualstack.shop-1234567890.${region}.elb.amazonaws.com.`,
            EvaluateTargetHealth: true,
          },
        },
      ],
    },
    'health-checks': { HealthChecks: [] },
  };
}

/** A shop of two zones as a folder of saved answers. */
export function savedShop(answers: Readonly<Record<string, object>> = shopAnswers()): SavedFile[] {
  return Object.entries(answers).map(([name, answer]) => ({
    path: `${region}/${name}.json`,
    text: JSON.stringify(answer, undefined, 4),
  }));
}
