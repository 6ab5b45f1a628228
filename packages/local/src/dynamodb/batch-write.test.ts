import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { tryPlainBatchWrite } from './batch-write.ts';
import { createDatabase, type Database } from './database.ts';
import { batchWriteItem } from './item-actions.ts';
import type { JsonObject } from '../json-object.ts';
import { createTableActions } from './table-actions.ts';

function createStock(): Database {
  const owner = { region: 'us-east-1', accountId: '000000000000', now: systemClock.now };
  const database = createDatabase({ region: owner.region, clock: systemClock });
  createTableActions(database, owner).CreateTable!({
    TableName: 'Stock',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'Store', KeyType: 'HASH' },
      { AttributeName: 'Item', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'Store', AttributeType: 'S' },
      { AttributeName: 'Item', AttributeType: 'S' },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  return database;
}

const text = fc.oneof(fc.constantFrom('Berlin', '서울', 'a'), fc.string({ unit: 'grapheme', maxLength: 5 }));
const attribute = fc.oneof(
  fc.record({ N: fc.oneof(fc.integer().map(String), fc.constantFrom('1.0', '007', 'x', '', '-0', '1e3')) }),
  fc.record({ S: text }),
  fc.record({ BOOL: fc.boolean() }),
  fc.record({ L: fc.array(fc.record({ S: text }), { maxLength: 2 }) }),
  fc.constantFrom<JsonObject>({}, { S: 'a', N: '1' }, { N: 1 }, { S: null }),
);
const put = fc.record({
  PutRequest: fc.record({
    Item: fc.record(
      { Store: fc.record({ S: text }), Item: fc.record({ S: text }), Count: attribute, Note: attribute },
      { requiredKeys: ['Store', 'Item'] },
    ),
  }),
});

test('the fast path stores what the complete one stores, and accepts nothing that it refuses', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(put, { minLength: 1, maxLength: 4 }), async (puts) => {
      const [short, long] = [createStock(), createStock()];

      const output = tryPlainBatchWrite(short, { RequestItems: { Stock: structuredClone(puts) } });
      if (output === undefined) return;
      batchWriteItem(long, { RequestItems: { Stock: puts } });

      expect(output).toEqual({ UnprocessedItems: {} });
      expect(contentOf(short)).toEqual(contentOf(long));
    }),
    { numRuns: Math.max(100, 300 * inject('effort')) },
  );
});

function contentOf({ store }: Database): unknown {
  return JSON.parse(JSON.stringify(Object.fromEntries(store.itemsOf('Stock').entries())));
}

const berlin = { Store: { S: 'Berlin' }, Item: { S: 'Echo' } };

test.each<[string, JsonObject]>([
  ['requests the consumed capacity', { ReturnConsumedCapacity: 'TOTAL', RequestItems: { Stock: [] } }],
  [
    'contains one key twice',
    { RequestItems: { Stock: [putOf(berlin), putOf({ ...berlin, Count: { N: '1' } })] } },
  ],
  ['deletes', { RequestItems: { Stock: [{ DeleteRequest: { Key: berlin } }] } }],
  ['names a missing table', { RequestItems: { Other: [putOf(berlin)] } }],
  ['has an empty key', { RequestItems: { Stock: [putOf({ ...berlin, Item: { S: '' } })] } }],
  [
    'has more than 25 items',
    {
      RequestItems: {
        Stock: Array.from({ length: 26 }, (_, n) => putOf({ ...berlin, Item: { S: `${n}` } })),
      },
    },
  ],
  [
    'has an item above 400 KB',
    { RequestItems: { Stock: [putOf({ ...berlin, Note: { S: 'x'.repeat(410_000) } })] } },
  ],
  [
    'has a number that is not in its normal form',
    { RequestItems: { Stock: [putOf({ ...berlin, Count: { N: '1.0' } })] } },
  ],
])('a request that %s is left to the complete path', async (_, input) => {
  const database = createStock();

  expect(tryPlainBatchWrite(database, input)).toBeUndefined();
  expect(database.store.itemsOf('Stock').size).toBe(0);
});

function putOf(Item: JsonObject): JsonObject {
  return { PutRequest: { Item } };
}

test('two plain items are stored', async () => {
  const database = createStock();
  const other = { ...berlin, Item: { S: 'Dot' }, Count: { N: '3' } };

  tryPlainBatchWrite(database, { RequestItems: { Stock: [putOf(berlin), putOf(other)] } });

  expect(database.store.itemsOf('Stock').size).toBe(2);
  expect(database.extras('Stock').stream?.newest()).toBe(2);
});
