import { gunzipSync } from 'node:zlib';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { LocalAws } from '@groundcrew/local';
import { parse } from 'csv-parse/sync';
import { type Change, shelfOf } from './oracle.ts';

/** One message, as its subscribers have it. */
export interface Told {
  readonly dedupeKey: string;
  readonly text: string;
}

/** One object's line in the ledger. */
export interface Loaded {
  readonly status: string;
  readonly rows: number;
  readonly rejected: number;
  /** Lines named in the rejects file, in its order. */
  readonly rejectedLines: readonly number[];
}

/** What is there at the end. */
export interface Observation {
  readonly table: ReadonlyMap<string, number>;
  readonly history: readonly Change[];
  readonly told: readonly Told[];
  readonly loads: ReadonlyMap<string, Loaded>;
  /** Queue messages of stream batches that were given up. */
  readonly alertsGivenUp: number;
}

/** Reads all of it over the wire, with the SDK's own clients. */
export async function observe(local: LocalAws, s3: S3Client): Promise<Observation> {
  const dynamodb = new DynamoDBClient({
    endpoint: local.endpoint,
    region: local.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    const table = new Map<string, number>();
    for await (const item of scan(dynamodb, local.resources.tableName('InventoryTable'))) {
      table.set(shelfOf(item.Store!.S!, item.Item!.S!), Number(item.Count!.N));
    }
    const loads = new Map<string, Loaded>();
    const prefix = `s3://${local.resources.bucketName('StockBucket')}/`;
    for await (const item of scan(dynamodb, local.resources.tableName('LedgerTable'))) {
      const summary = JSON.parse(item.Summary?.S ?? '{}') as {
        status?: string;
        rows?: number;
        rejected?: number;
        rejectsAt?: string;
      };
      loads.set(item.Object!.S!.slice(prefix.length), {
        status: `${item.Status?.S}/${summary.status}`,
        rows: summary.rows ?? 0,
        rejected: summary.rejected ?? 0,
        rejectedLines: summary.rejectsAt === undefined ? [] : await readRejectedLines(s3, summary.rejectsAt),
      });
    }
    return {
      table,
      history: local.streamRecords('InventoryTable').map(toChange),
      told: local.published('NoStockTopic').map(({ message, attributes }) => ({
        dedupeKey: attributes.dedupeKey ?? '',
        text: message,
      })),
      loads,
      alertsGivenUp: local.messages('AlertFailures').length,
    };
  } finally {
    dynamodb.destroy();
  }
}

async function* scan(client: DynamoDBClient, tableName: string) {
  for await (const page of paginateScan({ client }, { TableName: tableName, ConsistentRead: true })) {
    yield* page.Items ?? [];
  }
}

function toChange({ dynamodb }: ReturnType<LocalAws['streamRecords']>[number]): Change {
  const count = (image: typeof dynamodb.NewImage): number | undefined =>
    image?.Count === undefined ? undefined : Number((image.Count as { N: string }).N);
  const { Store, Item } = dynamodb.Keys as { Store: { S: string }; Item: { S: string } };
  return { store: Store.S, item: Item.S, before: count(dynamodb.OldImage), after: count(dynamodb.NewImage) };
}

async function readRejectedLines(s3: S3Client, uri: string): Promise<number[]> {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(uri)!;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  let bytes = Buffer.from(await Body!.transformToByteArray());
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
