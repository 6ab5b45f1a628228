import { afterAll, expect, it } from 'vitest';
import { openExports } from './index.ts';
import { csvOf, legacyRow, queryOf, testFolder, totalOf } from './testing/export-files.ts';

const folder = testFolder();
afterAll(() => folder.remove());

const rows = [
  { ...legacyRow({ 'lineItem/UsageType': 'per hour' }), 'resourceTags/user:Team': null },
  { ...legacyRow(), 'resourceTags/user:Team': 'web' },
];
const bill = csvOf(rows);

async function totalIn(name: string, text: string): Promise<string> {
  const source = await openExports({ paths: [folder.write(name, text)], duckdb: { threads: 2 } });
  try {
    return totalOf((await source.query(queryOf())).lines);
  } finally {
    await source.close();
  }
}

it.each([
  ['a row', bill],
  ['a row, beside a cell of two lines', csvOf([...rows, { ...rows[1]!, 'lineItem/ResourceId': 'a\nb' }])],
])('a comma outside of quotes in %s whose last cell is empty is refused', async (_, text) => {
  await expect(totalIn('shifted.csv', text.replace('per hour', 'per, hour'))).rejects.toMatchObject({
    code: 'cost.exports.file-unreadable',
    message: expect.stringContaining('have a cell more than its header, and the last is empty: 1;'),
  });
});

it('a comma at the end of each row is none of a cell', async () => {
  const [header, ...lines] = bill.trimEnd().split('\n');

  expect(await totalIn('commas.csv', `${[header, ...lines.map((line) => `${line},`)].join('\n')}\n`)).toBe(
    '2',
  );
});

it('cells of two lines and empty last cells are read', async () => {
  expect(await totalIn('lines.csv', csvOf([...rows, { ...rows[0]!, 'lineItem/ResourceId': 'a\nb' }]))).toBe(
    '3',
  );
});
