import type { LocalRegion } from './account.ts';
import {
  type DeniableService,
  type DescribedList,
  type DescribedLists,
  deniableServices,
  describedListNames,
} from './described-lists.ts';
import type { JsonSchema } from './json-schema.ts';
import type { Problem } from './validate.ts';

/** Whether a policy forbids what is asked of a service in this region. */
export function isDenied({ denied }: Pick<LocalRegion, 'denied'>, service: DeniableService): boolean {
  return denied === true || (denied?.includes(service) ?? false);
}

/** As each service takes them: its API reference, "Create…". */
const namePatterns: Readonly<Record<DescribedList, string>> = {
  buckets: '^[a-z0-9{][a-z0-9.{}-]{1,61}[a-z0-9}]$',
  tables: '^[\\w.{}-]{3,255}$',
  functions: '^[\\w{}-]{1,64}$',
  topics: '^[\\w{}-]{1,256}(\\.fifo)?$',
  queues: '^[\\w{}-]{1,80}(\\.fifo)?$',
  logGroups: '^[\\w./#{}-]{1,512}$',
};

/** The lists' part of the schema of a region. */
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
        description: '{n} is the number among those alike, from 1; it has to be there beside count.',
        type: 'string',
        pattern: namePatterns[list],
      },
      count: {
        description: 'How many are alike; 1 if left out.',
        type: 'integer',
        minimum: 1,
        maximum: 200_000,
      },
      tags: {
        description: 'If left out, it never bore a tag; if empty, it bore one once.',
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
  description: 'What a policy forbids here: all that is asked, or what is asked of these services.',
  anyOf: [{ const: true }, { type: 'array', items: { enum: deniableServices }, minItems: 1 }],
};

/**
 * What a schema can't say of a region's described resources; `path` is the region's.
 *
 * @param bucketNames of all buckets so far: their names are those of all regions and accounts
 */
export function findDescribedProblem(
  region: DescribedLists,
  path: string,
  bucketNames: Set<string>,
): Problem | undefined {
  for (const list of describedListNames) {
    const names = list === 'buckets' ? bucketNames : new Set<string>();
    for (const [index, { name, count = 1, createdAt }] of (region[list] ?? []).entries()) {
      const place = `${path}.${list}[${index}]`;
      if (count > 1 && !name.includes('{n}')) {
        return { path: `${place}.name`, value: name, expected: 'a name with {n} in it, beside count' };
      }
      if (names.has(name))
        return { path: `${place}.name`, value: name, expected: 'the only one of its kind' };
      names.add(name);
      if (createdAt !== undefined && Number.isNaN(Date.parse(createdAt))) {
        return { path: `${place}.createdAt`, value: createdAt, expected: 'a date that there is' };
      }
    }
  }
  return undefined;
}
