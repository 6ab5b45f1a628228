import type { AccountResource, LocalRegion } from './account.ts';
import { factsOfRegion } from './regions.ts';
import { kindOfReference, type Reference, resourceKindNames, resourceKinds } from './resource-kinds.ts';
import type { Flaw } from './validate.ts';

/** What a schema can't say of a region's resources of EC2; `path` is the region's. */
export function flawOfResources(region: LocalRegion, name: string, path: string): Flaw | undefined {
  for (const kind of resourceKindNames) {
    const { list, isNamedByInstances } = resourceKinds[kind];
    const words = new Set<string>();
    for (const [index, entry] of (region[list] ?? []).entries()) {
      const place = `${path}.${list}[${index}]`;
      const flaw =
        flawOfCount(entry, place) ??
        flawOfNameAndZone(entry, name, place) ??
        flawOfDate(entry, place) ??
        flawOfReferences(entry, region, place);
      if (flaw) return flaw;
      const word = entry.id ?? (isNamedByInstances && entry.count === undefined ? entry.name : undefined);
      if (word === undefined) continue;
      if (words.has(word)) {
        const property = entry.id === undefined ? 'name' : 'id';
        return { path: `${place}.${property}`, value: word, wanted: 'the only one of its kind' };
      }
      words.add(word);
    }
  }
  return undefined;
}

/** What is wrong with a name beside its tags, and with a zone; of instances too. */
export function flawOfNameAndZone(
  { name, tags, zone }: Pick<AccountResource, 'name' | 'tags' | 'zone'>,
  region: string,
  path: string,
): Flaw | undefined {
  const letters = factsOfRegion(region).zones.split('');
  if (zone !== undefined && !letters.some((letter) => zone === letter || zone === `${region}${letter}`)) {
    return {
      path: `${path}.zone`,
      value: zone,
      wanted: `a zone of ${region}: one of ${letters.join(', ')}`,
    };
  }
  if (name !== undefined && tags?.Name !== undefined && tags.Name !== name) {
    return { path: `${path}.tags.Name`, value: tags.Name, wanted: `the name "${name}", or left out` };
  }
  return undefined;
}

function flawOfCount({ id, count = 1 }: AccountResource, path: string): Flaw | undefined {
  if (count === 1 || id === undefined) return undefined;
  return { path: `${path}.id`, value: id, wanted: 'left out beside count' };
}

function flawOfDate({ createdAt }: AccountResource, path: string): Flaw | undefined {
  if (createdAt === undefined || !Number.isNaN(Date.parse(createdAt))) return undefined;
  return { path: `${path}.createdAt`, value: createdAt, wanted: 'a date that there is' };
}

// VPCs and subnets are there as soon as they are named.
const toBeDescribed: readonly Reference[] = ['instance', 'volume', 'snapshot', 'networkInterface'];

function flawOfReferences(entry: AccountResource, region: LocalRegion, path: string): Flaw | undefined {
  for (const reference of toBeDescribed) {
    const word = entry[reference];
    const kind = kindOfReference(reference);
    const { list, prefix } =
      kind === 'instance' ? ({ list: 'instances', prefix: 'i' } as const) : resourceKinds[kind];
    if (word === undefined || word.startsWith(`${prefix}-`)) continue;
    const described: readonly { readonly id?: string; readonly name?: string }[] = region[list] ?? [];
    if (described.some(({ id, name }) => id === word || name === word)) continue;
    return {
      path: `${path}.${reference}`,
      value: word,
      wanted: `an id, or the id or name of one of this region's ${list}, as it is written there`,
    };
  }
  return undefined;
}
