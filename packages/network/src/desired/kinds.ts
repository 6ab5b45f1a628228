import type { ItemKind } from './item.ts';

/** What interrupts traffic, each with the value of `--interrupt` that permits it. */
export const interruptions = [
  'routes',
  'nat',
  'subnets',
  'groups',
  'load-balancers',
  'records',
  'gateways',
] as const;
export type Interruption = (typeof interruptions)[number];

/** How a resource is never made twice. */
export type Identity =
  /** The create call has a client token: the same call again returns the same resource. */
  | 'client-token'
  /** AWS has only one of the key: a second create is refused by name, and a look-up by the key finds the first. */
  | 'natural-key'
  /** Neither: a look-up comes before the create call, and after a lost answer no second one until that can be believed. */
  | 'ownership-tag';

export interface KindRule {
  /** For people. */
  readonly title: string;
  readonly identity: Identity;
  readonly create: string;
  readonly remove: string;
  /** What changes it; missing: nothing of it is changed. */
  readonly update?: string;
  /** What changes one of its values, if it is another call. */
  readonly updates?: Readonly<Record<string, string>>;
  /** What is interrupted if it is removed. */
  readonly whenRemoved?: Interruption;
  /** What is interrupted if one of these changes. */
  readonly whenChanged?: {
    readonly what: Interruption;
    readonly of: readonly string[];
    /** Values whose loss is meant, where another change of the same field interrupts nothing. */
    readonly losing?: Readonly<Record<string, string>>;
  };
}

