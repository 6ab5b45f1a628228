import * as fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { createTableWriter, type TableWriter } from './table-writer.ts';
import {
  createFakeTable,
  expectedVersions,
  keyOf,
  partitionOf,
  type RequestOutcome,
  serialize,
  type TestRow,
} from './testing/fake-table.ts';

const outcomes: fc.Arbitrary<RequestOutcome> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<RequestOutcome>({ kind: 'ok' }) },
  {
    weight: 3,
    arbitrary: fc
      .uniqueArray(fc.nat({ max: 24 }), { minLength: 1 })
      .map((places): RequestOutcome => ({ kind: 'unprocessed', places })),
  },
  fc.constantFrom<RequestOutcome>(
    { kind: 'throttled' },
    { kind: 'failed' },
    { kind: 'reset-before' },
    { kind: 'reset-after' },
  ),
);

/** Few keys in few partitions, so that keys repeat often; and sometimes many keys. */
const rowLists: fc.Arbitrary<TestRow[]> = fc
  .oneof(
    fc.array(fc.record({ partition: fc.constantFrom('a', 'b', 'c'), sort: fc.constantFrom('1', '2', '3') }), {
      maxLength: 80,
    }),
    fc.array(
      fc.record({
        partition: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        sort: fc.nat({ max: 60 }).map(String),
      }),
      { minLength: 20, maxLength: 250 },
    ),
  )
  .map((keys) => keys.map((key, version) => ({ ...key, version })));

const scenarios = fc.record({
  rows: rowLists,
  outcomes: fc.array(outcomes, { maxLength: 40 }),
  window: fc.constantFrom(1, 2, 7, 30, 1000),
  maxInFlight: fc.constantFrom(1, 2, 8),
  chunk: fc.constantFrom(1, 10, 1000),
  scheduler: fc.scheduler(),
});

type Scenario = typeof scenarios extends fc.Arbitrary<infer S> ? S : never;

/** A writer for a fake table in which the scheduler decides what happens next. */
function arrange({ rows, outcomes, window, maxInFlight, scheduler }: Scenario, mayWrite?: () => boolean) {
  const watermarkErrors: string[] = [];
  const superseded: TestRow[] = [];
  const lastOrdinal = new Map(rows.map((row, ordinal) => [keyOf(row), ordinal]));
  const final = expectedVersions(rows);
  const pause = () => scheduler.schedule(Promise.resolve());
  const table = createFakeTable({ outcomeOf: (request) => outcomes[request] ?? { kind: 'ok' }, pause });
  const writer: TableWriter<TestRow> = createTableWriter<TestRow>({
    client: table.client,
    tableName: 'T',
    keyOf,
    partitionOf,
    serialize,
    window,
    maxInFlight,
    ...(mayWrite && { mayWrite }),
    onSuperseded: (row) => superseded.push(row),
    now: () => 0,
    random: () => 0.5,
    sleep: async (_ms, signal) => {
      await pause();
      signal?.throwIfAborted();
    },
  });
  /** A run that resumes from the watermark ends with the same table: everything before it is stored. */
  const checkWatermark = () => {
    for (const [key, ordinal] of lastOrdinal) {
      if (ordinal < writer.watermark() && table.items.get(key) !== final.get(key)) {
        watermarkErrors.push(`row ${ordinal} is behind the watermark ${writer.watermark()} and not stored`);
      }
    }
  };
  return { table, writer, superseded, watermarkErrors, checkWatermark };
}

async function writeAll(
  writer: TableWriter<TestRow>,
  rows: readonly TestRow[],
  chunk: number,
  check: () => void,
): Promise<void> {
  for (let start = 0; start < rows.length; start += chunk) {
    await writer.write(rows.slice(start, start + chunk));
    check();
  }
  await writer.flush();
  check();
}

test('whatever is throttled, lost or late, the table ends as if the rows were written one by one', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      const { rows, chunk, scheduler } = scenario;
      const { table, writer, superseded, watermarkErrors, checkWatermark } = arrange(scenario);

      await scheduler.waitFor(writeAll(writer, rows, chunk, checkWatermark));

      expect(table.violations).toEqual([]);
      expect(watermarkErrors).toEqual([]);
      expect(table.items).toEqual(expectedVersions(rows));
      expect(writer.watermark()).toBe(rows.length);
      expect(table.inFlight()).toBe(0);
      const stats = writer.stats();
      expect(stats.written + stats.superseded).toBe(rows.length);
      expect(superseded).toHaveLength(stats.superseded);
      expect(stats.requests).toBe(table.requests.length);
    }),
    { numRuns: Math.ceil(1_500 * inject('effort')) },
  );
});

test('a run that is stopped at any moment can be resumed from its watermark', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, fc.nat({ max: 60 }), async (scenario, steps) => {
      const { rows, chunk, scheduler } = scenario;
      const { table, writer, watermarkErrors, checkWatermark } = arrange(scenario);
      const outcome = writeAll(writer, rows, chunk, checkWatermark).then(
        () => 'done',
        (error: { code?: string }) => error.code,
      );
      for (let step = 0; step < steps; step++) {
        if (scheduler.count() > 0) await scheduler.waitOne();
        else await new Promise((resolve) => setImmediate(resolve));
        checkWatermark();
      }

      const stopped = writer.stop();
      const sent = table.requests.length;
      await scheduler.waitFor(stopped);
      await scheduler.waitFor(outcome);

      expect(await outcome).toBeOneOf(['done', 'aws-dynamodb.writer.stopped']);
      checkWatermark();
      expect(watermarkErrors).toEqual([]);
      expect(table.violations).toEqual([]);
      expect(table.inFlight()).toBe(0);
      expect(table.requests).toHaveLength(sent);
      for (const row of rows.slice(writer.watermark())) table.items.set(keyOf(row), row.version);
      expect(table.items).toEqual(expectedVersions(rows));
    }),
    { numRuns: Math.ceil(1_500 * inject('effort')) },
  );
});

test('nothing is sent after the fence closed, and the watermark still holds', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, fc.nat({ max: 10 }), async (scenario, allowed) => {
      const { rows, chunk, scheduler } = scenario;
      let asked = 0;
      const { table, writer, watermarkErrors, checkWatermark } = arrange(scenario, () => asked++ < allowed);

      const outcome = await scheduler.waitFor(
        writeAll(writer, rows, chunk, checkWatermark).then(
          () => 'done',
          (error: { code?: string }) => error.code,
        ),
      );

      expect(table.requests.length).toBeLessThanOrEqual(allowed);
      expect(outcome).toBe(asked > allowed ? 'aws-dynamodb.writer.fenced' : 'done');
      checkWatermark();
      expect(watermarkErrors).toEqual([]);
      for (const row of rows.slice(writer.watermark())) table.items.set(keyOf(row), row.version);
      expect(table.items).toEqual(expectedVersions(rows));
    }),
    { numRuns: Math.ceil(500 * inject('effort')) },
  );
});
