import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Metric } from '../model.ts';
import { openExports } from './index.ts';
import { csvOf, legacyRow, queryOf, testDuckdb, testFolder, totalOf } from './testing/export-files.ts';

const folder = testFolder();
const duckdb = await testDuckdb();
afterAll(() => folder.remove());

type Row = Readonly<Record<string, string | null>>;

const columns = {
  'lineItem/LineItemDescription': null,
  'savingsPlan/SavingsPlanARN': null,
  'savingsPlan/NetSavingsPlanEffectiveCost': null,
  'reservation/NetEffectiveCost': null,
  'lineItem/NetUnblendedCost': null,
};

function line(type: string, cost: string, more: Row = {}): Row {
  return legacyRow({
    ...columns,
    'lineItem/LineItemType': type,
    'lineItem/UnblendedCost': cost,
    'lineItem/NetUnblendedCost': cost,
    ...more,
  });
}

const plan = { 'lineItem/ProductCode': 'ComputeSavingsPlans', 'savingsPlan/SavingsPlanARN': 'arn:plan' };
const reservation = { 'reservation/ReservationARN': 'arn:reservation' };
const described = (text: string) => ({ 'lineItem/LineItemDescription': text });

async function costOf(rows: readonly Row[], metric: Metric): Promise<string> {
  const [cost] = await costsOf([rows], metric);
  return cost!;
}

/** The costs of several bills, which are read as those of an account each: a query takes as long for one as for all. */
async function costsOf(bills: readonly (readonly Row[])[], metric: Metric): Promise<string[]> {
  const accountOf = (bill: number) => String(444_455_556_600 + bill);
  const rows = bills.flatMap((bill, index) =>
    bill.map((row) => ({ ...row, 'lineItem/UsageAccountId': accountOf(index) })),
  );
  const source = await openExports({ paths: [folder.write('cur.csv', csvOf(rows))], duckdb });
  try {
    const { lines } = await source.query(queryOf({ metric, by: ['account'] }));
    return bills.map((_, index) => totalOf(lines.filter(({ keys: [key] }) => key === accountOf(index))));
  } finally {
    await source.close();
  }
}

const usage = line('Usage', '100');

const commitments = [
  [
    'that was bought and refunded costs nothing, nor does it lower other costs',
    [
      line('SavingsPlanUpfrontFee', '8760', plan),
      line('Refund', '-8760', {
        'lineItem/ProductCode': 'ComputeSavingsPlans',
        ...described('Refund for one-time fee for Savings Plan ID: abc'),
      }),
    ],
    '100',
  ],
  [
    'whose refund does not name the fee is refunded upfront, as AWS dashboards count it',
    [line('Refund', '-8760', { ...plan, ...described('Refund') })],
    '100',
  ],
  [
    'of machine learning is refunded as all others are',
    [line('Refund', '-9', { 'lineItem/ProductCode': 'MachineLearningSavingsPlans' })],
    '100',
  ],
  [
    'whose recurring fee is refunded costs less',
    [
      line('SavingsPlanRecurringFee', '10', {
        ...plan,
        'savingsPlan/TotalCommitmentToDate': '10',
        'savingsPlan/UsedCommitment': '0',
      }),
      line('Refund', '-10', {
        ...plan,
        ...described('Refund for recurring fee for 1 year Partial Upfront Compute Savings Plan'),
      }),
    ],
    '100',
  ],
  [
    'that is paid for partly upfront costs its share of both fees, used or not',
    [
      line('SavingsPlanUpfrontFee', '4380', plan),
      line('SavingsPlanRecurringFee', '12', {
        ...plan,
        'savingsPlan/TotalCommitmentToDate': '24',
        'savingsPlan/UsedCommitment': '18',
      }),
      line('SavingsPlanCoveredUsage', '30', { 'savingsPlan/SavingsPlanEffectiveCost': '18' }),
      line('SavingsPlanNegation', '-30'),
    ],
    '124',
  ],
  [
    'of reserved instances is refunded with its upfront fee',
    [
      line('Fee', '500', { ...reservation, ...described('Sign up charge for subscription: 1') }),
      line('Refund', '-500', {
        ...reservation,
        ...described('Refund for sign up charge for subscription: 1'),
      }),
    ],
    '100',
  ],
  ...(
    [
      ['with no word of a fee', { ...reservation, ...described('Refund for Reserved Instance ri-1') }],
      ['without a description', reservation],
      ['without its ARN', described('Refund for sign up charge for subscription: 1, planId: 2')],
      ['by another name', described('Refund of the upfront fee of the reserved node cache-1')],
    ] as const
  ).map(
    ([how, more]) =>
      [
        `of reserved instances is refunded with its upfront fee, ${how}`,
        [
          line('Fee', '500', { ...reservation, ...described('Sign up charge for subscription: 1') }),
          line('Refund', '-500', more),
        ],
        '100',
      ] as const,
  ),
  [
    'of reserved instances whose hourly fee is refunded costs less',
    [line('Refund', '-7', { ...reservation, ...described('Refund: USD 0.07 hourly fee per Linux/UNIX') })],
    '93',
  ],
  [
    'of reserved instances whose monthly fee is refunded costs less',
    [line('Refund', '-7', { ...reservation, ...described('Refund of the recurring monthly fee') })],
    '93',
  ],
  [
    'of reserved instances costs its share where it is used, and what is not used',
    [
      line('DiscountedUsage', '0', { ...reservation, 'reservation/EffectiveCost': '2.5' }),
      line('RIFee', '9', {
        ...reservation,
        'reservation/UnusedAmortizedUpfrontFeeForBillingPeriod': '1.25',
        'reservation/UnusedRecurringFee': '0.25',
      }),
    ],
    '104',
  ],
  ['does not change other refunds', [line('Refund', '-5', described('Refund for one-time fee'))], '95'],
] as const;

