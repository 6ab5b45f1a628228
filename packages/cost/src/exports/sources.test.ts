import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ExportStore, openExports } from './index.ts';
import {
  csvOf,
  focusRow,
  legacyRow,
  queryOf,
  testDuckdb,
  testFolder,
  totalOf,
} from './testing/export-files.ts';

const duckdb = await testDuckdb();
let folder: ReturnType<typeof testFolder>;
beforeEach(() => {
  folder = testFolder();
});
afterEach(() => folder.remove());

async function totalOfPaths(...paths: string[]): Promise<string> {
  const source = await openExports({ paths, duckdb });
  try {
    return totalOf((await source.query(queryOf())).lines);
  } finally {
    await source.close();
  }
}

/** Daily deliveries of one month, as Data Exports writes them where each is kept. */
function writeDeliveries(days: number): void {
  for (let day = 1; day <= days; day += 1) {
    const delivery = `BILLING_PERIOD=2026-09/2026-09-${String(day).padStart(2, '0')}T01:00:00.000Z-x`;
    folder.write(`focus/data/${delivery}/focus-00001.csv`, csvOf([focusRow({ BilledCost: String(day) })]));
    folder.write(
      `focus/metadata/${delivery}/focus-Manifest.json`,
      JSON.stringify({ dataFiles: [`s3://b/focus/data/${delivery}/focus-00001.csv`] }),
    );
  }
}

describe('local paths', () => {
  test('a folder of daily deliveries is the newest of them, and so is a glob over its data', async () => {
    writeDeliveries(5);

    expect(await totalOfPaths(folder.path)).toBe('5');
    expect(await totalOfPaths(`${folder.path}/focus/data/**/*.csv`)).toBe('5');
  });

  test('a file that is named twice, or found in two ways, counts once', async () => {
    const file = folder.write('bill.csv', csvOf([focusRow()]));

    expect(await totalOfPaths(file, folder.path, `${folder.path}/*.csv`)).toBe('1');
  });

  test('a link and its target count once', async () => {
    const file = folder.write('bill.csv', csvOf([focusRow()]));
    symlinkSync(file, join(folder.path, 'again.csv'));

    await expect(totalOfPaths(folder.path)).resolves.toBe('1');
  });

  test('names may contain the characters of globs', async () => {
    const file = folder.write('a[1]*b {x}.csv', csvOf([focusRow()]));
    folder.write('a1b {x}.csv', csvOf([focusRow()]));

    expect(await totalOfPaths(file)).toBe('1');
  });

  test.each([
    ['nothing at all', 'nowhere'],
    ['a folder without exports', 'empty'],
    ['a glob that nothing matches', '*.parquet'],
  ])('%s is refused by name', async (_, name) => {
    mkdirSync(join(folder.path, 'empty'));

    await expect(totalOfPaths(join(folder.path, name))).rejects.toMatchObject({
      code: 'cost.exports.not-found',
      message: expect.stringContaining(name),
    });
  });
});

describe('snapshots without manifests', () => {
  test('of one month and account are not added up', async () => {
    folder.write('bill-20260918.csv', csvOf([focusRow()]));
    folder.write('bill-20260919.csv', csvOf([focusRow(), focusRow()]));

    await expect(totalOfPaths(folder.path)).rejects.toMatchObject({
      code: 'cost.exports.overlap',
      message: expect.stringMatching(
        /bill-20260918.csv and .*bill-20260919.csv both contain 2026-09 of account 1111/,
      ),
    });
  });

  test('of one month in two kinds of export are not added up', async () => {
    folder.write('focus.csv', csvOf([focusRow()]));
    folder.write('legacy.csv', csvOf([legacyRow()]));

    await expect(totalOfPaths(folder.path)).rejects.toMatchObject({ code: 'cost.exports.overlap' });
  });

  test('of other accounts and months are added up', async () => {
    folder.write('one.csv', csvOf([focusRow()]));
    folder.write('two.csv', csvOf([focusRow({ BillingAccountId: '999900001111' })]));
    folder.write(
      'three.csv',
      csvOf([focusRow({ BillingPeriodStart: '2026-10-01T00:00:00Z', BilledCost: '0.1' })]),
    );

    expect(await totalOfPaths(folder.path)).toBe('2.1');
  });
});

describe('s3:// paths', () => {
  /** The folder as a bucket, and what was read of it. */
  function storeOf(opened: string[] = []): ExportStore {
    const root = join(folder.path, 'focus');
    return {
      async *list(address) {
        for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
          if (entry.isDirectory()) continue;
          const path = join(entry.parentPath, entry.name);
          yield { address: path.replace(root, address), sizeBytes: readFileSync(path).length };
        }
      },
      async open(address) {
        opened.push(address);
        const bytes = readFileSync(address.replace('s3://bills/focus', root));
        return (async function* () {
          yield bytes;
        })();
      },
    };
  }

  test('only the files that count are downloaded, and all are removed', async () => {
    writeDeliveries(5);
    const opened: string[] = [];
    const before = downloads();

    const source = await openExports({
      paths: ['s3://bills/focus'],
      s3: storeOf(opened),
      duckdb,
    });
    const { lines } = await source.query(queryOf());
    await source.close();

    expect(totalOf(lines)).toBe('5');
    expect(opened.filter((address) => address.endsWith('.csv'))).toEqual([
      's3://bills/focus/data/BILLING_PERIOD=2026-09/2026-09-05T01:00:00.000Z-x/focus-00001.csv',
    ]);
    expect(downloads()).toEqual(before);
  });

  test('a folder whose name has the same prefix is another folder', async () => {
    writeDeliveries(1);
    const store: ExportStore = {
      ...storeOf(),
      async *list() {
        yield { address: 's3://bills/focus-old/bill.csv', sizeBytes: 10 };
      },
    };

    await expect(openExports({ paths: ['s3://bills/focus'], s3: store })).rejects.toMatchObject({
      code: 'cost.exports.not-found',
    });
  });

  test('an error names the object, not its copy', async () => {
    const file = folder.write('cur/other.csv', 'sku,count\na,1\n');
    const store: ExportStore = {
      async *list() {
        yield { address: 's3://bucket/cur/other.csv', sizeBytes: 14 };
      },
      open: async () => Readable.from([readFileSync(file)]),
    };
    await expect(openExports({ paths: ['s3://bucket/cur'], s3: store })).rejects.toMatchObject({
      code: 'cost.exports.unknown-format',
      message: expect.stringMatching(/^s3:\/\/bucket\/cur\/other\.csv does not have the columns/),
      details: { file: 's3://bucket/cur/other.csv' },
    });
  });

  test('a download that is too large is refused before it starts', async () => {
    writeDeliveries(1);
    const opened: string[] = [];

    await expect(
      openExports({ paths: ['s3://bills/focus'], s3: storeOf(opened), maxDownloadBytes: 100 }),
    ).rejects.toMatchObject({ code: 'cost.exports.too-large' });
    expect(opened.filter((address) => address.endsWith('.csv'))).toEqual([]);
  });

  test('a failed download leaves no files', async () => {
    writeDeliveries(1);
    const store = storeOf();
    const before = downloads();
    const broken: ExportStore = {
      ...store,
      open: async (address) => {
        if (address.endsWith('.csv')) throw new Error('socket hang up');
        return await store.open(address);
      },
    };

    await expect(openExports({ paths: ['s3://bills/focus'], s3: broken })).rejects.toThrow('socket hang up');
    expect(downloads()).toEqual(before);
  });

  function downloads(): string[] {
    return readdirSync(tmpdir()).filter((name) => name.startsWith('groundcrew-exports-'));
  }
});
