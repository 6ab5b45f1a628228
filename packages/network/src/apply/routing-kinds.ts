import type { Route } from '@groundcrew/aws/ec2';
import { type Item, refOf, textOf } from '../desired/item.ts';
import { endpointsOf, natGatewaysOf, routeTablesOf } from './ec2-look-ups.ts';
import { specification, updateTags } from './ec2-tags.ts';
import type { KindCalls } from './kind-calls.ts';
import type { Found, LookUp } from './network-calls.ts';
import { knownRef, refId, refIds } from './references.ts';
import { isThere, oursOf } from './ours.ts';
import { taggedKind } from './tagged-kind.ts';
import { fromList } from './tags.ts';

const natStates: Readonly<Record<string, Found['state']>> = {
  pending: 'pending',
  failed: 'failed',
  deleting: 'removing',
};

/** NAT gateways, zonal and regional: by id, or by their tags. */
export const natGatewayKind: KindCalls = {
  tagged: true,
  async find(item, look) {
    const vpc = look.ids.get('vpc');
    if (vpc === undefined) return undefined;
    const found = (await natGatewaysOf(look, vpc))
      .filter(({ State }) => State !== 'deleted')
      .map(
        ({ NatGatewayId = '', State = '', FailureCode, FailureMessage, SubnetId, Tags, ...nat }): Found => {
          const state = natStates[State];
          return {
            id: NatGatewayId,
            values: {},
            ...(SubnetId !== undefined && { refs: { subnet: SubnetId } }),
            tags: fromList(Tags),
            ...(state && { state }),
            ...(State === 'failed' && {
              cause: {
                code: FailureCode ?? 'Failed',
                message: FailureMessage ?? `NAT gateway ${NatGatewayId} failed; AWS gives no reason`,
              },
            }),
            ...(nat.VpcId !== undefined && SubnetId === undefined && { refs: { vpc: nat.VpcId } }),
          };
        },
      );
    const ours = oursOf(found, item, look);
    if (!ours || 'id' in ours) return ours;
    // One that is going, or has failed, does not stand in the way of another one.
    const living = ours.filter(({ state }) => state !== 'removing' && state !== 'failed');
    return living.length > 1 ? living : (living[0] ?? ours[0]);
  },
  async make(item, making, existing) {
    if (existing && existing.state !== 'failed' && existing.state !== 'removing') return existing.id;
    const { NatGateway } = await making.calls.ec2.CreateNatGateway(
      {
        ClientToken: making.token,
        ConnectivityType: 'public',
        TagSpecifications: specification('natgateway', item, making),
        ...(isRegional(item)
          ? { AvailabilityMode: 'regional', VpcId: refId(item, 'vpc', making) }
          : { SubnetId: refId(item, 'subnet', making), AllocationId: refId(item, 'address', making) }),
      },
      { signal: making.signal },
    );
    return NatGateway?.NatGatewayId ?? '';
  },
  update: (before, after, _, found, making) => updateTags(before, after, found, making),
  remove: async (_, { id }, { calls, signal }) =>
    void (await calls.ec2.DeleteNatGateway({ NatGatewayId: id }, { signal })),
};

/** Route tables besides the main one: by id, or by their tags. */
export const routeTableKind = taggedKind({
  async list(_, look) {
    const vpc = look.ids.get('vpc');
    if (vpc === undefined) return undefined;
    return (await routeTablesOf(look, vpc)).map(({ RouteTableId = '', Tags }) => ({
      id: RouteTableId,
      values: {},
      refs: { vpc },
      tags: fromList(Tags),
    }));
  },
  async create(item, making) {
    const { RouteTable } = await making.calls.ec2.CreateRouteTable(
      {
        VpcId: refId(item, 'vpc', making),
        ClientToken: making.token,
        TagSpecifications: specification('route-table', item, making),
      },
      { signal: making.signal },
    );
    return RouteTable?.RouteTableId;
  },
  remove: (RouteTableId, { calls, signal }) => calls.ec2.DeleteRouteTable({ RouteTableId }, { signal }),
});

const targetOfRoute = (route: Route): string =>
  route.NatGatewayId ?? route.EgressOnlyInternetGatewayId ?? route.GatewayId ?? '';

/** The fields of a route's target, by the kind of resource that its key names. */
function targetFields(item: Item, look: Pick<LookUp, 'ids'>) {
  const id = refId(item, 'target', look);
  const key = refOf(item, 'target') ?? '';
  if (key.startsWith('nat-gateway:')) return { NatGatewayId: id };
  return key === 'egress-only-gateway' ? { EgressOnlyInternetGatewayId: id } : { GatewayId: id };
}

function destinationFields(item: Item) {
  const destination = textOf(item, 'destination');
  return destination.includes(':')
    ? { DestinationIpv6CidrBlock: destination }
    : { DestinationCidrBlock: destination };
}

async function tableOf(item: Item, look: LookUp) {
  const [vpc, table] = [look.ids.get('vpc'), knownRef(item, 'table', look)];
  if (vpc === undefined || table === undefined) return undefined;
  return (await routeTablesOf(look, vpc)).find(({ RouteTableId }) => RouteTableId === table);
}