describe('amortized, a commitment', () => {
  const bills = commitments.map(([, rows]) => [usage, ...rows]);
  let amortized: readonly string[];
  let net: readonly string[];
  beforeAll(async () => {
    amortized = await costsOf(bills, 'amortized');
    net = await costsOf(bills, 'net-amortized');
  });

  it.each(commitments.map(([title, , expected], index) => ({ title, expected, index })))(
    '$title',
    ({ expected, index }) => {
      expect(amortized[index]).toBe(expected);
      // Without a discount, the net columns are there and empty: net is the same.
      expect(net[index]).toBe(expected);
    },
  );

  it('costs less with a discount, net', async () => {
    const rows = [
      line('SavingsPlanCoveredUsage', '30', {
        'savingsPlan/SavingsPlanEffectiveCost': '18',
        'savingsPlan/NetSavingsPlanEffectiveCost': '17',
      }),
      line('DiscountedUsage', '0', {
        'reservation/EffectiveCost': '2.5',
        'reservation/NetEffectiveCost': '2.25',
      }),
    ];
    expect(await costOf(rows, 'amortized')).toBe('20.5');
    expect(await costOf(rows, 'net-amortized')).toBe('19.25');
  });
});

it('the fee and its refund both count as paid for, unblended', async () => {
  const rows = [usage, line('SavingsPlanUpfrontFee', '8760', plan), line('Refund', '-8760', plan)];
  expect(await costOf(rows, 'unblended')).toBe('100');
  expect(await costOf(rows.slice(0, 2), 'unblended')).toBe('8860');
});

it('a share without a column is counted as missing, and reported', async () => {
  const { 'savingsPlan/SavingsPlanEffectiveCost': _, ...rest } = line('SavingsPlanCoveredUsage', '30');
  const source = await openExports({ paths: [folder.write('cur.csv', csvOf([rest, usage]))], duckdb });
  const { notes } = await source.query(queryOf({ metric: 'amortized' }));
  await source.close();
  expect(notes).toContain('charges without a value for amortized, counted as zero: 1');
});

it('a share of which one of two columns is missing is counted as missing', async () => {
  const { 'reservation/UnusedRecurringFee': _, ...rest } = line('RIFee', '5', {
    ...reservation,
    'reservation/UnusedAmortizedUpfrontFeeForBillingPeriod': '1',
  });
  const source = await openExports({ paths: [folder.write('cur.csv', csvOf([rest, usage]))], duckdb });
  const { notes } = await source.query(queryOf({ metric: 'amortized' }));
  await source.close();
  expect(notes).toContain('charges without a value for amortized, counted as zero: 1');
});

it.each([
  ['Sign up charge for subscription: 1, planId: 2', '0'],
  ['Domain registration', '100'],
])('without the column of ARNs, a fee described as %j is amortized to %s', async (text, expected) => {
  const { 'reservation/ReservationARN': _, ...rest } = line('Fee', '100', described(text));
  expect(await costOf([rest], 'amortized')).toBe(expected);
});

it('a fee without ARN and description has no amortized cost that is known', async () => {
  const row = line('Fee', '100');
  const { 'reservation/ReservationARN': _, 'lineItem/LineItemDescription': __, ...rest } = row;
  const source = await openExports({ paths: [folder.write('cur.csv', csvOf([rest, usage]))], duckdb });
  const { notes } = await source.query(queryOf({ metric: 'amortized' }));
  await source.close();
  expect(notes).toContain('charges without a value for amortized, counted as zero: 1');
});
