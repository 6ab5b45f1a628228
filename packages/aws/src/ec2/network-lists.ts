import {
  type $Command,
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
  type EC2ClientResolvedConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
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

/**
 * @param action as in the IAM action
 * @param Command of its input, a page; `object`, since lists without pages take none of its fields
 */
function listed<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  key: string,
  action: string,
  pageSize: number,
  Command: new (
    page: object,
  ) => $Command<Input, Output, EC2ClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>,
): NetworkList {
  return {
    key,
    permission: `ec2:${action}`,
    pageSize,
    send: (client, page, options) => client.send(new Command(page), options),
  };
}

/**
 * Lists of EC2 that make up a network, by the name of the AWS CLI's command. Their pages are as large as the service model
 * of EC2 allows.
 */
export const networkLists = {
  'describe-vpcs': listed('Vpcs', 'DescribeVpcs', LARGE, DescribeVpcsCommand),
  'describe-subnets': listed('Subnets', 'DescribeSubnets', LARGE, DescribeSubnetsCommand),
  'describe-route-tables': listed('RouteTables', 'DescribeRouteTables', 100, DescribeRouteTablesCommand),
  'describe-network-acls': listed('NetworkAcls', 'DescribeNetworkAcls', LARGE, DescribeNetworkAclsCommand),
  'describe-security-groups': listed(
    'SecurityGroups',
    'DescribeSecurityGroups',
    LARGE,
    DescribeSecurityGroupsCommand,
  ),
  'describe-security-group-rules': listed(
    'SecurityGroupRules',
    'DescribeSecurityGroupRules',
    LARGE,
    DescribeSecurityGroupRulesCommand,
  ),
  'describe-network-interfaces': listed(
    'NetworkInterfaces',
    'DescribeNetworkInterfaces',
    LARGE,
    DescribeNetworkInterfacesCommand,
  ),
  'describe-instances': listed('Reservations', 'DescribeInstances', LARGE, DescribeInstancesCommand),
  'describe-internet-gateways': listed(
    'InternetGateways',
    'DescribeInternetGateways',
    LARGE,
    DescribeInternetGatewaysCommand,
  ),
  'describe-nat-gateways': listed('NatGateways', 'DescribeNatGateways', LARGE, DescribeNatGatewaysCommand),
  'describe-egress-only-internet-gateways': listed(
    'EgressOnlyInternetGateways',
    'DescribeEgressOnlyInternetGateways',
    255,
    DescribeEgressOnlyInternetGatewaysCommand,
  ),
  'describe-vpc-peering-connections': listed(
    'VpcPeeringConnections',
    'DescribeVpcPeeringConnections',
    LARGE,
    DescribeVpcPeeringConnectionsCommand,
  ),
  'describe-vpc-endpoints': listed(
    'VpcEndpoints',
    'DescribeVpcEndpoints',
    LARGE,
    DescribeVpcEndpointsCommand,
  ),
  'describe-managed-prefix-lists': listed(
    'PrefixLists',
    'DescribeManagedPrefixLists',
    100,
    DescribeManagedPrefixListsCommand,
  ),
  'describe-prefix-lists': listed('PrefixLists', 'DescribePrefixLists', LARGE, DescribePrefixListsCommand),
  'describe-vpc-block-public-access-exclusions': listed(
    'VpcBlockPublicAccessExclusions',
    'DescribeVpcBlockPublicAccessExclusions',
    LARGE,
    DescribeVpcBlockPublicAccessExclusionsCommand,
  ),
  'describe-addresses': listed('Addresses', 'DescribeAddresses', 0, DescribeAddressesCommand),
  // Without AllAvailabilityZones: those that the account can use.
  'describe-availability-zones': listed(
    'AvailabilityZones',
    'DescribeAvailabilityZones',
    0,
    DescribeAvailabilityZonesCommand,
  ),
} as const satisfies Readonly<Record<string, NetworkList>>;

export type NetworkListName = keyof typeof networkLists;
