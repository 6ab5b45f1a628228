import type { TaggedResource, Tags } from '@groundcrew/tags/model';
import { canonicalValue, forbiddenFor, matchKey, rulesFor, type TagPolicy } from '@groundcrew/tags/policy';
import { fieldOf } from './concurrent-editor.ts';

/**
 * Checks that no value is lost: each stays under its key, or is under the key that the policy requires. A value
 * that
 * another user has replaced is no longer watched.
 */
export interface ValueWatch {
  /** Makes a change; the values before it must exist after it, whoever acted in between. */
  readonly during: <Answer>(change: () => Promise<Answer>) => Promise<Answer>;
  /** Lost values, one sentence each. */
  readonly lost: readonly string[];
}

interface Value {
  readonly arn: string;
  readonly key: string;
  readonly name: string;
  /** Tags of which one has to exist. */
  readonly places: readonly (readonly [key: string, value: string])[];
}

export interface ValueWatchOptions {
  readonly nowMs: number;
  readonly tagsOf: (arn: string) => Tags;
  /** Changes by another user, by `fieldOf`. */
  readonly concurrentEdits: ReadonlyMap<string, unknown>;
}

/** @param resources in the initial state; values that the policy removes are not watched */
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
