import type { Form } from '../../form.ts';
import { writeXml, type XmlElements } from '../../xml.ts';
import { invalidCombination, invalidParameter } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { byToken, newResource, required, SUCCESS, tagElements } from './making.ts';
import { hasDependencies, limitExceeded, refused } from './network-errors.ts';
import type { RegionNetwork } from './region-network.ts';
import { routeElements } from './routes.ts';
import type { RouteTable, RouteTableAssociation } from './network-resources.ts';

/** @throws AwsError `RouteTableLimitExceeded` */
export function createRouteTable(form: Form, context: RequestContext): string {
  const { network, networkSettings } = context;
  const vpcId = required(form, 'VpcId');
  const { before, token } = byToken('route-table', form, [vpcId], context);
  if (before) return created(before, form, network);
  network.get('vpc', vpcId);
  const present = network.all('route-table').filter((each) => each.vpcId === vpcId);
  if (present.length >= networkSettings.quotas.routeTablesPerVpc)
    throw limitExceeded('RouteTableLimitExceeded', 'route tables');
  const made = newResource('route-table', form, context);
  const put: RouteTable = { ...made, vpcId, routes: [], associations: [], ...token };
  network.commit({ put });
  return created(put, form, network);
}

function created(table: RouteTable, form: Form, network: RegionNetwork): string {
  const elements = { ...routeTableElements(table, network), tagSet: tagElements(table.tags) };
  return writeXml({ routeTable: elements, clientToken: form.text('ClientToken') });
}

/** @throws AwsError `DependencyViolation` */
export function deleteRouteTable(form: Form, { network }: RequestContext): string {
  const { id, associations } = network.get('route-table', required(form, 'RouteTableId'));
  const isOfGateway = network.all('natgateway').some(({ routeTableId }) => routeTableId === id);
  if (associations.length > 0 || isOfGateway) throw hasDependencies('routeTable', id);
  // That an endpoint does not hold its tables is unverified.
  const endpoints = network.all('vpc-endpoint').filter(({ routeTables }) => routeTables.includes(id));
  const without = endpoints.map((each) => ({
    put: { ...each, routeTables: each.routeTables.filter((table) => table !== id) },
  }));
  network.commit(...without, { remove: id });
  return SUCCESS;
}

/** @throws AwsError `Resource.AlreadyAssociated`, `InvalidParameterValue` */
export function associateRouteTable(form: Form, { network }: RequestContext): string {
  const table = network.get('route-table', required(form, 'RouteTableId'));
  if (form.text('GatewayId') !== undefined)
    throw invalidCombination('the embedded AWS associates route tables with subnets only; omit GatewayId');
  const subnet = network.get('subnet', required(form, 'SubnetId'));
  if (subnet.vpcId !== table.vpcId)
    throw invalidParameter(`route table ${table.id} and subnet ${subnet.id} belong to different networks`);
  const present = network
    .all('route-table')
    .find(({ associations }) => associations.some(({ subnetId }) => subnetId === subnet.id));
  const own = present?.associations.find(({ subnetId }) => subnetId === subnet.id);
  // Of the same table, EC2 returns what there is.
  if (own && present!.id === table.id) return associated('associationId', own.id);
  if (own) {
    throw refused(
      'Resource.AlreadyAssociated',
      `the specified association for route table ${table.id} conflicts with an existing association`,
    );
  }
  const added = newAssociation(table, subnet.id, network);
  network.commit({ put: { ...table, associations: [...table.associations, added] } });
  return associated('associationId', added.id);
}

function newAssociation(
  table: RouteTable,
  subnetId: string | undefined,
  network: RegionNetwork,
): RouteTableAssociation {
  const word = `${table.id} ${subnetId} ${network.next('route-table').serial}`;
  return { id: network.idOf('rtbassoc', word), ...(subnetId !== undefined && { subnetId }) };
}

function associated(name: 'associationId' | 'newAssociationId', id: string): string {
  return writeXml({ [name]: id, associationState: { state: 'associated' } });
}

/** @throws AwsError `InvalidAssociationID.NotFound`, `InvalidParameterValue` for that of the main route table */
export function disassociateRouteTable(form: Form, { network }: RequestContext): string {
  const { table, association } = namedAssociation(form, network);
  if (isMain(association))
    throw invalidParameter(`cannot disassociate the main route table association ${association.id}`);
  network.commit({ put: withoutAssociation(table, association) });
  return SUCCESS;
}

/** Moves a subnet, or what has no table of its own, to another table. @throws AwsError */
export function replaceRouteTableAssociation(form: Form, { network }: RequestContext): string {
  const { table: former, association } = namedAssociation(form, network);
  const table = network.get('route-table', required(form, 'RouteTableId'));
  if (table.vpcId !== former.vpcId) {
    const what =
      association.subnetId === undefined ? `route table ${former.id}` : `subnet ${association.subnetId}`;
    throw invalidParameter(`route table ${table.id} and ${what} belong to different networks`);
  }
  if (table.id === former.id) return associated('newAssociationId', association.id);
  const added = newAssociation(table, association.subnetId, network);
  network.commit(
    { put: withoutAssociation(former, association) },
    { put: { ...table, associations: [...table.associations, added] } },
  );
  return associated('newAssociationId', added.id);
}

function withoutAssociation(table: RouteTable, association: RouteTableAssociation): RouteTable {
  return { ...table, associations: table.associations.filter(({ id }) => id !== association.id) };
}

const isMain = ({ subnetId, gatewayId }: RouteTableAssociation) =>
  subnetId === undefined && gatewayId === undefined;

function namedAssociation(form: Form, network: RegionNetwork) {
  const id = required(form, 'AssociationId');
  for (const table of network.found('route-table')) {
    const association = table.associations.find((each) => each.id === id);
    if (association) return { table, association };
  }
  throw refused('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
}

/** The elements of a route table, except its tags. */
export function routeTableElements(table: RouteTable, network: RegionNetwork): XmlElements {
  return {
    routeTableId: table.id,
    vpcId: table.vpcId,
    ownerId: network.accountId,
    routeSet: { item: routeElements(table, network) },
    associationSet: {
      item: table.associations.map((association) => ({
        routeTableAssociationId: association.id,
        routeTableId: table.id,
        ...(association.subnetId !== undefined && { subnetId: association.subnetId }),
        ...(association.gatewayId !== undefined && { gatewayId: association.gatewayId }),
        main: isMain(association),
        associationState: { state: 'associated' },
      })),
    },
    propagatingVgwSet: {},
  };
}
