import type { TaggedResource, Tags } from '@groundcrew/tags/model';
import { canonicalValue, forbiddenFor, matchKey, rulesFor, type TagPolicy } from '@groundcrew/tags/policy';
import { fieldOf } from './concurrent-editor.ts';

/**
 * Watches that no value goes: each stays under its key, or is under the key that the policy wants it under. One that
 * somebody else has put another in place of is no longer watched.
 */
export interface ValueWatch {
  /** Makes a change; what was there before it has to be there after it, whoever acted in between. */
  readonly during: <Answer>(change: () => Promise<Answer>) => Promise<Answer>;
  /** Values that went, a sentence each. */
  readonly lost: readonly string[];
}

interface Value {
  readonly arn: string;
  readonly key: string;
  readonly name: string;
  /** Tags of which one has to be there. */
  readonly places: readonly (readonly [key: string, value: string])[];
}

export interface ValueWatchOptions {
  readonly nowMs: number;
  readonly tagsOf: (arn: string) => Tags;
  /** What somebody else has changed, by `fieldOf`. */
  readonly concurrentEdits: ReadonlyMap<string, unknown>;
}

/** @param resources as they are at the start; values that the policy wants removed are not watched */
export function createValueWatch(
  resources: readonly TaggedResource[],
  policy: TagPolicy,
  { nowMs, tagsOf, concurrentEdits }: ValueWatchOptions,
): ValueWatch {
  const values = resources.flatMap((resource) => valuesOf(resource, policy, nowMs));
  const lost: string[] = [];
  const isPresent = ({ arn, places }: Value) => {
    const tags = tagsOf(arn);
    return places.some(([key, value]) => tags[key] === value);
  };
  return {
    lost,
    async during(change) {
      const present = values.filter(
        (value) => isPresent(value) && !concurrentEdits.has(fieldOf(value.arn, value.key)),
      );
      try {
        return await change();
      } finally {
        for (const { name } of present.filter((value) => !isPresent(value))) lost.push(`${name} was lost`);
      }
    },
  };
}

function valuesOf(resource: TaggedResource, policy: TagPolicy, nowMs: number): Value[] {
  const { arn, tags } = resource;
  const rules = rulesFor(policy, resource, nowMs).filter(({ exempt }) => !exempt);
  const removable = forbiddenFor(policy, resource, nowMs).filter(
    ({ rule, exempt }) => rule.remove && !exempt,
  );
  return Object.entries(tags ?? {})
    .filter(([key]) => !removable.some((tag) => tag.key === key))
    .map(([key, value]) => {
      const homes = rules.flatMap(({ rule }) => {
        const right = matchKey(rule, key) && canonicalValue(rule, value);
        return right && 'value' in right ? [[rule.key, right.value] as const] : [];
      });
      return { arn, key, name: `"${key}=${value}" of ${arn}`, places: [[key, value], ...homes] };
    });
}
