import type { CostAnswer, Day } from '../model.ts';
import type { Money } from '../money/index.ts';

export type CommitmentKind = 'savings-plan' | 'reservation';

/** A Savings Plan or a reservation, and what it cost in the period that was asked for. */
export interface Commitment {
  readonly kind: CommitmentKind;
  /** An ARN, or AWS's id of a subscription. */
  readonly id: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Its fees of the period, upfront ones by their share. */
  readonly total: Money;
  /** The part of these that nothing used. */
  readonly unused: Money;
  /** `null`: the source does not show it. */
  readonly start: Day | null;
  /** The first day without it; `null`: the source does not show it. */
  readonly end: Day | null;
  /** For people: `Compute`, `m5.large eu-west-1`; `null`: unknown. */
  readonly type: string | null;
  /** `All Upfront`; `null`: unknown. */
  readonly payment: string | null;
}

/** What part of what could be covered is. */
export interface CommitmentCoverage {
  readonly kind: CommitmentKind;
  /** Of reservations, each service has its own; `null`: of all. */
  readonly service: string | null;
  /** 0 to 100: of the cost, for Savings Plans; of the hours, for reservations. */
  readonly percent: number;
  /** The cost of what is not covered, in US dollars. */
  readonly onDemand: Money;
}

export interface CommitmentsAnswer {
  readonly commitments: readonly Commitment[];
  /** Empty: the source does not know what could be covered. */
  readonly coverage: readonly CommitmentCoverage[];
  readonly notes: readonly string[];
  readonly paid: CostAnswer['paid'];
}
