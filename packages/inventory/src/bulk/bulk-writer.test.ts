import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatFileTime } from '../order/file-time.ts';
import type { StockRow } from '../stock-file/types.ts';
import { createBulkWriter } from './bulk-writer.ts';
import { LineBlock } from './line-block.ts';
import { createLineFormat, formatGuardCheck } from './line-format.ts';
import { bulkPutLimits, isCompressedName, partBytesFor } from './part-plan.ts';
import { createPartWriter, type PartCompression, type PartSink } from './part-writer.ts';
import { visitingStep } from './visiting-step.ts';

const order = { timeMs: Date.UTC(2026, 2, 1), object: 's3://shop/"stock"\t1.csv', sequencer: '' };
const fileTime = formatFileTime(order);
const guard = { order: () => order, rowsRepeat: false };

function row(store: string, item: string, count: number, attributes?: Record<string, string>): StockRow {
  return { store, item, count, line: 2, offset: 17, ...(attributes && { attributes }) };
}

function inMemory() {
  const parts: Buffer[][] = [];
  const openPart = (): PartSink => {
    const chunks: Buffer[] = [];
    parts.push(chunks);
    return { write: async (bytes) => void chunks.push(Buffer.from(bytes)), finish: async () => {} };
  };
  return { openPart, bodies: () => parts.map((chunks) => Buffer.concat(chunks)) };
}

const expand = { GZIP: gunzipSync, ZSTD: zstdDecompressSync };

async function convert(
  rows: readonly StockRow[],
  { compression = 'ZSTD', partBytes = 1_000_000 }: { compression?: PartCompression; partBytes?: number } = {},
) {
  const { openPart, bodies } = inMemory();
  const writer = createBulkWriter(createPartWriter({ compression, partBytes, openPart }), guard)();
  for (let start = 0; start < rows.length; start += 7) await writer.write(rows.slice(start, start + 7));
  const facts = await writer.finish();
  const texts = bodies().map((body) => expand[compression](body).toString());
  return { facts, texts, bodies: bodies() };
}

const name = fc
  .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
  .filter((text) => text.isWellFormed());

describe('rows become lines', () => {
  test.each(['GZIP', 'ZSTD'] as const)(
    'each with its item and its guard, once, whatever is in them: %s',
    async (compression) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.record({
              store: name,
              item: name,
              count: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
              attributes: fc.option(fc.dictionary(fc.constantFrom('Size', 'Color', 'FileTime'), name), {
                nil: undefined,
              }),
            }),
            { maxLength: 60 },
          ),
          async (given) => {
            const rows = given.map((each) => row(each.store, each.item, each.count, each.attributes));
            const { texts, facts } = await convert(rows, { compression });
            const lines = texts.join('').split('\n').slice(0, -1);
            const read = lines.map((line) => JSON.parse(line));
            const items = read.map(({ Item }) => Item);
            const expected = rows.map(({ store, item, count, attributes = {} }) => {
              const { FileTime: _, ...kept } = attributes;
              return {
                ...Object.fromEntries(Object.entries(kept).map(([key, S]) => [key, { S }])),
                Store: { S: store },
                Item: { S: item },
                Count: { N: String(count) },
                FileTime: { S: fileTime },
              };
            });
            const sorted = (values: readonly object[]) =>
              values
                .map((value) => JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))))
                .sort();
            expect(sorted(items)).toEqual(sorted(expected));
            for (const { Item: _, ...rest } of read) {
              expect(rest).toEqual({
                ConditionExpression: 'attribute_not_exists(FileTime) OR FileTime <= :fileTime',
                ExpressionAttributeValues: { ':fileTime': { S: fileTime } },
              });
            }
            expect(facts.reduce((sum, part) => sum + part.lines, 0)).toBe(rows.length);
          },
        ),
        { numRuns: 40 },
      );
    },
  );

  test('whole ones only: where the room does not suffice for one, nothing counts', () => {
    const format = createLineFormat(fileTime);
    const rows = [
      row('Berlin', 'Echo', -Number.MAX_VALUE),
      row('베를린', '에코'.repeat(40), -2.2250738585072014e-308),
      row('Berlin', 'E'.repeat(100), 1, { Size: 'XL' }),
    ];
    for (const each of rows) {
      const room = Buffer.alloc(1_000, '.');
      const whole = room.toString('utf8', 0, format.writeHead(each, room, 0));
      expect(JSON.parse(`${whole}}}`)).toMatchObject({ Item: { Count: { N: String(each.count) } } });
      for (let size = 0; size < 1_000; size++) {
        const target = Buffer.alloc(size);
        const end = format.writeHead(each, target, 0);
        expect(end === -1 ? whole : target.toString('utf8', 0, end)).toBe(whole);
        expect(end).toBeLessThanOrEqual(size);
      }
    }
  });

  test('of more stores than are remembered', async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => row(`Store ${i % 2_500}`, `Item ${i}`, i));
    const { texts } = await convert(rows);
    const lines = texts.join('').split('\n').slice(0, -1);
    const shelves = lines.map((line) => {
      const { Store, Item } = JSON.parse(line).Item;
      return `${Store.S} ${Item.S}`;
    });
    expect(shelves.sort()).toEqual(rows.map(({ store, item }) => `${store} ${item}`).sort());
  });

  test('the same ones every time, in parts of one size, whose order is not that of the file', async () => {
    const rows = Array.from({ length: 25_000 }, (_, i) =>
      row(`Store ${Math.floor(i / 5_000)}`, `Item ${i}`, i),
    );
    const { facts, texts, bodies } = await convert(rows, { partBytes: 4_000_000 });
    expect(facts.map(({ lines }) => lines)).toEqual([20_000, 5_000]);
    expect(facts.map(({ bytes }) => bytes)).toEqual(bodies.map(({ length }) => length));
    expect((await convert(rows, { partBytes: 4_000_000 })).bodies).toEqual(bodies);
    const stores = texts[0]!.split('\n', 1_000).map((line) => JSON.parse(line).Item.Store.S as string);
    const changes = stores.filter((store, index) => index > 0 && store !== stores[index - 1]).length;
    expect(changes).toBeGreaterThan(500);
  });

  test('a file without rows has no part', async () => {
    expect(await convert([])).toMatchObject({ facts: [], bodies: [] });
  });

  test('an error of where a part goes ends the writer', async () => {
    const sink: PartSink = {
      write: async () => {
        throw new Error('no room');
      },
      finish: async () => {},
    };
    const parts = createPartWriter({ compression: 'GZIP', partBytes: 1, openPart: () => sink });
    const writer = createBulkWriter(parts, guard)();
    await writer.write([row('Bonn', 'Lamp', 1)]);
    await expect(writer.finish()).rejects.toThrow('no room');
  });

  test('rows that may repeat a shelf are not taken', () => {
    const parts = createPartWriter({ compression: 'GZIP', partBytes: 1, openPart: inMemory().openPart });
    expect(() => createBulkWriter(parts, { ...guard, rowsRepeat: true })).toThrow('comes once');
  });
});

