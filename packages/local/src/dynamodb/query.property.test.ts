import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import type { Database } from './database.ts';
import type { AttributeValue, Item } from './item.ts';
import { deleteItem, putItem } from './item-actions.ts';
import type { JsonObject } from '../json-object.ts';
import { query, scan } from './query-scan.ts';
import { binaryText, numberText, plainText } from './testing/arbitraries.ts';
import { isSame, orderOf } from './testing/oracle.ts';
import { databaseWith, tableOf } from './testing/tables.ts';
import { readItem } from './values.ts';

const partition = fc.constantFrom('p', 'q');
const keyTypes = { S: plainText, N: numberText, B: binaryText } as const;

interface Scenario {
  readonly type: keyof typeof keyTypes;
  readonly items: readonly Item[];
  readonly deleted: readonly number[];
}

/** Items of two partitions; `g` and `s`, the keys of the indexes, are missing in some. */
const scenario: fc.Arbitrary<Scenario> = fc.constantFrom('S', 'N', 'B').chain((type) => {
  const key = keyTypes[type].map((text) => ({ [type]: text }) as AttributeValue);
  return fc.record({
    type: fc.constant(type as keyof typeof keyTypes),
    items: fc.array(
      fc
        .record(
          {
            h: partition.map((S) => ({ S })),
            r: key,
            g: partition.map((S) => ({ S })),
            s: key,
            rest: fc.nat(3).map((n) => ({ N: String(n) })),
          },
          { requiredKeys: ['h', 'r'] },
        )
        .map((one) => readItem(one)),
      { maxLength: 12 },
    ),
    deleted: fc.array(fc.nat(11), { maxLength: 3 }),
  });
});

function load({ type, items, deleted }: Scenario): { database: Database; left: Item[] } {
  const database = databaseWith(
    tableOf('Stock', ['h:S', `r:${type}`], {
      global: { keys: ['g:S', `s:${type}`] },
      local: { keys: ['h:S', `s:${type}`], isLocal: true },
    }),
  );
  let left: Item[] = [];
  const isOther = (a: Item) => (b: Item) => !isSame(a.h!, b.h!) || !isSame(a.r!, b.r!);
  for (const one of items) {
    putItem(database, { TableName: 'Stock', Item: one });
    left = [...left.filter(isOther(one)), one];
  }
  for (const index of deleted) {
    const one = items[index];
    if (!one) continue;
    deleteItem(database, { TableName: 'Stock', Key: { h: one.h, r: one.r } });
    left = left.filter(isOther(one));
  }
  return { database, left };
}

const sources = {
  table: { IndexName: undefined, hash: 'h', range: 'r' },
  global: { IndexName: 'global', hash: 'g', range: 's' },
  local: { IndexName: 'local', hash: 'h', range: 's' },
} as const;

const rangeConditions = ['=', '<', '<=', '>', '>=', 'BETWEEN', 'begins_with', 'none'] as const;

function expectedOf(
  left: readonly Item[],
  { hash, range }: { hash: string; range: string },
  value: string,
  operator: (typeof rangeConditions)[number],
  [low, high]: readonly [AttributeValue, AttributeValue],
): Item[] {
  const matches = (own: AttributeValue) => {
    const order = orderOf(own, low)!;
    switch (operator) {
      case 'none':
        return true;
      case '=':
        return order === 0;
      case '<':
        return order < 0;
      case '<=':
        return order <= 0;
      case '>':
        return order > 0;
      case '>=':
        return order >= 0;
      case 'BETWEEN':
        return order >= 0 && orderOf(own, high)! <= 0;
      case 'begins_with':
        return low.S === undefined ? bytes(own.B!).startsWith(bytes(low.B!)) : own.S!.startsWith(low.S);
    }
  };
  return left
    .filter((one) => one[hash]?.S === value && one[range] !== undefined && matches(one[range]))
    .sort((a, b) => orderOf(a[range]!, b[range]!)!);
}

