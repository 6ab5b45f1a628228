import type {
  AttributeValue,
  BatchWriteItemCommand,
  BatchWriteItemCommandOutput,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';

/** A row of the tests: `version` tells rows of one key apart. */
export interface TestRow {
  readonly partition: string;
  readonly sort: string;
  readonly version: number;
}

/** What happens to one request. */
export type RequestOutcome =
  | { readonly kind: 'ok' }
  /** The items whose place is named are not processed, and come back in reverse order. */
  | { readonly kind: 'unprocessed'; readonly places: readonly number[] }
  | { readonly kind: 'throttled' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'reset-before' }
  | { readonly kind: 'reset-after' };

export const keyOf = (row: TestRow): string => JSON.stringify([row.partition, row.sort]);
export const partitionOf = (row: TestRow): string => row.partition;
export const serialize = (row: TestRow): string =>
  `{"P":{"S":${JSON.stringify(row.partition)}},"S":{"S":${JSON.stringify(row.sort)}},"V":{"N":"${row.version}"}}`;

/** What sequential writes of `rows` leave: the version of each key. */
export function expectedVersions(rows: readonly TestRow[]): Map<string, number> {
  return new Map(rows.map((row) => [keyOf(row), row.version]));
}

/** An error as the SDK throws it. */
export function serviceError(name: string, status: number, message = name): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

/** An error as Node throws it for a broken connection. */
export function connectionError(code: string): Error {
  return Object.assign(new Error(`connect ${code} 127.0.0.1:4566`), {
    code,
    address: '127.0.0.1',
    port: 4566,
  });
}

export interface FakeTable {
  readonly client: DynamoDBClient;
  /** The version that each key holds. */
  readonly items: Map<string, number>;
  /** The keys of each request, in the order in which they were sent. */
  readonly requests: string[][];
  /** What was wrong with the requests; empty for a writer that keeps the rules. */
  readonly violations: string[];
  readonly inFlight: () => number;
}

/**
 * A table behind a client whose every request meets a fate. `pause` is awaited before a request takes effect
 * and once more before it is answered, so that a test decides in which order that happens.
 */
export function createFakeTable(options: {
  readonly fate: (request: number) => RequestOutcome;
  readonly pause?: () => Promise<void>;
  readonly onEffect?: () => void;
}): FakeTable {
  const { fate: outcomeOf, pause = async () => {}, onEffect } = options;
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
    if (new Set(keys).size < keys.length) violations.push('a key stands twice in one request');
    if (keys.some((key) => keysInFlight.has(key))) violations.push('a key is in two requests at once');
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

// The members come back in another order than they were sent, as they may.
function itemOf(row: TestRow): Record<string, AttributeValue> {
  return { V: { N: String(row.version) }, S: { S: row.sort }, P: { S: row.partition } };
}

function rowOf(item: Readonly<Record<string, AttributeValue>>): TestRow {
  return { partition: item.P?.S ?? '', sort: item.S?.S ?? '', version: Number(item.V?.N) };
}
