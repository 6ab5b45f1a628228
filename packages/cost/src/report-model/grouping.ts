import type { Money } from '../money/index.ts';
import type { CostGroup } from './cost-summary.ts';
import { getOrAdd } from './get-or-add.ts';
import { compareText, figureOf, percentOf, Totals } from './totals.ts';

/** How groups are ranked. */
export interface GroupShape {
  readonly isCompared: boolean;
  /** The whole of the shares. */
  readonly usage: Money;
  readonly top?: number;
}

/** Sums by the first of the keys, and within each by the next. */
export class Grouping {
  readonly all: Totals;
  readonly #periodCount: number;
  readonly #children = new Map<string | null, Grouping>();

  constructor(periodCount: number) {
    this.#periodCount = periodCount;
    this.all = new Totals(periodCount);
  }

  /** The sums that include costs with these keys: of all, of the first key, of both. */
  find(keys: readonly (string | null)[]): Totals[] {
    const [key, ...rest] = keys;
    if (key === undefined) return [this.all];
    const child = getOrAdd(this.#children, key, () => new Grouping(this.#periodCount));
    return [this.all, ...child.find(rest)];
  }

  /** Largest first: by cost, then by the cost before, then by name. Without those that never cost anything. */
  ranked(shape: GroupShape, path: readonly (string | null)[] = []): CostGroup[] {
    const ranked = [...this.#children]
      .filter(([, { all }]) => !all.isFree)
      .sort(
        ([oneKey, { all: one }], [otherKey, { all: other }]) =>
          other.cost.cmp(one.cost) || other.before.cmp(one.before) || compareText(oneKey, otherKey),
      );
    const top = shape.top ?? ranked.length;
    const groups = ranked.slice(0, top).map(([key, child]): CostGroup => {
      const keys = [...path, key];
      return groupOf(child.all, shape, { keys, parts: child.ranked(shape, keys), folded: 0 });
    });
    const others = ranked.slice(top);
    if (others.length > 0) {
      const totals = new Totals(this.#periodCount);
      for (const [, { all }] of others) totals.addAll(all);
      groups.push(groupOf(totals, shape, { keys: path, parts: [], folded: others.length }));
    }
    return groups;
  }
}

function groupOf(
  totals: Totals,
  { isCompared, usage }: GroupShape,
  group: Pick<CostGroup, 'keys' | 'parts' | 'folded'>,
): CostGroup {
  const share = totals.cost.lt(0) ? null : percentOf(totals.cost, usage);
  return { ...group, ...figureOf(totals, isCompared), share, series: totals.series };
}
