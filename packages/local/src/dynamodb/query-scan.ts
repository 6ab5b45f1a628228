import { consumedCapacity, noUnits, readUnits } from './capacity.ts';
import type { Database } from './database.ts';
import { invalid, quoted } from './errors.ts';
import { beginsWith, meets } from './expressions/evaluate-condition.ts';
import { type KeyCondition, keyConditionOf, type SortCondition } from './expressions/key-condition.ts';
import { expressionText, parseCondition } from './expressions/parse-condition.ts';
import { project } from './expressions/projection.ts';
import type { Condition, Operand, Path } from './expressions/syntax.ts';
import type { Placeholders } from './expressions/token-reader.ts';
import { entriesFrom, entryOf, entryPrefix, type IndexEntries } from './index-entries.ts';
import type { AttributeValue, Item } from './item.ts';
import { given, type JsonObject } from '../json-object.ts';
import { keyOfKey, partitionPrefix, sortText, storedKey } from './keys.ts';
import { readLegacyConditions, readLegacyKeyConditions } from './legacy-conditions.ts';
import { readEnum, readPlaceholders, readProjection, readTableName } from './request.ts';
import type { KeyRange } from './sorted-keys.ts';
import { type IndexSchema, type KeyDefinition, keyNames, type TableSchema } from './table-schema.ts';
import { attributeOf, compare, readItem, sizeOfItem, typeOf } from './values.ts';

const MAX_PAGE_BYTES = 1024 * 1024;
const MAX_SEGMENTS = 1_000_000;
const HASH_VALUES = 2 ** 24;
// Above every text that follows a prefix: no code point begins with these two units.
const LAST = '\uffff\uffff';

/** What is read: a table or one of its indexes, key by key in its order. */
interface Source {
  readonly tableName: string;
  readonly schema: TableSchema;
  readonly key: KeyDefinition;
  readonly index: IndexEntries | undefined;
  range(range: KeyRange): Iterable<string>;
  itemOf(key: string): Item | undefined;
}

function sourceOf(database: Database, input: JsonObject): Source {
  const tableName = readTableName(input.TableName);
  const schema = database.store.schema(tableName);
  const items = database.store.itemsOf(tableName);
  const indexName = input.IndexName;
  if (indexName === undefined || indexName === null) {
    return { tableName, schema, key: schema.key, index: undefined, range: items.range, itemOf: items.read };
  }
  const index = database.store.index(tableName, quoted(indexName));
  if (index.schema.isGlobal && input.ConsistentRead === true) {
    throw invalid('Consistent reads are not supported on global secondary indexes');
  }
  return {
    tableName,
    schema,
    key: index.schema.key,
    index,
    range: index.range,
    itemOf: (entry) => items.read(index.itemKey(entry)),
  };
}