test.each([
  [row('', 'Lamp', 1), 'the store has 0 bytes'],
  [row('가'.repeat(683), 'Lamp', 1), 'the store has 2049 bytes'],
  [row('Bonn', 'x'.repeat(1_025), 1), 'the item has 1025 bytes'],
  [row('Bonn', 'Lamp', 1, { Note: 'x'.repeat(409_600) }), 'the maximum'],
])('a row that DynamoDB would not take is named by its line', (given, problem) => {
  const block = new LineBlock(createLineFormat(fileTime));
  expect(() => block.add(given)).toThrow(problem);
  expect(() => block.add(given)).toThrow('on line 2');
});

test('rows of the greatest size are taken', () => {
  const block = new LineBlock(createLineFormat(fileTime));
  block.add(row('가'.repeat(682), 'x'.repeat(1_024), 1, { Note: 'y'.repeat(300_000) }));
  const [chunk] = block.drain();
  expect(JSON.parse(String(chunk)).Item.Note.S).toHaveLength(300_000);
});

test('the line that must not be written has a condition that only an item could meet', () => {
  expect(JSON.parse(formatGuardCheck('none', 'id'))).toMatchObject({
    Item: { Store: { S: 'none' }, Item: { S: 'id' } },
    ConditionExpression: 'attribute_exists(FileTime) AND FileTime <= :fileTime',
  });
});

test('a stride visits each place once', () => {
  for (let length = 1; length < 400; length++) {
    const places = new Set(Array.from({ length }, (_, index) => (index * visitingStep(length)) % length));
    expect(places.size).toBe(length);
  }
});

test.each([
  ['a small file', 1_000_000, 'a.csv', 32 * 1024 ** 2],
  ['a file of unknown size', undefined, 'a.csv', 32 * 1024 ** 2],
  ['a terabyte', 1024 ** 4, 'a.csv', bulkPutLimits.maxObjectBytes / 2],
])('parts of %s are within the limits', (_, sizeBytes, file, expected) => {
  expect(partBytesFor(sizeBytes, isCompressedName(file))).toBe(expected);
});

test('a terabyte has fewer parts than one bulk put takes', () => {
  const partBytes = partBytesFor(1024 ** 4, false);
  expect((1024 ** 4 * 12) / partBytes).toBeLessThan(bulkPutLimits.maxObjects);
  expect(partBytesFor(10 * 1024 ** 3, true) / partBytesFor(10 * 1024 ** 3, false)).toBeCloseTo(10);
});
