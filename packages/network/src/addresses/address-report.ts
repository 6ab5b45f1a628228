import { formatCount, type Report, type Section } from '@groundcrew/report';
import { type Cidr, formatCidr, sizeOf } from '../cidr/index.ts';
import type { NetworkFile } from '../file/index.ts';
import { ipv6Subnet } from '../vpc-rules/index.ts';
import type { AddressPlan } from './address-plan.ts';

export interface AddressReportOptions {
  readonly file: NetworkFile;
  readonly plan: AddressPlan;
  /** The VPC's range of IPv6, if it is there. */
  readonly ipv6?: Cidr;
  /** Sentences on how far the plan knows the account. */
  readonly notes: readonly string[];
}

/** Who has which addresses, what is left, and what to know. */
export function addressReport({ file, plan, ipv6, notes }: AddressReportOptions): Report {
  const { subnets, ranges } = plan;
  const usable = subnets.reduce((sum, subnet) => sum + subnet.usable, 0);
  const free = plan.unused.filter(({ keptFor }) => keptFor === undefined);
  const left = free.reduce((sum, { cidr }) => sum + Number(sizeOf(cidr)), 0);
  return {
    title: `Addresses of ${file.name}`,
    catalog: 'networks',
    csv: 'subnets',
    figures: [
      { title: 'Subnets', value: subnets.length },
      { title: 'Usable addresses', value: usable },
      { title: 'Addresses left', value: left },
    ],
    sections: [
      {
        kind: 'table',
        key: 'ranges',
        title: 'Ranges of the VPC',
        columns: [
          { key: 'range', title: 'Range', whole: true },
          { key: 'role', title: 'Role', words: true },
          { key: 'addresses', title: 'Addresses', unit: 'count' },
          { key: 'origin', title: 'Where from', words: true },
        ],
        rows: ranges.map(({ cidr, origin, isPrimary }) => ({
          range: formatCidr(cidr),
          role: isPrimary ? 'first' : 'further',
          addresses: Number(sizeOf(cidr)),
          origin: originText(origin),
        })),
      },
      subnetsSection(plan, file, ipv6),
      {
        kind: 'table',
        key: 'unused',
        title: 'Used by no subnet',
        columns: [
          { key: 'range', title: 'Range', whole: true },
          { key: 'addresses', title: 'Addresses', unit: 'count' },
          { key: 'keptFor', title: 'Kept for zones to come, of' },
        ],
        rows: plan.unused.map(({ cidr, keptFor }) => ({
          range: formatCidr(cidr),
          addresses: Number(sizeOf(cidr)),
          keptFor: keptFor ?? null,
        })),
        whenEmpty: 'All addresses are in subnets.',
      },
      {
        kind: 'table',
        key: 'findings',
        title: 'To know',
        columns: [
          { key: 'code', title: 'Kind', hidden: true },
          { key: 'message', title: 'What', wrap: true, words: true },
        ],
        rows: plan.findings.map(({ code, message }) => ({ code, message })),
        whenEmpty: 'Nothing to know: no overlaps, and each tier has its share.',
      },
    ],
    notes: [
      `Subnets: ${formatCount(subnets.length)}, with ${formatCount(usable)} usable addresses; five of each subnet are AWS's.`,
      ...notes,
    ],
  };
}

function subnetsSection({ subnets }: AddressPlan, file: NetworkFile, ipv6: Cidr | undefined): Section {
  return {
    kind: 'table',
    key: 'subnets',
    title: 'Subnets',
    columns: [
      { key: 'tier', title: 'Tier', whole: true },
      { key: 'zone', title: 'Zone', whole: true },
      { key: 'range', title: 'Range', whole: true },
      ...(file.ipv6
        ? [
            { key: 'ipv6', title: 'IPv6', whole: true } as const,
            { key: 'ipv6Number', title: 'Number of /64', unit: 'count', yields: 3 } as const,
          ]
        : []),
      { key: 'usable', title: 'Usable', unit: 'count' },
      { key: 'forLoadBalancers', title: 'For load balancers', unit: 'count', yields: 2 },
      { key: 'free', title: 'Free now', unit: 'count', yields: 1 },
      { key: 'origin', title: 'Where from', words: true },
      { key: 'id', title: 'Id', yields: 4 },
    ],
    rows: subnets.map((subnet) => ({
      tier: subnet.tier,
      zone: subnet.zone,
      range: formatCidr(subnet.cidr),
      ...(file.ipv6 && {
        ipv6: ipv6 && subnet.ipv6 !== undefined ? formatCidr(ipv6Subnet(ipv6, subnet.ipv6)) : null,
        ipv6Number: subnet.ipv6 ?? null,
      }),
      usable: subnet.usable,
      forLoadBalancers: subnet.forLoadBalancers,
      free: subnet.free ?? null,
      origin: originText(subnet.origin),
      id: subnet.id ?? null,
    })),
  };
}

function originText(origin: 'exists' | 'pinned' | 'new'): string {
  return { exists: 'exists', pinned: 'given in the file', new: 'chosen' }[origin];
}
