import { afterAll, expect, it } from 'vitest';
import { moneyText } from '../money/index.ts';
import { openExports } from './index.ts';
import { csvOf, focusRow, legacyRow, testDuckdb, testFolder } from './testing/export-files.ts';

const folder = testFolder();
const duckdb = await testDuckdb();
afterAll(() => folder.remove());
const range = { start: '2026-09-01', end: '2026-10-01' };

async function commitmentsOf(rows: readonly Readonly<Record<string, string | null>>[]) {
  const source = await openExports({
    paths: [folder.write('bill.csv', csvOf(rows))],
    duckdb,
  });
  try {
    const { commitments } = await source.commitments(range);
    return commitments.map(({ total, unused, ...rest }) => ({
      ...rest,
      total: moneyText(total),
      unused: moneyText(unused),
    }));
  } finally {
    await source.close();
  }
}

it('of a CUR, the fees of plans and reservations and what is not used of them', async () => {
  const plan = {
    'savingsPlan/SavingsPlanARN': 'arn:plan',
    'savingsPlan/StartTime': '2026-01-01T00:00:00.000Z',
    'savingsPlan/EndTime': '2027-01-01T00:00:00.000Z',
    'savingsPlan/OfferingType': 'ComputeSavingsPlans',
    'savingsPlan/PaymentOption': 'Partial Upfront',
    'reservation/EndTime': null,
  };
  const line = (type: string, more: Readonly<Record<string, string | null>>) =>
    legacyRow({ ...plan, 'lineItem/LineItemType': type, ...more });
  const fee = (total: string, used: string, more: Readonly<Record<string, string>> = {}) =>
    line('SavingsPlanRecurringFee', {
      'savingsPlan/TotalCommitmentToDate': total,
      'savingsPlan/UsedCommitment': used,
      ...more,
    });
  const reserved = {
    'savingsPlan/SavingsPlanARN': null,
    'reservation/ReservationARN': 'arn:reservation',
    'reservation/EndTime': '2026-10-05T00:00:00.000Z',
  };
  expect(
    await commitmentsOf([
      fee('1.5', '1.25'),
      fee('1.5', '1.5'),
      fee('9', '0', { 'lineItem/UsageStartDate': '2026-10-02T00:00:00Z' }),
      line('SavingsPlanCoveredUsage', { 'savingsPlan/SavingsPlanEffectiveCost': '2.75' }),
      line('DiscountedUsage', { ...reserved, 'reservation/EffectiveCost': '2' }),
      line('RIFee', {
        ...reserved,
        'reservation/UnusedAmortizedUpfrontFeeForBillingPeriod': '0.5',
        'reservation/UnusedRecurringFee': '0.25',
      }),
    ]),
  ).toMatchObject([
    { kind: 'reservation', id: 'arn:reservation', total: '2.75', unused: '0.75', end: '2026-10-05' },
    {
      kind: 'savings-plan',
      id: 'arn:plan',
      total: '3',
      unused: '0.25',
      start: '2026-01-01',
      end: '2027-01-01',
      type: 'ComputeSavingsPlans',
      payment: 'Partial Upfront',
    },
  ]);
});

it('of a FOCUS export, the effective cost of what is used and what is not', async () => {
  const row = (id: string | null, status: string | null, cost: string, type = 'Savings Plan') =>
    focusRow({
      EffectiveCost: cost,
      CommitmentDiscountId: id,
      CommitmentDiscountStatus: status,
      CommitmentDiscountType: id === null ? null : type,
    });
  expect(
    await commitmentsOf([
      row('arn:plan', 'Used', '3'),
      row('arn:plan', 'Unused', '1'),
      row('arn:reservation', 'Used', '2', 'Reserved'),
      row(null, null, '50'),
      // Its purchase has no status.
      row('arn:plan', null, '8760'),
    ]),
  ).toMatchObject([
    { kind: 'reservation', id: 'arn:reservation', total: '2', unused: '0', end: null },
    { kind: 'savings-plan', id: 'arn:plan', total: '4', unused: '1', type: 'Savings Plan' },
  ]);
});

it('an export without their columns is refused, rather than one without commitments', async () => {
  await expect(commitmentsOf([focusRow()])).rejects.toMatchObject({ code: 'cost.exports.dimension-absent' });
});

it('an amount that is not a number is refused: it would be unused, or free', async () => {
  const row = legacyRow({
    'savingsPlan/SavingsPlanARN': 'arn:plan',
    'lineItem/LineItemType': 'SavingsPlanRecurringFee',
    'savingsPlan/TotalCommitmentToDate': '8',
    'savingsPlan/UsedCommitment': '$6',
  });

  await expect(commitmentsOf([row])).rejects.toThrow(/"\$6" of arn:plan is not an amount/);
});
