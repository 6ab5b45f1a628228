import type { CostPeriod } from './model.ts';

/** The periods of all pages, oldest first: a period whose groups are on several pages is merged. */
export function mergePeriods(pages: Iterable<readonly CostPeriod[]>): CostPeriod[] {
  const merged = new Map<string, CostPeriod>();
  for (const page of pages) {
    for (const period of page) {
      const key = `${period.start} ${period.end}`;
      const before = merged.get(key);
      merged.set(key, before ? join(before, period) : period);
    }
  }
  return [...merged.values()].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
}

function join(before: CostPeriod, after: CostPeriod): CostPeriod {
  return {
    ...before,
    estimated: before.estimated || after.estimated,
    total: { ...after.total, ...before.total },
    groups: [...before.groups, ...after.groups],
  };
}
