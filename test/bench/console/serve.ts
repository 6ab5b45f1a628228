import { gzipSync } from 'node:zlib';
import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { createS3Client } from '@groundcrew/aws/s3';
import { createSnsClient } from '@groundcrew/aws/sns';
import { startConsole } from '@groundcrew/console';
import { scriptOptions } from '@groundcrew/console/script-options';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { createStockWriter } from '@groundcrew/inventory/load';
import { startLocal } from '@groundcrew/local';
import { build } from 'esbuild';

/** What one run measured. */
export interface ConsoleFigures {
  readonly firstPageMs: number;
  readonly pageBytes: number;
  /** The page with its style sheet and its script, as a browser without a cache gets them. */
  readonly firstViewBytes: number;
  readonly scriptGzipBytes: number;
  readonly wholeMs: number;
  readonly searchMs: number;
  readonly idleMib: number;
  readonly busyMib: number;
  readonly changesPerSecond: number;
  readonly eventsPerPage: number;
  readonly wireKib: number;
  readonly lagMs: number;
}

const [shelves = 0, pages = 0, seconds = 0] = process.argv.slice(2).map(Number);
const local = await startLocal({ stack: { ...stack, functions: [] } });
const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
  local.environment();
const connection = {
  region: local.region,
  endpointUrl: local.endpoint,
  credentials: { accessKeyId, secretAccessKey },
};
const dynamodb = createDynamoDBClient(connection);
const tableName = local.resources.tableName('InventoryTable');

const rowOf = (index: number, count: number) => ({
  store: `Store ${index % 500}`,
  item: `Item number ${Math.floor(index / 500)}`,
  count,
  line: 0,
  offset: 0,
});

async function write(rows: ReturnType<typeof rowOf>[]): Promise<void> {
  const writer = createStockWriter({ client: dynamodb, tableName })({ onSuperseded() {}, onDeclined() {} });
  await writer.write(rows);
  await writer.flush();
  await writer.stop();
}
for (let from = 0; from < shelves; from += 10_000) {
  await write(Array.from({ length: Math.min(10_000, shelves - from) }, (_, at) => rowOf(from + at, 9)));
}

const { outputFiles } = await build({
  ...scriptOptions,
  entryPoints: [...scriptOptions.entryPoints],
  target: [...scriptOptions.target],
  write: false,
});
const script = outputFiles[0]!.text;

const startedMs = performance.now();
const shop = await startConsole({
  port: 0,
  token: 'bench',
  allowChanges: false,
  account: { accountId: local.accountId, region: local.region, isLocal: true },
  inventory: {
    dynamodb,
    s3: createS3Client(connection),
    sns: createSnsClient(connection),
    table: tableName,
    ledgerTable: local.resources.tableName('LedgerTable'),
    rejectsBucket: local.resources.bucketName('RejectsBucket'),
    topicArn: local.resources.topicArn('NoStockTopic'),
    watch: (listener) =>
      local.watchTable('InventoryTable', ({ item }) => {
        listener({
          type: 'set',
          store: item!.Store!.S!,
          item: item!.Item!.S!,
          count: Number(item!.Count!.N),
        });
      }),
    refreshMs: 60_000,
    load: { options: {}, read: () => ({ settings: {}, duplicates: undefined }) },
  },
  script,
  version: '0',
  now: Date.now,
});
const origin = `http://127.0.0.1:${shop.port}`;
const headers = { cookie: `groundcrew-console-${shop.port}=bench`, 'x-groundcrew-refresh': '1' };
const read = async (path: string) => await (await fetch(origin + path, { headers })).text();

await read('/shelves');
const firstPageMs = performance.now() - startedMs;
let page = '';
while (!page.includes('Live:')) page = await read('/shelves');
const wholeMs = performance.now() - startedMs;
const searchStartedMs = performance.now();
await read('/shelves?q=store+7+number+1&kind=low&low=10');
const searchMs = performance.now() - searchStartedMs;
let firstViewBytes = Buffer.byteLength(page);
for (const asset of ['console.css', 'console.js'])
  firstViewBytes += Buffer.byteLength(await read(`/assets/${asset}`));
const memoryMib = () => process.memoryUsage().rss / 2 ** 20;
const idleMib = memoryMib();

let events = 0;
let bytes = 0;
const leaving = new AbortController();
async function openPage(): Promise<void> {
  const stream = await fetch(`${origin}/events`, { headers, signal: leaving.signal });
  let readMs = 0;
  for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    const found = [
      ...Buffer.from(chunk)
        .toString()
        .matchAll(/^event: (shelves|resync)$/gm),
    ].length;
    events += found;
    // As the script of the page does: at most once a second.
    if (found === 0 || performance.now() - readMs < 1_000) continue;
    readMs = performance.now();
    // Added once it is there: of many pages that wait, each would add to what it had seen before.
    const size = Buffer.byteLength(await read('/shelves'));
    bytes += size;
  }
}
for (let count = 0; count < pages; count += 1) void openPage().catch(() => {});

/** Changes a second that are written at most: somewhat above the goal, which a pace of its own would just miss. */
const PACE = 1_100;
let changes = 0;
let busyMib = 0;
const changingMs = performance.now();
while (performance.now() - changingMs < seconds * 1_000) {
  const round = Math.floor(changes / 250);
  await write(Array.from({ length: 250 }, (_, at) => rowOf((round * 250 + at) % shelves, round % 7)));
  changes += 250;
  busyMib = Math.max(busyMib, memoryMib());
  const aheadMs = (changes / PACE) * 1_000 - (performance.now() - changingMs);
  if (aheadMs > 0) await new Promise((resolve) => setTimeout(resolve, aheadMs));
}
const changedSeconds = (performance.now() - changingMs) / 1_000;
await write([rowOf(0, 4_711)]);
const lastMs = performance.now();
while (!(await read('/shelves?q=number+0')).includes('4,711'));
const lagMs = performance.now() - lastMs;

const figures: ConsoleFigures = {
  firstPageMs,
  pageBytes: Buffer.byteLength(page),
  firstViewBytes,
  scriptGzipBytes: gzipSync(script).length,
  wholeMs,
  searchMs,
  idleMib,
  busyMib,
  changesPerSecond: changes / changedSeconds,
  eventsPerPage: events / pages / changedSeconds,
  wireKib: bytes / 1024 / pages / changedSeconds,
  lagMs,
};
leaving.abort();
process.send?.(figures);
await shop.close();
await local.close();
process.exit(0);
