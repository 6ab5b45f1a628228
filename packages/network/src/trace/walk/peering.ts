import { intersect, isEmpty, subtract, unionOf } from '../../packets/index.ts';
import { endpointReason } from '../answers.ts';
import { addressed, spanOf } from '../rule-sets.ts';
import type { Leaf, Sender } from '../walk-types.ts';
import { deliver } from './delivery.ts';
import { arrive } from './filters.ts';
import { blocked, reached, type Traveling, unknown, type Walk } from './traveling.ts';

/** Over a peering, to the other VPC and no further. */
export function toPeer(walk: Walk, traveling: Traveling, id: string, sender: Sender): Leaf[] {
  const peering = walk.model.peerings.get(id);
  if (!peering)
    return [unknown(traveling, { kind: 'not-collected', part: 'vpc-peering-connections', of: id })];
  if (peering.status !== 'active')
    return [blocked(traveling, { kind: 'peering-state', peering: id, status: peering.status })];
  const other = peering.requester.vpc === sender.vpc ? peering.accepter : peering.requester;
  const vpc = walk.model.vpcs.get(other.vpc);
  if (!vpc) return [unknown(traveling, { kind: 'not-collected', part: 'vpcs', of: other.vpc })];
  const inside = intersect(
    traveling.set,
    unionOf(
      vpc.cidrs
        .filter((cidr) => cidr.family === traveling.family)
        .map((cidr) => addressed(traveling.family, 'destination', spanOf(cidr))),
    ),
  );
  const onward = subtract(traveling.set, inside);
  const hops = [...traveling.hops, { at: 'peering', id } as const];
  return [
    ...(isEmpty(onward)
      ? []
      : [blocked({ ...traveling, set: onward, hops }, { kind: 'peering-onward', peering: id, vpc: vpc.id })]),
    ...(isEmpty(inside) ? [] : deliver(walk, { ...traveling, set: inside, hops }, vpc.id, sender)),
  ];
}

/** To S3 or DynamoDB; whether the policies of the endpoint and of the bucket allow it is not asked. */
export function toEndpoint(walk: Walk, traveling: Traveling, id: string, sender: Sender): Leaf[] {
  const endpoint = walk.model.endpoints.get(id);
  if (endpoint?.type !== 'Gateway') return [unknown(traveling, endpointReason(endpoint, id))];
  return arrive(walk, traveling, sender, { vpc: sender.vpc }, (back) => [
    reached({ ...back, hops: [...back.hops, { at: 'endpoint', id, rule: endpoint.service }] }),
  ]);
}
