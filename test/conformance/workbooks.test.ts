import { createReadStream } from 'node:fs';
import path from 'node:path';
import { readStockFile, type StockRow } from '@groundcrew/inventory/stock-file';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outputOf } from './command.ts';
import { createWorkFolder, root, tool, toolEnvironment } from './tools.ts';

/* Workbooks by writers that nobody here wrote, read as the same tables in CSV. */

let work: Awaited<ReturnType<typeof createWorkFolder>>;
beforeAll(async () => {
  work = await createWorkFolder();
});
afterAll(() => work.remove());

type Cell = string | number | null;

const text = fc
  .string({
    unit: fc.constantFrom(
      'a',
      'B',
      '0',
      'ß',
      '한',
      '漢',
      '😀',
      ' ',
      ',',
      '"',
      '&',
      '<',
      '\t',

      "'",
      '=',
    ),
  })
  // openpyxl does not escape _x0041_, so Excel shows A for it. Writers leave an empty text out, and Excel shows errors and formulas where the file has text.
  .filter((cell) => cell.trim() !== '');

const row = fc.tuple(
  text,
  fc.oneof(text, fc.integer({ min: 0, max: 999_999_999_999_999 })),
  fc.oneof(fc.nat({ max: 10_000_000 }), fc.constantFrom('x', '12.0', null)),
);

const tables = fc.sample(
  fc
    .array(fc.option(row, { freq: 6, nil: undefined }), { minLength: 1, maxLength: 40 })
    .filter((rows) => rows.some((each) => each !== undefined)),
  { numRuns: 60, seed: 7 },
);

interface Outcome {
  readonly rows: readonly unknown[];
  readonly rejects: readonly unknown[];
}

async function outcomeOf(source: AsyncIterable<Uint8Array>): Promise<Outcome> {
  const rows: unknown[] = [];
  const rejects: unknown[] = [];
  for await (const batch of readStockFile(source)) {
    rows.push(...batch.rows.map(({ line, store, item, count }: StockRow) => [line, store, item, count]));
    rejects.push(...batch.rejects.map(({ line, code }) => [line, code]));
  }
  return { rows, rejects };
}

function csvOf(rows: readonly (readonly Cell[])[]): AsyncIterable<Uint8Array> {
  const quoted = (cell: Cell): string => `"${String(cell ?? '').replaceAll('"', '""')}"`;
  const lines = rows.map((cells) => `${cells.map(quoted).join(',')}\r\n`);
  return (async function* () {
    yield Buffer.from(`\ufeff${lines.join('')}`);
  })();
}

test('random tables are read alike from workbooks of openpyxl and XlsxWriter, and from CSV', async () => {
  const writers = ['openpyxl', 'xlsxwriter', 'inline'];
  const files = tables.map((table, at) => ({
    path: path.join(work.path, `${at}.xlsx`),
    writer: writers[at % writers.length]!,
    rows: [['store', 'item', 'count'], ...table.map((each): readonly Cell[] => each ?? [])],
  }));
  const script = path.join(root, 'test', 'conformance', 'write_workbooks.py');
  await outputOf(tool('python'), [script], {
    env: toolEnvironment(work.path),
    stdin: JSON.stringify(files),
  });
  for (const file of files) {
    const read = await outcomeOf(createReadStream(file.path));
    expect([file.writer, read]).toEqual([file.writer, await outcomeOf(csvOf(file.rows))]);
  }
});
