import {
  type CostExplorerClient,
  type Coverage,
  GetReservationCoverageCommand,
  GetReservationUtilizationCommand,
  GetSavingsPlansCoverageCommand,
  GetSavingsPlansUtilizationDetailsCommand,
  type ReservationUtilizationGroup,
  type SavingsPlansUtilizationDetail,
} from '@aws-sdk/client-cost-explorer';
import type { Page } from '@groundcrew/aws-core';
import { isErrorNamed, type SendOptions } from '../call.ts';
import type { CallOptions, TimePeriod } from './model.ts';
import { createRequests } from './requests.ts';

/** A Savings Plan or a reservation in a period. Amounts are decimal texts in US dollars; absent: AWS does not report it. */
export interface CommitmentUsage {
  /** The ARN of a Savings Plan, the subscription id of a reservation. */
  readonly id: string;
  readonly total: string;
  readonly unused: string;
  /** As AWS names them: `SavingsPlansType`, `endDateTime`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** What part of what commitments could cover they cover. */
export interface CoverageOfCommitments {
  /** On-demand cost of what is covered, if AWS reports it. */
  readonly covered?: string;
  /** Cost of what is not. */
  readonly onDemand: string;
  /** Of the cost, for Savings Plans; of the hours, for reservations. */
  readonly percent: string;
}

/** Savings Plans and reservations, as Cost Explorer knows them. Every request is charged, each further page is another. */
export interface Commitments {
  /** @throws GroundcrewError `aws-cost-explorer.commitments-failed`; the signal's reason; errors of the meter */
  savingsPlans(period: TimePeriod, options?: CallOptions): Promise<readonly CommitmentUsage[]>;
  savingsPlansCoverage(period: TimePeriod, options?: CallOptions): Promise<readonly CoverageOfCommitments[]>;
  /** @param service Cost Explorer's name of it; each has reservations of its own */
  reservations(
    period: TimePeriod,
    service: string,
    options?: CallOptions,
  ): Promise<readonly CommitmentUsage[]>;
  reservationCoverage(
    period: TimePeriod,
    service: string,
    options?: CallOptions,
  ): Promise<readonly CoverageOfCommitments[]>;
}

export function createCommitments(client: CostExplorerClient): Commitments {
  const requests = createRequests();

  function list<Item>(
    doing: string,
    options: CallOptions,
    send: (token: string | undefined, options: SendOptions) => Promise<Page<Item>>,
  ): Promise<Item[]> {
    const context = { code: 'aws-cost-explorer.commitments-failed', doing } as const;
    return requests.list<Item>(context, options, async (token, sent) => {
      try {
        return await send(token, sent);
      } catch (error) {
        // An account without any has no data.
        if (isErrorNamed(error, 'DataUnavailableException')) return { items: [], next: undefined };
        throw error;
      }
    });
  }

  const periodOf = ({ start, end }: TimePeriod) => ({ TimePeriod: { Start: start, End: end } });
  const filterOf = (service: string) => ({
    Filter: { Dimensions: { Key: 'SERVICE' as const, Values: [service] } },
  });

  return {
    savingsPlans: (period, options = {}) =>
      list('get the utilization of Savings Plans', options, async (token, sent) => {
        const command = new GetSavingsPlansUtilizationDetailsCommand({
          ...periodOf(period),
          DataType: ['ATTRIBUTES', 'UTILIZATION', 'AMORTIZED_COMMITMENT'],
          ...(token !== undefined && { NextToken: token }),
        });
        const { SavingsPlansUtilizationDetails = [], NextToken } = await client.send(command, sent);
        return { items: SavingsPlansUtilizationDetails.map(toPlan), next: NextToken || undefined };
      }),

    savingsPlansCoverage: (period, options = {}) =>
      list('get the coverage of Savings Plans', options, async (token, sent) => {
        const command = new GetSavingsPlansCoverageCommand({
          ...periodOf(period),
          Granularity: 'MONTHLY',
          ...(token !== undefined && { NextToken: token }),
        });
        const { SavingsPlansCoverages = [], NextToken } = await client.send(command, sent);
        const items = SavingsPlansCoverages.map(
          ({
            Coverage: { SpendCoveredBySavingsPlans, OnDemandCost = '0', CoveragePercentage = '0' } = {},
          }) => ({
            ...(SpendCoveredBySavingsPlans !== undefined && { covered: SpendCoveredBySavingsPlans }),
            onDemand: OnDemandCost,
            percent: CoveragePercentage,
          }),
        );
        return { items, next: NextToken || undefined };
      }),

    reservations: (period, service, options = {}) =>
      list(`get the utilization of reservations of ${service}`, options, async (token, sent) => {
        const command = new GetReservationUtilizationCommand({
          ...periodOf(period),
          ...filterOf(service),
          GroupBy: [{ Type: 'DIMENSION', Key: 'SUBSCRIPTION_ID' }],
          ...(token !== undefined && { NextPageToken: token }),
        });
        const { UtilizationsByTime = [], NextPageToken } = await client.send(command, sent);
        const items = UtilizationsByTime.flatMap(({ Groups = [] }) => Groups.map(toReservation));
        return { items, next: NextPageToken || undefined };
      }),

    reservationCoverage: (period, service, options = {}) =>
      list(`get the coverage of reservations of ${service}`, options, async (token, sent) => {
        const command = new GetReservationCoverageCommand({
          ...periodOf(period),
          ...filterOf(service),
          Granularity: 'MONTHLY',
          Metrics: ['Hour', 'Cost'],
          ...(token !== undefined && { NextPageToken: token }),
        });
        const { Total, NextPageToken } = await client.send(command, sent);
        return { items: Total === undefined ? [] : [toCoverage(Total)], next: NextPageToken || undefined };
      }),
  };
}

function toPlan({
  SavingsPlanArn = '',
  Attributes = {},
  Utilization = {},
}: SavingsPlansUtilizationDetail): CommitmentUsage {
  return {
    id: SavingsPlanArn,
    total: Utilization.TotalCommitment ?? '0',
    unused: Utilization.UnusedCommitment ?? '0',
    attributes: Attributes,
  };
}

function toReservation({
  Value = '',
  Attributes = {},
  Utilization = {},
}: ReservationUtilizationGroup): CommitmentUsage {
  return {
    id: Attributes.leaseId ?? Value,
    total: Utilization.TotalAmortizedFee ?? '0',
    unused: Utilization.RICostForUnusedHours ?? '0',
    attributes: Attributes,
  };
}

function toCoverage({ CoverageHours = {}, CoverageCost = {} }: Coverage): CoverageOfCommitments {
  return {
    onDemand: CoverageCost.OnDemandCost ?? '0',
    percent: CoverageHours.CoverageHoursPercentage ?? '0',
  };
}
