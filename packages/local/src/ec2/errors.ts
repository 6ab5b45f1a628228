import { AwsError } from '../service.ts';
import type { TaggedKind } from './arns.ts';

// Codes: "Error codes for the Amazon EC2 API" of the EC2 developer guide. Messages: as observed from EC2,
// where known.

export function invalidParameter(message: string): AwsError {
  return new AwsError(400, 'InvalidParameterValue', message);
}

export function invalidCombination(message: string): AwsError {
  return new AwsError(400, 'InvalidParameterCombination', message);
}

/** EC2's error in a region that is not enabled, or does not exist. */
export function regionNotEnabled(): AwsError {
  return new AwsError(401, 'AuthFailure', 'AWS was not able to validate the provided access credentials');
}

export function requestExpired(): AwsError {
  return new AwsError(400, 'RequestExpired', 'Request has expired.');
}

export function unauthorized(arn: string, action: string): AwsError {
  return new AwsError(
    403,
    'UnauthorizedOperation',
    `You are not authorized to perform this operation. User: ${arn} is not authorized to perform: ` +
      `ec2:${action} with an explicit deny in a service control policy`,
  );
}

export function requestLimitExceeded(): AwsError {
  return new AwsError(503, 'RequestLimitExceeded', 'Request limit exceeded.');
}

export function dryRun(): AwsError {
  return new AwsError(412, 'DryRunOperation', 'Request would have succeeded, but DryRun flag is set.');
}

export function malformedInstanceId(id: string): AwsError {
  return new AwsError(400, 'InvalidInstanceID.Malformed', `Invalid id: "${id}"`);
}

export function missingParameter(name: string): AwsError {
  return new AwsError(400, 'MissingParameter', `The request must contain the parameter ${name}`);
}

/** For an id that does not belong to any kind. */
export function invalidId(id: string): AwsError {
  return new AwsError(400, 'InvalidID', `The ID '${id}' is not valid`);
}

/** The code, and EC2's term for an id of the kind. */
const unknown: Readonly<Record<TaggedKind, readonly [code: string, what: string]>> = {
  instance: ['InvalidInstanceID.NotFound', 'instance ID'],
  volume: ['InvalidVolume.NotFound', 'volume'],
  snapshot: ['InvalidSnapshot.NotFound', 'snapshot'],
  'network-interface': ['InvalidNetworkInterfaceID.NotFound', 'networkInterface ID'],
  'elastic-ip': ['InvalidAllocationID.NotFound', 'allocation ID'],
  image: ['InvalidAMIID.NotFound', 'image id'],
  'security-group': ['InvalidGroup.NotFound', 'security group'],
  vpc: ['InvalidVpcID.NotFound', 'vpc ID'],
  subnet: ['InvalidSubnetID.NotFound', 'subnet ID'],
  'route-table': ['InvalidRouteTableID.NotFound', 'routeTable ID'],
  'internet-gateway': ['InvalidInternetGatewayID.NotFound', 'internetGateway ID'],
  natgateway: ['NatGatewayNotFound', 'NatGateway'],
  'egress-only-internet-gateway': ['InvalidGatewayID.NotFound', 'eigw ID'],
  'vpc-endpoint': ['InvalidVpcEndpointId.NotFound', 'Vpc Endpoint Id'],
  'network-acl': ['InvalidNetworkAclID.NotFound', 'networkAcl ID'],
  'vpc-peering-connection': ['InvalidVpcPeeringConnectionID.NotFound', 'vpcPeeringConnection ID'],
  'security-group-rule': ['InvalidSecurityGroupRuleId.NotFound', 'security group rule ID'],
};

/** For unknown ids of one kind. */
export function unknownIds(kind: TaggedKind, ids: readonly string[]): AwsError {
  const [code, what] = unknown[kind];
  const message =
    ids.length === 1
      ? `The ${what} '${ids[0]}' does not exist`
      : `The ${what}s '${ids.join(', ')}' do not exist`;
  return new AwsError(400, code, message);
}
