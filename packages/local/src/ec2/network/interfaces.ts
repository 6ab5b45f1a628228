import type { Form } from '../../form.ts';
import { writeXml, type XmlElements } from '../../xml.ts';
import { invalidParameter } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { withoutAssociation } from './addresses.ts';
import { byToken, newResource, required, SUCCESS, tagElements } from './making.ts';
import { refused } from './network-errors.ts';
import { takeAddress } from './private-addresses.ts';
import type { RegionNetwork } from './region-network.ts';
import type { NetworkInterface } from './network-resources.ts';
import { zoneIdOf } from './zones.ts';

/** Of `CreateNetworkInterface`: what is not kept here, by the names of the query protocol. */
const unsupportedValues = [
  'Ipv6AddressCount',
  'Ipv6PrefixCount',
  'Ipv4PrefixCount',
  'SecondaryPrivateIpAddressCount',
  'EnablePrimaryIpv6',
  'InterfaceType',
] as const;
const unsupportedLists = ['Ipv6Addresses', 'Ipv6Prefix', 'Ipv4Prefix', 'PrivateIpAddresses'] as const;

/** An interface with other addresses than were asked for would be a wrong answer. */
function refuseUnsupported(form: Form): void {
  const name =
    unsupportedValues.find((each) => form.text(each) !== undefined) ??
    unsupportedLists.find((each) => form.structures(each).length > 0);
  if (name === undefined) return;
  throw invalidParameter(
    `the embedded AWS has no network interfaces with ${name}; leave it out: they have one private IPv4 address`,
  );
}

/** @throws AwsError */
export function createNetworkInterface(form: Form, context: RequestContext): string {
  const { network } = context;
  refuseUnsupported(form);
  const subnetId = required(form, 'SubnetId');
  const groups = form.texts('SecurityGroupId');
  const description = form.text('Description') ?? '';
  const wanted = form.text('PrivateIpAddress');
  const { before, token } = byToken(
    'network-interface',
    form,
    [subnetId, groups, description, wanted],
    context,
  );
  if (before) return created(before, form, network);
  const subnet = network.get('subnet', subnetId);
  for (const id of groups) {
    if (network.get('security-group', id).vpcId !== subnet.vpcId)
      throw invalidParameter(`Security group ${id} and subnet ${subnet.id} belong to different networks.`);
  }
  const ofVpc = network.all('security-group').filter(({ vpcId }) => vpcId === subnet.vpcId);
  const own = groups.length > 0 ? groups : ofVpc.filter(({ name }) => name === 'default').map(({ id }) => id);
  const put: NetworkInterface = {
    ...newResource('network-interface', form, context),
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    groups: own,
    privateIp: takeAddress(subnet, network, wanted),
    description,
    type: 'interface',
    isInUse: false,
    ...token,
  };
  network.commit({ put });
  return created(put, form, network);
}

function created(made: NetworkInterface, form: Form, network: RegionNetwork): string {
  const elements = { ...interfaceElements(made, network), status: 'pending', tagSet: tagElements(made.tags) };
  return writeXml({ networkInterface: elements, clientToken: form.text('ClientToken') });
}

/** @throws AwsError `InvalidParameterValue` for one in use, `AuthFailure` for one of a service */
export function deleteNetworkInterface(form: Form, { network }: RequestContext): string {
  const { id, manager, isInUse } = network.get('network-interface', required(form, 'NetworkInterfaceId'));
  if (manager !== undefined)
    throw refused('AuthFailure', 'You do not have permission to access the specified resource.');
  if (isInUse) throw invalidParameter(`Network interface '${id}' is currently in use.`);
  // An address is no longer associated with what is gone.
  const addresses = network.all('elastic-ip').filter(({ association }) => association?.interfaceId === id);
  const freed = addresses.map((address) => ({ put: withoutAssociation(address) }));
  network.commit(...freed, { remove: id });
  return SUCCESS;
}

/** The elements of a network interface, except its tags. */
export function interfaceElements(own: NetworkInterface, network: RegionNetwork): XmlElements {
  const zone = network.find('subnet', own.subnetId)?.zone;
  const association = associationOf(own, network);
  const dashed = own.privateIp.replaceAll('.', '-');
  const domain = network.region === 'us-east-1' ? 'ec2.internal' : `${network.region}.compute.internal`;
  return {
    networkInterfaceId: own.id,
    subnetId: own.subnetId,
    vpcId: own.vpcId,
    ...(zone !== undefined && { availabilityZone: zone, availabilityZoneId: zoneIdOf(zone, network) }),
    description: own.description,
    ownerId: network.accountId,
    ...(own.manager !== undefined && { requesterId: own.manager }),
    requesterManaged: own.manager !== undefined,
    status: own.isInUse ? 'in-use' : 'available',
    macAddress: macOf(own.id),
    privateIpAddress: own.privateIp,
    privateDnsName: `ip-${dashed}.${domain}`,
    sourceDestCheck: own.type !== 'nat_gateway',
    groupSet: {
      item: own.groups.map((id) => ({
        groupId: id,
        groupName: network.find('security-group', id)?.name ?? id,
      })),
    },
    ...(own.isInUse && { attachment: attachmentOf(own, network) }),
    ...(association && { association }),
    privateIpAddressesSet: {
      item: { privateIpAddress: own.privateIp, primary: true, ...(association && { association }) },
    },
    ipv6AddressesSet: { item: own.ipv6 === undefined ? [] : [{ ipv6Address: own.ipv6 }] },
    interfaceType: own.type,
  };
}

function attachmentOf(own: NetworkInterface, network: RegionNetwork): XmlElements {
  const prefix = own.manager === undefined ? 'eni-attach' : 'ela-attach';
  return {
    attachmentId: network.idOf(prefix, own.id),
    ...(own.instanceId !== undefined && { instanceId: own.instanceId }),
    instanceOwnerId: own.manager ?? network.accountId,
    deviceIndex: own.manager === undefined ? 0 : 1,
    status: 'attached',
    attachTime: new Date(own.createdMs).toISOString(),
    deleteOnTermination: false,
  };
}

function associationOf(own: NetworkInterface, network: RegionNetwork): XmlElements | undefined {
  if (own.publicIp !== undefined) return { publicIp: own.publicIp, ipOwnerId: own.manager ?? 'amazon' };
  const address = network.all('elastic-ip').find(({ association }) => association?.interfaceId === own.id);
  if (!address?.association) return undefined;
  return {
    publicIp: address.publicIp,
    ipOwnerId: network.accountId,
    allocationId: address.id,
    associationId: address.association.id,
  };
}

/** Locally administered: not an address of real hardware. */
function macOf(id: string): string {
  return `02:${id.slice(-10).replace(/..(?=.)/g, '$&:')}`;
}
