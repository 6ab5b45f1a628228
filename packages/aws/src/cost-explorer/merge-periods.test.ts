import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergePeriods } from './merge-periods.ts';
import type { CostPeriod } from './model.ts';

const days = ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04'];
const groups = fc.array(
  fc.record({
    keys: fc.constantFrom(['A'], ['B'], ['C']),
    metrics: fc.constant({ UnblendedCost: { amount: '1', unit: 'USD' } }),
  }),
  { maxLength: 6 },
);
const answers: fc.Arbitrary<CostPeriod[]> = fc.tuple(groups, groups, groups).map((all) =>
  all.map((ofDay, index) => ({
    start: days[index]!,
    end: days[index + 1]!,
    estimated: index === 2,
    total: {},
    groups: ofDay,
  })),
);

/** Pages of a number of groups each; a period without groups is on one page. */
function split(periods: readonly CostPeriod[], sizes: readonly number[]): CostPeriod[][] {
  const pages: CostPeriod[][] = [[]];
  let left = sizes[0] ?? 1;
  for (const period of periods) {
    if (period.groups.length === 0) pages.at(-1)!.push(period);
    for (const group of period.groups) {
      if (left === 0) {
        left = sizes[pages.length % sizes.length] ?? 1;
        pages.push([]);
      }
      left -= 1;
      const page = pages.at(-1)!;
      const last = page.at(-1);
      if (last?.start === period.start) page[page.length - 1] = { ...last, groups: [...last.groups, group] };
      else page.push({ ...period, groups: [group] });
    }
  }
  return pages;
}

test('any split of a response into pages results in the same response', () => {
  fc.assert(
    fc.property(
      answers,
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }),
      (periods, sizes) => {
        const pages = split(periods, sizes);
        expect(mergePeriods(pages)).toEqual(periods);
      },
    ),
  );
});
