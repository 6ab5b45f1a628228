import { distanceOf } from '@groundcrew/errors';
import { servicesTable } from './services-table.ts';

/** Names of the service that a written name stands for. */
export interface ServiceNames {
  /** As Cost Explorer and exports have them, and the written one. */
  readonly names: readonly string[];
  /** Short names and codes, which exports of other programs have for it. */
  readonly aliases?: readonly string[];
  /** A part of a service, which only Cost Explorer distinguishes: in exports, by the usage types of these services. */
  readonly part?: { readonly of: readonly string[]; readonly kind: 'compute' | 'other' };
}

/**
 * Usage types of EC2 instances: Cost Explorer has their charges as `Amazon Elastic Compute Cloud - Compute`, and all others
 * of EC2 (volumes, snapshots, addresses, NAT gateways, traffic) as `EC2 - Other`. Cost Management user guide, "Filtering the
 * data that you want to view".
 */
export const computeUsageTypes = [
  'BoxUsage',
  'SpotUsage',
  'DedicatedUsage',
  'HostUsage',
  'HostBoxUsage',
  'ReservedHostUsage',
  'SchedUsage',
  'HeavyUsage',
  'UnusedBox',
  'UnusedDed',
  'DedicatedRes',
  'ReservationUsage',
] as const;

const byName = new Map<string, ServiceNames>();
for (const { names, parts, aliases } of servicesTable) {
  const all = [...names, ...(parts ? [parts.compute, parts.other] : [])];
  for (const name of [...names, ...aliases]) byName.set(keyOf(name), { names: all, aliases });
  for (const kind of ['compute', 'other'] as const)
    if (parts) byName.set(keyOf(parts[kind]), { names: [parts[kind]], part: { of: names, kind } });
}

/** Names and aliases as AWS writes them, by their key. */
const spellings = new Map<string, readonly string[]>();
for (const name of allNames()) {
  const key = keyOf(name);
  spellings.set(key, [...(spellings.get(key) ?? []), name]);
}

/** The names by which sources have a service, however it was written; only its own if it is unknown. */
export function alikeServices(written: string): ServiceNames {
  const known = byName.get(keyOf(written));
  if (known === undefined) return { names: [written] };
  return { ...known, names: [...new Set([written, ...known.names])] };
}

/**
 * The names that a name was probably meant to be: no service known here has it, but one has nearly the same. A new service or
 * a Marketplace product is not known either, and is close to none.
 */
export function misspelledService(written: string): readonly string[] {
  const wanted = keyOf(written);
  if (byName.has(wanted)) return [];
  const limit = Math.max(2, Math.floor(wanted.length / 6));
  return [...new Set(allNames())]
    .map((name) => ({ name, distance: distanceOf(wanted, keyOf(name)) }))
    .filter(
      ({ name, distance }) =>
        distance < Math.min(limit + 1, wanted.length / 2) ||
        (wanted.length >= 8 && keyOf(name).startsWith(wanted)),
    )
    .sort((one, other) => one.distance - other.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

function allNames(): string[] {
  return servicesTable.flatMap(({ names, parts, aliases }) => [
    ...names,
    ...(parts ? [parts.compute, parts.other] : []),
    ...aliases,
  ]);
}

function keyOf(name: string): string {
  return withoutBlanks(name.normalize('NFKC').toLowerCase());
}

/**
 * Written names that differ from the name of their service in capital letters or blanks only, with that name: as AWS writes
 * it, if it is known here, or as one of them does. A program or a person changed them, and a service would be several.
 */
export function respelledServices(written: Iterable<string>): ReadonlyMap<string, string> {
  const byKey = new Map<string, string[]>();
  for (const name of written) {
    const key = keyOf(name);
    byKey.set(key, [...(byKey.get(key) ?? []), name]);
  }
  const respelled = new Map<string, string>();
  for (const [key, names] of byKey) {
    const own = spellings.get(key) ?? [];
    const known = own.find((name) => names.includes(name)) ?? own[0];
    const name = known ?? names.map(withoutBlanks).toSorted(byCapitals)[0]!;
    for (const each of names) if (each !== name) respelled.set(each, name);
  }
  return respelled;
}

/** Blanks are one each, and those without width none. */
function withoutBlanks(name: string): string {
  return name
    .replaceAll(/\u200b|\u200c|\u200d|\u2060|\ufeff/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** `Amazon Athena` is likelier AWS's name than `AMAZON ATHENA` and `amazon athena`. */
function byCapitals(one: string, other: string): number {
  const isMixed = (name: string) => name !== name.toLowerCase() && name !== name.toUpperCase();
  return Number(isMixed(other)) - Number(isMixed(one)) || (one < other ? -1 : 1);
}
