import type { Form } from '../../form.ts';
import { writeXml, type XmlElements } from '../../xml.ts';
import { invalidCombination, invalidParameter, missingParameter, unknownIds } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { checkQuota, isTrue, newResource, required, SUCCESS } from './making.ts';
import { refused } from './network-errors.ts';
import { nextPublicAddress } from './public-addresses.ts';
import type { RegionNetwork } from './region-network.ts';
import type { Address, NetworkInterface } from './network-resources.ts';

/** @throws AwsError `AddressLimitExceeded` */
export function allocateAddress(form: Form, context: RequestContext): string {
  const { network, networkSettings } = context;
  const { Domain = 'vpc' } = { Domain: form.text('Domain') };
  if (Domain !== 'vpc') throw invalidParameter(`Value (${Domain}) for parameter domain is invalid. Use vpc.`);
  checkQuota(network.all('elastic-ip'), networkSettings.quotas.addresses, context, [
    'AddressLimitExceeded',
    'addresses',
  ]);
  const publicIp = nextPublicAddress(network);
  const put: Address = { ...newResource('elastic-ip', form, context), publicIp };
  network.commit({ put });
  return writeXml({
    publicIp,
    allocationId: put.id,
    domain: 'vpc',
    publicIpv4Pool: 'amazon',
    networkBorderGroup: network.region,
  });
}

/** @throws AwsError `InvalidIPAddress.InUse` */
export function releaseAddress(form: Form, { network }: RequestContext): string {
  const { id, publicIp, association } = namedAddress(form, network);
  if (association) throw refused('InvalidIPAddress.InUse', `Address ${publicIp} is in use.`);
  network.commit({ remove: id });
  return SUCCESS;
}

/** By its id, or by itself. @throws AwsError `InvalidAllocationID.NotFound`, `InvalidAddress.NotFound` */
function namedAddress(form: Form, network: RegionNetwork): Address {
  const id = form.text('AllocationId');
  const ip = form.text('PublicIp');
  if (id !== undefined && ip !== undefined)
    throw invalidCombination('You may specify public IP or allocation id, but not both in the same call');
  if (id !== undefined) return network.get('elastic-ip', id);
  if (ip === undefined) throw missingParameter('allocationId');
  const found = network.found('elastic-ip').find(({ publicIp }) => publicIp === ip);
  if (!found) throw refused('InvalidAddress.NotFound', `Address '${ip}' not found.`);
  return found;
}

/** Of a network interface; instances are reached by theirs. @throws AwsError `Resource.AlreadyAssociated` */
export function associateAddress(form: Form, { network }: RequestContext): string {
  const address = namedAddress(form, network);
  const target = interfaceOf(form, network);
  const mayMove = isTrue(form, 'AllowReassociation');
  if (address.association && !mayMove) {
    throw refused(
      'Resource.AlreadyAssociated',
      `resource ${address.id} is already associated with associate-id ${address.association.id}`,
    );
  }
  const others = network
    .all('elastic-ip')
    .filter(({ id, association }) => id !== address.id && association?.interfaceId === target.id);
  if (others.length > 0 && !mayMove) {
    throw refused(
      'Resource.AlreadyAssociated',
      `resource ${target.id} is already associated with associate-id ${others[0]!.association!.id}`,
    );
  }
  if (!network.all('internet-gateway').some(({ vpcId }) => vpcId === target.vpcId))
    throw refused('Gateway.NotAttached', `Network ${target.vpcId} is not attached to any internet gateway`);
  const id = network.idOf('eipassoc', `${address.id} ${target.id} ${network.next('elastic-ip').serial}`);
  const { id: interfaceId, privateIp, instanceId } = target;
  const association = { id, interfaceId, privateIp, ...(instanceId !== undefined && { instanceId }) };
  network.commit(...others.map((each) => ({ put: withoutAssociation(each) })), {
    put: { ...address, association },
  });
  return writeXml({ associationId: id });
}

function interfaceOf(form: Form, network: RegionNetwork): NetworkInterface {
  const id = form.text('NetworkInterfaceId');
  if (id !== undefined) return network.get('network-interface', id);
  const instanceId = required(form, 'InstanceId');
  for (const details of network.describedInterfaces()) {
    if (details.parents.instance === instanceId) return network.get('network-interface', details.id);
  }
  throw refused('InvalidInstanceID.NotFound', `The instance ID '${instanceId}' does not exist`);
}

/** @throws AwsError `InvalidAssociationID.NotFound`, `AuthFailure` for one of a NAT gateway */
export function disassociateAddress(form: Form, { network }: RequestContext): string {
  const id = form.text('AssociationId');
  const ip = form.text('PublicIp');
  if (id === undefined && ip === undefined) throw missingParameter('associationId');
  const found = network
    .found('elastic-ip')
    .find(({ association, publicIp }) => (id === undefined ? publicIp === ip : association?.id === id));
  if (!found?.association) {
    if (id === undefined) throw refused('InvalidAddress.NotFound', `Address '${ip}' not found.`);
    throw refused('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
  }
  const { interfaceId } = found.association;
  if (network.find('network-interface', interfaceId)?.type === 'nat_gateway')
    throw refused('AuthFailure', 'You do not have permission to access the specified resource.');
  network.commit({ put: withoutAssociation(found) });
  return SUCCESS;
}

/** The address when nothing has it. */
export function withoutAssociation({ association: _association, ...address }: Address): Address {
  return address;
}

/** @throws AwsError `InvalidElasticIpID.NotFound`: the code of calls that use an address */
export function usedAddress(id: string, network: RegionNetwork): Address {
  const found = network.find('elastic-ip', id);
  if (!found) throw refused('InvalidElasticIpID.NotFound', `The elastic IP ID '${id}' does not exist`);
  return found;
}

/** The elements of an address, except its tags. */
export function addressElements(address: Address, network: RegionNetwork): XmlElements {
  const { association } = address;
  return {
    publicIp: address.publicIp,
    allocationId: address.id,
    domain: 'vpc',
    ...(association && {
      ...(association.instanceId !== undefined && { instanceId: association.instanceId }),
      associationId: association.id,
      networkInterfaceId: association.interfaceId,
      networkInterfaceOwnerId: network.accountId,
      privateIpAddress: association.privateIp,
    }),
    publicIpv4Pool: 'amazon',
    networkBorderGroup: network.region,
  };
}

/** Finds addresses by themselves: the parameter `PublicIp` of DescribeAddresses. @throws AwsError `InvalidAddress.NotFound` */
export function idsOfAddresses(form: Form, network: RegionNetwork): readonly string[] {
  const ids = form.texts('AllocationId');
  for (const id of ids) if (!network.find('elastic-ip', id)) throw unknownIds('elastic-ip', [id]);
  const byIp = form.texts('PublicIp').map((ip) => {
    const found = network.found('elastic-ip').find(({ publicIp }) => publicIp === ip);
    if (!found) throw refused('InvalidAddress.NotFound', `Address '${ip}' not found.`);
    return found.id;
  });
  return [...ids, ...byIp];
}
