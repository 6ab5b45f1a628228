import { randomUUID } from 'node:crypto';
import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mapConcurrent, sleep } from '@groundcrew/async';
import { listObjectVersions, openObject, type S3Client } from '@groundcrew/aws/s3';
import {
  createStagingInBucket,
  gatherFiles,
  listBackfillFiles,
  reducePart,
  splitFile,
  startBackfill,
} from '@groundcrew/inventory/backfill';
import { formatFileTime } from '@groundcrew/inventory/order';
import { readStockFile } from '@groundcrew/inventory/stock-file';
import { createRejectsInBucket } from '@groundcrew/inventory/uploads';
import { PREFIX } from './files.ts';
import type { Server } from './start-server.ts';

export interface Clients {
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  readonly server: Server;
}

/** Puts the last counts of the files into the table; returns how many shelves it wrote, as often as it wrote them. */
export type Contender = (clients: Clients) => Promise<number>;

/** Requests at a time of the loops. */
const CONCURRENCY = 32;
const BATCH_SIZE = 25;
let runs = 0;

/** What the functions of the backfill do, one after the other, without Lambda and Step Functions. */
export const backfill: Contender = async ({ s3, dynamodb, server }) => {
  const { signal } = new AbortController();
  const staging = createStagingInBucket(s3, server.rejects, signal);
  const choice = { bucket: server.stock, prefix: PREFIX, fileTime: 'name' } as const;
  const files = await listBackfillFiles(choice, { client: s3, signal });
  const options = { name: `bench-${runs++}`, alerts: true, concurrency: 1, nowMs: Date.now() };
  const plan = await startBackfill(choice, files, options, { staging, engine: { start: async () => {} } });
  const common = { staging, leftMs: () => 600_000, signal, now: Date.now, sleep };
  for (const file of files.files) {
    await splitFile(file, plan, {
      ...common,
      openObject: (request) => openObject(s3, request),
      createRejects: (upload) =>
        createRejectsInBucket({ client: s3, bucketName: server.rejects, upload, run: randomUUID() }),
      settings: {},
      duplicates: 'reject-conflicts',
      createId: randomUUID,
    });
  }
  let written = 0;
  for (const part of (await gatherFiles(plan, staging)).parts) {
    const result = await reducePart(part, plan, {
      ...common,
      writer: { client: dynamodb, tableName: server.table },
    });
    if (result.status === 'done') written += result.record.written;
  }
  return written;
};

/** What one writes first: each file after the one before, in batches; wrong as soon as a live upload comes in between. */
export const plainLoop: Contender = ({ s3, dynamodb, server }) =>
  eachFile({ s3, server }, async (rows) => {
    const batches = Array.from({ length: Math.ceil(rows.length / BATCH_SIZE) }, (_, i) =>
      rows.slice(i * BATCH_SIZE, (i + 1) * BATCH_SIZE),
    );
    await mapConcurrent(batches, CONCURRENCY, async (batch) => {
      const requests = batch.map((row) => ({ PutRequest: { Item: itemOf(row) } }));
      await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [server.table]: requests } }));
    });
  });

/** The same with the condition that live uploads need. */
export const guardedLoop: Contender = ({ s3, dynamodb, server }) =>
  eachFile({ s3, server }, async (rows, fileTime) => {
    await mapConcurrent(rows, CONCURRENCY, async (row) => {
      const put = new PutItemCommand({
        TableName: server.table,
        Item: { ...itemOf(row), FileTime: { S: fileTime } },
        ConditionExpression: 'attribute_not_exists(FileTime) OR FileTime <= :fileTime',
        ExpressionAttributeValues: { ':fileTime': { S: fileTime } },
      });
      try {
        await dynamodb.send(put);
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    });
  });

interface Row {
  readonly store: string;
  readonly item: string;
  readonly count: number;
}

const itemOf = ({ store, item, count }: Row) => ({
  Store: { S: store },
  Item: { S: item },
  Count: { N: String(count) },
});

async function eachFile(
  { s3, server }: Pick<Clients, 's3' | 'server'>,
  write: (rows: readonly Row[], fileTime: string) => Promise<void>,
): Promise<number> {
  let written = 0;
  const bucket = server.stock;
  for await (const page of listObjectVersions(s3, { bucket, prefix: PREFIX }, {})) {
    // Their names are in the order of their days.
    for (const { key } of page.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
      const object = `s3://${bucket}/${key}`;
      const timeMs = Date.parse(key.slice(-14, -4));
      const { body } = await openObject(s3, { bucket, key });
      for await (const { rows } of readStockFile(body)) {
        await write(rows, formatFileTime({ timeMs, object, sequencer: '' }));
        written += rows.length;
      }
    }
  }
  return written;
}
