import { createHash } from 'node:crypto';
import { AwsError } from '../service.ts';
import { consumedCapacity, noUnits, readUnits, type Units } from './capacity.ts';
import type { Database } from './database.ts';
import { InvalidItem, invalid, quoted } from './errors.ts';
import { expressionText, parseCondition } from './expressions/parse-condition.ts';
import { project } from './expressions/projection.ts';
import type { Item } from './item.ts';
import {
  type PreparedWrite,
  planWrite,
  prepareDelete,
  preparePut,
  prepareUpdate,
  returnsItemOnFailure,
} from './item-actions.ts';
import { isJsonObject, type JsonObject } from '../json-object.ts';
import { keyOfKey } from './keys.ts';
import { isMet, readPlaceholders, readProjection, readTableName } from './request.ts';
import { THROUGHPUT_EXCEEDED, type Throttle } from './throttle.ts';
import { readItem, sizeOfItem } from './values.ts';

const MAX_ITEMS = 100;
const MAX_BYTES = 4 * 1024 * 1024;
const TOKEN_LIFETIME_MS = 10 * 60 * 1000;
const MAX_TOKEN_LENGTH = 36;
// A transaction reads or writes each item twice: to prepare and to commit.
const CAPACITY_FACTOR = 2;

interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

/** The tokens of transactions that were carried out in the last ten minutes. */
export interface TransactionTokens {
  /** The response to an earlier request with this token. @throws AwsError `IdempotentParameterMismatchException` */
  find(token: string, request: JsonObject): JsonObject | undefined;
  save(token: string, request: JsonObject, output: JsonObject): void;
}

/** @param now milliseconds since 1970 */
export function createTransactionTokens(now: () => number): TransactionTokens {
  const saved = new Map<string, { hash: string; output: JsonObject; expiresAtMs: number }>();
  const hashOf = ({ TransactItems }: JsonObject) =>
    createHash('sha256').update(JSON.stringify(TransactItems)).digest('hex');
  return {
    find(token, request) {
      const entry = saved.get(token);
      if (!entry || entry.expiresAtMs <= now()) return undefined;
      if (entry.hash === hashOf(request)) return entry.output;
      throw new AwsError(
        400,
        'IdempotentParameterMismatchException',
        'DynamoDB rejected the request because you retried a request with a different payload but with an idempotent token that was already used.',
      );
    },
    save(token, request, output) {
      for (const [other, { expiresAtMs }] of saved) {
        if (expiresAtMs > now()) break;
        saved.delete(other);
      }
      saved.set(token, { hash: hashOf(request), output, expiresAtMs: now() + TOKEN_LIFETIME_MS });
    },
  };
}

/**
 * All of the writes, or none. Rules: "TransactWriteItems" in the API reference, "Managing complex workflows with DynamoDB
 * transactions" in the developer guide.
 *
 * @throws AwsError `TransactionCanceledException` with a reason for each write
 */
export function transactWriteItems(
  database: Database,
  input: JsonObject,
  tokens: TransactionTokens,
  throttle?: Throttle,
): JsonObject {
  const requests = readRequests(input.TransactItems);
  const token = input.ClientRequestToken;
  if (
    token !== undefined &&
    (typeof token !== 'string' || token.length < 1 || token.length > MAX_TOKEN_LENGTH)
  ) {
    throw invalid(
      `1 validation error detected: Value '${quoted(token)}' at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to ${MAX_TOKEN_LENGTH}`,
    );
  }
  const earlier = typeof token === 'string' ? tokens.find(token, input) : undefined;
  if (earlier) return earlier;
  const writes = requests.map((request, index) => {
    try {
      return prepareWrite(database, request);
    } catch (error) {
      if (!(error instanceof InvalidItem)) throw error;
      const invalidItem: CancellationReason = { Code: 'ValidationError', Message: error.message };
      throw canceled(requests.map((_, other) => (other === index ? invalidItem : { Code: 'None' })));
    }
  });
  checkDistinct(writes);

  const reasons = writes.map((write): CancellationReason => {
    const refusal = throttle && refusalOf(write, throttle);
    if (refusal) return refusal;
    const old = database.store.itemsOf(write.tableName).read(write.key);
    if (isMet(write.condition, old)) return validationOf(write, old);
    return {
      Code: 'ConditionalCheckFailed',
      Message: 'The conditional request failed',
      ...(write.returnsItem && old && { Item: old }),
    };
  });
  if (reasons.some(({ Code }) => Code !== 'None')) throw canceled(reasons);
  const sizeBytes = writes.reduce((sum, write) => {
    const old = database.store.itemsOf(write.tableName).read(write.key);
    return sum + (write.checksOnly ? 0 : sizeOfItem(write.next(old)));
  }, 0);
  if (sizeBytes > MAX_BYTES) throw invalid('Transaction payload size cannot exceed 4 MB');

  const unitsOf = new Map<string, Units>();
  const planned = writes.flatMap((write) => {
    const units = unitsOf.get(write.tableName) ?? noUnits(write.schema);
    unitsOf.set(write.tableName, units);
    if (write.checksOnly) {
      units.table += 1;
      return [];
    }
    return [planWrite(write, database.store.itemsOf(write.tableName).read(write.key), units)];
  });
  database.write(planned, { isTransaction: true });
  const output = withCapacity({}, unitsOf, input);
  if (typeof token === 'string') tokens.save(token, input, output);
  return output;
}

