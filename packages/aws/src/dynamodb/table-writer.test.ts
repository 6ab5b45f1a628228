import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { createTableWriter, type TableWriterOptions } from './table-writer.ts';
import {
  connectionError,
  createFakeTable,
  keyOf,
  partitionOf,
  type RequestOutcome,
  serialize,
  serviceError,
  type TestRow,
} from './testing/fake-table.ts';

const ok: RequestOutcome = { kind: 'ok' };

function row(partition: string, sort: string | number, version = 0): TestRow {
  return { partition, sort: String(sort), version };
}

function rowsOf(partition: string, count: number): TestRow[] {
  return Array.from({ length: count }, (_, i) => row(partition, i));
}

/** A writer over `client` whose pauses take no time and are recorded. */
function writerOver(client: DynamoDBClient, options: Partial<TableWriterOptions<TestRow>> = {}) {
  const pauses: number[] = [];
  const writer = createTableWriter<TestRow>({
    client,
    tableName: 'T',
    keyOf,
    partitionOf,
    serialize,
    random: () => 1,
    sleep: async (ms) => void pauses.push(ms),
    ...options,
  });
  return { writer, pauses };
}

function failing(...errors: (Error | undefined)[]): DynamoDBClient {
  let requests = 0;
  const send = async () => {
    const error = errors[Math.min(requests++, errors.length - 1)];
    if (error) throw error;
    return { UnprocessedItems: {} };
  };
  return { send, config: { region: async () => 'eu-test-1' } } as unknown as DynamoDBClient;
}

async function outcomeOf(
  promise: Promise<unknown>,
): Promise<{ code?: string; message?: string; details?: object }> {
  return promise.then(
    () => ({}),
    (error: Error) => error,
  );
}

test('rows of consecutive partitions are sent together', async () => {
  const table = createFakeTable({ outcomeOf: () => ok });
  const { writer } = writerOver(table.client);
  const partitions = ['a', 'b', 'c', 'd', 'e'];

  await writer.write(partitions.flatMap((partition) => rowsOf(partition, 10)));
  await writer.flush();

  const [first] = table.requests;
  const perPartition = partitions.map(
    (partition) => first!.filter((key) => key.includes(`"${partition}"`)).length,
  );
  expect(perPartition).toEqual([5, 5, 5, 5, 5]);
});

test('a request is filled up as long as no flush waits for its rows', async () => {
  const table = createFakeTable({ outcomeOf: () => ok });
  const { writer } = writerOver(table.client);
  await writer.write(rowsOf('a', 49));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(table.requests.map((keys) => keys.length)).toEqual([25]);
  expect(writer.watermark()).toBe(25);
  await writer.flush();
  expect(table.requests.map((keys) => keys.length)).toEqual([25, 24]);
});

test('a row is not retried if a newer one of its key has arrived', async () => {
  const resume: (() => void)[] = [];
  const table = createFakeTable({
    outcomeOf: (request) => (request === 0 ? { kind: 'reset-after' } : ok),
    pause: () => new Promise((resolve) => void resume.push(resolve)),
  });
  const superseded: number[] = [];
  const { writer } = writerOver(table.client, { onSuperseded: ({ version }) => superseded.push(version) });
  const written = writer.write([row('a', 1, 1)]).then(() => writer.flush(1));
  await settle();
  expect(table.requests).toHaveLength(1);

  await writer.write([row('a', 1, 2), row('a', 1, 3)]);
  expect(superseded).toEqual([2]);
  const flushed = writer.flush();
  while (resume.length > 0) {
    resume.shift()!();
    await settle();
  }
  await Promise.all([written, flushed]);

  expect(superseded).toEqual([2, 1]);
  expect(table.requests).toHaveLength(2);
  expect(table.items.get(keyOf(row('a', 1)))).toBe(3);
  expect(writer.stats()).toMatchObject({ written: 1, superseded: 2, retriedItems: 1 });
});

test('the backoff of a partition grows with each refusal and is reset by a success', async () => {
  const throttled: RequestOutcome = { kind: 'throttled' };
  const outcomes = [throttled, throttled, throttled, ok, throttled];
  const table = createFakeTable({ outcomeOf: (request) => outcomes[request] ?? ok });
  const { writer, pauses } = writerOver(table.client, { maxInFlight: 1 });
  await writer.write(rowsOf('a', 50));
  await writer.flush();
  expect(pauses).toEqual([50, 100, 200, 50]);
  expect(writer.stats()).toMatchObject({ throttles: 4, retriedItems: 100, requests: 6, written: 50 });
});

test.each([
  ['a few rows', 12, 8],
  ['half the rows', 13, 4],
])('%s of a request unprocessed (%i of 25) leave a limit of %i from 8', async (_, unprocessed, expected) => {
  const places = Array.from({ length: unprocessed }, (__, place) => place);
  const table = createFakeTable({
    outcomeOf: (request) => (request === 0 ? { kind: 'unprocessed', places } : ok),
  });
  const limits: number[] = [];
  const { writer } = writerOver(table.client, {
    maxInFlight: 8,
    sleep: async () => void limits.push(writer.stats().inFlightLimit),
  });
  await writer.write(rowsOf('a', 25));
  await writer.flush();
  expect(limits).toEqual([expected]);
});

