import type { Form } from '../../form.ts';
import { writeXml, type XmlElements } from '../../xml.ts';
import { invalidCombination, missingParameter } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { usedAddress } from './addresses.ts';
import { newDependent, byToken, newResource, required, tagElements } from './making.ts';
import { invalidValue, limitExceeded } from './network-errors.ts';
import type { NetworkResourceChange } from './network-store.ts';
import { natState } from './nat-states.ts';
import { freeAddresses, takeAddress } from './private-addresses.ts';
import { regionalAddresses } from './regional-addresses.ts';
import type { RegionNetwork } from './region-network.ts';
import type {
  Address,
  NatAddress,
  NatGateway,
  NetworkInterface,
  RouteTable,
  Subnet,
} from './network-resources.ts';
import { zoneIdOf } from './zones.ts';

/** How a NAT gateway fails: the failure codes and messages of "NatGateway" of the EC2 API reference. */
type Failure = NonNullable<NatGateway['failure']>;

/**
 * Makes a NAT gateway, which is pending for a while, and then available or failed.
 *
 * A regional one has addresses of AWS in each zone with subnets of its VPC, and a route table of its own with the internet gateway.
 *
 * @throws AwsError
 */
export function createNatGateway(form: Form, context: RequestContext): string {
  const text = (name: string) => form.text(name);
  const names = [
    'SubnetId',
    'VpcId',
    'AllocationId',
    'ConnectivityType',
    'AvailabilityMode',
    'PrivateIpAddress',
  ];
  const { before, token } = byToken('natgateway', form, names.map(text), context);
  if (before) return created(before, form, context.network);
  const mode = form.text('AvailabilityMode') ?? 'zonal';
  if (mode !== 'zonal' && mode !== 'regional') throw invalidValue(mode, 'availabilityMode', 'Unknown mode.');
  const connectivity = form.text('ConnectivityType') ?? 'public';
  if (connectivity !== 'public' && connectivity !== 'private')
    throw invalidValue(connectivity, 'connectivityType', 'Unknown type.');
  const { gateway, changes } =
    mode === 'regional' ? regional(form, context) : zonal(form, context, connectivity === 'public');
  const put: NatGateway = { ...gateway, ...token };
  context.network.commit({ put }, ...changes);
  return created(put, form, context.network);
}

interface Made {
  readonly gateway: NatGateway;
  readonly changes: readonly NetworkResourceChange[];
}

function zonal(form: Form, context: RequestContext, isPublic: boolean): Made {
  const { network, networkSettings } = context;
  const subnet = network.get('subnet', required(form, 'SubnetId'));
  const allocationId = form.text('AllocationId');
  if (isPublic && allocationId === undefined) throw missingParameter('allocationId');
  if (!isPublic && allocationId !== undefined)
    throw invalidCombination('A private NAT gateway cannot have an allocation ID');
  const address = allocationId === undefined ? undefined : usedAddress(allocationId, network);
  if (countInZone(subnet.zone, network) >= networkSettings.quotas.natGatewaysPerZone)
    throw limitExceeded('NatGatewayLimitExceeded', 'NAT gateways');
  const made = newResource('natgateway', form, context);
  const own = interfaceOf(made, subnet, form, context);
  const failure = own ? failureOf(context, subnet.vpcId, isPublic, address, own.id) : noAddresses;
  const association = own && {
    id: network.idOf('eipassoc', own.id),
    interfaceId: own.id,
    privateIp: own.privateIp,
  };
  const isAssociated =
    association !== undefined &&
    address !== undefined &&
    !address.association &&
    failure?.code !== 'Gateway.NotAttached';
  const gateway: NatGateway = {
    ...made,
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    isRegional: false,
    isPublic,
    addresses: [
      {
        ...(own && { interfaceId: own.id, privateIp: own.privateIp }),
        ...(address && { allocationId: address.id, publicIp: address.publicIp }),
        ...(isAssociated && { associationId: association.id }),
      },
    ],
    readyMs: readyMs(context),
    ...(failure && { failure }),
  };
  const changes: NetworkResourceChange[] = own ? [{ put: own }] : [];
  if (isAssociated) changes.push({ put: { ...address, association } });
  return { gateway, changes };
}

const noAddresses: Failure = {
  code: 'InsufficientFreeAddressesInSubnet',
  message: 'Subnet has insufficient free addresses to create this NAT gateway',
};

/** `undefined`: the subnet is full. */
function interfaceOf(
  made: Pick<NatGateway, 'id' | 'createdMs' | 'visibleMs'>,
  subnet: Subnet,
  form: Form,
  context: RequestContext,
): NetworkInterface | undefined {
  const { network } = context;
  if (freeAddresses(subnet, network) === 0) return undefined;
  return {
    ...newDependent('network-interface', made, context),
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    groups: [],
    privateIp: takeAddress(subnet, network, form.text('PrivateIpAddress')),
    description: `Interface for NAT Gateway ${made.id}`,
    type: 'nat_gateway',
    manager: 'amazon-nat',
    isInUse: true,
  };
}

function readyMs({ network, networkSettings }: RequestContext): number {
  return network.nowMs + networkSettings.natPendingMs + networkSettings.draw.natSlowMs();
}

