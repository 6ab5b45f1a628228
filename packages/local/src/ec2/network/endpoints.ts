import type { Form } from '../../form.ts';
import { writeXml, type XmlElements } from '../../xml.ts';
import { invalidParameter, missingParameter, unknownIds } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { byToken, checkQuota, newResource, required, SUCCESS, tagElements } from './making.ts';
import { refused } from './network-errors.ts';
import { prefixLists } from './prefix-lists.ts';
import type { RegionNetwork } from './region-network.ts';
import type { Endpoint } from './network-resources.ts';

/** "Endpoint policies" of the AWS PrivateLink guide: without a policy, everything is allowed. */
const FULL_ACCESS = JSON.stringify({
  Version: '2008-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
});

/** Makes a gateway endpoint, with its route in each of the tables. @throws AwsError */
export function createVpcEndpoint(form: Form, context: RequestContext): string {
  const { network, networkSettings } = context;
  const vpcId = required(form, 'VpcId');
  const service = required(form, 'ServiceName');
  const routeTables = [...new Set(form.texts('RouteTableId'))];
  const policy = policyOf(form) ?? FULL_ACCESS;
  const type = form.text('VpcEndpointType') ?? 'Gateway';
  const { before, token } = byToken(
    'vpc-endpoint',
    form,
    [vpcId, service, routeTables, policy, type],
    context,
  );
  if (before) return created(before, form, network);
  if (type !== 'Gateway')
    throw invalidParameter(`the embedded AWS has endpoints of the type Gateway only, not ${type}`);
  network.get('vpc', vpcId);
  const list = prefixLists(network).find(({ name }) => name === service);
  if (!list) throw refused('InvalidServiceName', `The Vpc Endpoint Service '${service}' does not exist`);
  checkTables(routeTables, vpcId, list.id, network);
  checkQuota(network.all('vpc-endpoint'), networkSettings.quotas.gatewayEndpoints, context, [
    'VpcEndpointLimitExceeded',
    'VPC endpoints',
  ]);
  const put: Endpoint = {
    ...newResource('vpc-endpoint', form, context),
    vpcId,
    service,
    prefixList: list.id,
    routeTables,
    policy,
    ...token,
  };
  network.commit({ put });
  return created(put, form, network);
}

function created(endpoint: Endpoint, form: Form, network: RegionNetwork): string {
  const elements = { ...endpointElements(endpoint, network), tagSet: tagElements(endpoint.tags) };
  return writeXml({ vpcEndpoint: elements, clientToken: form.text('ClientToken') });
}

/** @throws AwsError `InvalidParameter` */
function policyOf(form: Form): string | undefined {
  const text = form.text('PolicyDocument');
  if (text === undefined) return undefined;
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw refused('InvalidParameter', 'The policy document is not valid JSON');
  }
}

/** @throws AwsError `InvalidRouteTableId.NotFound`, `RouteAlreadyExists` */
function checkTables(
  ids: readonly string[],
  vpcId: string,
  prefixList: string,
  network: RegionNetwork,
): void {
  for (const id of ids) {
    const table = network.find('route-table', id);
    if (table?.vpcId !== vpcId)
      throw refused('InvalidRouteTableId.NotFound', `The Route Table Id '${id}' does not exist`);
    const isTaken = network
      .all('vpc-endpoint')
      .some((each) => each.prefixList === prefixList && each.routeTables.includes(id));
    if (isTaken) {
      throw refused(
        'RouteAlreadyExists',
        `route table ${id} already has a route with destination-prefix-list-id ${prefixList}`,
      );
    }
  }
}

/** Changes its tables or its policy. @throws AwsError */
export function modifyVpcEndpoint(form: Form, { network }: RequestContext): string {
  const endpoint = network.get('vpc-endpoint', required(form, 'VpcEndpointId'));
  const removed = form.texts('RemoveRouteTableId');
  const added = form.texts('AddRouteTableId').filter((id) => !endpoint.routeTables.includes(id));
  checkTables(added, endpoint.vpcId, endpoint.prefixList, network);
  const unknown = removed.find((id) => !endpoint.routeTables.includes(id));
  if (unknown !== undefined)
    throw refused('InvalidRouteTableId.NotFound', `The Route Table Id '${unknown}' does not exist`);
  const written = form.text('ResetPolicy') === 'true' ? FULL_ACCESS : policyOf(form);
  const routeTables = [...endpoint.routeTables.filter((id) => !removed.includes(id)), ...added];
  network.commit({ put: { ...endpoint, routeTables, policy: written ?? endpoint.policy } });
  return SUCCESS;
}

/** Removes each on its own, with its routes; those that failed are returned. @throws AwsError */
export function deleteVpcEndpoints(form: Form, { network }: RequestContext): string {
  const ids = form.texts('VpcEndpointId');
  if (ids.length === 0) throw missingParameter('vpcEndpointId');
  const known = ids.filter((id) => network.find('vpc-endpoint', id));
  if (known.length > 0) network.commit(...known.map((remove) => ({ remove })));
  const unsuccessful = ids
    .filter((id) => !known.includes(id))
    .map((resourceId) => {
      const { code, message } = unknownIds('vpc-endpoint', [resourceId]);
      return { error: { code, message }, resourceId };
    });
  return writeXml({ unsuccessful: { item: unsuccessful } });
}

/** The elements of an endpoint, except its tags. */
export function endpointElements(endpoint: Endpoint, network: RegionNetwork): XmlElements {
  return {
    vpcEndpointId: endpoint.id,
    vpcEndpointType: 'Gateway',
    vpcId: endpoint.vpcId,
    serviceName: endpoint.service,
    state: 'available',
    policyDocument: endpoint.policy,
    routeTableIdSet: { item: endpoint.routeTables },
    subnetIdSet: {},
    groupSet: {},
    privateDnsEnabled: false,
    requesterManaged: false,
    networkInterfaceIdSet: {},
    dnsEntrySet: {},
    creationTimestamp: new Date(endpoint.createdMs).toISOString(),
    ownerId: network.accountId,
  };
}