test('concurrency grows while the table accepts and shrinks when it throttles', async () => {
  let throttling = false;
  const table = createFakeTable({ outcomeOf: () => (throttling ? { kind: 'throttled' } : ok) });
  const { writer } = writerOver(table.client, {
    maxInFlight: 64,
    sleep: async () => {
      throttling = false;
    },
  });
  const start = writer.stats().inFlightLimit;
  await writer.write(rowsOf('a', 2_000));
  await writer.flush();
  const grown = writer.stats().inFlightLimit;
  expect(grown).toBeGreaterThan(2 * start);

  throttling = true;
  await writer.write(rowsOf('b', 25));
  await writer.flush();
  expect(writer.stats().inFlightLimit).toBeLessThan(grown * 0.75);
});

test('a hot partition backs off while the others continue', async () => {
  const hotPlaces = Array.from({ length: 5 }, (_, i) => i * 5);
  const table = createFakeTable({
    outcomeOf: (request) => (request === 3 ? { kind: 'unprocessed', places: hotPlaces } : ok),
  });
  let wake: (() => void) | undefined;
  const { writer } = writerOver(table.client, {
    maxInFlight: 1,
    sleep: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
  });
  await writer.write(['hot', 'b', 'c', 'd', 'e'].flatMap((partition) => rowsOf(partition, 60)));
  const flushed = writer.flush();
  await settle();

  const later = table.requests.slice(4).flat();
  expect(later.filter((key) => key.includes('hot'))).toEqual([]);
  expect(later).toHaveLength(160);
  wake!();
  await flushed;
  expect(table.items.size).toBe(300);
});

test('the window limits the rows in memory, and has room again when the oldest row is committed', async () => {
  const resume: (() => void)[] = [];
  const table = createFakeTable({
    outcomeOf: () => ok,
    pause: () => new Promise((resolve) => void resume.push(resolve)),
  });
  const { writer } = writerOver(table.client, { window: 50 });
  let queued = false;
  const written = writer.write(rowsOf('a', 75)).then(() => {
    queued = true;
  });
  await settle();
  expect(queued).toBe(false);
  expect(table.requests).toHaveLength(2);
  while (resume.length > 0) {
    resume.shift()!();
    await settle();
  }
  await written;
  expect(queued).toBe(true);
});

test('calls of write are queued in order, even if they are not awaited', async () => {
  const table = createFakeTable({ outcomeOf: () => ok });
  const { writer } = writerOver(table.client, { window: 10 });
  const calls = Array.from({ length: 30 }, (_, version) =>
    writer.write([row('a', 1, version), row('b', version)]),
  );
  await writer.flush();
  await Promise.all(calls);
  expect(table.items.get(keyOf(row('a', 1)))).toBe(29);
});

test('a missing table ends the writer with its name, its region and how many rows are stored', async () => {
  const { writer } = writerOver(failing(undefined, serviceError('ResourceNotFoundException', 400)), {
    maxInFlight: 1,
  });
  await writer.write(rowsOf('a', 25));
  await writer.flush();
  await writer.write(rowsOf('b', 25));
  const error = await outcomeOf(writer.flush());
  expect(error.code).toBe('aws-dynamodb.table-not-found');
  expect(error.message).toContain('could not write to table "T": it does not exist in region eu-test-1');
  expect(error.message).toMatch(/; 25 rows are stored$/);
  expect(error.details).toMatchObject({ reason: 'not-found', written: 25, queued: 50, watermark: 25 });
  expect(await outcomeOf(writer.write([row('c', 1)]))).toBe(error);
});

test('the error that ends a writer waits for the requests in flight, so that its counts are final', async () => {
  let finish: (() => void) | undefined;
  let requests = 0;
  const send = async () => {
    if (++requests === 2) throw serviceError('AccessDeniedException', 400);
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return { UnprocessedItems: {} };
  };
  const client = { send, config: {} } as unknown as DynamoDBClient;
  const { writer } = writerOver(client);
  await writer.write(rowsOf('a', 50));
  let isRejected = false;
  const flushed = outcomeOf(writer.flush()).finally(() => {
    isRejected = true;
  });
  await settle();
  expect(isRejected).toBe(false);
  finish!();
  expect(await flushed).toMatchObject({ code: 'aws-dynamodb.write-failed', details: { written: 25 } });
  expect(requests).toBe(2);
});

test('an endpoint without a listener is given up soon, and named', async () => {
  const { writer, pauses } = writerOver(failing(connectionError('ECONNREFUSED')));
  await writer.write([row('a', 1)]);
  const error = await outcomeOf(writer.flush());
  expect(error.message).toContain('127.0.0.1:4566 cannot be reached');
  expect(error.details).toMatchObject({ reason: 'unreachable', written: 0 });
  expect(pauses).toHaveLength(4);
});

