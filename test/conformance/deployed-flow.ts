import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { makeStockSample } from './stock-sample.ts';
import { root } from './tools.ts';

/** Where the inventory stack is deployed. */
export interface Cloud {
  readonly endpoint: string;
  readonly region: string;
  readonly stockBucket: string;
  readonly rejectsBucket: string;
}

/** What the flow left, without what differs from cloud to cloud. */
export interface Outcome {
  /** `store/item`: count. */
  readonly shelves: ReadonlyMap<string, string>;
  /** The files of rejects, by the key of what was uploaded. */
  readonly rejects: ReadonlyMap<string, string>;
  /** Of the ledger, by key: status, and rows that were read, rejected and stored (of the same shelf only the last). */
  readonly loads: ReadonlyMap<string, string>;
}

/** The samples, and a file of 30,000 rows. */
export async function stockUploads(): Promise<ReadonlyMap<string, Buffer>> {
  const samples = path.join(root, 'samples/inventory');
  const uploads = new Map<string, Buffer>();
  for (const name of await readdir(samples, { recursive: true })) {
    if (/\.csv(\.gz)?$/.test(name)) uploads.set(name, await readFile(path.join(samples, name)));
  }
  uploads.set('every shop/30,000 rows+more (1).csv', Buffer.from(makeStockSample(30_000).text));
  return uploads;
}

export function clientsOf({ endpoint, region }: Pick<Cloud, 'endpoint' | 'region'>) {
  const config = { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const dynamodb = new DynamoDBClient(config);
  return {
    s3,
    dynamodb,
    close() {
      s3.destroy();
      dynamodb.destroy();
    },
  };
}

type Clients = ReturnType<typeof clientsOf>;

/** Uploads each file, one after the other: of two files with the same shelf the later one counts. */
export async function uploadAll(
  cloud: Cloud,
  clients: Clients,
  uploads: ReadonlyMap<string, Buffer>,
): Promise<void> {
  for (const [Key, Body] of uploads) {
    await clients.s3.send(new PutObjectCommand({ Bucket: cloud.stockBucket, Key, Body }));
    await waitUntilLoaded(clients, Key);
    // S3 returns times in whole seconds; of two files of one second, the names would decide, in the faster cloud alone.
    await sleep(1_000);
  }
}

/** @throws Error if a load does not end within two minutes */
async function waitUntilLoaded(clients: Clients, key: string): Promise<void> {
  for (const startedAt = performance.now(); performance.now() - startedAt < 120_000; await sleep(200)) {
    const status = (await loadsOf(clients)).get(key);
    if (status !== undefined && !status.startsWith('running')) return;
  }
  throw new Error(`${key} was not loaded in two minutes`);
}

export async function readOutcome(cloud: Cloud, clients: Clients): Promise<Outcome> {
  const shelves = new Map<string, string>();
  for await (const { Items = [] } of paginateScan({ client: clients.dynamodb }, { TableName: 'Inventory' })) {
    for (const { Store, Item, Count } of Items) shelves.set(`${Store?.S}/${Item?.S}`, String(Count?.N));
  }
  const rejects = new Map<string, string>();
  const Bucket = cloud.rejectsBucket;
  for await (const { Contents = [] } of paginateListObjectsV2({ client: clients.s3 }, { Bucket })) {
    for (const { Key = '' } of Contents) {
      // Parts of rejects that a checkpoint referred to: a slower table has some, and the bucket's lifecycle deletes them.
      if (/^\.(parts|order|undo)\//.test(Key)) continue;
      const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key }));
      // The sequencer of the upload is in the name, and with its time in the column `reject_source`.
      const text = (await Body?.transformToString('latin1')) ?? '';
      rejects.set(
        Key.replace(/\.[0-9A-Fa-f]+(?=\.(rejects|refused))/, ''),
        text.replaceAll(/,\d{4}-\d\d-\d\dT[\d:.]+Z (s3:\/\/[^ ,\r\n]+)( [0-9A-Fa-f]+)?/g, ',$1'),
      );
    }
  }
  return { shelves: sorted(shelves), rejects: sorted(rejects), loads: sorted(await loadsOf(clients)) };
}

async function loadsOf({ dynamodb }: Clients): Promise<Map<string, string>> {
  const loads = new Map<string, string>();
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName: 'InventoryLoads' })) {
    for (const item of Items) {
      const { Object: object, Status, Summary } = item;
      const {
        rows,
        written = 0,
        rejected,
        duplicates = 0,
        superseded = 0,
      } = JSON.parse(Summary?.S ?? '{}') as Record<string, number>;
      // Sequencers differ from cloud to cloud; so does which of two files of one time comes first.
      const key = String(object?.S).replace(/^s3:\/\/[^/]+\/|#[0-9A-Fa-f]+$/g, '');
      const stored = written + duplicates + superseded;
      loads.set(key, `${Status?.S} ${JSON.stringify({ rows, rejected, stored })}`);
    }
  }
  return loads;
}

function sorted(map: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...map].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
