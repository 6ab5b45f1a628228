import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { connect, rateOf, type Wire } from '../bench/emulators/wire.ts';
import type { Server } from '../bench/emulators/embedded.ts';
import { peakMemoryMib } from '../bench/emulators/tree-memory.ts';

export interface ItemsReport {
  readonly items: number;
  readonly rowsPerSecond: number;
  readonly peakWhileLoadingMib: number | undefined;
  readonly diskMib: number;
  /** From the start of the process to the first answer, with the folder loaded. */
  readonly restartMs: number;
  readonly peakAfterRestartMib: number | undefined;
  /** What is not as it was written. */
  readonly problems: readonly string[];
}

const BATCH = 25;
const TableName = 'Items';
const SAMPLES = 1_000;

export interface ItemsOptions {
  /** Starts an embedded AWS with the folder. */
  readonly start: () => Promise<Server>;
  readonly dataDir: string;
  readonly items: number;
}

/** Writes many items into an embedded AWS on disk, ends it, starts it again, and reads some of them. */
export async function loadItems(
  { start, dataDir, items }: ItemsOptions,
  onProgress: (share: number) => void = () => {},
): Promise<ItemsReport> {
  const first = await start();
  const writing = connect(first.endpoint);
  await createTable(writing);
  const batches = Math.ceil(items / BATCH);
  const perSecond = await rateOf(batches, async (batch) => {
    if (batch % Math.ceil(batches / 10) === 0) onProgress(batch / batches);
    await writeBatch(writing, batch * BATCH, Math.min(BATCH, items - batch * BATCH));
  });
  const peakWhileLoadingMib = peakMemoryMib(first.pid);
  writing.close();
  await first.stop();

  const diskMib = (await bytesIn(dataDir)) / 2 ** 20;
  const begin = performance.now();
  const second = await start();
  const reading = connect(second.endpoint);
  const { Table } = (await call(reading, 'DescribeTable', {})) as { Table: { ItemCount: number } };
  const restartMs = performance.now() - begin;
  const problems = await findProblems(reading, items);
  if (Table.ItemCount !== items) problems.push(`${Table.ItemCount} items instead of ${items}`);
  const peakAfterRestartMib = peakMemoryMib(second.pid);
  reading.close();
  await second.stop();
  return {
    items,
    rowsPerSecond: perSecond * BATCH,
    peakWhileLoadingMib,
    diskMib,
    restartMs,
    peakAfterRestartMib,
    problems,
  };
}

async function call(wire: Wire, operation: string, input: object): Promise<Record<string, unknown>> {
  const body = JSON.stringify({ TableName, ...input });
  return JSON.parse(
    String(await wire.send({ service: 'dynamodb', method: 'POST', path: '/', operation, body })),
  );
}

function createTable(wire: Wire): Promise<unknown> {
  return call(wire, 'CreateTable', {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['Store', 'Item'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'Store', KeyType: 'HASH' },
      { AttributeName: 'Item', KeyType: 'RANGE' },
    ],
  });
}

function keyOf(number: number) {
  return { Store: { S: `Store ${number % 1_000}` }, Item: { S: `Item number ${number}` } };
}

function itemOf(number: number) {
  return { ...keyOf(number), Count: { N: String(number % 97) } };
}

async function writeBatch(wire: Wire, from: number, count: number): Promise<void> {
  const puts = Array.from({ length: count }, (_, offset) => ({
    PutRequest: { Item: itemOf(from + offset) },
  }));
  const body = JSON.stringify({ RequestItems: { [TableName]: puts } });
  const answer = await wire.send({
    service: 'dynamodb',
    method: 'POST',
    path: '/',
    operation: 'BatchWriteItem',
    body,
  });
  const { UnprocessedItems = {} } = JSON.parse(String(answer));
  if (Object.keys(UnprocessedItems).length > 0)
    throw new Error(`items from ${from} on were left unprocessed`);
}

/** Of about a thousand of them. */
async function findProblems(wire: Wire, items: number): Promise<string[]> {
  const problems: string[] = [];
  const step = Math.max(1, Math.floor(items / SAMPLES));
  for (let number = 0; number < items; number += step) {
    const { Item } = await call(wire, 'GetItem', { Key: keyOf(number) });
    if (!isDeepStrictEqual(Item, itemOf(number))) {
      problems.push(`item ${number} is ${JSON.stringify(Item) ?? 'missing'}`);
    }
  }
  return problems;
}

async function bytesIn(folder: string): Promise<number> {
  let sum = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) sum += (await stat(path.join(entry.parentPath, entry.name))).size;
  }
  return sum;
}
