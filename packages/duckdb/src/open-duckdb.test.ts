import { existsSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Duckdb, openDuckdb, quoteName, quoteText } from './index.ts';

let duckdb: Duckdb;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'duckdb-test-'));
  duckdb = await openDuckdb({
    threads: 1,
    memoryLimitBytes: 200_000_000,
    temporaryFolder: join(folder, 'spill'),
  });
});
afterAll(() => {
  duckdb.close();
  rmSync(folder, { recursive: true });
});

test('decimals, dates and large numbers keep every digit', async () => {
  const { columns, rows } = await duckdb.query(
    `SELECT CAST('12345678901234567890.000000000000000001' AS DECIMAL(38,18)) AS cost,
            9007199254740993 AS count, DATE '2024-02-29' AS day, NULL AS nothing, true AS yes`,
  );

  expect(columns).toEqual(['cost', 'count', 'day', 'nothing', 'yes']);
  expect(rows).toEqual([
    ['12345678901234567890.000000000000000001', 9_007_199_254_740_993n, '2024-02-29', null, true],
  ]);
});

test.each(['csv', 'csv.gz', 'parquet'])(
  'a local %s file is read and written without an extension',
  async (kind) => {
    const file = join(folder, `numbers.${kind}`);

    await duckdb.query(`COPY (SELECT range AS n FROM range(1000)) TO ${quoteText(file)}`);

    const { rows } = await duckdb.query(`SELECT CAST(sum(n) AS BIGINT) FROM ${quoteText(file)}`);
    expect(rows).toEqual([[499_500n]]);
  },
);

test('rows that a statement left out are counted, and none where it reads no CSV file', async () => {
  const file = join(folder, 'store_rejects.csv');
  writeFileSync(file, 'item,count\nEcho,3\nEcho,3,too many\nEcho,4\n');
  const parquet = join(folder, 'store_rejects.parquet');
  await duckdb.query(`COPY (SELECT 1 AS n) TO ${quoteText(parquet)}`);
  const csv = (option: string) =>
    `FROM read_csv(${quoteText(file)}, columns={'item': 'VARCHAR', 'count': 'VARCHAR'}, header=true, ignore_errors=true${option})`;

  const left = await duckdb.query(csv(', store_rejects=true'));
  expect(left.rows).toHaveLength(2);
  expect(left.rejected).toEqual([{ file, kind: 'TOO MANY COLUMNS', count: 1, line: 3 }]);
  // Only the name has the word: there is no table of rejected rows.
  expect((await duckdb.query(`FROM ${quoteText(parquet)}`)).rejected).toEqual([]);
});

test('an extension is neither downloaded nor loaded', async () => {
  const file = quoteText('https://127.0.0.1:9/x.parquet');

  await expect(duckdb.query(`SELECT * FROM read_parquet(${file})`)).rejects.toThrow(/httpfs/);
});

test('a truncated Parquet file is refused as unreadable', async () => {
  const file = join(folder, 'cut.parquet');
  await duckdb.query(`COPY (SELECT range AS n FROM range(1000)) TO ${quoteText(file)}`);
  truncateSync(file, 500);

  await expect(duckdb.query(`SELECT * FROM ${quoteText(file)}`)).rejects.toMatchObject({
    code: 'duckdb.file.unreadable',
    fault: 'user',
  });
});

test('a text that is not a number is reported as an invalid value, without advice on SQL', async () => {
  writeFileSync(join(folder, 'bad.csv'), 'n\n1\ntwelve\n');
  const read = `read_csv(${quoteText(join(folder, 'bad.csv'))}, all_varchar=true)`;

  await expect(duckdb.query(`SELECT CAST(n AS DECIMAL(9,2)) FROM ${read}`)).rejects.toMatchObject({
    code: 'duckdb.value.invalid',
    message: expect.stringMatching(/twelve/),
  });
});

test('an error in the SQL is a bug', async () => {
  await expect(duckdb.query('SELEC 1')).rejects.toMatchObject({ code: 'duckdb.query.failed', fault: 'bug' });
});

test('an aborted query stops, and others continue', async () => {
  const controller = new AbortController();
  const endless = duckdb.query('SELECT count(*) FROM range(1000000000000) a WHERE random() < 2', {
    signal: controller.signal,
  });

  await duckdb.query('SELECT 1');
  controller.abort(new Error('enough'));

  await expect(endless).rejects.toThrow('enough');
  await expect(duckdb.query('SELECT 1')).resolves.toMatchObject({ rows: [[1]] });
  await expect(duckdb.query('SELECT 1', { signal: controller.signal })).rejects.toThrow('enough');
});

test('a query that is aborted before its start does not start', async () => {
  const controller = new AbortController();
  const endless = duckdb.query('SELECT count(*) FROM range(1000000000000) a WHERE random() < 2', {
    signal: controller.signal,
  });

  controller.abort(new Error('enough'));

  await expect(endless).rejects.toThrow('enough');
});

test('exceeded memory is reported, and the current folder stays empty', async () => {
  const small = await openDuckdb({
    threads: 1,
    memoryLimitBytes: 3_000_000,
    temporaryFolder: '/dev/null/nowhere',
  });

  await expect(
    small.query('SELECT count(DISTINCT range::VARCHAR) FROM range(1000000)'),
  ).rejects.toMatchObject({ code: expect.stringMatching(/^duckdb\.(memory\.exceeded|file\.unreadable)$/) });
  expect(existsSync('.tmp')).toBe(false);
  small.close();
});

test.each(['spill-target', '/dev/null/nowhere'])(
  'a statement that needs more memory than the target still has its answer, with %s to write to',
  async (place) => {
    const temporaryFolder = place.startsWith('/') ? place : join(folder, place);
    const small = await openDuckdb({ threads: 1, memoryTargetBytes: 3_000_000, temporaryFolder });

    // A list can't be written to disk in parts.
    const { rows } = await small.query('SELECT len(list(range::VARCHAR)) FROM range(300000)');
    expect(rows).toEqual([[300_000n]]);
    small.close();
    expect(existsSync(temporaryFolder)).toBe(false);
  },
);

// To leave the target takes memory, too, which others may have: so it was one time in sixty on a busy machine.
test('statements that need more memory than the target at the same time all have their answers', async () => {
  for (let round = 0; round < 30 * inject('effort'); round++) {
    const small = await openDuckdb({
      threads: 2,
      memoryTargetBytes: 3_000_000,
      temporaryFolder: join(folder, `spill-several-${round}`),
    });
    const lists = Array.from({ length: 8 }, () =>
      small.query('SELECT len(list(range::VARCHAR)) FROM range(300000)'),
    );
    for (const { rows } of await Promise.all(lists)) expect(rows).toEqual([[300_000n]]);
    small.close();
  }
});

test('any text and any name survive quoting', async () => {
  const legible = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0'));
  await fc.assert(
    fc.asyncProperty(legible, legible, async (text, name) => {
      const { columns, rows } = await duckdb.query(`SELECT ${quoteText(text)} AS ${quoteName(name)}`);
      expect([columns, rows]).toEqual([[name], [[text]]]);
    }),
    { numRuns: 50 },
  );
});
