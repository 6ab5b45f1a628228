import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ShelfSurvey, type SurveyedShelves } from '../duplicates/shelf-survey.ts';
import { SHELF_PARTS } from '../duplicates/spilled-rows.ts';
import { chunksOf } from '../stock-file/testing/read-all.ts';
import { encodePart, ShelfSetReader } from './shelf-set.ts';

function survey(
  items: readonly string[],
  maxShelves: number,
  { leftOut = [] as readonly string[], countsRows = true } = {},
) {
  const shelves = new ShelfSurvey({ maxShelves }, { countsRows });
  for (const [line, item] of items.entries()) {
    shelves.add({ store: 'Berlin', item, count: line, line, offset: line });
  }
  const isNamed = ({ firstLine }: { firstLine: number }): boolean => !leftOut.includes(items[firstLine]!);
  return { shelves: shelves.finish(isNamed), close: () => shelves.close() };
}

function encode(shelves: SurveyedShelves): Buffer {
  const parts = Array.from({ length: SHELF_PARTS }, (_, part) => encodePart(shelves.hashesOf(part)));
  return Buffer.concat([Buffer.from('head\n'), ...parts]);
}

async function read(bytes: Uint8Array, sizeBytes: number): Promise<string[]> {
  const found: string[] = [];
  const cuts = Array.from(
    { length: Math.floor(bytes.length / sizeBytes) },
    (_, index) => (index + 1) * sizeBytes,
  );
  const reader = new ShelfSetReader(chunksOf(bytes, cuts), 's3://rejects/set');
  expect(await reader.head()).toBe('head');
  for await (const { part, hashes } of reader.parts()) {
    for (const { a, b, c } of hashes) found.push(`${part} ${a} ${b} ${c}`);
  }
  return found;
}

test('a set is the same in memory and spilled, whatever chunks it is read in, each shelf once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string(), { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 1, max: 3_000 }),
      async (items, sizeBytes) => {
        const inMemory = survey(items, 10_000);
        const spilled = survey(items, 20);
        const uncounted = survey(items, 20, { countsRows: false });
        try {
          const bytes = encode(inMemory.shelves);
          expect(encode(spilled.shelves)).toEqual(bytes);
          expect(encode(uncounted.shelves)).toEqual(bytes);
          const found = await read(bytes, sizeBytes);
          const distinct = new Set(items).size;
          expect([found.length, new Set(found).size]).toEqual([distinct, distinct]);
          expect([inMemory.shelves.size, spilled.shelves.size]).toEqual([distinct, distinct]);
        } finally {
          inMemory.close();
          spilled.close();
          uncounted.close();
        }
      },
    ),
    { numRuns: 30 },
  );
});

test.each([10_000, 2])(
  'a shelf whose rows are rejected together is not in the set (%i in memory)',
  async (maxShelves) => {
    const { shelves, close } = survey(['Echo', 'Dot', 'Echo', 'Lamp'], maxShelves, { leftOut: ['Echo'] });
    expect(await read(encode(shelves), 100)).toHaveLength(2);
    close();
  },
);

test('an object that ends too early is an error, not a smaller set', async () => {
  const { shelves, close } = survey(['Echo', 'Dot'], 10);
  const bytes = encode(shelves);
  close();
  for (const length of [0, 3, 5, bytes.length - 1]) {
    await expect(read(bytes.subarray(0, length), 100)).rejects.toMatchObject({
      code: 'inventory.order.set-broken',
      fault: 'service',
    });
  }
});

test('rows that were removed are not an empty set', () => {
  const { shelves, close } = survey(['Echo', 'Dot', 'Lamp'], 2);
  close();
  expect(() => encode(shelves)).toThrow('removed');
});
