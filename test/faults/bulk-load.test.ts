import { createDynamoDBClient, type DynamoDBClient, scanPages } from '@groundcrew/aws/dynamodb';
import { createS3Client, openObject, putObject, type S3Client } from '@groundcrew/aws/s3';
import { stack } from '@groundcrew/functions/stacks/inventory';
import {
  type BulkLoadResult,
  createBulkStaging,
  loadInBulk,
  partsInBucket,
  prepareParts,
} from '@groundcrew/inventory/bulk';
import { ignoreRejects } from '@groundcrew/inventory/load';
import { createFilePlace } from '@groundcrew/inventory/order';
import { createMovableClock, type FaultOptions, type LocalAws, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';

// A bulk load that is killed at each of its calls, before or after its effect, and one with faults of the service.

const clock = createMovableClock();
let local: LocalAws;
let tableName: string;
let bucket: string;
/** The time of the file of each shelf, as it was written last. */
const times = new Map<string, string>();
const wentBack: string[] = [];

beforeAll(async () => {
  local = await startLocal({ clock, stack: { ...stack, functions: [] } });
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
  tableName = local.resources.tableName('InventoryTable');
  bucket = local.resources.bucketName('StockBucket');
  local.watchTable(tableName, ({ item }) => {
    const shelf = `${item?.Store?.S}/${item?.Item?.S}`;
    const time = item?.FileTime?.S ?? '';
    if (time < (times.get(shelf) ?? '')) wentBack.push(shelf);
    times.set(shelf, time);
  });
});
afterAll(async () => {
  await local.close();
  vi.unstubAllEnvs();
});

class Killed extends Error {}

/** At which call a run dies: nothing is sent afterwards. */
interface Death {
  readonly call: number;
  readonly isAfterEffect: boolean;
}

function clients(death: Death | undefined) {
  const dynamodb = createDynamoDBClient();
  const s3 = createS3Client();
  let calls = 0;
  const kill = async <Output>(send: () => Promise<Output>): Promise<Output> => {
    const call = ++calls;
    if (death === undefined || call < death.call) return await send();
    if (call === death.call && death.isAfterEffect) await send();
    throw new Killed();
  };
  for (const client of [dynamodb, s3] as const) {
    const { send } = client as { send(...words: unknown[]): Promise<unknown> };
    Object.assign(client, { send: (...words: unknown[]) => kill(() => send.apply(client, words)) });
  }
  return { dynamodb, s3, calls: () => calls };
}

async function upload(name: string, rows: Record<string, number>): Promise<void> {
  await clock.advance(60_000);
  const { s3 } = clients(undefined);
  const lines = Object.entries(rows).map(([item, count]) => `${item.split('/').join(',')},${count}\n`);
  await putObject(s3, { bucket, key: name, body: `store,item,count\n${lines.join('')}` });
  s3.destroy();
}

async function load(name: string, death?: Death): Promise<{ result: BulkLoadResult; calls: number }> {
  const { dynamodb, s3, calls } = clients(death);
  try {
    const first = await openObject(s3, { bucket, key: name });
    const { etag, sizeBytes, lastModifiedMs: modifiedMs } = first;
    first.close();
    const object = `s3://${bucket}/${name}`;
    const staging = createBulkStaging(
      s3,
      { bucket: local.resources.bucketName('RejectsBucket'), prefix: '.bulk/' },
      { tableId: 'table', object, etag, settings: [] },
    );
    const place = createFilePlace({ object, name, sequencer: '', modifiedMs }, 'modified');
    const { signal } = new AbortController();
    const sleep = (ms: number): Promise<void> => clock.advance(ms);
    const result = await loadInBulk(
      {
        tableName,
        object,
        staging,
        compression: 'ZSTD',
        prepare: () =>
          prepareParts(
            {
              open: async (startByte) => (await openObject(s3, { bucket, key: name, startByte })).body,
              settings: {},
            },
            { name, sizeBytes, compression: 'ZSTD' },
            {
              openPart: partsInBucket(s3, staging, 'ZSTD'),
              guard: { order: place.order, rowsRepeat: false },
              enterOrder: place.enter,
              rejects: ignoreRejects,
              now: clock.now,
              sleep,
            },
          ),
      },
      { dynamodb, s3, sleep, random: Math.random, signal },
    );
    return { result, calls: calls() };
  } finally {
    destroy(dynamodb, s3);
  }
}

function destroy(dynamodb: DynamoDBClient, s3: S3Client): void {
  dynamodb.destroy();
  s3.destroy();
}

async function stored(): Promise<Record<string, unknown>> {
  const { dynamodb, s3 } = clients(undefined);
  const found: Record<string, unknown> = {};
  for await (const page of scanPages(dynamodb, { tableName }))
    for (const { Store, Item, Count } of page) found[`${Store as string}/${Item as string}`] = Count;
  destroy(dynamodb, s3);
  return found;
}

test.each([false, true])(
  'a load that is killed at any of its calls is completed by the next one; after the effect of the call: %s',
  async (isAfterEffect) => {
    const store = isAfterEffect ? 'Ulm' : 'Bonn';
    const expected: Record<string, number> = {};
    let calls = Number.POSITIVE_INFINITY;
    // In `npm test` every other call is killed, either before or after its effect, by turns.
    const isWhole = inject('effort') === 1;
    for (let call = isWhole || !isAfterEffect ? 1 : 3; call <= calls; call += isWhole ? 1 : 4) {
      const shelf = (item: string) => `${store}/${call} ${item}`;
      const older = { [shelf('Lamp')]: 1, [shelf('Pan')]: 2, [shelf('Rug')]: 3 };
      const newer = { [shelf('Lamp')]: 9, [shelf('Pan')]: 2 };
      await upload(`${store}-${call}-old.csv`, older);
      await upload(`${store}-${call}-new.csv`, newer);
      const { result: first, calls: needed } = await load(`${store}-${call}-new.csv`);
      calls = needed;
      expect(first.account).toMatchObject({ written: 2, isComplete: true });
      // The removal of its parts, at the end, does not count.
      await load(`${store}-${call}-old.csv`, { call, isAfterEffect }).catch(() => undefined);
      const { result } = await load(`${store}-${call}-old.csv`);
      expect(result.account).toMatchObject({ items: 3, written: 1, superseded: 2, isComplete: true });
      Object.assign(expected, older, newer);
    }
    expect(calls).toBeGreaterThan(15);
    expect(await stored()).toMatchObject(expected);
    expect(wentBack).toEqual([]);
  },
);

test('with faults of the service, and operations that fail partway, what is repeated ends with the counts of the files', async () => {
  const faults: FaultOptions = {
    error: 0.05,
    errorAfter: 0.05,
    reset: 0.05,
    resetAfter: 0.05,
    bulkFail: 0.3,
  };
  const expected: Record<string, number> = {};
  for (let file = 1; file <= 4; file++) {
    const rows = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`Hof/${(file * 17 + i) % 60}`, file * 100 + i]),
    );
    await upload(`hof-${file}.csv`, rows);
    Object.assign(expected, rows);
  }
  // The newest first: what follows must not replace it.
  for (const file of [4, 2, 3, 1]) {
    for (let tries = 1; ; tries++) {
      local.setFaults({ ...faults, seed: file * 100 + tries });
      const outcome = await load(`hof-${file}.csv`).catch(() => undefined);
      if (outcome?.result.account?.isComplete) break;
      expect(tries).toBeLessThan(40);
    }
  }
  local.setFaults();
  expect(await stored()).toMatchObject(expected);
  expect(wentBack).toEqual([]);
});
