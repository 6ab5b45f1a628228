import type { Item } from './item.ts';

/** US dollars by the hour, of one region. */
interface Prices {
  readonly natGateway?: number;
  readonly loadBalancer?: number;
}

/** When the prices were looked up. */
export const PRICES_OF = '2026-11-29';

/** Any public IPv4 address, in use or not, in each commercial region ("Public IPv4 address", Amazon VPC pricing). */
const PUBLIC_ADDRESS = 0.005;

/**
 * From "Amazon VPC pricing" and "Elastic Load Balancing pricing". A region that is not here has prices too: they are
 * unknown here, and never 0.
 */
const byRegion: Readonly<Record<string, Prices>> = {
  'us-east-1': { natGateway: 0.045, loadBalancer: 0.0225 },
  'us-east-2': { natGateway: 0.045, loadBalancer: 0.0225 },
  'ap-northeast-1': { loadBalancer: 0.0243 },
};

/**
 * What a thing costs by the hour while it does nothing; traffic and capacity units come on top.
 *
 * @returns US dollars; `undefined`: unknown
 */
export function hourlyPrice({ kind, props }: Item, region: string): number | undefined {
  const prices = byRegion[region] ?? {};
  const isCommercial = !/^(us-gov|cn|us-iso|eusc)/.test(region);
  switch (kind) {
    case 'address':
      return isCommercial ? PUBLIC_ADDRESS : undefined;
    case 'nat-gateway':
      // Of a regional one, the number of zones and addresses is up to AWS.
      return props['mode'] === 'regional' ? undefined : prices.natGateway;
    case 'load-balancer': {
      if (prices.loadBalancer === undefined) return undefined;
      if (props['scheme'] === 'internal') return prices.loadBalancer;
      // An address in each zone, at least.
      return isCommercial ? prices.loadBalancer + PUBLIC_ADDRESS * Number(props['zones']) : undefined;
    }
    default:
      return 0;
  }
}
