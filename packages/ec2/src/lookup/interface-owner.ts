import type { Ec2Interface } from '@groundcrew/aws/ec2';

/** A network interface that belongs to no instance, and its owner. */
export interface InterfaceFacts {
  readonly interfaceId: string;
  readonly accountId: string | null;
  readonly region: string;
  /** `load-balancer`, `nat-gateway`, `vpc-endpoint`, `function`, …; `unknown`: EC2 does not return it. */
  readonly ownerKind: OwnerKind;
  /** The name or id of what it belongs to. */
  readonly owner: string | null;
  /** As the service wrote it. */
  readonly description: string;
  readonly availabilityZone: string | null;
  readonly vpcId: string | null;
  readonly subnetId: string | null;
  readonly privateIpv4: readonly string[];
  readonly publicIpv4: readonly string[];
  readonly ipv6: readonly string[];
}

export type OwnerKind =
  | 'container-task'
  | 'database'
  | 'directory'
  | 'file-system'
  | 'function'
  | 'kubernetes-control-plane'
  | 'load-balancer'
  | 'nat-gateway'
  | 'not-attached'
  | 'pod'
  | 'transit-gateway'
  | 'unknown'
  | 'vpc-endpoint';

/** By the descriptions that services write; the first group is the owner. Seen in accounts: no page lists them. */
const descriptions: readonly (readonly [OwnerKind, RegExp])[] = [
  ['load-balancer', /^ELB (?:app|net|gwy)\/([^/]+)\//],
  ['load-balancer', /^ELB (.+)$/],
  ['nat-gateway', /^Interface for NAT Gateway (nat-\w+)/],
  ['vpc-endpoint', /^VPC Endpoint Interface (vpce-\w+)/],
  [
    'function',
    /^AWS Lambda VPC ENI-(.+?)(?:-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?$/,
  ],
  ['kubernetes-control-plane', /^Amazon EKS (.+)$/],
  ['container-task', /^arn:[\w-]+:ecs:[^:]*:\d+:attachment\/(.+)$/],
  ['file-system', /^EFS mount target for (fs-\w+)/],
  ['database', /^(RDSNetworkInterface)/],
  ['database', /^ElastiCache (.+)$/],
  ['directory', /^AWS created network interface for directory (d-\w+)/],
  ['transit-gateway', /^Network Interface for Transit Gateway Attachment (tgw-attach-\w+)/],
];

/** By EC2's own field (API reference, "NetworkInterface", interfaceType), if the description does not name the owner. */
const types: Readonly<Record<string, OwnerKind>> = {
  branch: 'pod',
  gateway_load_balancer: 'load-balancer',
  gateway_load_balancer_endpoint: 'vpc-endpoint',
  lambda: 'function',
  load_balancer: 'load-balancer',
  natGateway: 'nat-gateway',
  nat_gateway: 'nat-gateway',
  network_load_balancer: 'load-balancer',
  transit_gateway: 'transit-gateway',
  vpc_endpoint: 'vpc-endpoint',
};

/** The owner of a network interface, by what EC2 returns. */
export function toInterfaceFacts(
  found: Ec2Interface,
  { region, accountId }: { readonly region: string; readonly accountId?: string | undefined },
): InterfaceFacts {
  const { Description = '', PrivateIpAddresses = [], Ipv6Addresses = [] } = found;
  const texts = (values: readonly (string | undefined)[]) => values.filter((text) => text !== undefined);
  return {
    interfaceId: found.NetworkInterfaceId ?? '',
    accountId: accountId ?? found.OwnerId ?? null,
    region,
    ...ownerOf(found),
    description: Description,
    availabilityZone: found.AvailabilityZone ?? null,
    vpcId: found.VpcId ?? null,
    subnetId: found.SubnetId ?? null,
    privateIpv4: texts(PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress)),
    publicIpv4: texts(PrivateIpAddresses.map(({ Association }) => Association?.PublicIp)),
    ipv6: texts(Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address)),
  };
}

function ownerOf({
  Description = '',
  Status,
  TagSet = [],
  InterfaceType,
}: Ec2Interface): Pick<InterfaceFacts, 'ownerKind' | 'owner'> {
  const type: string = InterfaceType ?? '';
  for (const [ownerKind, pattern] of descriptions) {
    const owner = pattern.exec(Description)?.[1];
    if (owner !== undefined) return { ownerKind, owner };
  }
  const name = TagSet.find(({ Key }) => Key === 'Name')?.Value ?? null;
  if (Object.hasOwn(types, type)) return { ownerKind: types[type]!, owner: name };
  return { ownerKind: Status === 'available' ? 'not-attached' : 'unknown', owner: name };
}

const kindTexts: Readonly<Record<OwnerKind, string>> = {
  'container-task': 'a task of Amazon ECS',
  database: 'a database or cache',
  directory: 'a directory',
  'file-system': 'a file system of Amazon EFS',
  function: 'a Lambda function',
  'kubernetes-control-plane': 'the control plane of an EKS cluster',
  'load-balancer': 'a load balancer',
  'nat-gateway': 'a NAT gateway',
  'not-attached': 'nothing: it is not attached',
  pod: 'a pod of Amazon EKS',
  'transit-gateway': 'a transit gateway',
  unknown: 'another service',
  'vpc-endpoint': 'a VPC endpoint',
};

/** `a load balancer (web)`, for people. */
export function ownerText({ ownerKind, owner, description }: InterfaceFacts): string {
  const name = owner ?? (ownerKind === 'unknown' && description !== '' ? description : null);
  return name === null ? kindTexts[ownerKind] : `${kindTexts[ownerKind]} (${name})`;
}
