import type { Form } from '../../form.ts';
import { writeXml, type XmlElements } from '../../xml.ts';
import { invalidParameter } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { byToken, checkQuota, newResource, required, SUCCESS, tagElements } from './making.ts';
import { hasDependencies, refused } from './network-errors.ts';
import type { RegionNetwork } from './region-network.ts';
import type { EgressOnlyGateway, InternetGateway } from './network-resources.ts';

/** @throws AwsError `InternetGatewayLimitExceeded` */
export function createInternetGateway(form: Form, context: RequestContext): string {
  const { network, networkSettings } = context;
  checkQuota(network.all('internet-gateway'), networkSettings.quotas.internetGateways, context, [
    'InternetGatewayLimitExceeded',
    'internet gateways',
  ]);
  const put: InternetGateway = newResource('internet-gateway', form, context);
  network.commit({ put });
  const tagSet = tagElements(put.tags);
  return writeXml({ internetGateway: { ...internetGatewayElements(put, network), tagSet } });
}

/** @throws AwsError `Resource.AlreadyAssociated`, `InvalidParameterValue` */
export function attachInternetGateway(form: Form, { network }: RequestContext): string {
  const gateway = network.get('internet-gateway', required(form, 'InternetGatewayId'));
  const vpc = network.get('vpc', required(form, 'VpcId'));
  if (gateway.vpcId !== undefined) {
    throw refused(
      'Resource.AlreadyAssociated',
      `resource ${gateway.id} is already attached to network ${gateway.vpcId}`,
    );
  }
  if (network.all('internet-gateway').some(({ vpcId }) => vpcId === vpc.id))
    throw invalidParameter(`Network ${vpc.id} already has an internet gateway attached`);
  network.commit({ put: { ...gateway, vpcId: vpc.id } });
  return SUCCESS;
}

/** @throws AwsError `Gateway.NotAttached`, `DependencyViolation` */
export function detachInternetGateway(form: Form, { network }: RequestContext): string {
  const gateway = network.get('internet-gateway', required(form, 'InternetGatewayId'));
  const vpc = network.get('vpc', required(form, 'VpcId'));
  if (gateway.vpcId !== vpc.id)
    throw refused('Gateway.NotAttached', `resource ${gateway.id} is not attached to network ${vpc.id}`);
  if (hasMappedAddresses(vpc.id, network)) {
    throw refused(
      'DependencyViolation',
      `Network ${vpc.id} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
    );
  }
  const { vpcId: _vpcId, ...detached } = gateway;
  network.commit({ put: detached });
  return SUCCESS;
}

/** Whether an interface of the VPC has a public address. */
function hasMappedAddresses(vpcId: string, network: RegionNetwork): boolean {
  const interfaces = network.all('network-interface').filter((each) => each.vpcId === vpcId);
  if (interfaces.some(({ publicIp }) => publicIp !== undefined)) return true;
  const ids = new Set(interfaces.map(({ id }) => id));
  if (network.all('elastic-ip').some(({ association }) => association && ids.has(association.interfaceId)))
    return true;
  if (!network.isDescribed('vpc', vpcId)) return false;
  for (const { parents, entry, instance } of network.describedInterfaces()) {
    if (parents.vpc === vpcId && (entry.publicIps ?? instance?.network?.publicIps ?? []).length > 0)
      return true;
  }
  return false;
}

/** @throws AwsError `DependencyViolation` */
export function deleteInternetGateway(form: Form, { network }: RequestContext): string {
  const { id, vpcId } = network.get('internet-gateway', required(form, 'InternetGatewayId'));
  if (vpcId !== undefined) throw hasDependencies('internetGateway', id);
  network.commit({ remove: id });
  return SUCCESS;
}

/** The elements of an internet gateway, except its tags. */
export function internetGatewayElements({ id, vpcId }: InternetGateway, network: RegionNetwork): XmlElements {
  return {
    internetGatewayId: id,
    ownerId: network.accountId,
    attachmentSet: vpcId === undefined ? {} : { item: { vpcId, state: 'available' } },
  };
}

/** @throws AwsError */
export function createEgressOnlyInternetGateway(form: Form, context: RequestContext): string {
  const { network, networkSettings } = context;
  const vpcId = required(form, 'VpcId');
  const { before, token } = byToken('egress-only-internet-gateway', form, [vpcId], context);
  if (before) return created(before, form);
  network.get('vpc', vpcId);
  // The limit is documented, EC2's code beyond it is not.
  checkQuota(
    network.all('egress-only-internet-gateway'),
    networkSettings.quotas.egressOnlyGateways,
    context,
    ['EgressOnlyInternetGatewayLimitExceeded', 'egress-only internet gateways'],
  );
  const put: EgressOnlyGateway = {
    ...newResource('egress-only-internet-gateway', form, context),
    vpcId,
    ...token,
  };
  network.commit({ put });
  return created(put, form);
}

function created(gateway: EgressOnlyGateway, form: Form): string {
  const elements = { ...egressOnlyElements(gateway), tagSet: tagElements(gateway.tags) };
  return writeXml({ egressOnlyInternetGateway: elements, clientToken: form.text('ClientToken') });
}

/** @throws AwsError */
export function deleteEgressOnlyInternetGateway(form: Form, { network }: RequestContext): string {
  const { id } = network.get('egress-only-internet-gateway', required(form, 'EgressOnlyInternetGatewayId'));
  network.commit({ remove: id });
  return '<returnCode>true</returnCode>';
}

/** The elements of an egress-only internet gateway, except its tags. */
export function egressOnlyElements({ id, vpcId }: EgressOnlyGateway): XmlElements {
  return { egressOnlyInternetGatewayId: id, attachmentSet: { item: { vpcId, state: 'attached' } } };
}
