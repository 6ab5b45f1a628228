import { addWrite, consumedCapacity, noUnits, readUnits, type Units } from './capacity.ts';
import type { Database, ItemWrite } from './database.ts';
import { conditionFailed, InvalidItem, invalid } from './errors.ts';
import { applyUpdate } from './expressions/apply-update.ts';
import { expressionText } from './expressions/parse-condition.ts';
import { parseUpdate } from './expressions/parse-update.ts';
import { project } from './expressions/projection.ts';
import type { Condition, Path, UpdateAction } from './expressions/syntax.ts';
import type { Item } from './item.ts';
import { isJsonObject, type JsonObject } from '../json-object.ts';
import { checkIndexKeys, keyOfItem, keyOfKey } from './keys.ts';
import { readLegacyUpdates } from './legacy-conditions.ts';
import {
  isMet,
  readEnum,
  readPlaceholders,
  readProjection,
  readTableName,
  readWriteCondition,
} from './request.ts';
import { keyNames, type TableSchema } from './table-schema.ts';
import { readItem, sizeOfItem } from './values.ts';

const MAX_ITEM_BYTES = 400 * 1024;
const MAX_BATCH_GETS = 100;
const MAX_BATCH_WRITES = 25;
const MAX_BATCH_RESPONSE_BYTES = 16 * 1024 * 1024;

/** A write of one item, validated, not yet carried out. */
export interface PreparedWrite {
  readonly tableName: string;
  readonly schema: TableSchema;
  readonly key: string;
  readonly condition: Condition | undefined;
  /** The item afterwards; `undefined`: none. @throws AwsError `ValidationException` */
  next(old: Item | undefined): Item | undefined;
  /** The paths of an update, for `UPDATED_OLD` and `UPDATED_NEW`. */
  readonly updated?: readonly Path[];
}

type ReturnValues = 'NONE' | 'ALL_OLD' | 'UPDATED_OLD' | 'ALL_NEW' | 'UPDATED_NEW';
const allReturnValues: readonly ReturnValues[] = ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'];

export function preparePut(database: Database, input: JsonObject): PreparedWrite {
  const tableName = readTableName(input.TableName);
  const placeholders = readPlaceholders(input, ['Expected']);
  const item = readItem(input.Item);
  const condition = readWriteCondition(input, placeholders);
  placeholders.checkAllUsed();
  checkItemSize(item, 'Item size has exceeded the maximum allowed size');
  const schema = database.store.schema(tableName);
  const key = keyOfItem(item, schema.key);
  checkIndexKeys(item, schema.indexes);
  return { tableName, schema, key, condition, next: () => item };
}

export function prepareDelete(database: Database, input: JsonObject): PreparedWrite {
  const tableName = readTableName(input.TableName);
  const placeholders = readPlaceholders(input, ['Expected']);
  const keyItem = readItem(input.Key);
  const condition = readWriteCondition(input, placeholders);
  placeholders.checkAllUsed();
  const schema = database.store.schema(tableName);
  return { tableName, schema, key: keyOfKey(keyItem, schema.key), condition, next: () => undefined };
}

export function prepareUpdate(database: Database, input: JsonObject): PreparedWrite {
  const tableName = readTableName(input.TableName);
  const placeholders = readPlaceholders(input, ['Expected', 'AttributeUpdates']);
  const keyItem = readItem(input.Key);
  const expression = expressionText(input.UpdateExpression);
  const actions =
    expression === undefined
      ? readLegacyUpdates(input.AttributeUpdates)
      : parseUpdate(expression, placeholders);
  const condition = readWriteCondition(input, placeholders);
  placeholders.checkAllUsed();
  const schema = database.store.schema(tableName);
  const key = keyOfKey(keyItem, schema.key);
  checkKeyIsUntouched(actions, schema);
  return {
    tableName,
    schema,
    key,
    condition,
    updated: actions.map(({ path }) => path),
    next(old) {
      // What only removes attributes creates no item where there is none.
      if (!old && actions.length > 0 && actions.every(isRemoval)) return undefined;
      const item = applyUpdate(old ?? keyItem, actions);
      checkItemSize(item, 'Item size to update has exceeded the maximum allowed size');
      checkDepth(item);
      checkIndexKeys(item, schema.indexes);
      return item;
    },
  };
}

function isRemoval({ type }: UpdateAction): boolean {
  return type === 'remove' || type === 'delete';
}

