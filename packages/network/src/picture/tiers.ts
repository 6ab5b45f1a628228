import type { NetworkModel, Subnet } from '../model/index.ts';

/** The tier of a subnet: its tag, or what its routes make it. */
export function tierOf(model: NetworkModel, subnet: Subnet): string {
  const tagged = subnet.tags?.['groundcrew:tier'];
  if (tagged !== undefined) return tagged;
  const kinds = new Set(model.routeTableOf(subnet)?.routes.map(({ target }) => target.kind));
  if (kinds.has('internet-gateway')) return 'public';
  return kinds.has('nat-gateway') || kinds.has('transit-gateway') ? 'private' : 'isolated';
}

const order = ['public', 'private', 'isolated', 'data'];

/** Those that are nearer to the internet first. */
export function compareTiers(one: string, other: string): number {
  const rank = (tier: string) => (order.includes(tier) ? order.indexOf(tier) : 1.5);
  return rank(one) - rank(other) || (one < other ? -1 : one > other ? 1 : 0);
}
