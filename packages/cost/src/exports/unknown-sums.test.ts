import { afterAll, expect, test } from 'vitest';
import type { CostQuery } from '../model.ts';
import { openExports } from './index.ts';
import { csvOf, focusRow, legacyRow, queryOf, testFolder, totalOf } from './testing/export-files.ts';

const folder = testFolder();
afterAll(() => folder.remove());

async function read(text: string, query: Partial<CostQuery> = {}) {
  const source = await openExports({
    paths: [folder.write('bill.csv', text)],
    duckdb: { threads: 1 },
    now: () => Date.UTC(2026, 9, 20),
  });
  try {
    await source.delivery?.({ since: '2026-09-01' });
    return await source.query(queryOf(query));
  } finally {
    await source.close();
  }
}

test.each([
  ['FOCUS', [focusRow({})], 'ChargePeriodStart'],
  ['legacy CUR', [legacyRow({})], 'lineItem/UsageStartDate'],
])('a file that was appended to itself is not counted twice: %s', async (_, rows, column) => {
  const once = csvOf(rows).replace(/\n*$/, '\n');
  await expect(read(once + once)).rejects.toMatchObject({
    code: 'cost.exports.file-unreadable',
    message: expect.stringContaining(`a row repeats the header, with "${column}" as its day`),
  });
  expect((await read(once)).lines).toHaveLength(1);
});

const values = (...costs: (string | null)[]) =>
  csvOf(costs.map((EffectiveCost) => focusRow({ EffectiveCost })));

test('costs of which none has a value are not zero', async () => {
  await expect(read(values(null, null), { metric: 'amortized' })).rejects.toMatchObject({
    code: 'cost.exports.file-unreadable',
    message: expect.stringContaining('no charge of these days has a value other than 0 for amortized'),
  });
});

test('those of which some have one are summed, and the others counted', async () => {
  const { lines, notes } = await read(values('8', null), { metric: 'amortized' });
  expect(totalOf(lines)).toBe('8');
  expect(notes).toContain('charges without a value for amortized, counted as zero: 1');
});

test('what a filter selects may have none', async () => {
  const filters = [{ dimension: 'charge', values: ['usage'] }] as const;
  expect(totalOf((await read(values(null), { metric: 'amortized', filters })).lines)).toBe('0');
});
