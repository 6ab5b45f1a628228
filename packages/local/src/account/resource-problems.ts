import type { AccountResource, LocalRegion } from './account.ts';
import { factsOfRegion } from './regions.ts';
import { kindOfReference, type Reference, resourceKindNames, resourceKinds } from './resource-kinds.ts';
import type { Problem } from './validate.ts';

/** What a schema can't say of a region's resources of EC2; `path` is the region's. */
export function findResourceProblem(region: LocalRegion, name: string, path: string): Problem | undefined {
  for (const kind of resourceKindNames) {
    const { list, isNamedByInstances } = resourceKinds[kind];
    const words = new Set<string>();
    for (const [index, entry] of (region[list] ?? []).entries()) {
      const place = `${path}.${list}[${index}]`;
      const problem =
        findCountProblem(entry, place) ??
        findNameOrZoneProblem(entry, name, place) ??
        findDateProblem(entry, place) ??
        findReferenceProblem(entry, region, place);
      if (problem) return problem;
      const word = entry.id ?? (isNamedByInstances && entry.count === undefined ? entry.name : undefined);
      if (word === undefined) continue;
      if (words.has(word)) {
        const property = entry.id === undefined ? 'name' : 'id';
        return { path: `${place}.${property}`, value: word, expected: 'the only one of its kind' };
      }
      words.add(word);
    }
  }
  return undefined;
}

/** What is wrong with a name beside its tags, and with a zone; of instances too. */
export function findNameOrZoneProblem(
  { name, tags, zone }: Pick<AccountResource, 'name' | 'tags' | 'zone'>,
  region: string,
  path: string,
): Problem | undefined {
  const letters = factsOfRegion(region).zones.split('');
  if (zone !== undefined && !letters.some((letter) => zone === letter || zone === `${region}${letter}`)) {
    return {
      path: `${path}.zone`,
      value: zone,
      expected: `a zone of ${region}: one of ${letters.join(', ')}`,
    };
  }
  if (name !== undefined && tags?.Name !== undefined && tags.Name !== name) {
    return { path: `${path}.tags.Name`, value: tags.Name, expected: `the name "${name}", or left out` };
  }
  return undefined;
}

function findCountProblem({ id, count = 1 }: AccountResource, path: string): Problem | undefined {
  if (count === 1 || id === undefined) return undefined;
  return { path: `${path}.id`, value: id, expected: 'left out beside count' };
}

function findDateProblem({ createdAt }: AccountResource, path: string): Problem | undefined {
  if (createdAt === undefined || !Number.isNaN(Date.parse(createdAt))) return undefined;
  return { path: `${path}.createdAt`, value: createdAt, expected: 'a date that there is' };
}

// VPCs and subnets are there as soon as they are named.
const requiredReferences: readonly Reference[] = ['instance', 'volume', 'snapshot', 'networkInterface'];

function findReferenceProblem(
  entry: AccountResource,
  region: LocalRegion,
  path: string,
): Problem | undefined {
  for (const reference of requiredReferences) {
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
      expected: `an id, or the id or name of one of this region's ${list}, as it is written there`,
    };
  }
  return undefined;
}
