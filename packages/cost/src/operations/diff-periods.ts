import type { AccountNames } from '../accounts/index.ts';
import { deliveredPeriod, deliveryNotes } from '../delivery/index.ts';
import type { CostQuery } from '../model.ts';
import { comparisonNote, type Period } from '../periods/index.ts';
import { type CostDifference, diffCosts } from '../report-model/index.ts';
import { withAccountNames } from './account-names-of.ts';
import { refuseEmpty, refuseIncomplete } from './refuse-incomplete.ts';
import { type QueryOptions, runQueries } from './run-queries.ts';

export interface DiffInput extends Pick<CostQuery, 'by' | 'metric' | 'filters'> {
  readonly earlier: Period;
  readonly later: Period;
}

export interface DiffResult {
  readonly differences: readonly CostDifference[];
  /** The delivered parts of the periods. */
  readonly earlier: Period;
  readonly later: Period;
  readonly accountNames: AccountNames;
  readonly notes: readonly string[];
}

/**
 * What changed from one period to another, of the days that the source has delivered.
 *
 * @throws GroundcrewError `cost.period.incomplete`: the source lacks days of one of them; `cost.spend.exceeded`, and those of the source
 */
export async function diffPeriods(
  { earlier, later, ...asked }: DiffInput,
  options: QueryOptions,
): Promise<DiffResult> {
  const { source, signal } = options;
  const { query, accountNames } = await withAccountNames(asked, options);
  const since = earlier.range.start < later.range.start ? earlier.range.start : later.range.start;
  const known = await source.delivery?.({ since, ...(signal && { signal }) });
  const delivery = known?.delivery ?? null;
  const [before, after] = [earlier, later].map((period) => deliveredPeriod(period, delivery)) as [
    ReturnType<typeof deliveredPeriod>,
    ReturnType<typeof deliveredPeriod>,
  ];
  refuseIncomplete([before, after], delivery);
  const queries = [before, after].map(({ period, late }): CostQuery => ({
    ...query,
    granularity: 'monthly',
    range: period.range,
    ...(late && { late }),
  })) as [CostQuery, CostQuery];
  const [was, is] = await runQueries(queries, options);
  // What a filter selects may be new, or gone.
  if (asked.filters.length === 0) {
    refuseEmpty(before.period, was, source);
    refuseEmpty(after.period, is, source);
  }
  const length = comparisonNote(after.period.range, before.period.range);
  const estimated = (
    [
      [before.period, was],
      [after.period, is],
    ] as const
  ).filter(([, answer]) => answer.estimated !== null);
  return {
    differences: diffCosts(was, is),
    earlier: before.period,
    later: after.period,
    accountNames,
    notes: [
      ...new Set([
        ...deliveryNotes(delivery, before, { estimated: was.estimated }),
        ...deliveryNotes(delivery, after, { estimated: is.estimated }),
        ...(length === null ? [] : [length]),
        ...estimated.map(([{ label }]) => `${label} is estimated: AWS may still change it.`),
        ...(known?.notes ?? []),
        ...was.notes,
        ...is.notes,
      ]),
    ],
  };
}