function bytes(base64: string): string {
  return Buffer.from(base64, 'base64').toString('latin1');
}

/** All pages of a read. */
function readAll(read: (input: JsonObject) => JsonObject, input: JsonObject): Item[] {
  const items: Item[] = [];
  let start: unknown;
  for (let pages = 0; pages < 100; pages++) {
    const page = read({ ...input, ...(start !== undefined && { ExclusiveStartKey: start }) });
    items.push(...(page.Items as Item[]));
    start = page.LastEvaluatedKey;
    if (start === undefined) return items;
  }
  throw new Error('the pages have no end');
}

test('a query returns what its key condition selects, in the order of the sort key, whatever the page size', () => {
  let found = 0;
  fc.assert(
    fc.property(
      scenario.chain((given) =>
        fc.tuple(
          fc.constant(given),
          fc.tuple(keyTypes[given.type], keyTypes[given.type]),
          fc.constantFrom(...rangeConditions),
        ),
      ),
      fc.constantFrom('table', 'global', 'local'),
      partition,
      fc.boolean(),
      fc.option(fc.integer({ min: 1, max: 3 })),
      ([given, texts, operator], sourceName, value, forward, limit) => {
        fc.pre(operator !== 'begins_with' || given.type !== 'N');
        const { database, left } = load(given);
        const source = sources[sourceName];
        const [low, high] = texts
          .map((text) => readItem({ v: { [given.type]: text } }).v!)
          .sort((a, b) => orderOf(a, b)!) as [AttributeValue, AttributeValue];
        const condition =
          {
            none: '',
            BETWEEN: ' AND #r BETWEEN :low AND :high',
            begins_with: ' AND begins_with(#r, :low)',
          }[operator as string] ?? ` AND #r ${operator} :low`;

        const items = readAll((input) => query(database, input), {
          TableName: 'Stock',
          ...(source.IndexName && { IndexName: source.IndexName }),
          KeyConditionExpression: `#h = :h${condition}`,
          ExpressionAttributeNames: { '#h': source.hash, ...(operator !== 'none' && { '#r': source.range }) },
          ExpressionAttributeValues: {
            ':h': { S: value },
            ...(operator !== 'none' && { ':low': low }),
            ...(operator === 'BETWEEN' && { ':high': high }),
          },
          ScanIndexForward: forward,
          ...(limit !== null && { Limit: limit }),
        });

        const expected = expectedOf(left, source, value, operator, [low, high]);
        found += expected.length;
        const order = items.map((one) => one[source.range]!);
        expect(
          order.every(
            (one, index) => index === 0 || orderOf(order[index - 1]!, one)! * (forward ? 1 : -1) <= 0,
          ),
        ).toBe(true);
        expect(sorted(items)).toEqual(sorted(expected));
      },
    ),
    { numRuns: Math.max(200, 5_000 * inject('effort')) },
  );
  expect(found).toBeGreaterThan(50);
});

test('segments of a scan together return every item once, of the table and of its indexes', () => {
  fc.assert(
    fc.property(
      scenario,
      fc.constantFrom('table', 'global', 'local'),
      fc.integer({ min: 1, max: 5 }),
      fc.option(fc.integer({ min: 1, max: 3 })),
      (given, sourceName, total, limit) => {
        const { database, left } = load(given);
        const { IndexName, hash, range } = sources[sourceName];

        const items = Array.from({ length: total }, (_, segment) =>
          readAll((input) => scan(database, input), {
            TableName: 'Stock',
            ...(IndexName && { IndexName }),
            ...(limit !== null && { Limit: limit }),
            Segment: segment,
            TotalSegments: total,
          }),
        ).flat();

        expect(sorted(items)).toEqual(sorted(left.filter((one) => one[hash] && one[range])));
      },
    ),
    { numRuns: Math.max(80, 2_000 * inject('effort')) },
  );
});

function sorted(items: readonly Item[]): string[] {
  return items.map((one) => JSON.stringify(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();
}
