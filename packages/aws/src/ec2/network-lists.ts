import {
  DescribeAddressesCommand,
  DescribeAvailabilityZonesCommand,
  DescribeEgressOnlyInternetGatewaysCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeManagedPrefixListsCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribePrefixListsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcBlockPublicAccessExclusionsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcPeeringConnectionsCommand,
  DescribeVpcsCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import type { SendOptions } from '../call.ts';

/** What a page is asked with. */
export interface NetworkPage {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

export interface NetworkList {
  /** The name of the list in its answer. */
  readonly key: string;
  /** The IAM action. */
  readonly permission: string;
  /** Of the items of a page; 0: the call has no pages. */
  readonly pageSize: number;
  readonly send: (client: EC2Client, page: NetworkPage, options: SendOptions) => Promise<object>;
}

/** Those whose model names no larger one; the EC2 API reference has 1,000 for all of them. */
const LARGE = 1_000;

const listed = (key: string, action: string, pageSize: number, send: NetworkList['send']): NetworkList => ({
  key,
  permission: `ec2:${action}`,
  pageSize,
  send,
});

/**
 * Lists of EC2 that make up a network, by the name of the AWS CLI's command. Their pages are as large as the service model
 * of EC2 allows.
 */
export const networkLists = {
  'describe-vpcs': listed('Vpcs', 'DescribeVpcs', LARGE, (client, page, options) =>
    client.send(new DescribeVpcsCommand(page), options),
  ),
  'describe-subnets': listed('Subnets', 'DescribeSubnets', LARGE, (client, page, options) =>
    client.send(new DescribeSubnetsCommand(page), options),
  ),
  'describe-route-tables': listed('RouteTables', 'DescribeRouteTables', 100, (client, page, options) =>
    client.send(new DescribeRouteTablesCommand(page), options),
  ),
  'describe-network-acls': listed('NetworkAcls', 'DescribeNetworkAcls', LARGE, (client, page, options) =>
    client.send(new DescribeNetworkAclsCommand(page), options),
  ),
  'describe-security-groups': listed(
    'SecurityGroups',
    'DescribeSecurityGroups',
    LARGE,
    (client, page, options) => client.send(new DescribeSecurityGroupsCommand(page), options),
  ),
  'describe-security-group-rules': listed(
    'SecurityGroupRules',
    'DescribeSecurityGroupRules',
    LARGE,
    (client, page, options) => client.send(new DescribeSecurityGroupRulesCommand(page), options),
  ),
  'describe-network-interfaces': listed(
    'NetworkInterfaces',
    'DescribeNetworkInterfaces',
    LARGE,
    (client, page, options) => client.send(new DescribeNetworkInterfacesCommand(page), options),
  ),
  'describe-instances': listed('Reservations', 'DescribeInstances', LARGE, (client, page, options) =>
    client.send(new DescribeInstancesCommand(page), options),
  ),
  'describe-internet-gateways': listed(
    'InternetGateways',
    'DescribeInternetGateways',
    LARGE,
    (client, page, options) => client.send(new DescribeInternetGatewaysCommand(page), options),
  ),
  'describe-nat-gateways': listed('NatGateways', 'DescribeNatGateways', LARGE, (client, page, options) =>
    client.send(new DescribeNatGatewaysCommand(page), options),
  ),
  'describe-egress-only-internet-gateways': listed(
    'EgressOnlyInternetGateways',
    'DescribeEgressOnlyInternetGateways',
    255,
    (client, page, options) => client.send(new DescribeEgressOnlyInternetGatewaysCommand(page), options),
  ),
  'describe-vpc-peering-connections': listed(
    'VpcPeeringConnections',
    'DescribeVpcPeeringConnections',
    LARGE,
    (client, page, options) => client.send(new DescribeVpcPeeringConnectionsCommand(page), options),
  ),
  'describe-vpc-endpoints': listed('VpcEndpoints', 'DescribeVpcEndpoints', LARGE, (client, page, options) =>
    client.send(new DescribeVpcEndpointsCommand(page), options),
  ),
  'describe-managed-prefix-lists': listed(
    'PrefixLists',
    'DescribeManagedPrefixLists',
    100,
    (client, page, options) => client.send(new DescribeManagedPrefixListsCommand(page), options),
  ),
  'describe-prefix-lists': listed('PrefixLists', 'DescribePrefixLists', LARGE, (client, page, options) =>
    client.send(new DescribePrefixListsCommand(page), options),
  ),
  'describe-vpc-block-public-access-exclusions': listed(
    'VpcBlockPublicAccessExclusions',
    'DescribeVpcBlockPublicAccessExclusions',
    LARGE,
    (client, page, options) => client.send(new DescribeVpcBlockPublicAccessExclusionsCommand(page), options),
  ),
  'describe-addresses': listed('Addresses', 'DescribeAddresses', 0, (client, _, options) =>
    client.send(new DescribeAddressesCommand({}), options),
  ),
  // Without AllAvailabilityZones: those that the account can use.
  'describe-availability-zones': listed(
    'AvailabilityZones',
    'DescribeAvailabilityZones',
    0,
    (client, _, options) => client.send(new DescribeAvailabilityZonesCommand({}), options),
  ),
} as const satisfies Readonly<Record<string, NetworkList>>;

export type NetworkListName = keyof typeof networkLists;
