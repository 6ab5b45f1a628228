import fc from 'fast-check';
import { afterAll, expect, inject, test } from 'vitest';
import { openExports } from './index.ts';
import { csvOf, focusRow, queryOf, testDuckdb, testFolder, totalOf } from './testing/export-files.ts';

const folder = testFolder();
const duckdb = await testDuckdb();
afterAll(() => folder.remove());

async function read(text: string) {
  const source = await openExports({ paths: [folder.write('rows.csv', text)], duckdb });
  try {
    // Statements that name few columns, and some that name the last one.
    const total = await source.query(queryOf());
    const grouped = await source.query(queryOf({ by: ['tag:Project', 'usage-type'] }));
    return { total: totalOf(total.lines), grouped: totalOf(grouped.lines), notes: total.notes };
  } finally {
    await source.close();
  }
}

const lines = (costs: readonly string[]) =>
  csvOf(costs.map((BilledCost) => focusRow({ BilledCost, x_UsageType: 'a "quoted" type' }))).split('\n');

test.each([
  ['a comma in a description', (line: string) => line.replace('per hour', 'per hour, or less')],
  ['two of them', (line: string) => line.replace('per hour', 'a, b, c')],
  ['a cell at the end', (line: string) => `${line},more`],
  ['a quoted cell at the end', (line: string) => `${line},"with ""quotes"""`],
])('a row with more cells than the header, by %s, is left out and counted', async (_, change) => {
  const [header, first, second, third] = lines(['1', '2', '4']) as [string, string, string, string];

  const { total, grouped, notes } = await read([header, first, change(second), third, ''].join('\n'));

  expect([total, grouped]).toEqual(['5', '5']);
  expect(notes).toContainEqual(
    expect.stringMatching(/rows\.csv with more cells than its header, .*: 1, the first on line 3$/),
  );
});

test('an empty cell at the end, as of a comma that ends each line, is none too many', async () => {
  const { total, notes } = await read(
    lines(['1', '2'])
      .map((line, at) => (at === 0 || line === '' ? line : `${line},`))
      .join('\n'),
  );
  expect([total, notes]).toEqual(['3', []]);
});

test('an export of which each row has too many cells is refused', async () => {
  const text = lines(['1', '2'])
    .map((line, at) => (at === 0 || line === '' ? line : `x,${line}`))
    .join('\n');
  const source = await openExports({ paths: [folder.write('all.csv', text)], duckdb });
  await expect(source.delivery!({ since: '2026-01-01' })).rejects.toMatchObject({
    code: 'cost.exports.file-unreadable',
    message: expect.stringMatching(/^no row of .*: 2, the first on line 2/),
  });
  await source.close();
});

test('whatever is too much in a row, no other row changes', async () => {
  const row = fc.record({
    cost: fc.integer({ min: 1, max: 1000 }),
    extra: fc.option(fc.constantFrom('x', 'x,y', '"a ""b"""', '"c, d"')),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
      const [header, first, ...all] = lines(['1', ...rows.map(({ cost }) => String(cost))]);
      const changed = all.map((line, at) => {
        const extra = rows[at]?.extra;
        return extra == null ? line : line.replace('per hour', `per hour,${extra}`);
      });
      const whole = rows.filter(({ extra }) => extra === null);
      const { total, grouped, notes } = await read([header, first, ...changed].join('\n'));

      const sum = String(whole.reduce((all, { cost }) => all + cost, 1));
      expect([total, grouped]).toEqual([sum, sum]);
      const note = notes.find((each) => each.includes('more cells'));
      expect(Number(/: (\d+), the first/.exec(note ?? '')?.[1] ?? 0)).toBe(rows.length - whole.length);
    }),
    { numRuns: Math.ceil(40 * inject('effort')) },
  );
});