/** Routes that somebody made, by their destination in a table. */
export const routeKind: KindCalls = {
  async find(item, look) {
    const destination = textOf(item, 'destination');
    const table = await tableOf(item, look);
    const route = table?.Routes?.find(
      (each) =>
        (each.DestinationCidrBlock ?? each.DestinationIpv6CidrBlock) === destination &&
        each.Origin !== 'EnableVgwRoutePropagation',
    );
    return route && { id: '', values: { destination }, refs: { target: targetOfRoute(route) } };
  },
  async make(item, making, existing) {
    if (!existing) {
      await making.calls.ec2.CreateRoute(
        {
          RouteTableId: refId(item, 'table', making),
          ...destinationFields(item),
          ...targetFields(item, making),
        },
        { signal: making.signal },
      );
    }
    return '';
  },
  async update(_, after, __, ___, making) {
    await making.calls.ec2.ReplaceRoute(
      {
        RouteTableId: refId(after, 'table', making),
        ...destinationFields(after),
        ...targetFields(after, making),
      },
      { signal: making.signal },
    );
  },
  async remove(item, _, making) {
    await making.calls.ec2.DeleteRoute(
      { RouteTableId: refId(item, 'table', making), ...destinationFields(item) },
      { signal: making.signal },
    );
  },
};

/** Which route table a subnet has; without one, it has the main one. */
export const associationKind: KindCalls = {
  async find(item, look) {
    const [vpc, subnet] = [look.ids.get('vpc'), knownRef(item, 'subnet', look)];
    if (vpc === undefined || subnet === undefined) return undefined;
    for (const { Associations = [], RouteTableId = '' } of await routeTablesOf(look, vpc)) {
      const found = Associations.find(
        ({ SubnetId, AssociationState }) => SubnetId === subnet && isThere(AssociationState?.State),
      );
      if (found) {
        return {
          id: found.RouteTableAssociationId ?? '',
          values: {},
          refs: { subnet, table: RouteTableId },
        };
      }
    }
    return undefined;
  },
  async make(item, making, existing) {
    if (existing) return existing.id;
    const { AssociationId = '' } = await making.calls.ec2.AssociateRouteTable(
      { SubnetId: refId(item, 'subnet', making), RouteTableId: refId(item, 'table', making) },
      { signal: making.signal },
    );
    return AssociationId;
  },
  async update(_, after, __, found, making) {
    await making.calls.ec2.ReplaceRouteTableAssociation(
      { AssociationId: found.id, RouteTableId: refId(after, 'table', making) },
      { signal: making.signal },
    );
  },
  remove: async (_, { id }, { calls, signal }) =>
    void (await calls.ec2.DisassociateRouteTable({ AssociationId: id }, { signal })),
};

const endpointStates: Readonly<Record<string, Found['state']>> = {
  pending: 'pending',
  pendingacceptance: 'pending',
  deleting: 'removing',
  failed: 'failed',
};

/** Gateway endpoints: by id, or by their tags. */
export const endpointKind: KindCalls = {
  tagged: true,
  async find(item, look) {
    const vpc = look.ids.get('vpc');
    if (vpc === undefined) return undefined;
    const found = (await endpointsOf(look, vpc))
      .filter(({ State }) => (State as string | undefined)?.toLowerCase() !== 'deleted')
      .map(({ VpcEndpointId = '', ServiceName, RouteTableIds = [], State, Tags, LastError }): Found => {
        const state = endpointStates[((State as string | undefined) ?? '').toLowerCase()];
        return {
          id: VpcEndpointId,
          values: { service: ServiceName },
          refs: { vpc, tables: RouteTableIds },
          tags: fromList(Tags),
          ...(state && { state }),
          ...(state === 'failed' && {
            cause: {
              code: LastError?.Code ?? 'Failed',
              message: LastError?.Message ?? `endpoint ${VpcEndpointId} failed`,
            },
          }),
        };
      });
    return oursOf(found, item, look);
  },
  async make(item, making, existing) {
    if (existing && existing.state !== 'removing') return existing.id;
    const { VpcEndpoint } = await making.calls.ec2.CreateVpcEndpoint(
      {
        VpcId: refId(item, 'vpc', making),
        VpcEndpointType: 'Gateway',
        ServiceName: textOf(item, 'service'),
        RouteTableIds: refIds(item, 'tables', making),
        ClientToken: making.token,
        TagSpecifications: specification('vpc-endpoint', item, making),
      },
      { signal: making.signal },
    );
    return VpcEndpoint?.VpcEndpointId ?? '';
  },
  async update(before, after, fields, found, making) {
    if (fields.includes('tags')) await updateTags(before, after, found, making);
    if (!fields.includes('tables')) return;
    const has = [found.refs?.['tables'] ?? []].flat();
    const wanted = refIds(after, 'tables', making);
    const AddRouteTableIds = wanted.filter((id) => !has.includes(id));
    const RemoveRouteTableIds = has.filter((id) => !wanted.includes(id));
    if (AddRouteTableIds.length + RemoveRouteTableIds.length === 0) return;
    await making.calls.ec2.ModifyVpcEndpoint(
      {
        VpcEndpointId: found.id,
        ...(AddRouteTableIds.length > 0 && { AddRouteTableIds }),
        ...(RemoveRouteTableIds.length > 0 && { RemoveRouteTableIds }),
      },
      { signal: making.signal },
    );
  },
  async remove(_, { id }, { calls, signal }) {
    const { Unsuccessful = [] } = await calls.ec2.DeleteVpcEndpoints({ VpcEndpointIds: [id] }, { signal });
    const [refused] = Unsuccessful;
    if (refused) {
      const { Code = 'Refused', Message = '' } = refused.Error ?? {};
      throw Object.assign(new Error(Message), { name: Code });
    }
  },
};

/** Whether an item is of the whole VPC. */
const isRegional = (item: Item): boolean => refOf(item, 'subnet') === undefined;
