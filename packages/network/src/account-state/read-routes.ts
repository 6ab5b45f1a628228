import { formatCidr } from '../cidr/index.ts';
import { cidrAt, type Fields, flag, list, object, optional, tagsOf, text, texts } from '../saved/fields.ts';
import { keyTagOf, type Reading, refTo } from './reading.ts';
import { nameOf, type OwnVpc } from './read-vpc.ts';

/** The routes that a network makes; all others are somebody else's, and stay. */
const defaultRoutes: ReadonlySet<string> = new Set(['0.0.0.0/0', '::/0']);

/** Route tables with their routes, and which table each subnet has. */
export function readRoutes(reading: Reading): void {
  const { file, lists, add, isOurs, tagsProp, checkVpc, keyOf, foreign } = reading;
  const tables = lists.of('RouteTables');
  for (const table of tables) {
    const tags = tagsOf(table);
    const key = keyTagOf(tags, 'route-table') ?? tableKey(file.name, tags['Name']);
    if (!isOurs(tags) || key === undefined) continue;
    const id = text(table, 'RouteTableId');
    checkVpc(id, text(table, 'VpcId'));
    const name = nameOf(table, id);
    add({ kind: 'route-table', key, name, id, props: { tags: tagsProp(tags) }, refs: { vpc: 'vpc' } });
    for (const route of list(table, 'Routes')) readRoute(reading, route, { id, key });
  }
  for (const table of tables) {
    const tableKeyOf = keyOf(text(table, 'RouteTableId'));
    for (const association of list(table, 'Associations')) {
      const subnet = keyOf(optional(association, 'SubnetId'));
      if (subnet === undefined || !isAssociated(association)) continue;
      const range = subnet.replace('subnet:', '');
      const key = `association:${range}`;
      if (tableKeyOf === undefined) foreign.add(key);
      else {
        const id = text(association, 'RouteTableAssociationId');
        add({ kind: 'association', key, name: range, id, props: {}, refs: { subnet, table: tableKeyOf } });
      }
    }
  }
}

function isAssociated(association: Fields): boolean {
  const state = object(association, 'AssociationState');
  const code = (state && optional(state, 'State')) ?? 'associated';
  return !flag(association, 'Main') && (code === 'associated' || code === 'associating');
}

/** `route-table:private/apne2-az1` of the name `shop-private-apne2-az1`. */
function tableKey(network: string, name = ''): string | undefined {
  if (name === `${network}-public` || name === `${network}-isolated`)
    return `route-table:${name.slice(network.length + 1)}`;
  const prefix = `${network}-private-`;
  return name.startsWith(prefix) ? `route-table:private/${name.slice(prefix.length)}` : undefined;
}

/** A route that leads nowhere is there without a target: it is led to the right one. One that leads elsewhere is in the way. */
function readRoute(
  { file, add, keyOf, foreign }: Reading,
  route: Fields,
  table: { readonly id: string; readonly key: string },
): void {
  const cidr = cidrAt(route, 'DestinationCidrBlock') ?? cidrAt(route, 'DestinationIpv6CidrBlock');
  const isMade = (optional(route, 'Origin') ?? 'CreateRoute') === 'CreateRoute';
  const destination = cidr && formatCidr(cidr);
  if (!isMade || destination === undefined || !defaultRoutes.has(destination)) return;
  const gatewayKey = keyOf(optional(route, 'GatewayId'));
  const target =
    keyOf(optional(route, 'NatGatewayId')) ??
    keyOf(optional(route, 'EgressOnlyInternetGatewayId')) ??
    (gatewayKey === 'gateway-attachment' ? gatewayKey : undefined);
  const tableName = `${file.name}-${table.key.replace('route-table:', '').replace('/', '-')}`;
  const key = `route:${tableName}/${destination}`;
  if (target === undefined && optional(route, 'State') !== 'blackhole') {
    foreign.add(key);
    return;
  }
  add({
    kind: 'route',
    key,
    name: `${destination} of ${tableName}`,
    id: `${table.id}/${destination}`,
    props: { destination },
    refs: { table: table.key, ...refTo('target', target) },
  });
}

/** Gateway endpoints. One of others for the same service is in the way of a table of the network. */
export function readEndpoints(reading: Reading, vpc: OwnVpc | undefined): void {
  const { lists, add, isOurs, tagsProp, checkVpc, keyOf, foreign } = reading;
  for (const endpoint of lists.of('VpcEndpoints')) {
    const tags = tagsOf(endpoint);
    const state = (optional(endpoint, 'State') ?? 'available').toLowerCase();
    const isThere = state === 'available' || state === 'pending';
    if (!isThere || optional(endpoint, 'VpcEndpointType') !== 'Gateway') continue;
    const service = text(endpoint, 'ServiceName');
    const key = `endpoint:${service.slice(service.lastIndexOf('.') + 1)}`;
    const tables = texts(endpoint, 'RouteTableIds').flatMap((id) => keyOf(id) ?? []);
    const id = text(endpoint, 'VpcEndpointId');
    const at = text(endpoint, 'VpcId');
    if (!isOurs(tags)) {
      if (at === vpc?.id && tables.length > 0) foreign.add(key);
      continue;
    }
    checkVpc(id, at);
    add({
      kind: 'endpoint',
      key,
      name: nameOf(endpoint, id),
      id,
      props: { service, tags: tagsProp(tags) },
      refs: { vpc: 'vpc', tables },
    });
  }
}
