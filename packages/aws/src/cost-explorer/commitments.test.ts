import {
  CostExplorerClient,
  GetReservationCoverageCommand,
  GetReservationUtilizationCommand,
  GetSavingsPlansCoverageCommand,
  GetSavingsPlansUtilizationDetailsCommand,
} from '@aws-sdk/client-cost-explorer';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createCostExplorerClient } from './client.ts';
import { createCommitments } from './commitments.ts';

const api = mockClient(CostExplorerClient);
afterAll(() => api.restore());
beforeEach(() => void api.reset());
const commitments = createCommitments(createCostExplorerClient({ region: 'eu-west-1' }));
const period = { start: '2026-10-01', end: '2026-11-01' };
const TimePeriod = { Start: '2026-10-01', End: '2026-11-01' };

test('Savings Plans are read over all pages, and each is a paid request', async () => {
  api
    .on(GetSavingsPlansUtilizationDetailsCommand)
    .resolvesOnce({
      TimePeriod,
      NextToken: 'more',
      SavingsPlansUtilizationDetails: [
        {
          SavingsPlanArn: 'arn:a',
          Attributes: { SavingsPlansType: 'ComputeSavingsPlans' },
          Utilization: { TotalCommitment: '100', UsedCommitment: '90', UnusedCommitment: '10' },
        },
      ],
    })
    .resolvesOnce({ TimePeriod, SavingsPlansUtilizationDetails: [{ SavingsPlanArn: 'arn:b' }] });
  let begun = 0;
  const meter = { begin: () => void (begun += 1), refused() {} };
  expect(await commitments.savingsPlans(period, { meter })).toEqual([
    { id: 'arn:a', total: '100', unused: '10', attributes: { SavingsPlansType: 'ComputeSavingsPlans' } },
    { id: 'arn:b', total: '0', unused: '0', attributes: {} },
  ]);
  expect(begun).toBe(2);
});

test('reservations are those of a service, by subscription', async () => {
  api.on(GetReservationUtilizationCommand).resolves({
    UtilizationsByTime: [
      {
        Groups: [
          {
            Value: '42',
            Attributes: { instanceType: 'm5.large' },
            Utilization: { TotalAmortizedFee: '30', RICostForUnusedHours: '3' },
          },
        ],
      },
    ],
  });
  expect(await commitments.reservations(period, 'Amazon ElastiCache')).toEqual([
    { id: '42', total: '30', unused: '3', attributes: { instanceType: 'm5.large' } },
  ]);
  expect(api.call(0).args[0].input).toMatchObject({
    GroupBy: [{ Type: 'DIMENSION', Key: 'SUBSCRIPTION_ID' }],
    Filter: { Dimensions: { Key: 'SERVICE', Values: ['Amazon ElastiCache'] } },
  });
});

test('coverage is a share of the cost for plans, and of the hours for reservations', async () => {
  api.on(GetSavingsPlansCoverageCommand).resolves({
    SavingsPlansCoverages: [
      { Coverage: { SpendCoveredBySavingsPlans: '75', OnDemandCost: '25', CoveragePercentage: '75' } },
    ],
  });
  api.on(GetReservationCoverageCommand).resolves({
    CoveragesByTime: [],
    Total: { CoverageHours: { CoverageHoursPercentage: '40' }, CoverageCost: { OnDemandCost: '60' } },
  });
  expect(await commitments.savingsPlansCoverage(period)).toEqual([
    { covered: '75', onDemand: '25', percent: '75' },
  ]);
  expect(await commitments.reservationCoverage(period, 'Amazon Redshift')).toEqual([
    { onDemand: '60', percent: '40' },
  ]);
});

test('an account without any has none, and another refusal is an error', async () => {
  const refusal = (name: string) =>
    Object.assign(new Error('no'), { name, $metadata: { httpStatusCode: 400 } });
  api.on(GetSavingsPlansUtilizationDetailsCommand).rejectsOnce(refusal('DataUnavailableException'));
  expect(await commitments.savingsPlans(period)).toEqual([]);
  api.on(GetSavingsPlansUtilizationDetailsCommand).rejects(refusal('AccessDeniedException'));
  await expect(commitments.savingsPlans(period)).rejects.toMatchObject({
    code: 'aws-cost-explorer.commitments-failed',
  });
});
