import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { createS3Client, openObject, parseS3Uri, putObject } from '@groundcrew/aws/s3';
import { listInventory, type StockItem } from '@groundcrew/inventory/list-inventory';
import type { LoadSummary } from '@groundcrew/inventory/load';
import type { RejectedRow } from '@groundcrew/inventory/load-report';
import type { LocalAws } from '@groundcrew/local';
import type { DemoEventLog } from './event-log.ts';
import { readRejects } from './read-rejects.ts';
import type { StockFile } from './samples.ts';

/** The results of the demo. */
export interface DemoResult {
  /** One for each upload, in the order of uploading. */
  readonly loads: readonly LoadSummary[];
  readonly items: readonly StockItem[];
  readonly alerts: readonly { readonly subject: string; readonly message: string }[];
  readonly rejects: readonly RejectedRow[];
  /** Permanent failures: empty if all went well. */
  readonly failures: readonly string[];
}

/** Generous for a slow machine. */
const IDLE_TIMEOUT_MS = 60_000;

/**
 * Uploads the files in rounds, each after the previous one is processed, as during a day in a shop; then
 * reads the results over the wire, like any client.
 */
export async function runDemo(
  local: LocalAws,
  eventLog: DemoEventLog,
  rounds: readonly (readonly StockFile[])[],
): Promise<DemoResult> {
  const { region, endpoint: endpointUrl } = local;
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
    local.environment();
  const connection = { region, endpointUrl, credentials: { accessKeyId, secretAccessKey } };
  const s3 = createS3Client(connection);
  const dynamodb = createDynamoDBClient(connection);
  const bucket = local.resources.bucketName('StockBucket');
  try {
    for (const files of rounds) {
      for (const { key, body } of files) await putObject(s3, { bucket, key, body });
      await local.idle({ timeoutMs: IDLE_TIMEOUT_MS });
    }
    const loads = inUploadOrder(
      eventLog.loads(),
      rounds.flat().map(({ key }) => `s3://${bucket}/${key}`),
    );
    const rejects: RejectedRow[] = [];
    for (const { object = '', rejectsAt } of loads) {
      if (rejectsAt === undefined) continue;
      const { body } = await openObject(s3, parseS3Uri(rejectsAt));
      rejects.push(...readRejects(keyOf(object), Buffer.concat(await collect(body))));
    }
    const tableName = local.resources.tableName('InventoryTable');
    const items = await collect(listInventory({}, { client: dynamodb, tableName }));
    return {
      loads: loads.map((load) => ({ ...load, object: keyOf(load.object ?? '') })),
      items: items.sort((a, b) => compare(a.store, b.store) || compare(a.item, b.item)),
      alerts: eventLog.alerts(),
      rejects,
      failures: eventLog.failures(),
    };
  } finally {
    s3.destroy();
    dynamodb.destroy();
  }
}

async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}

/**
 * Functions finish in any order; the report is in the order of uploading. If an object was uploaded more
 * than once, its loads are in order already: each upload waits for the previous one.
 */
function inUploadOrder(loads: readonly LoadSummary[], objects: readonly string[]): LoadSummary[] {
  const left = [...loads];
  const ordered = objects.flatMap((object) => {
    const at = left.findIndex((load) => load.object === object);
    return at < 0 ? [] : left.splice(at, 1);
  });
  return [...ordered, ...left];
}

function keyOf(uri: string): string {
  return uri === '' ? '' : parseS3Uri(uri).key;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