function failureOf(
  { network, networkSettings }: RequestContext,
  vpcId: string,
  isPublic: boolean,
  address: Address | undefined,
  interfaceId: string,
): Failure | undefined {
  if (isPublic && !network.all('internet-gateway').some((each) => each.vpcId === vpcId))
    return { code: 'Gateway.NotAttached', message: `Network ${vpcId} has no Internet gateway attached` };
  if (address?.association) {
    return {
      code: 'Resource.AlreadyAssociated',
      message: `Elastic IP address ${address.id} is already associated`,
    };
  }
  if (!networkSettings.draw.natFails()) return undefined;
  return {
    code: 'InternalError',
    message: `Network interface ${interfaceId}, created and used internally by this NAT gateway is in an invalid state. Please try again.`,
  };
}

/** Deleted and failed ones do not count. */
function countInZone(zone: string, network: RegionNetwork): number {
  return network.all('natgateway').filter((gateway) => {
    const state = natState(gateway, network.nowMs);
    if (gateway.subnetId === undefined || state === 'deleted' || state === 'failed') return false;
    return network.find('subnet', gateway.subnetId)?.zone === zone;
  }).length;
}

function regional(form: Form, context: RequestContext): Made {
  const { network } = context;
  for (const name of ['SubnetId', 'AllocationId', 'PrivateIpAddress']) {
    if (form.text(name) !== undefined)
      throw invalidCombination(`The parameter ${name} cannot be used with a regional NAT gateway`);
  }
  if (form.structures('AvailabilityZoneAddress').length > 0) {
    throw invalidCombination(
      'the embedded AWS has regional NAT gateways with addresses of AWS only; omit AvailabilityZoneAddresses',
    );
  }
  const vpc = network.get('vpc', required(form, 'VpcId'));
  const internetGateway = network.all('internet-gateway').find(({ vpcId }) => vpcId === vpc.id);
  const made = newResource('natgateway', form, context);
  const failure = failureOf(context, vpc.id, true, undefined, network.idOf('eni', made.id));
  const table: RouteTable = {
    ...newDependent('route-table', made, context),
    vpcId: vpc.id,
    routes: internetGateway
      ? [
          {
            destination: '0.0.0.0/0',
            target: { parameter: 'GatewayId', id: internetGateway.id },
            origin: 'CreateRoute',
          },
        ]
      : [],
    associations: [{ id: network.idOf('rtbassoc', made.id), gatewayId: made.id }],
  };
  const gateway: NatGateway = {
    ...made,
    vpcId: vpc.id,
    isRegional: true,
    isPublic: true,
    addresses: regionalAddresses(made.id, vpc.id, [], network),
    readyMs: readyMs(context),
    routeTableId: table.id,
    ...(failure && { failure }),
  };
  return { gateway, changes: [{ put: table }] };
}

function created(gateway: NatGateway, form: Form, network: RegionNetwork): string {
  const elements = { ...natGatewayElements(gateway, network), tagSet: tagElements(gateway.tags) };
  return writeXml({ natGateway: elements, clientToken: form.text('ClientToken') });
}

/** @throws AwsError `NatGatewayNotFound` */
export function deleteNatGateway(form: Form, { network, networkSettings }: RequestContext): string {
  const gateway = network.get('natgateway', required(form, 'NatGatewayId'));
  if (!gateway.deleting) {
    const deleting = { sinceMs: network.nowMs, untilMs: network.nowMs + networkSettings.natDeletingMs };
    network.commit({ put: { ...gateway, deleting } });
  }
  return writeXml({ natGatewayId: gateway.id });
}

/** The elements of a NAT gateway, except its tags. */
export function natGatewayElements(gateway: NatGateway, network: RegionNetwork): XmlElements {
  const state = natState(gateway, network.nowMs);
  const { failure, deleting, isRegional } = gateway;
  return {
    natGatewayId: gateway.id,
    ...(gateway.subnetId !== undefined && { subnetId: gateway.subnetId }),
    vpcId: gateway.vpcId,
    state,
    createTime: new Date(gateway.createdMs).toISOString(),
    ...(deleting && { deleteTime: new Date(deleting.sinceMs).toISOString() }),
    ...(failure && state !== 'pending' && { failureCode: failure.code, failureMessage: failure.message }),
    natGatewayAddressSet: {
      item: gateway.addresses.map((each, at) => addressOf(each, at === 0 && !isRegional, state, network)),
    },
    connectivityType: gateway.isPublic ? 'public' : 'private',
    availabilityMode: isRegional ? 'regional' : 'zonal',
    ...(isRegional && {
      autoScalingIps: 'enabled',
      autoProvisionZones: 'enabled',
      routeTableId: gateway.routeTableId,
    }),
  };
}

function addressOf(
  address: NatAddress,
  isPrimary: boolean,
  state: string,
  network: RegionNetwork,
): XmlElements {
  const { allocationId, zone } = address;
  // Until it is available, only what was asked for is known.
  if (state === 'pending')
    return { ...(allocationId !== undefined && { allocationId }), ...zoneOf(zone, network) };
  return {
    ...(allocationId !== undefined && { allocationId }),
    ...(address.interfaceId !== undefined && { networkInterfaceId: address.interfaceId }),
    ...(address.privateIp !== undefined && { privateIp: address.privateIp }),
    ...(address.publicIp !== undefined && { publicIp: address.publicIp }),
    ...(address.associationId !== undefined && { associationId: address.associationId }),
    ...(isPrimary && { isPrimary: true }),
    status: state === 'failed' ? 'failed' : 'succeeded',
    ...zoneOf(zone, network),
  };
}

function zoneOf(zone: string | undefined, network: RegionNetwork): XmlElements {
  if (zone === undefined) return {};
  return { availabilityZone: zone, availabilityZoneId: zoneIdOf(zone, network) };
}
