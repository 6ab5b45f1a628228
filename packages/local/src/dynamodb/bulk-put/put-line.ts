import { isJsonObject, type JsonObject } from '../../json-object.ts';
import { AwsError } from '../../service.ts';
import { noUnits } from '../capacity.ts';
import type { Database } from '../database.ts';
import { InvalidItem } from '../errors.ts';
import type { Item } from '../item.ts';
import { planWrite, preparePut } from '../item-actions.ts';
import { isMet } from '../request.ts';
import { entryOf } from '../index-entries.ts';
import { sizeOfItem } from '../values.ts';

/** What became of one line. */
export type LineOutcome =
  | { readonly kind: 'put'; readonly units: number; readonly bytes: ReadonlyMap<string, number> }
  | { readonly kind: 'condition'; readonly item: Item; readonly existing: Item | undefined }
  /** The line is left out. */
  | { readonly kind: 'error'; readonly message: string; readonly item?: unknown }
  /** What follows in its object is left out, too. */
  | { readonly kind: 'stop'; readonly message: string };

/** The table itself, among the indexes of {@link LineOutcome}. */
export const TABLE = '';
const lineMembers = new Set([
  'Item',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
]);

/**
 * Carries out one line of a bulk put. Assumed, since the page could not be read (ADR 51): a line has the parameters of `PutItem`; a
 * line that is not a JSON object, and a condition that can't be parsed, stop its object; an item that its table does not take is left out.
 */
export function putLine(database: Database, table: string, line: string): LineOutcome {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return { kind: 'stop', message: 'The record is not valid JSON' };
  }
  if (!isJsonObject(parsed) || !isJsonObject(parsed.Item)) {
    return { kind: 'stop', message: 'The record has no Item' };
  }
  const unknown = Object.keys(parsed).find((name) => !lineMembers.has(name));
  if (unknown !== undefined) return { kind: 'stop', message: `The record has an unknown member: ${unknown}` };
  try {
    return putRecord(database, table, parsed);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error instanceof InvalidItem) return { kind: 'error', message: error.message, item: parsed.Item };
    return { kind: 'stop', message: error.message };
  }
}

function putRecord(database: Database, TableName: string, record: JsonObject): LineOutcome {
  const write = preparePut(database, { ...record, TableName });
  const old = database.store.itemsOf(write.tableName).read(write.key);
  if (!isMet(write.condition, old)) {
    return { kind: 'condition', item: write.next(old)!, existing: old };
  }
  const units = noUnits(write.schema);
  const planned = planWrite(write, old, units);
  database.write([planned]);
  const bytes = new Map([[TABLE, sizeOfItem(planned.item)]]);
  for (const index of write.schema.indexes) {
    if (entryOf(write.key, planned.item, index) !== undefined)
      bytes.set(index.name, sizeOfItem(planned.item));
  }
  const total = Object.values(units.indexes).reduce((sum, each) => sum + each, units.table);
  return { kind: 'put', units: total, bytes };
}
