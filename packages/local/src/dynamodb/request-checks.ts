import { given, isJsonObject, type JsonObject } from '../json-object.ts';
import type { Database } from './database.ts';
import { invalid } from './errors.ts';
import { readEnum } from './request.ts';

const booleans = ['ConsistentRead', 'DeletionProtectionEnabled', 'ScanIndexForward'];

/**
 * Checks parameters that several operations have.
 *
 * Rules: the service model; `ReturnItemCollectionMetrics` of "PutItem" in the DynamoDB API reference: sizes are returned for tables with
 * local secondary indexes only, and are not known here.
 *
 * @throws AwsError `SerializationException`, `ValidationException`
 */
export function checkCommonParameters(input: JsonObject, database: Database): void {
  if (booleans.some((name) => given(input[name]) && typeof input[name] !== 'boolean')) {
    throw invalid('Unexpected value type in payload', 'SerializationException');
  }
  readEnum(input.ReturnConsumedCapacity, 'returnConsumedCapacity', ['INDEXES', 'TOTAL', 'NONE']);
  const metrics = readEnum(input.ReturnItemCollectionMetrics, 'returnItemCollectionMetrics', [
    'SIZE',
    'NONE',
  ]);
  if (metrics !== 'SIZE') return;
  const table = tablesOf(input).find((name) => database.store.tables.read(name)?.LocalSecondaryIndexes);
  if (table === undefined) return;
  throw invalid(
    `ReturnItemCollectionMetrics SIZE is not supported by the embedded AWS for a table with local secondary indexes: ${table}; leave it out`,
  );
}

/** The names of the tables of a write, as far as they are names. */
function tablesOf({ TableName, RequestItems, TransactItems }: JsonObject): string[] {
  const named = isJsonObject(RequestItems) ? Object.keys(RequestItems) : [TableName];
  const parts = Array.isArray(TransactItems) ? TransactItems.filter(isJsonObject) : [];
  const inParts = parts.flatMap((part) => Object.values(part)).filter(isJsonObject);
  return [...named, ...inParts.map((part) => part.TableName)]
    .filter((name) => typeof name === 'string')
    .map((name) => name.slice(name.lastIndexOf('/') + 1));
}

/**
 * The units of a table or an index.
 *
 * @throws AwsError `ValidationException` for units below 1
 */
export function readThroughput(parameter: JsonObject, member = 'provisionedThroughput') {
  const read = (name: 'ReadCapacityUnits' | 'WriteCapacityUnits'): number => {
    const units = parameter[name];
    if (typeof units === 'number' && Number.isInteger(units) && units >= 1) return units;
    const field = `${member}.${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    throw invalid(
      given(units)
        ? `1 validation error detected: Value '${String(units as number)}' at '${field}' failed to satisfy constraint: Member must have value greater than or equal to 1`
        : `1 validation error detected: Value null at '${field}' failed to satisfy constraint: Member must not be null`,
    );
  };
  return {
    ReadCapacityUnits: read('ReadCapacityUnits'),
    WriteCapacityUnits: read('WriteCapacityUnits'),
  };
}
