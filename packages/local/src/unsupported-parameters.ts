import { isDeepStrictEqual } from 'node:util';
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
 * @param options.code the service's code for an invalid parameter
 * @param options.region the region of the request, which is the default of some
 * @throws AwsError 400
 */
export function refuseUnsupportedParameters(
  service: string,
  operation: string,
  read: (name: string) => unknown,
  {
    code = 'ValidationException',
    region,
  }: { readonly code?: string; readonly region?: string | undefined } = {},
): void {
  const operations = unsupportedParameters[service] ?? {};
  const names = Object.hasOwn(operations, operation) ? operations[operation]! : [];
  const name = names.find((one) => isGiven(read(one)) && !isDefault(one, read(one), region));
  if (name === undefined) return;
  throw new AwsError(
    400,
    code,
    `the parameter ${name} of ${operation} is not supported by the embedded AWS; leave it out`,
  );
}

const ofRegion = ['Ipv6CidrBlockNetworkBorderGroup', 'ServiceRegion'];

/**
 * What an operation does where the parameter is left out, or to something that never had another value: service models of
 * botocore. The texts of -1, 0 and '' remove what was set, which nothing is here.
 */
const defaults: Readonly<Record<string, readonly unknown[]>> = {
  AvailabilityZoneDistribution: [{ CapacityDistributionStrategy: 'balanced-best-effort' }],
  AvailabilityZoneImpairmentPolicy: [{ ZonalShiftEnabled: false }],
  CapacityReservationSpecification: [{ CapacityReservationPreference: 'default' }],
  DefaultInstanceWarmup: [-1],
  DeletionProtection: ['none'],
  DesiredCapacityType: ['units'],
  DisableLniAtDeviceIndex: [{ Value: false }],
  EnablePrefixForIpv6SourceNat: ['off'],
  EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: ['on'],
  InstanceMaintenancePolicy: [{ MinHealthyPercentage: -1, MaxHealthyPercentage: -1 }],
  IpAddressType: ['ipv4'],
  MaxInstanceLifetime: [0],
  MultiRegionConsistency: ['EVENTUAL'],
  MutualAuthentication: [{ Mode: 'off' }],
  OnDemandThroughput: [
    { MaxReadRequestUnits: -1, MaxWriteRequestUnits: -1 },
    { MaxReadRequestUnits: -1 },
    { MaxWriteRequestUnits: -1 },
  ],
  PathPrefix: ['/'],
  PlacementGroup: [''],
  TerminationPolicies: [['Default']],
  encryptionConfiguration: [{ type: 'AWS_OWNED_KEY' }],
  includedData: ['ALL_DATA'],
};

/** Whether a value of a parameter means the same as leaving it out. */
export function isDefault(name: string, value: unknown, region?: string): boolean {
  if (ofRegion.includes(name)) return value === region;
  return (defaults[name] ?? []).some((one) => isDeepStrictEqual(textsOf(one), textsOf(value)));
}

/** With numbers and truth values as forms have them. */
function textsOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(textsOf);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, textsOf(each)]));
}

/** A value that means the same as leaving it out is not: `false`, or an empty list. */
function isGiven(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== false && value !== 'false';
}
