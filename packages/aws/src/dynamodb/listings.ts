import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { mergePages, pages } from '@groundcrew/aws-core';
import { type Item, unmarshallItem } from './attribute-values.ts';
import { dynamodbError } from './errors.ts';
import { callOptions, placeholders } from './items.ts';

export interface ScanInput {
  readonly tableName: string;
  /** A filter expression. Items are dropped after they were read: that saves network, not read units. */
  readonly filter?: string;
  /** Attributes to return, as a projection expression; default: all. */
  readonly projection?: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Item;
  readonly consistent?: boolean;
  /** Items read for one page, including filtered ones. */
  readonly pageSize?: number;
  readonly signal?: AbortSignal;
}

export interface QueryInput extends ScanInput {
  /** `#store = :store` */
  readonly keyCondition: string;
  /** In descending order of the sort key. */
  readonly descending?: boolean;
  readonly indexName?: string;
}

export interface SegmentedScanInput extends ScanInput {
  /** Number of segments to read concurrently; default: 1. */
  readonly segments?: number;
}

/** Items of one partition, in the order of the sort key, page by page. */
export function queryPages(client: DynamoDBClient, input: QueryInput): AsyncGenerator<readonly Item[], void> {
  return readPages(client, input.tableName, queryFrom(client, input), unmarshallItem);
}

/** As `queryPages`, in the form of the API, which has every value as it is stored. */
export function queryStoredPages(
  client: DynamoDBClient,
  input: QueryInput,
): AsyncGenerator<readonly StoredItem[], void> {
  return readPages(client, input.tableName, queryFrom(client, input), (item) => item);
}

function queryFrom(client: DynamoDBClient, input: QueryInput): ReadPage {
  const { keyCondition, descending = false, indexName, ...rest } = input;
  return (start) =>
    client.send(
      new QueryCommand({
        ...readParameters(rest, start),
        KeyConditionExpression: keyCondition,
        ScanIndexForward: !descending,
        ...(indexName !== undefined && { IndexName: indexName }),
      }),
      callOptions(input.signal),
    );
}

/** All items of a table, in no particular order, page by page. */
export async function* scanPages(
  client: DynamoDBClient,
  input: SegmentedScanInput,
): AsyncGenerator<readonly Item[], void> {
  const { segments = 1, ...rest } = input;
  const sources = Array.from(
    { length: segments },
    (_, segment) => () =>
      readPages(
        client,
        input.tableName,
        (start) =>
          client.send(
            new ScanCommand({
              ...readParameters(rest, start),
              ...(segments > 1 && { Segment: segment, TotalSegments: segments }),
            }),
            callOptions(input.signal),
          ),
        unmarshallItem,
      ),
  );
  yield* mergePages(sources, segments);
}

/** An item in the form of the DynamoDB API. */
export type StoredItem = Readonly<Record<string, AttributeValue>>;

type Key = Record<string, AttributeValue>;

type ReadPage = (
  start: Key | undefined,
) => Promise<{ Items?: Key[] | undefined; LastEvaluatedKey?: Key | undefined }>;

function readPages<Found>(
  client: DynamoDBClient,
  tableName: string,
  read: ReadPage,
  convert: (item: Key) => Found,
): AsyncGenerator<readonly Found[], void> {
  return pages<Found, Key>(
    async (start) => {
      try {
        const { Items = [], LastEvaluatedKey } = await read(start);
        return { items: Items.map(convert), next: LastEvaluatedKey };
      } catch (error) {
        throw await dynamodbError(
          error,
          client,
          'aws-dynamodb.read-failed',
          `read from table "${tableName}"`,
        );
      }
    },
    // A table has any number of pages, all of them empty behind a filter; each begins behind the one before.
    { maxEmptyPages: Number.POSITIVE_INFINITY, maxPages: Number.POSITIVE_INFINITY, mayRepeat: true },
  );
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
