import type { AttributeValue, DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { connectionError, keyOf, serviceError, type TestRow } from './fake-table.ts';

/** The outcome of one transaction, besides that of its conditions. */
export type TransactionOutcome =
  | { readonly kind: 'ok' }
  /** Nothing is carried out, for a reason of the puts at these indexes. */
  | { readonly kind: 'canceled'; readonly code: string; readonly places: readonly number[] }
  /** The request as a whole finds no capacity. */
  | { readonly kind: 'throttled' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'reset-before' }
  | { readonly kind: 'reset-after' }
  /** The connection breaks; the transaction is carried out later. */
  | { readonly kind: 'late' };

export interface ConditionalTable {
  readonly client: DynamoDBClient;
  /** The stored version of each key. */
  readonly items: Map<string, number>;
  /** The number of puts of each request. */
  readonly sizes: number[];
  /** Violations of DynamoDB's rules; empty for a correct writer. */
  readonly violations: string[];
  /** Carries out what is still late. */
  carryOutLate(): void;
}

/** The writer's condition for {@link createConditionalTable}. */
export const newerVersion = {
  expression: 'attribute_not_exists(V) OR V <= :v',
  valuesOf: ({ version }: TestRow): string => `{":v":{"N":"${version}"}}`,
};

/** A table that takes conditional puts of newer versions, with a chosen outcome for each transaction. */
export function createConditionalTable(options: {
  readonly outcomeOf: (request: number) => TransactionOutcome;
  readonly pause?: () => Promise<void>;
  readonly items?: Iterable<readonly [string, number]>;
}): ConditionalTable {
  const { outcomeOf, pause = async () => {} } = options;
  const items = new Map(options.items);
  const sizes: number[] = [];
  const violations: string[] = [];
  const keysInFlight = new Set<string>();
  const late: (() => void)[] = [];

  /** All of the rows, or none: the codes are those of the API. */
  function write(rows: readonly TestRow[], causes: ReadonlyMap<number, string> = new Map()): void {
    const codes = rows.map((row, index) => {
      if ((items.get(keyOf(row)) ?? -1) > row.version) return 'ConditionalCheckFailed';
      return causes.get(index) ?? 'None';
    });
    if (codes.some((code) => code !== 'None')) {
      throw Object.assign(serviceError('TransactionCanceledException', 400), {
        CancellationReasons: codes.map((Code) => ({ Code })),
      });
    }
    for (const row of rows) items.set(keyOf(row), row.version);
  }

  async function answer(rows: readonly TestRow[], outcome: TransactionOutcome): Promise<object> {
    await pause();
    if (outcome.kind === 'late') {
      late.push(() => write(rows));
      throw connectionError('ECONNRESET');
    }
    if (outcome.kind === 'reset-before') throw connectionError('ECONNRESET');
    if (outcome.kind === 'throttled') throw serviceError('ProvisionedThroughputExceededException', 400);
    if (outcome.kind === 'failed') throw serviceError('InternalServerError', 500);
    const causes = outcome.kind === 'canceled' ? outcome.places.map((at) => [at, outcome.code] as const) : [];
    write(rows, new Map(causes));
    await pause();
    if (outcome.kind === 'reset-after') throw connectionError('ECONNRESET');
    return {};
  }

  function carryOutLate(): void {
    for (const carryOut of late.splice(0)) {
      try {
        carryOut();
      } catch {
        // Nobody waits for its response.
      }
    }
  }

  async function send(command: TransactWriteItemsCommand): Promise<object> {
    const puts = (command.input.TransactItems ?? []).map(({ Put }) => Put!);
    const rows = puts.map(({ Item }) => rowOf(Item ?? {}));
    const keys = rows.map(keyOf);
    sizes.push(keys.length);
    if (keys.length === 0 || keys.length > 100) violations.push(`${keys.length} rows in one request`);
    if (new Set(keys).size < keys.length) violations.push('a key is in one request twice');
    if (keys.some((key) => keysInFlight.has(key))) violations.push('a key is in two requests');
    for (const [index, put] of puts.entries()) {
      const value = put.ExpressionAttributeValues?.[':v']?.N;
      if (put.ConditionExpression !== newerVersion.expression || value !== String(rows[index]!.version)) {
        violations.push(`a put has the condition ${put.ConditionExpression} of ${value}`);
      }
    }
    // Late ones come at any time.
    if (sizes.length % 3 === 0) carryOutLate();
    for (const key of keys) keysInFlight.add(key);
    try {
      return await answer(rows, outcomeOf(sizes.length - 1));
    } finally {
      for (const key of keys) keysInFlight.delete(key);
    }
  }

  const client = { send, config: { region: async () => 'eu-test-1' } } as unknown as DynamoDBClient;
  return { client, items, sizes, violations, carryOutLate };
}

function rowOf(item: Readonly<Record<string, AttributeValue>>): TestRow {
  return { partition: item.P?.S ?? '', sort: item.S?.S ?? '', version: Number(item.V?.N) };
}
