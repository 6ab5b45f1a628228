import { afterAll, expect, it } from 'vitest';
import { openExports } from './index.ts';
import {
  csvOf,
  focusRow,
  legacyRow,
  queryOf,
  testDuckdb,
  testFolder,
  totalOf,
} from './testing/export-files.ts';

const folder = testFolder();
const duckdb = await testDuckdb();
afterAll(() => folder.remove());

const services = ['Amazon EC2', 'AWS Support (Business)', 'AWS Premium Support'];
const categories = ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment', null];
const focus = services.flatMap((ServiceName) =>
  categories.flatMap((ChargeCategory) =>
    ['Correction', null].map((ChargeClass) => ({ ServiceName, ChargeCategory, ChargeClass })),
  ),
);
const types = [
  ...['Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage', 'SavingsPlanNegation', 'Fee', 'RIFee'],
  ...['SavingsPlanRecurringFee', 'SavingsPlanUpfrontFee', 'FlatRateSubscription', 'Tax', 'Credit'],
  ...['Refund', 'Support', 'EdpDiscount', 'BundledDiscount', 'Other'],
  null,
];
const cur = ['AmazonEC2', 'AWSSupportBusiness'].flatMap((code) =>
  types.map((type) => ({ 'lineItem/ProductCode': code, 'lineItem/LineItemType': type })),
);

it.each([
  ['FOCUS', focus.map((row, at) => focusRow({ ...row, BilledCost: String(2 ** at / 1024) }))],
  ['CUR', cur.map((row, at) => legacyRow({ ...row, 'lineItem/UnblendedCost': String(2 ** at / 1024) }))],
])('of a %s, what a filter of usage selects is what is reported as usage', async (_, rows) => {
  const source = await openExports({
    paths: [folder.write('kinds.csv', csvOf(rows))],
    duckdb,
  });
  const all = await source.query(queryOf());
  const usage = await source.query(queryOf({ filters: [{ dimension: 'charge', values: ['usage'] }] }));
  await source.close();

  expect(new Set(usage.lines.map(({ charge }) => charge))).toEqual(new Set(['usage']));
  // Each row costs as much as all before it and a little more: a sum shows which rows are in it.
  expect(totalOf(usage.lines)).toBe(totalOf(all.lines.filter(({ charge }) => charge === 'usage')));
});
