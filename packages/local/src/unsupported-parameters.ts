import { AwsError } from './service.ts';

type ByOperation = Readonly<Record<string, readonly string[]>>;

const ipamOfVpc = [
  'Ipv4IpamPoolId',
  'Ipv4NetmaskLength',
  'Ipv6IpamPoolId',
  'Ipv6NetmaskLength',
  'Ipv6CidrBlockNetworkBorderGroup',
];
const endpointAddresses = ['IpAddressType', 'DnsOptions', 'SubnetConfigurations'];
const stateMachineVersions = ['publish', 'versionDescription', 'encryptionConfiguration'];
const throughput = ['OnDemandThroughput', 'WarmThroughput'];

/**
 * Parameters that operations take on AWS (service models of botocore) and that would change what they do, or what they answer, by service
 * and operation. What changes neither here is not among them, such as `IncludeManagedResources`, nor
 * is `ReceiveRequestAttemptId` of SQS, which clients send with every receive: it matters only after a lost answer.
 */
export const unsupportedParameters: Readonly<Record<string, ByOperation>> = {
  autoscaling: {
    UpdateAutoScalingGroup: [
      'AvailabilityZoneDistribution',
      'AvailabilityZoneIds',
      'AvailabilityZoneImpairmentPolicy',
      'CapacityRebalance',
      'CapacityReservationSpecification',
      'DefaultInstanceWarmup',
      'DeletionProtection',
      'DesiredCapacityType',
      'InstanceLifecyclePolicy',
      'InstanceMaintenancePolicy',
      'LaunchConfigurationName',
      'LaunchTemplate',
      'MaxInstanceLifetime',
      'MixedInstancesPolicy',
      'NewInstancesProtectedFromScaleIn',
      'PlacementGroup',
      'ServiceLinkedRoleARN',
      'TerminationPolicies',
      'VPCZoneIdentifier',
    ],
  },
  ce: {
    GetCostAndUsage: ['BillingViewArn'],
    GetCostForecast: ['BillingViewArn'],
    GetDimensionValues: ['BillingViewArn', 'DimensionKey', 'SortBy'],
    GetTags: ['BillingViewArn', 'SortBy'],
  },
  dynamodb: {
    CreateTable: [
      ...throughput,
      'GlobalTableSettingsReplicationMode',
      'GlobalTableSourceArn',
      'ResourcePolicy',
      'VectorIndexes',
    ],
    UpdateTable: [
      ...throughput,
      'DisassociationProtectionEnabled',
      'GlobalTableSettingsReplicationMode',
      'GlobalTableWitnessUpdates',
      'MultiRegionConsistency',
      'VectorIndexUpdates',
    ],
  },
  ec2: {
    AllocateAddress: ['CustomerOwnedIpv4Pool', 'IpamPoolId'],
    AssociateSubnetCidrBlock: ['Ipv6IpamPoolId', 'Ipv6NetmaskLength'],
    AssociateVpcCidrBlock: ipamOfVpc,
    CreateNatGateway: ['SecondaryAllocationId', 'SecondaryPrivateIpAddress'],
    CreateNetworkInterface: ['ConnectionTrackingSpecification'],
    CreateSubnet: ['OutpostArn', ...ipamOfVpc.slice(0, 4)],
    CreateVpc: [...ipamOfVpc, 'VpcEncryptionControl'],
    CreateVpcEndpoint: [
      ...endpointAddresses,
      'ResourceConfigurationArn',
      'ServiceNetworkArn',
      'ServiceRegion',
      'SubnetConfiguration',
    ],
    DescribeImages: ['ExecutableBy'],
    DescribeSnapshots: ['RestorableBy'],
    GetManagedPrefixListEntries: ['TargetVersion'],
    ModifySubnetAttribute: ['CustomerOwnedIpv4Pool', 'DisableLniAtDeviceIndex', 'EnableLniAtDeviceIndex'],
    ModifyVpcEndpoint: [
      ...endpointAddresses,
      'AddSecurityGroupId',
      'AddSubnetId',
      'RemoveSecurityGroupId',
      'RemoveSubnetId',
      'SubnetConfiguration',
    ],
    ReplaceRoute: ['LocalTarget'],
  },
  elasticloadbalancing: {
    CreateListener: ['MutualAuthentication'],
    CreateLoadBalancer: ['CustomerOwnedIpv4Pool', 'EnablePrefixForIpv6SourceNat', 'IpamPools'],
    CreateRule: ['Transforms'],
    CreateTargetGroup: ['TargetControlPort'],
    DescribeTargetHealth: ['Include'],
    ModifyListener: ['MutualAuthentication'],
    ModifyRule: ['ResetTransforms', 'Transforms'],
    SetSecurityGroups: ['EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'],
    SetSubnets: ['EnablePrefixForIpv6SourceNat'],
  },
  events: { PutEvents: ['EndpointId'] },
  iam: { ListAttachedRolePolicies: ['PathPrefix'] },
  logs: { DescribeLogGroups: ['accountIdentifiers', 'includeLinkedAccounts', 'logGroupIdentifiers'] },
  cloudwatch: { ListMetrics: ['IncludeLinkedAccounts', 'OwningAccount', 'RecentlyActive'] },
  rds: {
    StartDBInstance: ['DBCapacityReservationIdentifier'],
    StopDBInstance: ['DBSnapshotIdentifier', 'DetachFromDBCapacityReservation'],
  },
  'resource-groups': {
    CreateGroup: ['Configuration', 'Criticality', 'DisplayName', 'Owner'],
    UpdateGroup: ['Criticality', 'DisplayName', 'Owner'],
  },
  sns: { ConfirmSubscription: ['AuthenticateOnUnsubscribe'], CreateTopic: ['DataProtectionPolicy'] },
  ssm: { DescribeInstanceInformation: ['InstanceInformationFilterList'] },
  states: {
    CreateStateMachine: stateMachineVersions,
    DescribeExecution: ['includedData'],
    DescribeStateMachine: ['includedData'],
    UpdateStateMachine: stateMachineVersions,
  },
  sts: { AssumeRole: ['Policy', 'PolicyArns', 'ProvidedContexts'] },
  tagging: { GetResources: ['ExcludeCompliantResources', 'IncludeComplianceDetails'] },
};

/**
 * Refuses a parameter that the embedded AWS does not carry out, by its name: ignored, it would be a wrong answer.
 *
 * @param read the value of a parameter of the request; `undefined` for none
 * @param code the service's code for an invalid parameter
 * @throws AwsError 400
 */
export function refuseUnsupportedParameters(
  service: string,
  operation: string,
  read: (name: string) => unknown,
  code = 'ValidationException',
): void {
  const operations = unsupportedParameters[service] ?? {};
  const names = Object.hasOwn(operations, operation) ? operations[operation]! : [];
  const name = names.find((one) => isGiven(read(one), defaults[one]));
  if (name === undefined) return;
  throw new AwsError(
    400,
    code,
    `the parameter ${name} of ${operation} is not supported by the embedded AWS; leave it out`,
  );
}

/** What an operation does where the parameter is left out. */
const defaults: Readonly<Record<string, string>> = { includedData: 'ALL_DATA' };

/** A value that means the same as leaving it out is not: `false`, an empty list, or the default. */
function isGiven(value: unknown, byDefault: string | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (value === byDefault) return false;
  return value !== undefined && value !== null && value !== false && value !== 'false';
}