/** The rules of each kind, from the API references of EC2, Elastic Load Balancing (2015-12-01) and Route 53. */
export const kindRules: Readonly<Record<ItemKind, KindRule>> = {
  vpc: {
    title: 'VPC',
    updates: { dnsHostnames: 'ec2:ModifyVpcAttribute' },
    identity: 'ownership-tag',
    create: 'ec2:CreateVpc',
    update: 'ec2:CreateTags',
    remove: 'ec2:DeleteVpc',
  },
  'vpc-range': {
    title: 'range of the VPC',
    identity: 'natural-key',
    create: 'ec2:AssociateVpcCidrBlock',
    remove: 'ec2:DisassociateVpcCidrBlock',
  },
  'ipv6-range': {
    title: 'IPv6 range of the VPC',
    // A second call would give the VPC a second range. It has no tags; what our VPC has is ours.
    identity: 'ownership-tag',
    create: 'ec2:AssociateVpcCidrBlock',
    remove: 'ec2:DisassociateVpcCidrBlock',
    whenRemoved: 'subnets',
  },
  subnet: {
    title: 'subnet',
    identity: 'natural-key',
    create: 'ec2:CreateSubnet',
    update: 'ec2:ModifySubnetAttribute',
    updates: { ipv6: 'ec2:AssociateSubnetCidrBlock', tags: 'ec2:CreateTags' },
    // Without IPv6, what has such an address loses it.
    whenChanged: { what: 'subnets', of: ['ipv6'] },
    remove: 'ec2:DeleteSubnet',
    whenRemoved: 'subnets',
  },
  'internet-gateway': {
    title: 'internet gateway',
    identity: 'ownership-tag',
    create: 'ec2:CreateInternetGateway',
    update: 'ec2:CreateTags',
    remove: 'ec2:DeleteInternetGateway',
  },
  'gateway-attachment': {
    title: 'attachment of the internet gateway',
    identity: 'natural-key',
    create: 'ec2:AttachInternetGateway',
    remove: 'ec2:DetachInternetGateway',
    whenRemoved: 'gateways',
  },
  'egress-only-gateway': {
    title: 'egress-only internet gateway',
    identity: 'client-token',
    create: 'ec2:CreateEgressOnlyInternetGateway',
    update: 'ec2:CreateTags',
    remove: 'ec2:DeleteEgressOnlyInternetGateway',
    whenRemoved: 'gateways',
  },
  address: {
    title: 'Elastic IP address',
    identity: 'ownership-tag',
    create: 'ec2:AllocateAddress',
    update: 'ec2:CreateTags',
    remove: 'ec2:ReleaseAddress',
    whenRemoved: 'nat',
  },
  'nat-gateway': {
    title: 'NAT gateway',
    identity: 'client-token',
    create: 'ec2:CreateNatGateway',
    update: 'ec2:CreateTags',
    remove: 'ec2:DeleteNatGateway',
    whenRemoved: 'nat',
  },
  'route-table': {
    title: 'route table',
    identity: 'client-token',
    create: 'ec2:CreateRouteTable',
    update: 'ec2:CreateTags',
    remove: 'ec2:DeleteRouteTable',
  },
  route: {
    title: 'route',
    identity: 'natural-key',
    create: 'ec2:CreateRoute',
    update: 'ec2:ReplaceRoute',
    remove: 'ec2:DeleteRoute',
    whenRemoved: 'routes',
    whenChanged: { what: 'routes', of: ['target'] },
  },
  association: {
    title: 'route table of a subnet',
    identity: 'natural-key',
    create: 'ec2:AssociateRouteTable',
    update: 'ec2:ReplaceRouteTableAssociation',
    remove: 'ec2:DisassociateRouteTable',
    whenRemoved: 'routes',
    whenChanged: { what: 'routes', of: ['table'] },
  },
  endpoint: {
    title: 'gateway endpoint',
    identity: 'client-token',
    create: 'ec2:CreateVpcEndpoint',
    update: 'ec2:ModifyVpcEndpoint',
    updates: { tags: 'ec2:CreateTags' },
    remove: 'ec2:DeleteVpcEndpoints',
    // Connections through it end, and go through NAT afterwards, or nowhere.
    whenRemoved: 'routes',
  },
  group: {
    title: 'security group',
    identity: 'natural-key',
    create: 'ec2:CreateSecurityGroup',
    update: 'ec2:CreateTags',
    remove: 'ec2:DeleteSecurityGroup',
    whenRemoved: 'groups',
  },
  rule: {
    title: 'rule',
    identity: 'natural-key',
    create: 'ec2:AuthorizeSecurityGroupIngress',
    remove: 'ec2:RevokeSecurityGroupIngress',
    whenRemoved: 'groups',
  },
  'load-balancer': {
    title: 'load balancer',
    identity: 'natural-key',
    create: 'elasticloadbalancing:CreateLoadBalancer',
    update: 'elasticloadbalancing:SetSubnets',
    updates: {
      groups: 'elasticloadbalancing:SetSecurityGroups',
      ipAddressType: 'elasticloadbalancing:SetIpAddressType',
      tags: 'elasticloadbalancing:AddTags',
    },
    remove: 'elasticloadbalancing:DeleteLoadBalancer',
    whenRemoved: 'load-balancers',
    whenChanged: {
      what: 'load-balancers',
      of: ['subnets', 'groups', 'ipAddressType'],
      losing: { ipAddressType: 'dualstack' },
    },
  },
  'target-group': {
    title: 'target group',
    identity: 'natural-key',
    create: 'elasticloadbalancing:CreateTargetGroup',
    update: 'elasticloadbalancing:ModifyTargetGroup',
    updates: { tags: 'elasticloadbalancing:AddTags' },
    remove: 'elasticloadbalancing:DeleteTargetGroup',
    whenRemoved: 'load-balancers',
  },
  listener: {
    title: 'listener',
    identity: 'natural-key',
    create: 'elasticloadbalancing:CreateListener',
    update: 'elasticloadbalancing:ModifyListener',
    remove: 'elasticloadbalancing:DeleteListener',
    whenRemoved: 'load-balancers',
    whenChanged: { what: 'load-balancers', of: ['target', 'protocol', 'certificate'] },
  },
  record: {
    title: 'record',
    identity: 'natural-key',
    create: 'route53:ChangeResourceRecordSets',
    update: 'route53:ChangeResourceRecordSets',
    remove: 'route53:ChangeResourceRecordSets',
    whenRemoved: 'records',
    whenChanged: { what: 'records', of: ['target'] },
  },
};

/** The actions that change these values of a resource. @throws TypeError if nothing of it can be changed */
export function callsOf(kind: ItemKind, fields: readonly string[]): readonly string[] {
  const { update, updates = {} } = kindRules[kind];
  // What cannot be changed is in the key: a kind without update has nothing that could differ.
  if (update === undefined) throw new TypeError(`${fields.join(', ')} of a ${kind} cannot be changed`);
  return [...new Set(fields.map((field) => updates[field] ?? update))].toSorted();
}