test('server errors are retried for a minute without success, then they end the writer', async () => {
  let nowMs = 0;
  const failure = serviceError('InternalServerError', 500);
  const { writer } = writerOver(failing(failure), {
    now: () => nowMs,
    sleep: async () => {
      nowMs += 10_000;
    },
  });
  await writer.write([row('a', 1)]);
  const error = await outcomeOf(writer.flush());
  expect(error).toMatchObject({ code: 'aws-dynamodb.write-failed', details: { reason: 'unavailable' } });
  expect(nowMs).toBe(70_000);
});

test('throttling is retried without limit', async () => {
  let nowMs = 0;
  const throttle = serviceError('ThrottlingException', 400);
  const { writer } = writerOver(failing(...Array.from({ length: 200 }, () => throttle), undefined), {
    now: () => nowMs,
    sleep: async () => {
      nowMs += 10_000;
    },
  });
  await writer.write([row('a', 1)]);
  await writer.flush();
  expect(writer.stats()).toMatchObject({ written: 1, throttles: 200 });
});

test('an aborted signal ends pauses immediately and rejects waiting calls', async () => {
  const controller = new AbortController();
  let woken = false;
  const { writer } = writerOver(failing(serviceError('ThrottlingException', 400)), {
    signal: controller.signal,
    sleep: (_ms, signal) =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => {
          woken = true;
          reject(new Error('woken'));
        });
      }),
  });
  await writer.write([row('a', 1)]);
  const flushed = outcomeOf(writer.flush());
  await settle();
  controller.abort(new Error('the deadline is near'));
  expect(await flushed).toMatchObject({
    code: 'aws-dynamodb.writer.stopped',
    message: expect.stringMatching(/aborted; 0 rows are stored$/),
    cause: controller.signal.reason,
  });
  expect(woken).toBe(true);
});

test('a writer whose signal is aborted already sends nothing', async () => {
  const table = createFakeTable({ outcomeOf: () => ok });
  const { writer } = writerOver(table.client, { signal: AbortSignal.abort() });
  expect(await outcomeOf(writer.write(rowsOf('a', 30)))).toMatchObject({
    code: 'aws-dynamodb.writer.stopped',
  });
  expect(table.requests).toEqual([]);
});

test('a stopped writer accepts no rows, and stopping it again does nothing', async () => {
  const table = createFakeTable({ outcomeOf: () => ok });
  const { writer } = writerOver(table.client);
  await writer.write(rowsOf('a', 3));
  await writer.flush();
  await writer.stop();
  await writer.stop();
  expect(await outcomeOf(writer.write([row('b', 1)]))).toMatchObject({ code: 'aws-dynamodb.writer.stopped' });
  await expect(writer.flush()).resolves.toBeUndefined();
  expect(table.items.size).toBe(3);
});

test('an item that is too large is refused before anything of its request is sent', async () => {
  const table = createFakeTable({ outcomeOf: () => ok });
  const { writer } = writerOver(table.client);
  await writer.write([row('a', 1), row('a', 'x'.repeat(410_000))]);
  expect(await outcomeOf(writer.flush())).toMatchObject({
    code: 'aws-dynamodb.item-too-large',
    details: { written: 0 },
  });
  expect(table.requests).toEqual([]);
});

test('large items are spread over requests of 16 MB at most', async () => {
  const table = createFakeTable({ outcomeOf: () => ok });
  // Six bytes of JSON for each byte of the item: 25 of these would be 37 MB.
  const { writer } = writerOver(table.client);
  await writer.write(Array.from({ length: 25 }, (_, i) => row('a', `${i}${'\u0001'.repeat(250_000)}`)));
  await writer.flush();
  expect(table.requests.map((keys) => keys.length)).toEqual([11, 11, 3]);
  expect(table.items.size).toBe(25);
});

test.each(['keyOf', 'partitionOf'] as const)(
  'a row whose %s throws is refused and leaves no gap',
  async (name) => {
    const table = createFakeTable({ outcomeOf: () => ok });
    const { writer } = writerOver(table.client, {
      [name]: (one: TestRow) => (one.version === 13 ? thrower() : { keyOf, partitionOf }[name](one)),
    });
    await writer.write([row('a', 1)]);
    await expect(writer.write([row('a', 2, 13)])).rejects.toThrow('no');
    await writer.write([row('a', 3)]);
    await writer.flush();
    expect(writer.watermark()).toBe(2);
    expect(table.items.size).toBe(2);
  },
);

test('a row that cannot be serialized ends the writer as a bug, with its cause', async () => {
  const table = createFakeTable({ outcomeOf: () => ok });
  const { writer } = writerOver(table.client, { serialize: thrower });
  await writer.write([row('a', 1)]);
  expect(await outcomeOf(writer.flush())).toMatchObject({
    code: 'aws-dynamodb.writer.serialize-failed',
    fault: 'bug',
    cause: expect.objectContaining({ message: 'no' }),
  });
});

function thrower(): never {
  throw new Error('no');
}

/** Runs everything that is ready. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}
