import type { Form } from '../../form.ts';
import type { XmlElements } from '../../xml.ts';
import { invalidCombination, invalidParameter, missingParameter } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { contains, formatCidr, overlaps, parseCidr } from './cidr.ts';
import { SUCCESS, required } from './making.ts';
import { invalidValue, limitExceeded, refused } from './network-errors.ts';
import type { RegionNetwork } from './region-network.ts';
import { checkTarget, readTarget, stateOfTarget, targetElements } from './route-targets.ts';
import type { Route, RouteTable } from './network-resources.ts';

const destinations = {
  DestinationCidrBlock: 'destinationCidrBlock',
  DestinationIpv6CidrBlock: 'destinationIpv6CidrBlock',
  DestinationPrefixListId: 'destinationPrefixListId',
} as const;

/** @throws AwsError `RouteAlreadyExists`, `RouteLimitExceeded`, `InvalidParameterValue` and what is missing */
export function createRoute(form: Form, { network, networkSettings }: RequestContext): string {
  const table = network.get('route-table', required(form, 'RouteTableId'));
  const destination = readDestination(form);
  const target = readTarget(form);
  checkTarget(target, table, network);
  checkRange(destination, table, target.parameter, network);
  if (
    table.routes.some((each) => each.destination === destination) ||
    localRanges(table, network).includes(destination)
  )
    throw refused('RouteAlreadyExists', `The route identified by ${destination} already exists.`);
  const isIpv6 = destination.includes(':');
  const alike = table.routes.filter((each) => each.destination.includes(':') === isIpv6);
  if (alike.length >= networkSettings.quotas.routesPerTable)
    throw limitExceeded('RouteLimitExceeded', 'routes');
  network.commit({
    put: { ...table, routes: [...table.routes, { destination, target, origin: 'CreateRoute' }] },
  });
  return SUCCESS;
}

/** @throws AwsError `InvalidParameterValue`: there is no such route */
export function replaceRoute(form: Form, { network }: RequestContext): string {
  const table = network.get('route-table', required(form, 'RouteTableId'));
  const destination = readDestination(form);
  const target = readTarget(form);
  const present = table.routes.find((each) => each.destination === destination);
  if (!present) {
    throw invalidParameter(
      `There is no route defined for '${destination}' in the route table. Use CreateRoute instead.`,
    );
  }
  checkTarget(target, table, network);
  const routes = table.routes.map((each) => (each === present ? { ...each, target } : each));
  network.commit({ put: { ...table, routes } });
  return SUCCESS;
}

/** @throws AwsError `InvalidRoute.NotFound`, `InvalidParameterValue` for a local one */
export function deleteRoute(form: Form, { network }: RequestContext): string {
  const table = network.get('route-table', required(form, 'RouteTableId'));
  const destination = readDestination(form);
  if (localRanges(table, network).includes(destination))
    throw invalidParameter(`cannot remove local route ${destination} in route table ${table.id}`);
  const routes = table.routes.filter((each) => each.destination !== destination);
  if (routes.length === table.routes.length) {
    const kind = destination.startsWith('pl-')
      ? 'prefix-list-id'
      : destination.includes(':')
        ? 'ipv6-cidr-block'
        : 'cidr-block';
    throw refused(
      'InvalidRoute.NotFound',
      `no route with destination-${kind} ${destination} in route table ${table.id}`,
    );
  }
  network.commit({ put: { ...table, routes } });
  return SUCCESS;
}

/** A range in its canonical form, or a prefix list. @throws AwsError */
function readDestination(form: Form): string {
  const written = Object.keys(destinations).flatMap((name) => {
    const value = form.text(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const [one, other] = written;
  if (!one) throw missingParameter('destinationCidrBlock');
  if (other)
    throw invalidCombination(`The parameter ${one[0]} cannot be used with the parameter ${other[0]}`);
  const [name, value] = one;
  if (name === 'DestinationPrefixListId') return value;
  const range = parseCidr(value);
  if (range?.family !== (name === 'DestinationCidrBlock' ? 4 : 6)) {
    throw invalidValue(
      value,
      destinations[name as keyof typeof destinations],
      'This is not a valid CIDR block.',
    );
  }
  return formatCidr(range);
}

/** Inside a VPC only interfaces can be targets: "Route tables" of the VPC user guide. @throws AwsError `InvalidParameterValue` */
function checkRange(destination: string, table: RouteTable, parameter: string, network: RegionNetwork): void {
  const range = parseCidr(destination);
  if (!range || ['NetworkInterfaceId', 'InstanceId', 'VpcEndpointId'].includes(parameter)) return;
  const own = localRanges(table, network);
  if (own.includes(destination) || !own.some((each) => overlaps(parseCidr(each)!, range))) return;
  if (!own.some((each) => contains(parseCidr(each)!, range))) return;
  throw invalidParameter(
    `The destination CIDR block ${destination} is equal to or more specific than one of this VPC's CIDR blocks. ` +
      'This route can target only an interface or an instance.',
  );
}

/** The ranges of the table's VPC. */
function localRanges({ vpcId }: RouteTable, network: RegionNetwork): readonly string[] {
  const vpc = network.all('vpc').find(({ id }) => id === vpcId);
  if (!vpc) return [];
  return [...vpc.cidrs, ...vpc.ipv6.filter(({ isGone }) => !isGone)].map(({ cidr }) => cidr);
}

/** The routes of a table: the VPC's own, those that were made, and those of its endpoints. */
export function routeElements(table: RouteTable, network: RegionNetwork): readonly XmlElements[] {
  const local = localRanges(table, network).map((range) => ({
    ...destinationElements(range),
    gatewayId: 'local',
    origin: 'CreateRouteTable',
    state: 'active',
  }));
  const endpoints = network.found('vpc-endpoint').filter(({ routeTables }) => routeTables.includes(table.id));
  return [
    ...local,
    ...table.routes.map((route) => madeElements(route, table, network)),
    ...endpoints.map(({ id, prefixList }) => ({
      destinationPrefixListId: prefixList,
      gatewayId: id,
      origin: 'CreateRoute',
      state: 'active',
    })),
  ];
}

function madeElements(route: Route, table: RouteTable, network: RegionNetwork): XmlElements {
  return {
    ...destinationElements(route.destination),
    ...targetElements(route.target, network),
    origin: route.origin,
    state: stateOfTarget(route.target, table, network),
  };
}

function destinationElements(destination: string): XmlElements {
  if (destination.startsWith('pl-')) return { destinationPrefixListId: destination };
  return destination.includes(':')
    ? { destinationIpv6CidrBlock: destination }
    : { destinationCidrBlock: destination };
}
