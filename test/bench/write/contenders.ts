import { Agent, request } from 'node:http';
import { BatchWriteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createTableWriter } from '@groundcrew/aws/dynamodb';

/** A row of a stock file, as far as writing it goes. */
export interface Row {
  readonly store: string;
  readonly item: string;
  readonly count: number;
}

/** Brings all rows to the endpoint and resolves when each is acknowledged. */
export type Contender = (rows: readonly Row[], endpoint: Endpoint) => Promise<void>;

export interface Endpoint {
  readonly client: DynamoDBClient;
  readonly port: number;
}

const TABLE_NAME = 'Inventory';
const BATCH_SIZE = 25;
/** Requests under way at once for those that don't find out by themselves. */
const CONCURRENCY = 32;

/** Everything that a user of this house gets: serialized, kept in order by key, signed, acknowledged. */
export const tableWriter: Contender = (rows, endpoint) => writeWith(rows, endpoint, {});

const FILE_TIME = '{"S":"2026-03-01T08:00:00.000Z\\ts3://groundcrew-stock/berlin.csv\\t0055AED6DCD90281E5"}';
const CONDITION = 'attribute_not_exists(FileTime) OR FileTime <= :t';

/** The same with `OrderGuard` `item`: transactions of conditional puts. */
export const guardedWriter: Contender = (rows, endpoint) =>
  writeWith(rows, endpoint, {
    serialize: guardedItemJson,
    condition: { expression: CONDITION, valuesOf: () => `{":t":${FILE_TIME}}` },
  });

async function writeWith(
  rows: readonly Row[],
  { client }: Endpoint,
  options: Partial<Parameters<typeof createTableWriter<Row>>[0]>,
): Promise<void> {
  const writer = createTableWriter<Row>({
    client,
    tableName: TABLE_NAME,
    keyOf: (row) => `${row.store}\0${row.item}`,
    partitionOf: (row) => row.store,
    serialize: itemJson,
    ...options,
  });
  for (let start = 0; start < rows.length; start += 500) {
    await writer.write(rows.slice(start, start + 500));
  }
  await writer.flush();
  await writer.stop();
  if (writer.stats().written !== rows.length) throw new Error('rows are missing');
}

/** What one writes first: batches of 25 into `client.send`, several at once. */
export const sdkLoop: Contender = async (rows, { client }) => {
  await inParallel(rows.length, async (start) => {
    const requests = rows.slice(start, start + BATCH_SIZE).map(({ store, item, count }) => ({
      PutRequest: { Item: { Store: { S: store }, Item: { S: item }, Count: { N: String(count) } } },
    }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [TABLE_NAME]: requests } }));
  });
};

/** The limit: bodies made in advance, not signed, sent by nothing but Node's HTTP client. */
export async function prepareBareHttp(rows: readonly Row[]): Promise<Contender> {
  const bodies: Buffer[] = [];
  for (let start = 0; start < rows.length; start += BATCH_SIZE) {
    const puts = rows
      .slice(start, start + BATCH_SIZE)
      .map((row) => `{"PutRequest":{"Item":${itemJson(row)}}}`);
    bodies.push(Buffer.from(`{"RequestItems":{"${TABLE_NAME}":[${puts.join()}]}}`));
  }
  return async (all, { port }) => {
    const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
    await inParallel(all.length, (start) => post(bodies[start / BATCH_SIZE]!, port, agent));
    agent.destroy();
  };
}

/** The limit of conditional puts one by one, made and sent in the same way. */
export const bareSinglePuts: Contender = async (rows, { port }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  await inParallel(
    rows.length,
    (start) =>
      post(
        Buffer.from(
          `{"TableName":"${TABLE_NAME}","ConditionExpression":"${CONDITION}","Item":${guardedItemJson(rows[start]!)},"ExpressionAttributeValues":{":t":${FILE_TIME}}}`,
        ),
        port,
        agent,
      ),
    1,
  );
  agent.destroy();
};

/** Conditional puts one by one into `client.send`. */
export const sdkSinglePuts: Contender = async (rows, { client }) => {
  await inParallel(
    rows.length,
    async (start) => {
      const { store, item, count } = rows[start]!;
      const time = { S: '2026-03-01T08:00:00.000Z\ts3://groundcrew-stock/berlin.csv\t0055AED6DCD90281E5' };
      await client.send(
        new PutItemCommand({
          TableName: TABLE_NAME,
          Item: { Store: { S: store }, Item: { S: item }, Count: { N: String(count) }, FileTime: time },
          ConditionExpression: CONDITION,
          ExpressionAttributeValues: { ':t': time },
        }),
      );
    },
    1,
  );
};

function post(body: Buffer, port: number, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'content-length': body.byteLength };
    const sent = request(
      { host: '127.0.0.1', port, method: 'POST', path: '/', agent, headers },
      (response) => {
        response.resume();
        response.on('end', resolve);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function itemJson({ store, item, count }: Row): string {
  return `{"Store":{"S":${JSON.stringify(store)}},"Item":{"S":${JSON.stringify(item)}},"Count":{"N":"${count}"}}`;
}

function guardedItemJson(row: Row): string {
  return `${itemJson(row).slice(0, -1)},"FileTime":${FILE_TIME}}`;
}

async function inParallel(
  rows: number,
  sendBatchAt: (start: number) => Promise<void>,
  batchSize = BATCH_SIZE,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < rows) {
      const start = next;
      next += batchSize;
      await sendBatchAt(start);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}
