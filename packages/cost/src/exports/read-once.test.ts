import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CostQuery } from '../model.ts';
import { openExports } from './index.ts';
import { longRead } from './read-once.ts';
import { csvOf, focusRow, queryOf, testFolder } from './testing/export-files.ts';

const folder = testFolder();
afterAll(() => folder.remove());

/** More than six megabytes: large enough to be copied. */
function largeBill(): string {
  const rows = Array.from({ length: 42_000 }, (_, index) =>
    focusRow({
      BilledCost: `${index % 100}.${String(index).padStart(5, '0')}`,
      ChargePeriodStart: `2026-09-${String(1 + (index % 20)).padStart(2, '0')}T00:00:00Z`,
      ServiceName: `Service ${index % 7}`,
      ResourceId: `resource-${index % 1000}`,
      Tags: index % 11 === 0 ? '{"Project"' : `{"Project": "p${index % 3}"}`,
    }),
  );
  return csvOf(rows);
}

let file: string;
beforeAll(() => {
  file = folder.write('large.csv', largeBill());
});

const queries: readonly CostQuery[] = [
  queryOf({ by: ['service'], granularity: 'daily' }),
  queryOf({ by: ['tag:Project', 'service'] }),
  queryOf({ by: ['service', 'resource'], filters: [{ dimension: 'tag:Project', values: [null] }] }),
];

test('a large CSV that is read once has the same answers, and its copy is removed', async () => {
  const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith('groundcrew-read-'));
  const read: number[][] = [];
  const [plain, once] = [
    await openExports({ paths: [file], duckdb: { threads: 1 } }),
    await openExports({
      paths: [file],
      duckdb: { threads: 1 },
      onRead: (bytes, files) => void read.push([bytes, files]),
    }),
  ];
  await once.prepare!(queries);

  expect(copies()).toHaveLength(1);
  for (const query of queries) expect(await once.query(query)).toEqual(await plain.query(query));
  const since = { since: '2026-01-01' };
  expect(await once.delivery!(since)).toEqual(await plain.delivery!(since));
  expect(await once.accountNames!()).toEqual(await plain.accountNames!());
  expect(read).toEqual([[expect.any(Number), 1]]);
  await plain.close();
  await once.close();
  expect(copies()).toEqual([]);
});

test('a column that only a later question needs is read from the file', async () => {
  const source = await openExports({ paths: [file], duckdb: { threads: 1 } });
  await source.prepare!(queries);
  expect(source.sql(queries[0]!)).toContain('read_parquet');
  const { lines } = await source.query(queryOf({ by: ['region'] }));
  await source.close();
  expect(lines.map(({ keys }) => keys)).toEqual([['eu-west-1']]);
});

test('a long read is that of a large CSV, or of much more Parquet', () => {
  const mib = 2 ** 20;
  const csv = { files: ['a.csv', 'b.csv.gz'], bytes: 6 * mib };
  const parquet = { files: ['c.parquet'], bytes: 127 * mib };
  expect(longRead([parquet])).toBeNull();
  expect(longRead([parquet, csv])).toEqual({ bytes: 6 * mib, files: 2 });
  expect(longRead([{ ...parquet, bytes: 128 * mib }, csv])).toEqual({ bytes: 134 * mib, files: 3 });
});
