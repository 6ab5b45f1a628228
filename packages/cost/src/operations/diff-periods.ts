import { GroundcrewError } from '@groundcrew/errors';
import type { AccountNames } from '../accounts/index.ts';
import { deliveredPeriod, deliveryNotes, holesWithin, holeText } from '../delivery/index.ts';
import type { CostQuery, Delivery } from '../model.ts';
import { comparisonNote, dayText, type Period, periodText } from '../periods/index.ts';
import { type CostDifference, diffCosts } from '../report-model/index.ts';
import { withAccountNames } from './account-names-of.ts';
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
  refuseMissingDays([before.period, after.period], delivery);
  const queries = [before, after].map(({ period, late }): CostQuery => ({
    ...query,
    granularity: 'monthly',
    range: period.range,
    ...(late && { late }),
  })) as [CostQuery, CostQuery];
  const [was, is] = await runQueries(queries, options);
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
        ...[before, after].flatMap(({ period }) => beginningNotes(delivery, period)),
        ...(length === null ? [] : [length]),
        ...estimated.map(([{ label }]) => `${label} is estimated: AWS may still change it.`),
        ...(known?.notes ?? []),
        ...was.notes,
        ...is.notes,
      ]),
    ],
  };
}

/** The rest of the days would cost less, and that would be the change. */
function refuseMissingDays(periods: readonly Period[], delivery: Delivery | null): void {
  for (const { range, label } of periods) {
    const [hole] = holesWithin(delivery, range);
    if (hole === undefined) continue;
    throw new GroundcrewError(
      'cost.period.incomplete',
      `${label} can't be compared: the export has no usage of ${holeText(hole)}; add the files that have it, or compare days that are there`,
      { details: { period: label, missing: periodText(hole) } },
    );
  }
}

/** A period that the data begin within is more than what is known of it. */
function beginningNotes(delivery: Delivery | null, { range, label }: Period): string[] {
  const from = delivery?.from;
  if (from === undefined || from <= range.start || from >= range.end) return [];
  return [`The data begin on ${dayText(from)}, within ${label}: what the days before it cost is not known.`];
}
