import { type Cidr, formatCidr } from '../../cidr/index.ts';
import type { NetworkModel } from '../../model/index.ts';
import { type PacketSet, type Span, subtract } from '../../packets/index.ts';
import type { End } from '../ends.ts';
import { resolveName } from '../names.ts';
import { publicPackets } from '../public-addresses.ts';
import { addressed, spanOf, spansOfAddresses } from '../rule-sets.ts';

const known = new WeakMap<NetworkModel, Map<string, readonly Span<bigint>[]>>();

/**
 * The addresses of clients on the internet, as some VPCs see them: public ones, without the ranges of VPCs, which are not
 * there, and without those that the gateway endpoints of these VPCs lead to, which are a service of AWS.
 */
export function clientsOnInternet(
  model: NetworkModel,
  family: 4 | 6,
  vpcs: readonly string[],
): readonly Span<bigint>[] {
  return once(model, `from ${family} ${vpcs.join(' ')}`, () =>
    without('source', family, [...rangesOfVpcs(model, family), ...served(model, family, vpcs)]),
  );
}

/** The addresses of servers on the internet, as a VPC sees them: as {@link clientsOnInternet}, without what the model has. */
export function serversOnInternet(
  model: NetworkModel,
  family: 4 | 6,
  vpcs: readonly string[],
): readonly Span<bigint>[] {
  return once(model, `to ${family} ${vpcs.join(' ')}`, () => {
    const own = [...model.interfaces.values()].flatMap(({ addresses, ipv6 }) =>
      family === 4
        ? addresses.flatMap((pair) => (pair.public ? [pair.public.value] : []))
        : ipv6.map(({ value }) => value),
    );
    return without('destination', family, [
      ...rangesOfVpcs(model, family),
      ...served(model, family, vpcs),
      ...spansOfAddresses(own),
    ]);
  });
}

/** The VPCs that an end is in, as the internet sees it. */
export function vpcsOfEnd(model: NetworkModel, end: End): readonly string[] {
  const all = (): readonly string[] => {
    switch (end.kind) {
      case 'interfaces':
        return end.interfaces.map(({ vpc }) => vpc);
      case 'balancer':
        return [end.balancer.vpc];
      case 'address':
        return [end.vpc];
      case 'name': {
        const { addresses, balancers } = resolveName(model, end.name, undefined);
        const owners = addresses.flatMap((address) => model.publicOwner(address)?.interface ?? []);
        return [...balancers, ...owners].map(({ vpc }) => vpc);
      }
      case 'internet':
      case 'range':
        return [];
    }
  };
  return [...new Set(all())].toSorted();
}

/** The ranges that gateway endpoints of these VPCs lead to, by their routes; what was not collected is in none. */
export function endpointRanges(model: NetworkModel, vpcs: readonly string[]): readonly Cidr[] {
  const lists = model.content.routeTables
    .filter(({ vpc }) => vpcs.includes(vpc))
    .flatMap(({ routes }) => routes)
    .flatMap(({ destination, target }) =>
      'prefixList' in destination && model.endpoints.get(target.id)?.type === 'Gateway'
        ? [destination.prefixList]
        : [],
    );
  const ranges = [...new Set(lists)].flatMap((list) => model.prefixLists.get(list)?.cidrs ?? []);
  return [...new Map(ranges.map((range) => [formatCidr(range), range])).values()];
}

function served(model: NetworkModel, family: 4 | 6, vpcs: readonly string[]): readonly Span<bigint>[] {
  return endpointRanges(model, vpcs)
    .filter((range) => range.family === family)
    .map(spanOf);
}

function rangesOfVpcs({ content }: NetworkModel, family: 4 | 6): readonly Span<bigint>[] {
  return content.vpcs.flatMap(({ cidrs }) => cidrs.filter((cidr) => cidr.family === family).map(spanOf));
}

function without(
  field: 'source' | 'destination',
  family: 4 | 6,
  spans: readonly Span<bigint>[],
): readonly Span<bigint>[] {
  const left = spans.reduce<PacketSet>(
    (set, span) => subtract(set, addressed(family, field, span)),
    publicPackets(family, field),
  );
  const at = field === 'source' ? 0 : 2;
  return left.map((box) => [box[at] as bigint, box[at + 1] as bigint]);
}

/** Each question of one model about the internet is of the same addresses. */
function once(
  model: NetworkModel,
  key: string,
  find: () => readonly Span<bigint>[],
): readonly Span<bigint>[] {
  const own = known.get(model) ?? new Map<string, readonly Span<bigint>[]>();
  known.set(model, own);
  const found = own.get(key) ?? find();
  own.set(key, found);
  return found;
}
