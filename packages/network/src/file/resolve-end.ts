import { didYouMean } from '@groundcrew/errors';
import { parseCidr } from '../cidr/index.ts';
import type { Endpoint } from './network-file.ts';

/** The names that a path or a rule may use. */
export interface Names {
  readonly groups: ReadonlySet<string>;
  readonly loadBalancers: ReadonlySet<string>;
  readonly tiers: ReadonlySet<string>;
  /** Names of records, and the load balancer that each leads to. */
  readonly records: ReadonlyMap<string, string>;
}

const kinds = { group: 'group', 'load-balancer': 'load balancer', tier: 'tier' } as const;

/** What a name means; a text: why it means nothing, or too much: both meanings are named then. */
export function resolveEnd(what: string, names: Names): Endpoint | string {
  if (what === 'internet' || what === 'vpc') return { kind: what };
  if (/^[\d.:a-f]*\/\d+$/i.test(what) || /^[\d.]+$/.test(what) || what.includes('::')) {
    const cidr = parseCidr(what);
    return typeof cidr === 'string' ? `has "${what}", which ${cidr}` : { kind: 'range', cidr };
  }
  const [, prefix, qualified] = /^(group|load-balancer|tier)\/(.*)$/.exec(what) ?? [];
  const name = qualified ?? what;
  const found = meanings(name, names).filter(({ kind }) => prefix === undefined || kind === prefix);
  const [first, second] = found;
  if (!first) {
    const known = [...names.groups, ...names.loadBalancers, ...names.tiers, 'internet', 'vpc'];
    const suggestion = didYouMean(name, known) || `; there are ${known.join(', ')}, and ranges`;
    return `has "${what}", which is neither group nor load balancer nor tier of this file${suggestion}`;
  }
  if (!second) return first;
  return `has "${name}", which is a ${kinds[first.kind]} and a ${kinds[second.kind]}; write ${first.kind}/${name} or ${second.kind}/${name}`;
}

type Named = Extract<Endpoint, { readonly name: string }>;

function meanings(name: string, { groups, loadBalancers, tiers, records }: Names): Named[] {
  const leadsTo = records.get(name);
  return [
    ...(groups.has(name) ? [{ kind: 'group', name } as const] : []),
    ...(loadBalancers.has(name) ? [{ kind: 'load-balancer', name } as const] : []),
    ...(tiers.has(name) ? [{ kind: 'tier', name } as const] : []),
    ...(leadsTo === undefined ? [] : [{ kind: 'load-balancer', name: leadsTo } as const]),
  ];
}
