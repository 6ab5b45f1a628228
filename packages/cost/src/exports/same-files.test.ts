import { afterAll, expect, it } from 'vitest';
import { openExports } from './index.ts';
import { csvOf, focusRow, testDuckdb, testFolder } from './testing/export-files.ts';

const folder = testFolder();
const duckdb = await testDuckdb();
afterAll(() => folder.remove());

const open = (...paths: string[]) => openExports({ paths, duckdb });
const bill = csvOf([focusRow()]);

it('a part that is there twice is refused', async () => {
  const parts = ['bill-00001.csv', 'bill-00002.csv'].map((name) => folder.write(`parts/${name}`, bill));

  await expect(open(...parts)).rejects.toMatchObject({
    code: 'cost.exports.overlap',
    message: expect.stringMatching(/bill-00001\.csv and .*bill-00002\.csv are the same file/),
  });
});

it('parts of the same size with other rows are added up', async () => {
  const parts = ['1', '2'].map((cost) =>
    folder.write(`bill-0000${cost}.csv`, csvOf([focusRow({ BilledCost: cost })])),
  );
  const source = await open(...parts);

  await source.close();
});

it.each([
  ['2026/09/01', '111122223333'],
  ['9/1/2026', '111122223333'],
  ['01.09.2026', '111122223333'],
  ['1788220800000', '111122223333'],
  ['2026-09-01', '1.11122E+11'],
  ['2026-09-01', null],
])('a month twice, once as %s of %s, is refused', async (period, account) => {
  const again = focusRow({ BillingPeriodStart: period, BillingAccountId: account });
  const files = [folder.write('one.csv', bill), folder.write('two.csv', csvOf([again]))];

  await expect(open(...files)).rejects.toMatchObject({ code: 'cost.exports.overlap' });
});

it('a month of another provider that names no account is another bill', async () => {
  const other = focusRow({ BillingAccountId: null, ProviderName: 'Databricks' });
  const same = focusRow({ BillingAccountId: null, ProviderName: 'Amazon Web Services' });
  const [one, two, three] = [bill, csvOf([other]), csvOf([same])].map((text, at) =>
    folder.write(`${at}-of-month.csv`, text),
  );
  const source = await open(one!, two!);

  await source.close();
  await expect(open(one!, three!)).rejects.toMatchObject({ code: 'cost.exports.overlap' });
});

it.each(['csv', 'csv.gz'])('parts without rows, as %s, are none that are there twice', async (ending) => {
  const header = bill.split('\n')[0]!;
  const files = [bill, `${header}\n`, `${header}\n`].map((text, at) =>
    folder.write(`empty/bill-0000${at + 1}.${ending}`, text),
  );
  const source = await open(...files);

  await source.close();
});

it.each([
  ['10/1/2026', '111122223333'],
  ['2026-09-01', '444455556666'],
])('the month %s of %s is another bill', async (period, account) => {
  const other = focusRow({ BillingPeriodStart: period, BillingAccountId: account });
  const source = await open(folder.write('one.csv', bill), folder.write('two.csv', csvOf([other])));

  await source.close();
});
