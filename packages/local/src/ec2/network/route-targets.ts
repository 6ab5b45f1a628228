import type { Form } from '../../form.ts';
import type { XmlElements } from '../../xml.ts';
import { invalidCombination, invalidParameter, missingParameter } from '../errors.ts';
import { refused } from './network-errors.ts';
import { natState } from './nat-states.ts';
import type { RegionNetwork } from './region-network.ts';
import type { RouteTable, RouteTarget } from './network-resources.ts';

/** Parameters of a route's target, with the code and EC2's term for an id that is not found. */
const targets: Readonly<Record<string, readonly [code: string, what: string]>> = {
  GatewayId: ['InvalidGatewayID.NotFound', 'gateway ID'],
  NatGatewayId: ['InvalidNatGatewayID.NotFound', 'natGateway ID'],
  EgressOnlyInternetGatewayId: ['InvalidGatewayID.NotFound', 'eigw ID'],
  NetworkInterfaceId: ['InvalidNetworkInterfaceID.NotFound', 'networkInterface ID'],
  InstanceId: ['InvalidInstanceID.NotFound', 'instance ID'],
  VpcPeeringConnectionId: ['InvalidVpcPeeringConnectionID.NotFound', 'vpcPeeringConnection ID'],
};
const unsupported = [
  'TransitGatewayId',
  'LocalGatewayId',
  'CarrierGatewayId',
  'CoreNetworkArn',
  'OdbNetworkArn',
  'VpcEndpointId',
];

/** The one target of a request. @throws AwsError */
export function readTarget(form: Form): RouteTarget {
  const other = unsupported.find((name) => form.text(name) !== undefined);
  if (other !== undefined) {
    throw invalidParameter(
      `the embedded AWS has no routes to a target of ${other}; supported: ${Object.keys(targets).join(', ')}`,
    );
  }
  const written = Object.keys(targets).flatMap((parameter) => {
    const id = form.text(parameter);
    return id === undefined ? [] : [{ parameter, id }];
  });
  const [target, more] = written;
  if (!target) throw missingParameter('gatewayId');
  if (more)
    throw invalidCombination(
      `The parameter ${target.parameter} cannot be used with the parameter ${more.parameter}`,
    );
  // EC2 takes the id of a NAT gateway in this parameter, too.
  return target.parameter === 'GatewayId' && target.id.startsWith('nat-')
    ? { parameter: 'NatGatewayId', id: target.id }
    : target;
}

/** Whether a target exists and is of the table's VPC. @throws AwsError */
export function checkTarget(
  { parameter, id }: RouteTarget,
  { id: tableId, vpcId }: RouteTable,
  network: RegionNetwork,
): void {
  const vpcs = vpcsOf({ parameter, id }, network);
  if (vpcs === undefined) {
    const [code, what] = targets[parameter]!;
    throw refused(code, `The ${what} '${id}' does not exist`);
  }
  if (vpcs.includes(vpcId)) return;
  const what = parameter === 'GatewayId' ? 'network gateway' : targets[parameter]![1].replace(/ ID$/, '');
  throw invalidParameter(`route table ${tableId} and ${what} ${id} belong to different networks`);
}

/** The VPCs whose routes can have a target; `undefined`: there is no such target. */
function vpcsOf({ parameter, id }: RouteTarget, network: RegionNetwork): readonly string[] | undefined {
  switch (parameter) {
    case 'GatewayId': {
      const gateway = network.find('internet-gateway', id);
      return gateway && (gateway.vpcId === undefined ? [] : [gateway.vpcId]);
    }
    case 'NatGatewayId': {
      const gateway = network.find('natgateway', id);
      const isThere = gateway && !['deleted', 'failed'].includes(natState(gateway, network.nowMs));
      return isThere ? [gateway.vpcId] : undefined;
    }
    case 'EgressOnlyInternetGatewayId': {
      const gateway = network.find('egress-only-internet-gateway', id);
      return gateway && [gateway.vpcId];
    }
    case 'NetworkInterfaceId': {
      const found = network.find('network-interface', id);
      return found && [found.vpcId];
    }
    case 'InstanceId': {
      const details = interfaceOfInstance(id, network);
      return details && [details.parents.vpc ?? ''];
    }
    default: {
      const peering = network.find('vpc-peering-connection', id);
      return peering && [peering.requester.vpcId, peering.accepter.vpcId];
    }
  }
}

function interfaceOfInstance(instanceId: string, network: RegionNetwork) {
  for (const details of network.describedInterfaces())
    if (details.parents.instance === instanceId) return details;
  return undefined;
}

/** `blackhole`: packets to it are dropped, since it is gone, or no longer attached. */
export function stateOfTarget(target: RouteTarget, { vpcId }: RouteTable, network: RegionNetwork): string {
  if (!vpcsOf(target, network)?.includes(vpcId)) return 'blackhole';
  if (target.parameter === 'NetworkInterfaceId' && !network.find('network-interface', target.id)?.isInUse)
    return 'blackhole';
  if (target.parameter === 'VpcPeeringConnectionId')
    return network.find('vpc-peering-connection', target.id)?.status === 'active' ? 'active' : 'blackhole';
  return 'active';
}

/** The elements of a target in a route. */
export function targetElements({ parameter, id }: RouteTarget, network: RegionNetwork): XmlElements {
  const element = parameter.slice(0, 1).toLowerCase() + parameter.slice(1);
  if (parameter !== 'InstanceId') return { [element]: id };
  return {
    instanceId: id,
    instanceOwnerId: network.accountId,
    networkInterfaceId: interfaceOfInstance(id, network)?.id,
  };
}
