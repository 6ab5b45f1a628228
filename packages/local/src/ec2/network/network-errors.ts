import { AwsError } from '../../service.ts';
import type { ThingKind } from './things.ts';

// Codes: "Error codes for the Amazon EC2 API" of the EC2 developer guide. Messages: as clients of EC2 have reported them, where
// known; the others are unverified.

/** A client error of EC2. */
export function refused(code: string, message: string): AwsError {
  return new AwsError(400, code, message);
}

/** The code, and EC2's term for an id of the kind. */
const unknown: Readonly<Record<ThingKind, readonly [code: string, what: string]>> = {
  vpc: ['InvalidVpcID.NotFound', 'vpc ID'],
  subnet: ['InvalidSubnetID.NotFound', 'subnet ID'],
  'internet-gateway': ['InvalidInternetGatewayID.NotFound', 'internetGateway ID'],
  'egress-only-internet-gateway': ['InvalidEgressOnlyInternetGatewayId.NotFound', 'eigw ID'],
  'elastic-ip': ['InvalidAllocationID.NotFound', 'allocation ID'],
  natgateway: ['NatGatewayNotFound', 'NatGateway'],
  'route-table': ['InvalidRouteTableID.NotFound', 'routeTable ID'],
  'security-group': ['InvalidGroup.NotFound', 'security group'],
  'vpc-endpoint': ['InvalidVpcEndpointId.NotFound', 'Vpc Endpoint Id'],
  'network-acl': ['InvalidNetworkAclID.NotFound', 'networkAcl ID'],
  'network-interface': ['InvalidNetworkInterfaceID.NotFound', 'networkInterface ID'],
  'vpc-peering-connection': ['InvalidVpcPeeringConnectionID.NotFound', 'vpcPeeringConnection ID'],
};

export function notFound(kind: ThingKind, ...ids: readonly string[]): AwsError {
  const [code, what] = unknown[kind];
  if (ids.length > 1) return refused(code, `The ${what}s '${ids.join(', ')}' do not exist`);
  return refused(code, `The ${what} '${ids[0]}' does not exist`);
}

/** Of deleting what others depend on. */
export function hasDependencies(what: string, id: string): AwsError {
  return refused('DependencyViolation', `The ${what} '${id}' has dependencies and cannot be deleted.`);
}

export function invalidValue(value: string, parameter: string, why: string): AwsError {
  return refused('InvalidParameterValue', `Value (${value}) for parameter ${parameter} is invalid. ${why}`);
}

/** Quotas: the code and what there are too many of. */
export function limitExceeded(code: string, what: string): AwsError {
  return refused(code, `The maximum number of ${what} has been reached.`);
}
