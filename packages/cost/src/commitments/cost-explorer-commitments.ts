import type {
  CommitmentUsage,
  Commitments,
  CoverageOfCommitments,
  RequestMeter,
} from '@groundcrew/aws/cost-explorer';
import { createSpend, priceOf } from '../cost-explorer/spend.ts';
import type { DateRange, Day } from '../model.ts';
import { type Money, money, sumMoney } from '../money/index.ts';
import { dayOf } from '../periods/index.ts';
import type { Commitment, CommitmentCoverage, CommitmentsAnswer } from './model.ts';

/** API reference, GetReservationUtilization, Filter: the services that have reservations. */
export const reservedServices = [
  'Amazon Elastic Compute Cloud - Compute',
  'Amazon Relational Database Service',
  'Amazon ElastiCache',
  'Amazon Redshift',
  'Amazon OpenSearch Service',
] as const;

export interface CostExplorerCommitmentsOptions {
  readonly commitments: Commitments;
  /** Maximum price in US dollars; default: no limit. */
  readonly maxSpendUsd?: Money;
  readonly nowMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Requests, each of one page at least: two of Savings Plans, two of each service's reservations. */
export const COMMITMENT_REQUESTS = 2 + 2 * reservedServices.length;

/**
 * Savings Plans and reservations by Cost Explorer.
 *
 * @throws GroundcrewError `cost.spend.exceeded` before the first request, `aws-cost-explorer.commitments-failed`
 */
export async function readCommitments(
  range: DateRange,
  { commitments, maxSpendUsd, nowMs, signal }: CostExplorerCommitmentsOptions,
): Promise<CommitmentsAnswer> {
  const spend = createSpend(maxSpendUsd);
  spend.check(COMMITMENT_REQUESTS);
  const meter = spend.meter();
  const options = { signal, meter: meter as RequestMeter };
  // The current day is refused as an end.
  const today = dayOf(nowMs);
  const period = { start: range.start, end: range.end > today ? today : range.end };
  const plans = await commitments.savingsPlans(period, options);
  const planCoverage = await commitments.savingsPlansCoverage(period, options);
  const found: Commitment[] = plans.map((plan) => toCommitment('savings-plan', plan));
  const coverage: CommitmentCoverage[] = planCoverage.length === 0 ? [] : [coverageOfPlans(planCoverage)];
  for (const service of reservedServices) {
    const reservations = await commitments.reservations(period, service, options);
    const [covered] = await commitments.reservationCoverage(period, service, options);
    found.push(...reservations.map((reservation) => toCommitment('reservation', reservation)));
    if (covered !== undefined && (Number(covered.percent) > 0 || !money(covered.onDemand).eq(0)))
      coverage.push({
        kind: 'reservation',
        service,
        percent: Number(covered.percent),
        onDemand: money(covered.onDemand),
      });
  }
  return { commitments: found, coverage, notes: [], paid: priceOf(meter.requests()) };
}

/** Of several months together: the parts of their costs, not the mean of their percentages. */
function coverageOfPlans(months: readonly CoverageOfCommitments[]): CommitmentCoverage {
  const onDemand = sumMoney(months.map((month) => money(month.onDemand)));
  const covered = sumMoney(months.map((month) => money(month.covered ?? '0')));
  const all = covered.plus(onDemand);
  return {
    kind: 'savings-plan',
    service: null,
    percent: all.eq(0) ? 0 : covered.times(100).div(all).round(2).toNumber(),
    onDemand,
  };
}

function toCommitment(
  kind: Commitment['kind'],
  { id, total, unused, attributes }: CommitmentUsage,
): Commitment {
  const named = attributeOf(attributes);
  const type =
    kind === 'savings-plan'
      ? [named('savingsPlansType'), named('instanceFamily'), named('region')]
      : [named('numberOfInstances'), named('instanceType'), named('region')];
  return {
    kind,
    id,
    currency: 'USD',
    total: money(total),
    unused: money(unused),
    start: dayIn(named('startDateTime')),
    end: dayIn(named('endDateTime')),
    type: type.filter(Boolean).join(' ') || null,
    payment: named('paymentOption') ?? named('offeringType') ?? null,
  };
}

/** AWS writes the names of attributes with a small letter for reservations, and with a capital one for Savings Plans. */
function attributeOf(attributes: Readonly<Record<string, string>>) {
  const byName = new Map(Object.entries(attributes).map(([name, value]) => [name.toLowerCase(), value]));
  return (name: string): string | undefined => byName.get(name.toLowerCase()) || undefined;
}

function dayIn(time: string | undefined): Day | null {
  return time !== undefined && /^\d{4}-\d\d-\d\d/.test(time) ? time.slice(0, 'YYYY-MM-DD'.length) : null;
}
