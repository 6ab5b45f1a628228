import { expect, test } from 'vitest';
import { readBill } from './read-bill.ts';
import { recordTypeOf } from './record-type.ts';
import { type TestRow, writeBill, writeText } from './testing/write-bill.ts';

test('rows are read exactly, oldest first, and the word NULL counts as empty', async () => {
  const path = writeBill(
    [
      {
        ChargePeriodStart: '2026-10-02 05:00:00',
        BilledCost: '0.00000080000',
        Tags: '{"user:Project": "shop"}',
      },
      { ChargePeriodStart: '2026-10-01T23:00:00Z', RegionId: 'global', x_UsageType: 'NULL' },
    ],
    'bill.csv.gz',
  );
  const { rows, currency } = await readBill(path);
  expect(currency).toBe('USD');
  expect(rows.map(({ startMs }) => new Date(startMs).toISOString())).toEqual([
    '2026-10-01T23:00:00.000Z',
    '2026-10-02T05:00:00.000Z',
  ]);
  expect(rows[0]).toMatchObject({ region: '', usageType: '', tags: {}, account: '111111111111' });
  expect(rows[1]!.billed.toFixed()).toBe('0.0000008');
  expect(rows[1]!.tags).toEqual({ Project: 'shop' });
});

test('charges of other providers are skipped', async () => {
  const path = writeBill([{ ProviderName: 'Microsoft', BillingCurrency: 'EUR' }, { ProviderName: 'AWS' }]);
  expect((await readBill(path)).rows).toHaveLength(1);
});

test.each([
  ['local.bill.currencies', [{}, { BillingCurrency: 'EUR' }], 'USD and EUR'],
  ['local.bill.value', [{}, { BilledCost: 'much' }], '"much" of the row that ends on line 3'],
  ['local.bill.value', [{ ChargePeriodStart: 'yesterday' }], '"yesterday"'],
  ['local.bill.value', [{ Tags: '{' }], '"{"'],
])('%s reports the problem and its location', async (code, rows: TestRow[], text) => {
  await expect(readBill(writeBill(rows))).rejects.toMatchObject({
    code,
    message: expect.stringContaining(text) as string,
  });
});

test('a file that is not FOCUS, not CSV or missing is refused', async () => {
  await expect(readBill(writeText('a,b\n1,2\n', 'bill.csv'))).rejects.toMatchObject({
    code: 'local.bill.not-focus',
    message: expect.stringContaining('BilledCost') as string,
  });
  await expect(readBill(writeText('a,"b\n', 'bill.csv'))).rejects.toMatchObject({
    code: 'local.bill.unreadable',
  });
  await expect(readBill('/nowhere/bill.csv.gz')).rejects.toMatchObject({ code: 'local.bill.unreadable' });
});

const plain = {
  category: 'Usage',
  chargeClass: '',
  description: '',
  service: 'Amazon S3',
  frequency: 'Usage-Based',
  commitmentType: '',
};
test.each([
  ['Usage', {}],
  ['SavingsPlanCoveredUsage', { commitmentType: 'Savings Plan' }],
  ['DiscountedUsage', { commitmentType: 'Reserved' }],
  [
    'SavingsPlanRecurringFee',
    { category: 'Purchase', commitmentType: 'Savings Plan', frequency: 'Recurring' },
  ],
  ['SavingsPlanUpfrontFee', { category: 'Purchase', commitmentType: 'Savings Plan', frequency: 'One-Time' }],
  ['RIFee', { category: 'Purchase', commitmentType: 'Reserved', frequency: 'Recurring' }],
  ['Upfront', { category: 'Purchase', commitmentType: 'Reserved', frequency: 'One-Time' }],
  ['Fee', { category: 'Purchase' }],
  ['Tax', { category: 'Tax', service: 'AWS Support (Business)' }],
  ['Support', { category: 'Purchase', service: 'AWS Support (Business)' }],
  ['Credit', { category: 'Credit', service: 'AWS Support (Business)' }],
  ['Refund', { chargeClass: 'Correction' }],
  ['Refund', { category: 'Adjustment', description: 'Refund for EC2' }],
  ['Discount', { category: 'Adjustment', description: 'Volume discount' }],
  ['Adjustment', { category: 'Adjustment' }],
])('the record type %s is that of %o', (expected, facts) => {
  expect(recordTypeOf({ ...plain, ...facts })).toBe(expected);
});
