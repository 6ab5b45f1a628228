import * as fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { createTableWriter } from './table-writer.ts';
import {
  type ConditionalTable,
  createConditionalTable,
  newerVersion,
  type TransactionOutcome,
} from './testing/fake-conditional-table.ts';
import { keyOf, partitionOf, serialize, serviceError, type TestRow } from './testing/fake-table.ts';

const causes = ['TransactionConflict', 'ProvisionedThroughputExceeded', 'ThrottlingError'];

const outcomes: fc.Arbitrary<TransactionOutcome> = fc.oneof(
  fc.constant<TransactionOutcome>({ kind: 'ok' }),
  fc.record({
    kind: fc.constant('canceled' as const),
    code: fc.constantFrom(...causes),
    places: fc.uniqueArray(fc.nat({ max: 99 }), { minLength: 1, maxLength: 60 }),
  }),
  fc.constantFrom<TransactionOutcome>(
    { kind: 'throttled' },
    { kind: 'failed' },
    { kind: 'reset-before' },
    { kind: 'reset-after' },
    { kind: 'late' },
  ),
);

const key = fc.record({ partition: fc.constantFrom('a', 'b', 'c'), sort: fc.nat({ max: 70 }).map(String) });

const scenarios = fc.record({
  keys: fc.array(key, { maxLength: 300 }),
  /** What other files have stored, and how new it is. */
  stored: fc.array(fc.tuple(key, fc.integer({ min: 0, max: 2_000 })), { maxLength: 80 }),
  outcomes: fc.array(outcomes, { maxLength: 30 }),
  maxInFlight: fc.constantFrom(1, 3, 8),
  window: fc.constantFrom(1, 40, 1_000),
  scheduler: fc.scheduler(),
});

function createWriter(
  table: ConditionalTable,
  options: Partial<Parameters<typeof createTableWriter<TestRow>>[0]> = {},
) {
  return createTableWriter<TestRow>({
    client: table.client,
    tableName: 'T',
    keyOf,
    partitionOf,
    serialize,
    condition: newerVersion,
    now: () => 0,
    random: () => 0.5,
    sleep: async () => {},
    ...options,
  });
}

test('each item has the newest version, whatever is late, refused, canceled or lost; and each row is accounted for', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async ({ keys, stored, outcomes, maxInFlight, window, scheduler }) => {
      const rows = keys.map((each, index): TestRow => ({ ...each, version: 500 + index }));
      const before = stored.map(([each, version]) => [keyOf({ ...each, version }), version] as const);
      const pause = () => scheduler.schedule(Promise.resolve());
      const table = createConditionalTable({
        outcomeOf: (request) => outcomes[request] ?? { kind: 'ok' },
        items: before,
        pause,
      });
      const declined: TestRow[] = [];
      const writer = createWriter(table, {
        maxInFlight,
        window,
        onDeclined: (row) => declined.push(row),
        sleep: () => pause(),
      });
      const writing = writer.write(rows).then(() => writer.flush());
      await scheduler.waitFor(writing);
      table.carryOutLate();

      const newest = new Map(before);
      for (const row of rows) newest.set(keyOf(row), Math.max(row.version, newest.get(keyOf(row)) ?? 0));
      expect(table.violations).toEqual([]);
      expect(table.items).toEqual(newest);
      const { written, superseded, ...stats } = writer.stats();
      expect(written + superseded + stats.declined).toBe(rows.length);
      expect(stats.declined).toBe(declined.length);
      expect(writer.watermark()).toBe(rows.length);
      await writer.stop();
    }),
    { numRuns: Math.ceil(300 * inject('effort')) },
  );
});

const manyRows = Array.from({ length: 250 }, (_, version) => ({
  partition: `p${version % 4}`,
  sort: String(version),
  version,
}));

test('rows go in transactions of a hundred', async () => {
  const table = createConditionalTable({ outcomeOf: () => ({ kind: 'ok' }) });
  const writer = createWriter(table);
  await writer.write(manyRows);
  await writer.flush();
  expect(table.sizes).toEqual([100, 100, 50]);
  expect(writer.stats()).toMatchObject({ written: 250, declined: 0, retriedItems: 0 });
});

test('what an old file may still write is sent once more, without what it may not', async () => {
  const newer = manyRows.filter(({ version }) => version % 2 === 0);
  const table = createConditionalTable({
    outcomeOf: () => ({ kind: 'ok' }),
    items: newer.map((row) => [keyOf(row), 1_000]),
  });
  const writer = createWriter(table, { maxInFlight: 1 });
  await writer.write(manyRows);
  await writer.flush();
  expect(table.sizes).toEqual([100, 50, 100, 50, 50, 25]);
  expect(writer.stats()).toMatchObject({ written: 125, declined: 125, throttles: 0 });
});

test.each<TransactionOutcome>([
  { kind: 'canceled', code: 'ThrottlingError', places: [3] },
  { kind: 'throttled' },
])('a table too small for a transaction of a hundred gets smaller ones (%j)', async (refusal) => {
  const table: ConditionalTable = createConditionalTable({
    outcomeOf: (request) => (table.sizes[request]! > 12 ? refusal : { kind: 'ok' }),
  });
  const writer = createWriter(table, { maxInFlight: 1 });
  await writer.write(manyRows);
  await writer.flush();
  expect(writer.stats().written).toBe(250);
  expect(table.sizes.slice(0, 4)).toEqual([100, 50, 25, 12]);
  expect(Math.max(...table.sizes.slice(4))).toBeLessThan(30);
});

test('an item that DynamoDB will never take ends the writer with its reason', async () => {
  const client = {
    config: { region: async () => 'eu-test-1' },
    send: async () => {
      const CancellationReasons = [
        { Code: 'None' },
        { Code: 'ValidationError', Message: 'One or more parameter values were invalid' },
      ];
      throw Object.assign(serviceError('TransactionCanceledException', 400), { CancellationReasons });
    },
  };
  const writer = createWriter({ client } as unknown as ConditionalTable);
  await writer.write(manyRows.slice(0, 2));
  await expect(writer.flush()).rejects.toMatchObject({
    code: 'aws-dynamodb.write-failed',
    message: expect.stringContaining('One or more parameter values were invalid; 0 rows are stored'),
  });
});

test('a writer that may no longer write sends nothing of a canceled transaction again', async () => {
  const table = createConditionalTable({
    outcomeOf: () => ({ kind: 'ok' }),
    items: [[keyOf(manyRows[0]!), 1_000]],
  });
  const writer = createWriter(table, { mayWrite: () => table.sizes.length === 0 });
  await writer.write(manyRows.slice(0, 100));
  await expect(writer.flush()).rejects.toMatchObject({ code: 'aws-dynamodb.writer.fenced' });
  expect(table.sizes).toEqual([100]);
  expect(writer.stats()).toMatchObject({ written: 0, declined: 1 });
});
