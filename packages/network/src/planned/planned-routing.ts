import { cidr as readCidr, type Cidr } from '../cidr/index.ts';
import { type Item, refOf, textOf } from '../desired/item.ts';
import type { NetworkAcl, Route, RouteTable, RouteTarget } from '../model/index.ts';
import { allPorts } from '../packets/index.ts';
import { type Planned, PLANNED_SCOPE, type PlannedItem } from './planned.ts';
import type { PlannedPlace } from './stand-ins.ts';

/** A route table with its routes: the local ones, those of the plan, and those of gateway endpoints. */
export function routeTable(
  { items, of, idOf }: Planned,
  table: PlannedItem,
  vpc: string,
  ranges: readonly Cidr[],
): RouteTable {
  const route = (destination: Route['destination'], target: RouteTarget): Route => ({
    destination,
    target,
    isPropagated: false,
    isBlackHole: false,
  });
  const own = of('route').filter((item) => refOf(item, 'table') === table.key);
  const endpoints = of('endpoint').filter(({ refs }) => [refs['tables'] ?? []].flat().includes(table.key));
  return {
    id: table.id,
    scope: PLANNED_SCOPE,
    name: table.name,
    vpc,
    isMain: false,
    subnets: of('association')
      .filter((item) => refOf(item, 'table') === table.key)
      .map((item) => idOf(refOf(item, 'subnet'))),
    gateways: [],
    routes: [
      ...ranges.map((range) => route(range, { kind: 'local', id: 'local' })),
      ...own.map((item) => route(readCidr(textOf(item, 'destination')), targetOf(items, item, idOf))),
      ...endpoints.map((item) =>
        route({ prefixList: prefixListOf(item) }, { kind: 'endpoint', id: item.id }),
      ),
    ],
  };
}

/** Its ranges are in no file: they are left out of what `internet` stands for, and the list is empty. */
export function prefixListOf(endpoint: Item): string {
  return `the prefix list of ${textOf(endpoint, 'service')}`;
}

function targetOf(items: ReadonlyMap<string, Item>, route: Item, idOf: Planned['idOf']): RouteTarget {
  const target = items.get(refOf(route, 'target') ?? '');
  switch (target?.kind) {
    case 'gateway-attachment':
      return { kind: 'internet-gateway', id: idOf(refOf(target, 'gateway')) };
    case 'egress-only-gateway':
      return { kind: 'egress-only-internet-gateway', id: idOf(target.key) };
    case 'nat-gateway':
      return { kind: 'nat-gateway', id: idOf(target.key) };
    default:
      return { kind: 'other', id: refOf(route, 'target') ?? '' };
  }
}

/** AWS documentation: "Default network ACL" in the VPC user guide: it allows all. */
export function defaultAcl(vpc: string, places: readonly PlannedPlace[]): NetworkAcl {
  const ranges = [readCidr('0.0.0.0/0'), readCidr('::/0')];
  return {
    id: 'the default network ACL',
    scope: PLANNED_SCOPE,
    vpc,
    subnets: places.map(({ id }) => id),
    entries: [true, false].flatMap((isEgress) =>
      ranges.map((range, at) => ({
        number: 100 + at,
        isEgress,
        allows: true,
        protocol: -1,
        cidr: range,
        ports: allPorts,
      })),
    ),
  };
}