function checkKeyIsUntouched(actions: readonly UpdateAction[], { key }: TableSchema): void {
  for (const name of keyNames(key)) {
    if (actions.some(({ path }) => path[0] === name)) {
      throw invalid(
        `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
      );
    }
  }
}

function checkItemSize(item: Item, message: string): void {
  if (sizeOfItem(item) > MAX_ITEM_BYTES) throw new InvalidItem(message);
}

/** An update may nest deeper than its values do. */
function checkDepth(item: Item): void {
  readItem(item);
}

/** What a write whose condition is met stores; adds what that costs to `units`. */
export function planWrite(write: PreparedWrite, old: Item | undefined, units: Units): ItemWrite {
  const item = write.next(old);
  addWrite(units, write.schema, write.key, old, item);
  return { table: write.tableName, key: write.key, item };
}

export function putItem(database: Database, input: JsonObject): JsonObject {
  return writeOne(database, input, preparePut(database, input), ['ALL_OLD', 'NONE']);
}

export function deleteItem(database: Database, input: JsonObject): JsonObject {
  return writeOne(database, input, prepareDelete(database, input), ['ALL_OLD', 'NONE']);
}

export function updateItem(database: Database, input: JsonObject): JsonObject {
  return writeOne(database, input, prepareUpdate(database, input), allReturnValues);
}

function writeOne(
  database: Database,
  input: JsonObject,
  write: PreparedWrite,
  allowed: readonly ReturnValues[],
): JsonObject {
  const returnValues = readEnum(input.ReturnValues, 'returnValues', allReturnValues) ?? 'NONE';
  if (!allowed.includes(returnValues)) throw invalid('Return values set to invalid value');
  const returnsItem = returnsItemOnFailure(input);
  const old = database.store.itemsOf(write.tableName).read(write.key);
  if (!isMet(write.condition, old)) throw conditionFailed(returnsItem ? old : undefined);
  const units = noUnits(write.schema);
  const planned = planWrite(write, old, units);
  database.write([planned]);
  const { item } = planned;
  const Attributes = returnedAttributes(returnValues, old, item, write.updated ?? []);
  return withCapacity(
    { ...(Attributes && Object.keys(Attributes).length > 0 && { Attributes }) },
    write.tableName,
    units,
    input,
  );
}

/** Whether a write whose condition fails returns the item. @throws AwsError `ValidationException` */
export function returnsItemOnFailure({ ReturnValuesOnConditionCheckFailure }: JsonObject): boolean {
  const member = 'returnValuesOnConditionCheckFailure';
  return readEnum(ReturnValuesOnConditionCheckFailure, member, ['ALL_OLD', 'NONE']) === 'ALL_OLD';
}

function returnedAttributes(
  returnValues: ReturnValues,
  old: Item | undefined,
  item: Item | undefined,
  updated: readonly Path[],
): Item | undefined {
  switch (returnValues) {
    case 'NONE':
      return undefined;
    case 'ALL_OLD':
      return old;
    case 'ALL_NEW':
      return item;
    case 'UPDATED_OLD':
      return old && project(old, updated);
    case 'UPDATED_NEW':
      return item && project(item, updated);
  }
}

function withCapacity(output: JsonObject, tableName: string, units: Units, input: JsonObject): JsonObject {
  const ConsumedCapacity = consumedCapacity(tableName, units, input.ReturnConsumedCapacity);
  return { ...output, ...(ConsumedCapacity && { ConsumedCapacity }) };
}

export function getItem(database: Database, input: JsonObject): JsonObject {
  const tableName = readTableName(input.TableName);
  const placeholders = readPlaceholders(input, ['AttributesToGet']);
  const keyItem = readItem(input.Key);
  const projection = readProjection(input, placeholders);
  placeholders.checkAllUsed();
  const schema = database.store.schema(tableName);
  const item = database.store.itemsOf(tableName).read(keyOfKey(keyItem, schema.key));
  const units = { ...noUnits(schema), table: readUnits(sizeOfItem(item), input.ConsistentRead === true) };
  return withCapacity(
    { ...(item && { Item: projection ? project(item, projection) : item }) },
    tableName,
    units,
    input,
  );
}

export function batchGetItem(database: Database, input: JsonObject): JsonObject {
  const requests = Object.entries(requestItems(input.RequestItems)).map(([name, request]) => {
    if (!isJsonObject(request)) throw invalid('Unexpected value type in payload', 'SerializationException');
    const tableName = readTableName(name);
    const placeholders = readPlaceholders(request, ['AttributesToGet']);
    const projection = readProjection(request, placeholders);
    placeholders.checkAllUsed();
    if (!Array.isArray(request.Keys) || request.Keys.length === 0) {
      throw invalid(
        `1 validation error detected: Value at 'requestItems.${name}.member.keys' failed to satisfy constraint: Member must have length greater than or equal to 1`,
      );
    }
    return { name, tableName, request, projection, keys: request.Keys.map((key) => readItem(key)) };
  });
  if (requests.reduce((sum, { keys }) => sum + keys.length, 0) > MAX_BATCH_GETS) {
    throw invalid('Too many items requested for the BatchGetItem call');
  }
  const Responses: Record<string, Item[]> = {};
  const UnprocessedKeys: Record<string, JsonObject> = {};
  const capacities: object[] = [];
  let left = MAX_BATCH_RESPONSE_BYTES;
  for (const { name, tableName, request, projection, keys } of requests) {
    const schema = database.store.schema(tableName);
    const storeKeys = keys.map((key) => keyOfKey(key, schema.key));
    if (new Set(storeKeys).size < storeKeys.length)
      throw invalid('Provided list of item keys contains duplicates');
    const units = noUnits(schema);
    const found: Item[] = [];
    const unprocessed: Item[] = [];
    for (const [index, key] of storeKeys.entries()) {
      const item = database.store.itemsOf(tableName).read(key);
      const sizeBytes = sizeOfItem(item);
      if (sizeBytes > left) {
        unprocessed.push(keys[index]!);
        continue;
      }
      left -= sizeBytes;
      units.table += readUnits(sizeBytes, request.ConsistentRead === true);
      if (item) found.push(projection ? project(item, projection) : item);
    }
    Responses[name] = found;
    if (unprocessed.length > 0) UnprocessedKeys[name] = { ...request, Keys: unprocessed };
    const capacity = consumedCapacity(tableName, units, input.ReturnConsumedCapacity);
    if (capacity) capacities.push(capacity);
  }
  return { Responses, UnprocessedKeys, ...(capacities.length > 0 && { ConsumedCapacity: capacities }) };
}

export function batchWriteItem(database: Database, input: JsonObject): JsonObject {
  const writes: PreparedWrite[] = [];
  for (const [name, requests] of Object.entries(requestItems(input.RequestItems))) {
    if (!Array.isArray(requests)) throw invalid('Unexpected value type in payload', 'SerializationException');
    if (requests.length === 0 || requests.length > MAX_BATCH_WRITES) {
      throw invalid(
        `1 validation error detected: Value '{${name}=[${requests.length} requests]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]`,
      );
    }
    const seen = new Set<string>();
    for (const request of requests) {
      const write = prepareBatched(database, name, request);
      if (seen.has(write.key)) throw invalid('Provided list of item keys contains duplicates');
      seen.add(write.key);
      writes.push(write);
    }
  }
  if (writes.length > MAX_BATCH_WRITES) throw invalid('Too many items requested for the BatchWriteItem call');
  const unitsOf = new Map<string, Units>();
  database.write(
    writes.map((write) => {
      const units = unitsOf.get(write.tableName) ?? noUnits(write.schema);
      unitsOf.set(write.tableName, units);
      return planWrite(write, database.store.itemsOf(write.tableName).read(write.key), units);
    }),
  );
  const capacities = [...unitsOf].flatMap(
    ([name, units]) => consumedCapacity(name, units, input.ReturnConsumedCapacity) ?? [],
  );
  return { UnprocessedItems: {}, ...(capacities.length > 0 && { ConsumedCapacity: capacities }) };
}

function prepareBatched(database: Database, TableName: string, request: unknown): PreparedWrite {
  const { PutRequest, DeleteRequest } = isJsonObject(request) ? request : ({} as JsonObject);
  if (isJsonObject(PutRequest) === isJsonObject(DeleteRequest)) {
    throw invalid(
      isJsonObject(PutRequest)
        ? 'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes'
        : 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    );
  }
  return isJsonObject(PutRequest)
    ? preparePut(database, { TableName, Item: PutRequest.Item })
    : prepareDelete(database, { TableName, Key: (DeleteRequest as JsonObject).Key });
}

function requestItems(given: unknown): JsonObject {
  if (isJsonObject(given) && Object.keys(given).length > 0) return given;
  throw given === undefined || given === null
    ? invalid(
        "1 validation error detected: Value null at 'requestItems' failed to satisfy constraint: Member must not be null",
      )
    : invalid(
        "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
      );
}
