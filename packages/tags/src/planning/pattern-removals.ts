import type { Plan } from '@groundcrew/plan';
import type { TagChange } from './fix.ts';

/** A key that a plan removes because a wildcard pattern matches it: the policy does not name it. */
export interface PatternRemoval {
  readonly pattern: string;
  readonly key: string;
  /** Those that lose the key. */
  readonly resources: number;
}

/** Counts the removals of a plan that are by a pattern. */
export function createPatternRemovals(): {
  add(change: TagChange): void;
  /** In the order of {@link compareRemovals}. */
  all(): readonly PatternRemoval[];
} {
  const counts = new Map<string, Map<string, number>>();
  return {
    add({ key, pattern }) {
      if (pattern === undefined) return;
      const ofPattern = counts.get(pattern) ?? new Map<string, number>();
      counts.set(pattern, ofPattern.set(key, (ofPattern.get(key) ?? 0) + 1));
    },
    all: () =>
      [...counts]
        .flatMap(([pattern, keys]) => [...keys].map(([key, resources]) => ({ pattern, key, resources })))
        .sort(compareRemovals),
  };
}

/** Keys with a prefix (`ghr:Owner`, `example.com/cluster`) first: those that systems set have one more often. */
function compareRemovals(one: PatternRemoval, other: PatternRemoval): number {
  return (
    compareText(one.pattern, other.pattern) ||
    Number(hasPrefix(other)) - Number(hasPrefix(one)) ||
    other.resources - one.resources ||
    compareText(one.key, other.key)
  );
}

const hasPrefix = ({ key }: PatternRemoval) => /.[:/]./.test(key);

const compareText = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

/** Those of a plan, which may be one of an earlier version, without any. */
export function patternRemovalsOf({ scope }: Pick<Plan, 'scope'>): readonly PatternRemoval[] {
  const listed: unknown = scope.removedByPattern;
  return Array.isArray(listed) ? (listed as unknown[]).filter(isPatternRemoval) : [];
}

function isPatternRemoval(value: unknown): value is PatternRemoval {
  if (typeof value !== 'object' || value === null) return false;
  const { pattern, key, resources } = value as Partial<Record<keyof PatternRemoval, unknown>>;
  return typeof pattern === 'string' && typeof key === 'string' && typeof resources === 'number';
}
