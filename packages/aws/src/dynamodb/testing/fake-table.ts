import type {
  AttributeValue,
  BatchWriteItemCommand,
  BatchWriteItemCommandOutput,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';

/** A row of the tests: `version` distinguishes rows of one key. */
export interface TestRow {
  readonly partition: string;
  readonly sort: string;
  readonly version: number;
}

/** The outcome of one request. */
export type RequestOutcome =
  | { readonly kind: 'ok' }
  /** The items at these indexes are unprocessed, and are returned in reverse order. */
  | { readonly kind: 'unprocessed'; readonly places: readonly number[] }
  | { readonly kind: 'throttled' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'reset-before' }
  | { readonly kind: 'reset-after' };

export const keyOf = (row: TestRow): string => JSON.stringify([row.partition, row.sort]);
export const partitionOf = (row: TestRow): string => row.partition;
export const serialize = (row: TestRow): string =>
  `{"P":{"S":${JSON.stringify(row.partition)}},"S":{"S":${JSON.stringify(row.sort)}},"V":{"N":"${row.version}"}}`;

/** The result of writing `rows` sequentially: the version of each key. */
export function expectedVersions(rows: readonly TestRow[]): Map<string, number> {
  return new Map(rows.map((row) => [keyOf(row), row.version]));
}

/** An error like those of the SDK. */
export function serviceError(name: string, status: number, message = name): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

/** An error like Node's for a broken connection. */
export function connectionError(code: string): Error {
  return Object.assign(new Error(`connect ${code} 127.0.0.1:4566`), {
    code,
    address: '127.0.0.1',
    port: 4566,
  });
}

export interface FakeTable {
  readonly client: DynamoDBClient;
  /** The stored version of each key. */
  readonly items: Map<string, number>;
  /** The keys of each request, in the order of sending. */
  readonly requests: string[][];
  /** Violations of DynamoDB's rules; empty for a correct writer. */
  readonly violations: string[];
  readonly inFlight: () => number;
}

/**
 * A table behind a client, with a chosen outcome for each request. `pause` is awaited before a request takes effect
 * and again before its response, so that a test decides the order.
 */
export function createFakeTable(options: {
  readonly outcomeOf: (request: number) => RequestOutcome;
  readonly pause?: () => Promise<void>;
  readonly onEffect?: () => void;
}): FakeTable {
  const { outcomeOf, pause = async () => {}, onEffect } = options;
  const items = new Map<string, number>();
  const requests: string[][] = [];
  const violations: string[] = [];
  const keysInFlight = new Set<string>();
  let inFlight = 0;

  async function answer(
    rows: readonly TestRow[],
    outcome: RequestOutcome,
  ): Promise<Pick<BatchWriteItemCommandOutput, 'UnprocessedItems'>> {
    const { kind } = outcome;
    const unprocessedIndexes = new Set(
      kind === 'unprocessed' ? outcome.places.filter((place) => place < rows.length) : [],
    );
    await pause();
    if (kind === 'ok' || kind === 'reset-after' || kind === 'unprocessed') {
      for (const [place, row] of rows.entries())
        if (!unprocessedIndexes.has(place)) items.set(keyOf(row), row.version);
      onEffect?.();
    }
    await pause();
    if (kind === 'throttled') throw serviceError('ProvisionedThroughputExceededException', 400);
    if (kind === 'failed') throw serviceError('InternalServerError', 500);
    if (kind === 'reset-before' || kind === 'reset-after') throw connectionError('ECONNRESET');
    if (unprocessedIndexes.size === 0) return { UnprocessedItems: {} };
    const unprocessed = rows.filter((_, place) => unprocessedIndexes.has(place)).toReversed();
    return { UnprocessedItems: { T: unprocessed.map((row) => ({ PutRequest: { Item: itemOf(row) } })) } };
  }

  async function send(command: BatchWriteItemCommand) {
    const rows = (command.input.RequestItems?.T ?? []).map((request) =>
      rowOf(request.PutRequest?.Item ?? {}),
    );
    const keys = rows.map(keyOf);
    requests.push(keys);
    if (rows.length === 0 || rows.length > 25) violations.push(`${rows.length} rows in one request`);
    if (new Set(keys).size < keys.length) violations.push('a key is in one request twice');
    if (keys.some((key) => keysInFlight.has(key)))
      violations.push('a key is in two requests at the same time');
    for (const key of keys) keysInFlight.add(key);
    inFlight++;
    try {
      return await answer(rows, outcomeOf(requests.length - 1));
    } finally {
      inFlight--;
      for (const key of keys) keysInFlight.delete(key);
    }
  }

  const client = { send, config: { region: async () => 'eu-test-1' } } as unknown as DynamoDBClient;
  return { client, items, requests, violations, inFlight: () => inFlight };
}

// The members are returned in another order than they were sent, as DynamoDB may do.
function itemOf(row: TestRow): Record<string, AttributeValue> {
  return { V: { N: String(row.version) }, S: { S: row.sort }, P: { S: row.partition } };
}

function rowOf(item: Readonly<Record<string, AttributeValue>>): TestRow {
  return { partition: item.P?.S ?? '', sort: item.S?.S ?? '', version: Number(item.V?.N) };
}
