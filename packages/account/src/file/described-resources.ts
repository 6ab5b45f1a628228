import type { LocalRegion } from './account-file.ts';
import {
  type DeniableService,
  type DescribedList,
  type DescribedLists,
  deniableServices,
  describedListNames,
} from './described-lists.ts';
import type { JsonSchema } from './json-schema.ts';
import type { Problem } from './validate.ts';

/** Whether a policy denies calls to a service in this region. */
export function isDenied({ denied }: Pick<LocalRegion, 'denied'>, service: DeniableService): boolean {
  return denied === true || (denied?.includes(service) ?? false);
}

/** Name formats that each service accepts: its API reference, "Create…". */
const namePatterns: Readonly<Record<DescribedList, string>> = {
  buckets: '^[a-z0-9{][a-z0-9.{}-]{1,61}[a-z0-9}]$',
  tables: '^[\\w.{}-]{3,255}$',
  functions: '^[\\w{}-]{1,64}$',
  topics: '^[\\w{}-]{1,256}(\\.fifo)?$',
  queues: '^[\\w{}-]{1,80}(\\.fifo)?$',
  logGroups: '^[\\w./#{}-]{1,512}$',
};

/** The part of a region's schema that describes the lists. */
export const describedListSchemas: Readonly<Record<DescribedList, JsonSchema>> = Object.fromEntries(
  describedListNames.map((list) => [list, { type: 'array', items: schemaOf(list) } satisfies JsonSchema]),
) as Record<DescribedList, JsonSchema>;

function schemaOf(list: DescribedList): JsonSchema {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['name'],
    properties: {
      name: {
        description: '{n} is the number within the entry, from 1; required with count.',
        type: 'string',
        pattern: namePatterns[list],
      },
      count: {
        description: 'Number of identical resources; default: 1.',
        type: 'integer',
        minimum: 1,
        maximum: 200_000,
      },
      tags: {
        description: 'Omitted: never tagged; empty: tagged before, without tags now.',
        type: 'object',
        additionalProperties: { type: 'string', maxLength: 256 },
      },
      createdAt: {
        description: 'ISO 8601, UTC.',
        type: 'string',
        pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$',
      },
    },
  };
}

/** The schema of a region's `denied`. */
export const deniedSchema: JsonSchema = {
  description: 'What a policy denies here: all calls (true), or calls to these services.',
  anyOf: [{ const: true }, { type: 'array', items: { enum: deniableServices }, minItems: 1 }],
};

/**
 * Checks a region's described resources for what a schema can't express; `path` is the region's.
 *
 * @param bucketNames names of all buckets so far: they are unique across regions and accounts
 */
export function findDescribedProblem(
  region: DescribedLists,
  path: string,
  bucketNames: Set<string>,
): Problem | undefined {
  for (const list of describedListNames) {
    const names = list === 'buckets' ? bucketNames : new Set<string>();
    for (const [index, { name, count = 1, createdAt }] of (region[list] ?? []).entries()) {
      const entryPath = `${path}.${list}[${index}]`;
      if (count > 1 && !name.includes('{n}')) {
        return { path: `${entryPath}.name`, value: name, expected: 'a name that contains {n}, with count' };
      }
      if (names.has(name)) return { path: `${entryPath}.name`, value: name, expected: 'unique' };
      names.add(name);
      if (createdAt !== undefined && Number.isNaN(Date.parse(createdAt))) {
        return { path: `${entryPath}.createdAt`, value: createdAt, expected: 'a valid date' };
      }
    }
  }
  return undefined;
}