/** What the table does not take at present. The codes are those of `TransactionCanceledException` in the API reference. */
function refusalOf(
  { tableName, partition }: TransactedWrite,
  throttle: Throttle,
): CancellationReason | undefined {
  if (!throttle.allowWrite(tableName, partition, CAPACITY_FACTOR)) {
    return { Code: 'ProvisionedThroughputExceeded', Message: THROUGHPUT_EXCEEDED };
  }
  if (throttle.isConflicting(tableName)) {
    return { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };
  }
  return undefined;
}

interface TransactedWrite extends PreparedWrite {
  /** The value of the partition key, as JSON. */
  readonly partition: string;
  readonly returnsItem: boolean;
  readonly checksOnly: boolean;
}

function prepareWrite(database: Database, request: JsonObject): TransactedWrite {
  const given = ['Put', 'Delete', 'Update', 'ConditionCheck'].filter((name) => isJsonObject(request[name]));
  if (given.length !== 1) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const name = given[0]!;
  const input = request[name] as JsonObject;
  const write =
    name === 'Put'
      ? preparePut(database, input)
      : name === 'Delete'
        ? prepareDelete(database, input)
        : name === 'Update'
          ? prepareUpdate(database, requireUpdate(input))
          : prepareCheck(database, input);
  const keys = (input.Item ?? input.Key) as JsonObject;
  return {
    ...write,
    partition: JSON.stringify(keys[write.schema.key.partition.name]),
    returnsItem: returnsItemOnFailure(input),
    checksOnly: name === 'ConditionCheck',
  };
}

function requireUpdate(input: JsonObject): JsonObject {
  if (input.UpdateExpression !== undefined) return input;
  throw invalid(
    "1 validation error detected: Value null at 'transactItems.member.update.updateExpression' failed to satisfy constraint: Member must not be null",
  );
}

function prepareCheck(database: Database, input: JsonObject): PreparedWrite {
  const tableName = readTableName(input.TableName);
  const placeholders = readPlaceholders(input, []);
  const expression = expressionText(input.ConditionExpression);
  if (expression === undefined) {
    throw invalid(
      "1 validation error detected: Value null at 'transactItems.member.conditionCheck.conditionExpression' failed to satisfy constraint: Member must not be null",
    );
  }
  const condition = parseCondition(expression, 'ConditionExpression', placeholders);
  placeholders.checkAllUsed();
  const schema = database.store.schema(tableName);
  const key = keyOfKey(readItem(input.Key), schema.key);
  return { tableName, schema, key, condition, next: (old) => old };
}

/** An update that its item does not allow cancels the transaction. */
function validationOf(write: PreparedWrite, old: Item | undefined): CancellationReason {
  try {
    write.next(old);
    return { Code: 'None' };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { Code: 'ValidationError', Message: error.message };
  }
}

function checkDistinct(writes: readonly { readonly tableName: string; readonly key: string }[]): void {
  const seen = new Set(writes.map(({ tableName, key }) => `${tableName} ${key}`));
  if (seen.size < writes.length) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
}

function canceled(reasons: readonly CancellationReason[]): AwsError {
  return new AwsError(
    400,
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
    { details: { CancellationReasons: reasons } },
  );
}

/** Rules: "TransactGetItems" in the API reference. */
export function transactGetItems(database: Database, input: JsonObject): JsonObject {
  const unitsOf = new Map<string, Units>();
  const gets = readRequests(input.TransactItems).map(({ Get }) => {
    if (!isJsonObject(Get)) {
      throw invalid(
        "1 validation error detected: Value null at 'transactItems.member.get' failed to satisfy constraint: Member must not be null",
      );
    }
    const tableName = readTableName(Get.TableName);
    const placeholders = readPlaceholders(Get, []);
    const projection = readProjection(Get, placeholders);
    placeholders.checkAllUsed();
    const schema = database.store.schema(tableName);
    return { tableName, schema, projection, key: keyOfKey(readItem(Get.Key), schema.key) };
  });
  checkDistinct(gets);
  const Responses = gets.map(({ tableName, schema, projection, key }) => {
    const item = database.store.itemsOf(tableName).read(key);
    const units = unitsOf.get(tableName) ?? noUnits(schema);
    unitsOf.set(tableName, units);
    units.table += readUnits(sizeOfItem(item), true);
    return item ? { Item: projection ? project(item, projection) : item } : {};
  });
  return withCapacity({ Responses }, unitsOf, input);
}

function readRequests(given: unknown): readonly JsonObject[] {
  if (!Array.isArray(given)) {
    throw invalid(
      "1 validation error detected: Value null at 'transactItems' failed to satisfy constraint: Member must not be null",
    );
  }
  if (given.length < 1 || given.length > MAX_ITEMS) {
    throw invalid(
      `1 validation error detected: Value '[${given.length} items]' at 'transactItems' failed to satisfy constraint: Member must have length ${given.length < 1 ? 'greater than or equal to 1' : `less than or equal to ${MAX_ITEMS}`}`,
    );
  }
  if (!given.every(isJsonObject)) throw invalid('Unexpected value type in payload', 'SerializationException');
  return given;
}

function withCapacity(
  output: JsonObject,
  unitsOf: ReadonlyMap<string, Units>,
  input: JsonObject,
): JsonObject {
  const capacities = [...unitsOf].flatMap(
    ([name, units]) => consumedCapacity(name, units, input.ReturnConsumedCapacity, CAPACITY_FACTOR) ?? [],
  );
  return { ...output, ...(capacities.length > 0 && { ConsumedCapacity: capacities }) };
}
