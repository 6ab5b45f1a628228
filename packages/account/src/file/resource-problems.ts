import type { AccountResource, LocalRegion } from './account-file.ts';
import { factsOfRegion } from './regions.ts';
import { kindOfReference, type Reference, resourceKindNames, resourceKinds } from './resource-kinds.ts';
import type { Problem } from './validate.ts';

/** Checks a region's EC2 resources for what a schema can't express; `path` is the region's. */
export function findResourceProblem(region: LocalRegion, name: string, path: string): Problem | undefined {
  for (const kind of resourceKindNames) {
    const { list, isNamedByInstances } = resourceKinds[kind];
    const words = new Set<string>();
    for (const [index, entry] of (region[list] ?? []).entries()) {
      const entryPath = `${path}.${list}[${index}]`;
      const problem =
        findCountProblem(entry, entryPath) ??
        findNameOrZoneProblem(entry, name, entryPath) ??
        findDateProblem(entry, entryPath) ??
        findReferenceProblem(entry, region, entryPath);
      if (problem) return problem;
      const word = entry.id ?? (isNamedByInstances && entry.count === undefined ? entry.name : undefined);
      if (word === undefined) continue;
      if (words.has(word)) {
        const property = entry.id === undefined ? 'name' : 'id';
        return { path: `${entryPath}.${property}`, value: word, expected: 'unique' };
      }
      words.add(word);
    }
  }
  return undefined;
}

/** The problem of a name that contradicts the tags, or of a zone; also of instances. */
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
    return { path: `${path}.tags.Name`, value: tags.Name, expected: `the name "${name}", or omitted` };
  }
  return undefined;
}

function findCountProblem({ id, count = 1 }: AccountResource, path: string): Problem | undefined {
  if (count === 1 || id === undefined) return undefined;
  return { path: `${path}.id`, value: id, expected: 'omitted with count' };
}

function findDateProblem({ createdAt }: AccountResource, path: string): Problem | undefined {
  if (createdAt === undefined || !Number.isNaN(Date.parse(createdAt))) return undefined;
  return { path: `${path}.createdAt`, value: createdAt, expected: 'a valid date' };
}

// VPCs and subnets exist as soon as they are referenced.
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
      expected: `an id, or the id or name of one of this region's ${list}, exactly as written there`,
    };
  }
  return undefined;
}
