import type { Address } from '../../cidr/index.ts';
import type { NetworkInterface } from '../../model/index.ts';
import { intersect, isEmpty, type Rewrite, rewritten, spansOf, subtract } from '../../packets/index.ts';
import { fromGateway } from '../answers.ts';
import { pulledBack } from '../leaves.ts';
import { addressed } from '../rule-sets.ts';
import type { Leaf, Sender } from '../walk-types.ts';
import { deliverTo } from './delivery.ts';
import { pass } from './filters.ts';
import { throughPublicAccess } from './public-access.ts';
import {
  blocked,
  MAX_LEGS,
  reached,
  type Traveling,
  unknown,
  type Walk,
  withUncertainty,
} from './traveling.ts';

/** On the internet: to a public address of the walk.model, or away. */
export function outside(walk: Walk, traveling: Traveling): Leaf[] {
  const { inside, away } = owned(walk, traveling);
  return [
    ...(isEmpty(away)
      ? []
      : [
          reached({
            ...traveling,
            set: away,
            hops: [...traveling.hops, { at: 'internet', id: 'internet' }],
          }),
        ]),
    ...inside.flatMap(({ set, owner }) =>
      inward(walk, { ...traveling, set, legs: traveling.legs + 1 }, owner.interface, owner.address),
    ),
  ];
}

/** From the internet: to a public address of the model. */
export function fromInternet(walk: Walk, traveling: Traveling): Leaf[] {
  const { inside, away } = owned(walk, traveling);
  return [
    ...(isEmpty(away)
      ? []
      : [
          unknown(
            { ...traveling, set: away },
            { kind: 'not-modeled', what: 'other-network', of: 'internet' },
          ),
        ]),
    ...inside.flatMap(({ set, owner }) =>
      inward(walk, { ...traveling, set }, owner.interface, owner.address),
    ),
  ];
}

/** Packets by the interface that has their public destination; `away`: none of the model has. */
function owned(walk: Walk, { set, family }: Traveling) {
  const spans = spansOf(set).map(({ destination }) => destination);
  const isSingle = spans.every(([first, last]) => first === last);
  const owners = isSingle
    ? [...new Set(spans.map(([value]) => value))].flatMap(
        (value) => walk.model.publicOwner({ family, value }) ?? [],
      )
    : walk.model
        .publicOwners(family)
        .filter(({ public: { value } }) => spans.some(([first, last]) => value >= first && value <= last));
  let away = set;
  const inside = owners.map((owner) => {
    const about = addressed(family, 'destination', [owner.public.value, owner.public.value]);
    const part = intersect(away, about);
    away = subtract(away, about);
    return { set: part, owner };
  });
  return { inside, away };
}

function inward(walk: Walk, traveling: Traveling, to: NetworkInterface, address: Address): Leaf[] {
  if (traveling.legs > MAX_LEGS)
    return [unknown(traveling, { kind: 'not-modeled', what: 'loop', of: 'internet' })];
  const gateway = walk.model.internetGatewayOf(to.vpc);
  if (!gateway) {
    return [
      walk.model.isCollected(to, 'internet-gateways')
        ? blocked(traveling, { kind: 'no-internet-gateway', vpc: to.vpc })
        : unknown(traveling, { kind: 'not-collected', part: 'internet-gateways', of: to.vpc }),
    ];
  }
  const subnet = walk.model.subnets.get(to.subnet);
  const open = throughPublicAccess(walk, subnet, false);
  if (open.blocked) return [blocked(traveling, open.blocked)];
  const rewrite: Rewrite = traveling.family === 4 ? { destination: [[address.value, address.value]] } : {};
  const sender: Sender = {
    id: gateway.id,
    vpc: to.vpc,
    back: { kind: 'gateway', id: gateway.id, vpc: to.vpc },
  };
  const inner: Traveling = {
    ...traveling,
    set: rewritten(traveling.set, rewrite),
    hops: [...traveling.hops, { at: 'internet-gateway', id: gateway.id }],
    legs: traveling.legs + 1,
    ...withUncertainty(traveling, open.doubt),
  };
  const split = fromGateway(walk.model, inner.set, {
    family: inner.family,
    gateway: gateway.id,
    vpc: to.vpc,
  });
  const leaves = pass(walk, inner, split, (on) => deliverTo(walk, on, to, address, sender));
  return pulledBack(leaves, rewrite, traveling.set);
}
