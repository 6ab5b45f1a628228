import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { pages } from '@groundcrew/aws-core';
import { type Item, unmarshallItem } from './attribute-values.ts';
import { dynamodbError } from './errors.ts';
import { callOptions, placeholders } from './items.ts';

export interface ScanInput {
  readonly tableName: string;
  /** Drops items after they were read: it spares the network, not the read units. */
  readonly filter?: string;
  /** Attributes to return, in DynamoDB's expression language; all where left out. */
  readonly projection?: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Item;
  readonly consistent?: boolean;
  /** Items read for one page, filtered ones included. */
  readonly pageSize?: number;
  readonly signal?: AbortSignal;
}

export interface QueryInput extends ScanInput {
  /** `#store = :store` */
  readonly keyCondition: string;
  /** Backwards through the sort key. */
  readonly descending?: boolean;
  readonly indexName?: string;
}

export interface SegmentedScanInput extends ScanInput {
  /** In how many parts to read the table at once; 1 unless said otherwise. */
  readonly segments?: number;
}

/** Items of one partition, in the order of the sort key, page by page. */
export function queryPages(client: DynamoDBClient, input: QueryInput): AsyncGenerator<readonly Item[], void> {
  const { keyCondition, descending = false, indexName, ...rest } = input;
  return readPages(client, input.tableName, (start) =>
    client.send(
      new QueryCommand({
        ...readParameters(rest, start),
        KeyConditionExpression: keyCondition,
        ScanIndexForward: !descending,
        ...(indexName !== undefined && { IndexName: indexName }),
      }),
      callOptions(input.signal),
    ),
  );
}

/** All items of a table, in no order that means anything, page by page. */
export async function* scanPages(
  client: DynamoDBClient,
  input: SegmentedScanInput,
): AsyncGenerator<readonly Item[], void> {
  const { segments = 1, ...rest } = input;
  const sources = Array.from({ length: segments }, (_, segment) =>
    readPages(client, input.tableName, (start) =>
      client.send(
        new ScanCommand({
          ...readParameters(rest, start),
          ...(segments > 1 && { Segment: segment, TotalSegments: segments }),
        }),
        callOptions(input.signal),
      ),
    ),
  );
  yield* merge(sources);
}

type Key = Record<string, AttributeValue>;

function readPages(
  client: DynamoDBClient,
  tableName: string,
  read: (
    start: Key | undefined,
  ) => Promise<{ Items?: Key[] | undefined; LastEvaluatedKey?: Key | undefined }>,
): AsyncGenerator<readonly Item[], void> {
  return pages<Item, Key>(async (start) => {
    try {
      const { Items = [], LastEvaluatedKey } = await read(start);
      return { items: Items.map(unmarshallItem), next: LastEvaluatedKey };
    } catch (error) {
      throw await dynamodbError(error, client, 'aws-dynamodb.read-failed', `read from table "${tableName}"`);
    }
  });
}

function readParameters(input: ScanInput, start: Key | undefined) {
  const { tableName, filter, projection, names = {}, values = {}, consistent = false, pageSize } = input;
  return {
    TableName: tableName,
    ConsistentRead: consistent,
    ...(filter !== undefined && { FilterExpression: filter }),
    ...(projection !== undefined && { ProjectionExpression: projection }),
    ...(pageSize !== undefined && { Limit: pageSize }),
    ...(start && { ExclusiveStartKey: start }),
    ...placeholders(names, values),
  };
}

/** Whatever source has a page first gives the next one; each has at most one page waiting. */
async function* merge<T>(sources: readonly AsyncGenerator<T, void>[]): AsyncGenerator<T, void> {
  const step = (source: AsyncGenerator<T, void>) => source.next().then((result) => ({ source, result }));
  const waiting = new Map(sources.map((source) => [source, step(source)]));
  try {
    while (waiting.size > 0) {
      const { source, result } = await Promise.race(waiting.values());
      if (result.done) {
        waiting.delete(source);
      } else {
        waiting.set(source, step(source));
        yield result.value;
      }
    }
  } finally {
    // Where the caller stops early, or one source fails, the others' failures have nobody to go to.
    await Promise.allSettled(waiting.values());
    await Promise.allSettled([...waiting.keys()].map((source) => source.return()));
  }
}