/** Rules: "Query" in the API reference. */
export function query(database: Database, input: JsonObject): JsonObject {
  const placeholders = readPlaceholders(input, [
    // Beside expressions for the rest, it may give the keys.
    ...(given(input.KeyConditionExpression) ? ['KeyConditions'] : []),
    'QueryFilter',
    'AttributesToGet',
    'ConditionalOperator',
  ]);
  const expression = expressionText(input.KeyConditionExpression);
  const parsed =
    expression === undefined ? undefined : parseCondition(expression, 'KeyConditionExpression', placeholders);
  const view = readView(input, placeholders, 'QueryFilter');
  placeholders.checkAllUsed();
  const source = sourceOf(database, input);
  const { partition, sort } = source.key;
  if (!parsed && !given(input.KeyConditions)) {
    throw invalid(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  }
  const condition = parsed
    ? keyConditionOf(parsed, { partition: partition.name, sort: sort?.name })
    : readLegacyKeyConditions(input.KeyConditions, partition.name, sort?.name);
  checkKeyTypes(condition, source.key);
  checkFilter(view.filter, source.key);
  const range = rangeOf(condition, source);
  const reverse = input.ScanIndexForward === false;
  const start = readStart(input.ExclusiveStartKey, source);
  if (start !== undefined && !isWithin(start, range)) {
    throw invalid('The provided starting key is outside query boundaries based on provided conditions');
  }
  const bounds = start === undefined ? range : { ...range, ...(reverse ? below(start) : above(start)) };
  const matches = (item: Item) => meetsSort(item, condition.sort, sort?.name);
  return readPage(source, input, view, { ...bounds, reverse }, matches);
}

/** Rules: "Scan" in the API reference. */
export function scan(database: Database, input: JsonObject): JsonObject {
  const placeholders = readPlaceholders(input, ['ScanFilter', 'AttributesToGet', 'ConditionalOperator']);
  const view = readView(input, placeholders, 'ScanFilter');
  placeholders.checkAllUsed();
  const segment = readSegment(input);
  const source = sourceOf(database, input);
  const start = readStart(input.ExclusiveStartKey, source);
  const first = segment && Math.ceil((segment.number * HASH_VALUES) / segment.total);
  const end = segment && Math.ceil(((segment.number + 1) * HASH_VALUES) / segment.total);
  const range: KeyRange = {
    ...(first !== undefined && { gte: hashText(first) }),
    ...(end !== undefined && end < HASH_VALUES && { lt: hashText(end) }),
  };
  if (start !== undefined && segment && !isWithin(start, range)) {
    throw invalid(
      'The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ' +
        `${segment.total} Segment: ${segment.number}`,
    );
  }
  return readPage(
    source,
    input,
    view,
    start === undefined ? range : { ...range, ...above(start) },
    () => true,
  );
}

function hashText(hash: number): string {
  return hash.toString(16).padStart(6, '0');
}

interface View {
  readonly filter: Condition | undefined;
  readonly projection: readonly Path[] | undefined;
  readonly select: string | undefined;
  readonly limit: number | undefined;
}

function readView(input: JsonObject, placeholders: Placeholders, legacyFilter: string): View {
  const expression = expressionText(input.FilterExpression);
  const filter =
    expression === undefined
      ? readLegacyConditions(input[legacyFilter], input.ConditionalOperator)
      : parseCondition(expression, 'FilterExpression', placeholders);
  const projection = readProjection(input, placeholders);
  const select = readEnum(input.Select, 'select', [
    'SPECIFIC_ATTRIBUTES',
    'COUNT',
    'ALL_ATTRIBUTES',
    'ALL_PROJECTED_ATTRIBUTES',
  ]);
  if (projection && select !== undefined && select !== 'SPECIFIC_ATTRIBUTES') {
    throw invalid(
      `Cannot specify the ${input.ProjectionExpression === undefined ? 'AttributesToGet' : 'ProjectionExpression'} when choosing to get ${select === 'COUNT' ? 'only the Count' : select}`,
    );
  }
  if (!projection && select === 'SPECIFIC_ATTRIBUTES') {
    throw invalid(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && input.IndexName === undefined) {
    throw invalid('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  return { filter, projection, select, limit: readLimit(input.Limit) };
}

function readLimit(given: unknown): number | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given === 'number' && Number.isInteger(given) && given >= 1) return given;
  throw invalid(
    `1 validation error detected: Value '${quoted(given)}' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
  );
}

function readSegment({ Segment, TotalSegments }: JsonObject): { number: number; total: number } | undefined {
  if (Segment === undefined && TotalSegments === undefined) return undefined;
  if (TotalSegments === undefined) {
    throw invalid(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  }
  if (Segment === undefined) {
    throw invalid(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    );
  }
  const total = Number(TotalSegments);
  const number = Number(Segment);
  if (!Number.isInteger(total) || total < 1 || total > MAX_SEGMENTS) {
    throw invalid(
      `1 validation error detected: Value '${quoted(TotalSegments)}' at 'totalSegments' failed to satisfy constraint: Member must have value between 1 and ${MAX_SEGMENTS}`,
    );
  }
  if (!Number.isInteger(number) || number < 0 || number >= total) {
    throw invalid(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${quoted(Segment)} is not less than TotalSegments: ${total}`,
    );
  }
  return { number, total };
}

/** Reads on until the page's size, its limit or the range ends. */
function readPage(
  source: Source,
  input: JsonObject,
  { filter, projection, select, limit = Number.POSITIVE_INFINITY }: View,
  range: KeyRange,
  matches: (item: Item) => boolean,
): JsonObject {
  const shape = shapeOf(source.index?.schema, source.schema, projection, select, input);
  const items: Item[] = [];
  let count = 0;
  let scanned = 0;
  let sizeBytes = 0;
  let last: Item | undefined;
  let isTruncatedPage = false;
  for (const key of source.range(range)) {
    const item = source.itemOf(key);
    if (!item || !matches(item)) continue;
    const itemBytes = sizeOfItem(item);
    if (scanned > 0 && sizeBytes + itemBytes > MAX_PAGE_BYTES) {
      isTruncatedPage = true;
      break;
    }
    sizeBytes += itemBytes;
    scanned++;
    last = item;
    const visible = shape.visible(item);
    if (!filter || meets(visible, filter)) {
      count++;
      if (select !== 'COUNT') items.push(shape.returned(item, visible));
    }
    if (scanned >= limit) {
      isTruncatedPage = true;
      break;
    }
  }
  const units = noUnits(source.schema);
  const cost = readUnits(sizeBytes, input.ConsistentRead === true);
  if (source.index) units.indexes[source.index.schema.name] = cost;
  else units.table = cost;
  const ConsumedCapacity = consumedCapacity(source.tableName, units, input.ReturnConsumedCapacity);
  return {
    ...(select !== 'COUNT' && { Items: items }),
    Count: count,
    ScannedCount: scanned,
    ...(isTruncatedPage && last && { LastEvaluatedKey: positionOf(last, source) }),
    ...(ConsumedCapacity && { ConsumedCapacity }),
  };
}

/** The attributes by which a read continues after an item. */
function positionOf(item: Item, { schema, key }: Source): Item {
  const names = new Set([...keyNames(schema.key), ...keyNames(key)]);
  return Object.fromEntries([...names].map((name) => [name, item[name]!]));
}

/** What a read can see of an item, and what it returns. */
function shapeOf(
  index: IndexSchema | undefined,
  schema: TableSchema,
  projection: readonly Path[] | undefined,
  select: string | undefined,
  input: JsonObject,
): { visible(item: Item): Item; returned(item: Item, visible: Item): Item } {
  const projected = index && projectedNames(index, schema);
  if (index?.isGlobal && projected && select === 'ALL_ATTRIBUTES') {
    throw invalid(
      `One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
  }
  const missing = projection?.filter(([name]) => projected && !projected.has(String(name))) ?? [];
  if (index?.isGlobal && missing.length > 0) {
    throw invalid(
      `One or more parameter values were invalid: Global secondary index ${index.name} does not project [${missing.map(([name]) => name).join(', ')}]`,
    );
  }
  // A local index fetches from the table what it does not hold.
  const fetches = index && !index.isGlobal && (select === 'ALL_ATTRIBUTES' || missing.length > 0);
  const visible =
    !projected || fetches || (index && !index.isGlobal && input.FilterExpression !== undefined)
      ? (item: Item) => item
      : (item: Item) => pick(item, projected);
  const withinIndex = projected && !fetches ? (item: Item) => pick(item, projected) : (item: Item) => item;
  return {
    visible,
    returned: (item) => (projection ? project(item, projection) : withinIndex(item)),
  };
}

function projectedNames(
  { key, projection }: IndexSchema,
  schema: TableSchema,
): ReadonlySet<string> | undefined {
  if (projection.ProjectionType === 'ALL') return undefined;
  return new Set([...keyNames(key), ...keyNames(schema.key), ...(projection.NonKeyAttributes ?? [])]);
}

function pick(item: Item, names: ReadonlySet<string>): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

function checkKeyTypes({ partition, sort }: KeyCondition, key: KeyDefinition): void {
  const check = (value: AttributeValue, type: string) => {
    if (typeOf(value) === type) return;
    throw invalid(
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    );
  };
  check(partition, key.partition.type);
  if (partition.S === '' || partition.B === '') throw emptyKeyValue(key.partition.name);
  for (const value of sortValues(sort)) check(value, key.sort!.type);
  if (sort?.type === 'begins_with' && key.sort!.type === 'N') {
    throw invalid(
      'Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
    );
  }
}

function emptyKeyValue(name: string) {
  return invalid(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
  );
}

function sortValues(sort: SortCondition | undefined): readonly AttributeValue[] {
  if (!sort) return [];
  if (sort.type === 'compare') return [sort.value];
  return sort.type === 'between' ? [sort.low, sort.high] : [sort.prefix];
}

/** A query's filter may not name the keys: they belong to the key condition. */
function checkFilter(filter: Condition | undefined, key: KeyDefinition): void {
  if (!filter) return;
  const names = new Set(keyNames(key));
  for (const path of pathsOf(filter)) {
    if (names.has(String(path[0]))) {
      throw invalid(
        `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${String(path[0])}`,
      );
    }
  }
}

function pathsOf(condition: Condition): readonly Path[] {
  const ofOperand = (operand: Operand): readonly Path[] =>
    operand.type === 'path' ? [operand.path] : operand.type === 'size' ? ofOperand(operand.operand) : [];
  switch (condition.type) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap(pathsOf);
    case 'not':
      return pathsOf(condition.condition);
    case 'compare':
      return [condition.left, condition.right].flatMap(ofOperand);
    case 'between':
      return [condition.operand, condition.low, condition.high].flatMap(ofOperand);
    case 'in':
      return [condition.operand, ...condition.list].flatMap(ofOperand);
    case 'function':
      return condition.operands.flatMap(ofOperand);
  }
}

/** The range of keys in which all matches are; what else is in it, {@link meetsSort} leaves out. */
function rangeOf({ partition, sort }: KeyCondition, { index, key }: Source): KeyRange {
  const prefix = partitionPrefix(partition);
  // An entry of an index continues after the sort key; a table's key ends with it.
  const at = (value: AttributeValue) =>
    index ? entryPrefix(prefix, sortText(value)) : prefix + sortText(value);
  const after = (value: AttributeValue) => (index ? at(value) + LAST : at(value));
  if (!sort || !key.sort) return { gte: prefix, lte: prefix + LAST };
  switch (sort.type) {
    case 'between':
      return { gte: at(sort.low), lte: after(sort.high) };
    case 'begins_with': {
      const start = index ? entriesFrom(prefix, sortText(sort.prefix)) : prefix + sortText(sort.prefix);
      return { gte: start, lte: start + LAST };
    }
    case 'compare':
      switch (sort.operator) {
        case '=':
          return { gte: at(sort.value), lte: after(sort.value) };
        case '<':
        case '<=':
          return { gte: prefix, lte: after(sort.value) };
        default:
          return { gte: at(sort.value), lte: prefix + LAST };
      }
  }
}

function meetsSort(item: Item, sort: SortCondition | undefined, name: string | undefined): boolean {
  if (!sort || name === undefined) return true;
  const value = attributeOf(item, name);
  if (!value) return false;
  switch (sort.type) {
    case 'between':
      return compare(value, sort.low)! >= 0 && compare(value, sort.high)! <= 0;
    case 'begins_with':
      return beginsWith(value, sort.prefix);
    case 'compare': {
      const order = compare(value, sort.value)!;
      switch (sort.operator) {
        case '=':
          return order === 0;
        case '<':
          return order < 0;
        case '<=':
          return order <= 0;
        case '>':
          return order > 0;
        case '>=':
          return order >= 0;
      }
    }
  }
}

/** The key, in the source's order, after which a read continues. */
function readStart(given: unknown, source: Source): string | undefined {
  if (given === undefined || given === null) return undefined;
  const start = readItem(given);
  const names = new Set([...keyNames(source.schema.key), ...keyNames(source.key)]);
  if (Object.keys(start).length !== names.size || [...names].some((name) => !attributeOf(start, name))) {
    throw invalid('The provided starting key is invalid');
  }
  if (!source.index) return keyOfKey(start, source.schema.key);
  for (const attribute of [source.key.partition, source.key.sort]) {
    if (attribute && typeOf(start[attribute.name]!) !== attribute.type) {
      throw invalid('The provided starting key is invalid');
    }
  }
  return entryOf(storedKey(start, source.schema.key), start, source.index.schema)!;
}

function isWithin(key: string, { gte, lt, lte }: KeyRange): boolean {
  return (
    (gte === undefined || key >= gte) && (lt === undefined || key < lt) && (lte === undefined || key <= lte)
  );
}

function above(key: string): KeyRange {
  return { gt: key };
}

function below(key: string): KeyRange {
  return { lt: key };
}
