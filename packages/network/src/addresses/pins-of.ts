import { formatCidr } from '../cidr/index.ts';
import type { AddressPlan } from './address-plan.ts';

type PinValue = string | { readonly cidr: string; readonly ipv6: number };

/** What pins a plan in its file: the values of `subnets` and `secondary`. */
export function pinsOf({ subnets, ranges }: AddressPlan): {
  readonly subnets: Readonly<Record<string, Readonly<Record<string, PinValue | readonly PinValue[]>>>>;
  readonly secondary: readonly string[];
} {
  const byTier: Record<string, Record<string, PinValue | PinValue[]>> = {};
  for (const { tier, zone, cidr, ipv6 } of subnets) {
    const text = formatCidr(cidr);
    const value: PinValue = ipv6 === undefined ? text : { cidr: text, ipv6 };
    const zones = (byTier[tier] ??= {});
    const before = zones[zone];
    zones[zone] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return {
    subnets: byTier,
    secondary: ranges.filter(({ isPrimary }) => !isPrimary).map(({ cidr }) => formatCidr(cidr)),
  };
}
