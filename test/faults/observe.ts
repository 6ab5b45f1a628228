import { gunzipSync } from 'node:zlib';
import {
  type AttributeValue,
  type DynamoDBClient,
  paginateQuery,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { compareSequencers } from '@groundcrew/inventory/ledger';
import type { LocalAws } from '@groundcrew/local';
import { parse } from 'csv-parse/sync';
import { type Change, shelfOf } from './oracle.ts';
import type { Scenario } from './scenario.ts';

/** One message, as delivered to its subscribers. */
export interface PublishedMessage {
  readonly dedupeKey: string;
  readonly text: string;
}

/** One object's line in the ledger. */
export interface Loaded {
  readonly status: string;
  readonly rows: number;
  readonly rejected: number;
  /** Lines in the rejects file, in its order. */
  readonly rejectedLines: readonly number[];
}

/** The state at the end. */
export interface Observation {
  readonly table: ReadonlyMap<string, number>;
  readonly history: readonly Change[];
  /** How much of the history is from before an undo. */
  readonly changesBeforeUndo: number;
  readonly published: readonly PublishedMessage[];
  readonly loads: ReadonlyMap<string, Loaded>;
  /** Stream batches that failed permanently. */
  readonly alertsGivenUp: number;
}

/** The state before a seed started: many seeds are run on one embedded AWS. */
export interface Baseline {
  readonly records: number;
  readonly messages: number;
  readonly givenUp: number;
}

export function takeBaseline(local: LocalAws): Baseline {
  return {
    records: local.streamRecords('InventoryTable').length,
    messages: local.published('NoStockTopic').length,
    givenUp: local.objectKeys('AlertFailuresBucket').length,
  };
}

/** Reads the state since `since`; items over HTTP, with the SDK's own clients. */
export async function observe(
  local: LocalAws,
  clients: { readonly dynamodb: DynamoDBClient; readonly s3: S3Client },
  { rounds }: Scenario,
  since: Baseline,
  recordsBeforeUndo: number | undefined,
): Promise<Observation> {
  const history = local.streamRecords('InventoryTable').slice(since.records).map(toChange);
  const uploads = rounds.flatMap((round) => round.uploads);
  const stores = new Set([...history, ...uploads.flatMap(({ rows }) => rows)].map(({ store }) => store));
  const table = new Map<string, number>();
  for (const store of stores) {
    for (const item of await itemsOf(clients.dynamodb, local.resources.tableName('InventoryTable'), store)) {
      table.set(shelfOf(item.Store!.S!, item.Item!.S!), Number(item.Count!.N));
    }
  }
  const loads = new Map<string, Loaded>();
  const entries = await newestEntries(local, clients.dynamodb);
  for (const key of new Set(uploads.map((upload) => upload.key))) {
    const entry = entries.get(`s3://${local.resources.bucketName('StockBucket')}/${key}`);
    if (entry !== undefined) loads.set(key, await readLoad(clients.s3, entry));
  }
  return {
    table,
    history,
    changesBeforeUndo: (recordsBeforeUndo ?? since.records + history.length) - since.records,
    published: local
      .published('NoStockTopic')
      .slice(since.messages)
      .map(({ message, attributes }) => ({ dedupeKey: attributes.dedupeKey ?? '', text: message })),
    loads,
    alertsGivenUp: local.objectKeys('AlertFailuresBucket').length - since.givenUp,
  };
}

async function itemsOf(client: DynamoDBClient, tableName: string, store: string) {
  const items: Record<string, AttributeValue>[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      KeyConditionExpression: '#store = :store',
      ExpressionAttributeNames: { '#store': 'Store' },
      ExpressionAttributeValues: { ':store': { S: store } },
      ConsistentRead: true,
    },
  );
  for await (const page of pages) items.push(...(page.Items ?? []));
  return items;
}

type LedgerItem = Record<string, AttributeValue>;

/** The ledger's entries of the newest upload of each object, by `s3://bucket/key`. */
async function newestEntries(local: LocalAws, client: DynamoDBClient): Promise<Map<string, LedgerItem>> {
  const newest = new Map<string, LedgerItem>();
  const TableName = local.resources.tableName('LedgerTable');
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) {
    for (const item of Items) {
      const object = item.Object!.S!.replace(/#[0-9A-F]+$/, '');
      const known = newest.get(object);
      const isNewer = known === undefined || compareSequencers(item.Sequencer!.S!, known.Sequencer!.S!) > 0;
      if (isNewer) newest.set(object, item);
    }
  }
  return newest;
}

/** How the newest upload of a key was loaded. */
async function readLoad(s3: S3Client, { Status, Summary }: LedgerItem): Promise<Loaded> {
  const summary = JSON.parse(Summary?.S ?? '{}') as {
    status?: string;
    rows?: number;
    rejected?: number;
    rejectsAt?: string;
  };
  return {
    status: `${Status?.S}/${summary.status}`,
    rows: summary.rows ?? 0,
    rejected: summary.rejected ?? 0,
    rejectedLines: summary.rejectsAt === undefined ? [] : await readRejectedLines(s3, summary.rejectsAt),
  };
}

/** The file of the rejects of the newest upload of a key. */
export async function readRejects(
  local: LocalAws,
  { dynamodb, s3 }: { readonly dynamodb: DynamoDBClient; readonly s3: S3Client },
  key: string,
): Promise<string> {
  const object = `s3://${local.resources.bucketName('StockBucket')}/${key}`;
  const item = (await newestEntries(local, dynamodb)).get(object);
  const { rejectsAt } = JSON.parse(item!.Summary!.S!) as { rejectsAt: string };
  return (await readObject(s3, rejectsAt)).toString();
}

async function readObject(s3: S3Client, uri: string): Promise<Buffer> {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(uri)!;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from(await Body!.transformToByteArray());
}

function toChange({ dynamodb }: ReturnType<LocalAws['streamRecords']>[number]): Change {
  const count = (image: typeof dynamodb.NewImage): number | undefined =>
    image?.Count === undefined ? undefined : Number((image.Count as { N: string }).N);
  const { Store, Item } = dynamodb.Keys as { Store: { S: string }; Item: { S: string } };
  return { store: Store.S, item: Item.S, before: count(dynamodb.OldImage), after: count(dynamodb.NewImage) };
}

async function readRejectedLines(s3: S3Client, uri: string): Promise<number[]> {
  let bytes = await readObject(s3, uri);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes);
  // Only the numbers are read, so any encoding that keeps ASCII will do.
  const text = bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString('utf16le') : bytes.toString('latin1');
  const delimiter = /[,;\t|](?=reject_line)/.exec(text)?.[0] ?? ',';
  const rows = parse(text, { columns: true, bom: true, delimiter, relax_column_count: true }) as Record<
    string,
    string
  >[];
  return rows.map((row) => Number(row.reject_line));
}
