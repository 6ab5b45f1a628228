import type { Item } from './item.ts';

/** US dollars by the hour, of one region. */
interface Prices {
  readonly natGateway?: number;
  readonly application?: number;
  readonly network?: number;
}

/** When the prices were looked up. */
export const PRICES_OF = '2026-11-30';

/**
 * Any public IPv4 address, in use or not, in each commercial region: "Public IPv4 address" of Amazon VPC pricing, and the
 * price list's "per In-use public IPv4 address per hour" and "per Idle public IPv4 address per hour".
 */
const PUBLIC_ADDRESS = 0.005;

/**
 * Prices that were published in 2026 as AWS's price list has them ("per NAT Gateway Hour", "per Application
 * LoadBalancer-hour", "per Network LoadBalancer-hour"), AWS's own page (us-east-2: the example of Amazon VPC pricing), or what
 * Cost Explorer showed for hours of use (Seoul: 36.05 for 611 hours of NAT, 11.57 for 514 of an Application Load Balancer). The
 * price list itself could not be read. What is not here has a price too: it is unknown, and never 0.
 */
const byRegion: Readonly<Record<string, Prices>> = {
  'us-east-1': { natGateway: 0.045, application: 0.0225 },
  'us-east-2': { natGateway: 0.045 },
  'ap-northeast-1': { natGateway: 0.062, application: 0.0243 },
  'ap-northeast-2': { natGateway: 0.059, application: 0.0225, network: 0.0225 },
};

/**
 * What a resource costs by the hour while it does nothing; traffic and capacity units come on top.
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
      const own = props['type'] === 'network' ? prices.network : prices.application;
      if (own === undefined || props['scheme'] === 'internal') return own;
      // An address in each zone, at least.
      return isCommercial ? own + PUBLIC_ADDRESS * Number(props['zones']) : undefined;
    }
    default:
      return 0;
  }
}
