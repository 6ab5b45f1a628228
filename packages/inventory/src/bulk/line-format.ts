import { GroundcrewError } from '@groundcrew/errors';
import { itemSizeBytes, toItemJson } from '../load/item-json.ts';
import { NOT_FROM_A_NEWER_FILE } from '../load/stock-writer.ts';
import { FILE_TIME_ATTRIBUTE } from '../order/file-time.ts';
import type { StockRow } from '../stock-file/types.ts';

/** Limits of an item (DynamoDB Developer Guide, "Quotas in Amazon DynamoDB": item size, keys). */
const MAX_ITEM_BYTES = 400 * 1024;
const MAX_PARTITION_KEY_BYTES = 2048;
const MAX_SORT_KEY_BYTES = 1024;
/** No character has more bytes in UTF-8 for each of its UTF-16 units. */
const MAX_BYTES_PER_UNIT = 3;

/** What has to be escaped in JSON, or is not text at all. */
// eslint-disable-next-line no-control-regex
const NOT_PLAIN = /["\\\u0000-\u001f\ud800-\udfff]/;
const LAST_ASCII = 0x7f;
const SHORT_CHARACTERS = 64;
const AFTER_ITEM = Buffer.from('"},"Count":{"N":"');
const AFTER_COUNT = Buffer.from('"}');
/** No number of a count is longer than 24 characters: -1.7976931348623157e+308. */
const COUNT_BYTES = AFTER_ITEM.length + 24 + AFTER_COUNT.length;
/** Of so many stores the beginnings of their lines are remembered: files are not always sorted by store. */
const MAX_BEGINNINGS = 1024;

/**
 * Formats rows as lines of a bulk put: the item, and the condition on which it is put, as `PutItem` names them.
 *
 * The names beside `Item` are not verified (ADR 51): before a table is loaded, `checkGuard` has DynamoDB refuse a line of this
 * form.
 */
export interface LineFormat {
  /**
   * Writes the beginning of the line of a row; {@link LineFormat.tail} follows.
   *
   * @returns the place after it; -1 if `target` has no room for it
   * @throws GroundcrewError `inventory.bulk.line-too-large` for what DynamoDB would not take
   */
  readonly writeHead: (row: StockRow, target: Buffer, at: number) => number;
  /** The end of each line, with its line break: most of its bytes. */
  readonly tail: Buffer;
}

/** @param fileTime the place of the file: see `formatFileTime` */
export function createLineFormat(fileTime: string): LineFormat {
  const timeJson = `{"S":${JSON.stringify(fileTime)}}`;
  const extraBytes = FILE_TIME_ATTRIBUTE.length + Buffer.byteLength(fileTime);
  const condition = `"ConditionExpression":${JSON.stringify(NOT_FROM_A_NEWER_FILE)}`;
  const values = `"ExpressionAttributeValues":{":fileTime":${timeJson}}`;
  const beginnings = new Map<string, Buffer>();

  function beginningOf(store: string): Buffer {
    const known = beginnings.get(store);
    if (known !== undefined) return known;
    const beginning = Buffer.from(`{"Item":{"Store":{"S":${JSON.stringify(store)}},"Item":{"S":"`);
    if (beginnings.size === MAX_BEGINNINGS) beginnings.clear();
    beginnings.set(store, beginning);
    return beginning;
  }

  return {
    writeHead(row, target, at) {
      checkRow(row, extraBytes);
      const { item, count } = row;
      if (row.attributes !== undefined || NOT_PLAIN.test(item)) return writeAny(row, target, at);
      const beginning = beginningOf(row.store);
      const room = beginning.length + item.length * MAX_BYTES_PER_UNIT + COUNT_BYTES;
      if (at + room > target.length) return -1;
      let place = at + beginning.copy(target, at);
      place = writeShort(item, target, place);
      place = copyShort(AFTER_ITEM, target, place);
      place = writeShort(String(count), target, place);
      return copyShort(AFTER_COUNT, target, place);
    },
    tail: Buffer.from(`,"${FILE_TIME_ATTRIBUTE}":${timeJson}},${condition},${values}}\n`),
  };
}

/** In a loop: for a few characters a call into Node takes longer than all of them. */
function writeShort(text: string, target: Buffer, at: number): number {
  const { length } = text;
  if (length > SHORT_CHARACTERS) return at + target.write(text, at);
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > LAST_ASCII) return at + target.write(text, at);
    target[at + index] = unit;
  }
  return at + length;
}

function copyShort(bytes: Buffer, target: Buffer, at: number): number {
  for (let index = 0; index < bytes.length; index++) target[at + index] = bytes[index]!;
  return at + bytes.length;
}

function writeAny(row: StockRow, target: Buffer, at: number): number {
  // Without the brace that ends the item: the time is its last attribute.
  const text = `{"Item":${toItemJson(row).slice(0, -1)}`;
  if (at + text.length * MAX_BYTES_PER_UNIT > target.length) return -1;
  return at + target.write(text, at);
}

/**
 * The line that `checkGuard` sends: its condition never holds for an item that is not there.
 *
 * @param id an item that no stock file has
 */
export function formatGuardCheck(store: string, id: string): string {
  const item = { Store: { S: store }, Item: { S: id }, Count: { N: '0' } };
  return `${JSON.stringify({
    Item: { ...item, [FILE_TIME_ATTRIBUTE]: { S: ' ' } },
    ConditionExpression: `attribute_exists(${FILE_TIME_ATTRIBUTE}) AND ${FILE_TIME_ATTRIBUTE} <= :fileTime`,
    ExpressionAttributeValues: { ':fileTime': { S: ' ' } },
  })}\n`;
}

/** A file has rows of these sizes only where the setting of a reader allows them. */
function checkRow(row: StockRow, extraBytes: number): void {
  const { store, item, attributes } = row;
  const isShort =
    store.length * MAX_BYTES_PER_UNIT <= MAX_PARTITION_KEY_BYTES &&
    item.length * MAX_BYTES_PER_UNIT <= MAX_SORT_KEY_BYTES;
  if (isShort && store !== '' && item !== '' && attributes === undefined) return;
  const problem =
    problemOfKey('store', store, MAX_PARTITION_KEY_BYTES) ??
    problemOfKey('item', item, MAX_SORT_KEY_BYTES) ??
    problemOfSize(itemSizeBytes(row) + extraBytes);
  if (problem === undefined) return;
  throw new GroundcrewError(
    'inventory.bulk.line-too-large',
    `${problem} on line ${row.line}, which DynamoDB does not take; shorten it, or keep fewer columns`,
    { details: { line: row.line } },
  );
}

function problemOfKey(what: string, text: string, maxBytes: number): string | undefined {
  const bytes = Buffer.byteLength(text);
  return bytes >= 1 && bytes <= maxBytes ? undefined : `the ${what} has ${bytes} bytes (1 to ${maxBytes})`;
}

function problemOfSize(bytes: number): string | undefined {
  return bytes <= MAX_ITEM_BYTES
    ? undefined
    : `the item has ${bytes} bytes (${MAX_ITEM_BYTES} are the maximum)`;
}
