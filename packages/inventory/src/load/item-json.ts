import { itemBytes } from '@groundcrew/aws/dynamodb';
import { ALERTS_OFF_ATTRIBUTE } from '../alerts/alerts-off.ts';
import { FILE_TIME_ATTRIBUTE } from '../order/file-time.ts';
import type { StockRow, VanishedShelf } from '../stock-file/types.ts';

/** The attributes of a stock item: those of the well-known AWS training lab. */
export const stockAttributes = { store: 'Store', item: 'Item', count: 'Count' } as const;

const reservedAttributes: ReadonlySet<string> = new Set([
  ...Object.values(stockAttributes),
  FILE_TIME_ATTRIBUTE,
  ALERTS_OFF_ATTRIBUTE,
]);

/**
 * A row as an item of the table, in DynamoDB's JSON. Nothing is added to the data of the file but, where it is passed, the time
 * of the file: an attribute that changes with each load turns every load of an unchanged file into changes in the stream.
 *
 * @param fileTimeJson the value of {@link FILE_TIME_ATTRIBUTE}: `{"S":"2026-03-01…"}`
 * @param mark a further attribute that is not of the file: `,"AlertsOff":{"S":"…"}`
 */
export function toItemJson(
  { store, item, count, attributes, vanished }: StockRow,
  fileTimeJson?: string,
  mark = '',
): string {
  const time = fileTimeJson === undefined ? mark : `,"${FILE_TIME_ATTRIBUTE}":${fileTimeJson}${mark}`;
  if (vanished !== undefined) return vanishedJson(store, item, vanished, time);
  const head = `{"Store":{"S":${JSON.stringify(store)}},"Item":{"S":${JSON.stringify(item)}},"Count":{"N":"${count}"}${time}`;
  if (attributes === undefined) return `${head}}`;
  let rest = '';
  for (const [name, value] of extraAttributes(attributes)) {
    rest += `,${JSON.stringify(name)}:{"S":${JSON.stringify(value)}}`;
  }
  return `${head}${rest}}`;
}

/** Of one that is removed, its key. */
function vanishedJson(store: string, item: string, vanished: VanishedShelf, time: string): string {
  const key = `"Store":{"S":${JSON.stringify(store)}},"Item":{"S":${JSON.stringify(item)}}`;
  if (vanished.becomes === 'removed') return `{${key}}`;
  return `{${key},"Count":{"N":"0"}${time}${vanished.attributesJson}}`;
}

/**
 * The size of a row's item as DynamoDB counts it: names and text in UTF-8, a number by its digits
 * (DynamoDB Developer Guide, "DynamoDB item sizes and formats").
 */
export function itemSizeBytes({ store, item, count, attributes }: StockRow): number {
  let size =
    'StoreItemCount'.length + Buffer.byteLength(store) + Buffer.byteLength(item) + numberSizeBytes(count);
  for (const [name, value] of extraAttributes(attributes ?? {})) {
    size += Buffer.byteLength(name) + Buffer.byteLength(value);
  }
  return size;
}

/** Of a shelf that vanishes: what is written or deleted, which is at least what the request shows. */
export function vanishedSizeBytes(row: StockRow): number {
  return itemBytes(JSON.parse(toItemJson(row)) as Record<string, unknown>);
}

/** One byte per two significant digits, plus one, plus one for a sign. */
function numberSizeBytes(value: number): number {
  const digits = String(Math.abs(value))
    .replace(/e.*$/, '')
    .replace('.', '')
    .replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1 + (value < 0 ? 1 : 0);
}

/** An additional column never replaces the three attributes of the item. */
function extraAttributes(attributes: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(attributes).filter(([name]) => !reservedAttributes.has(name));
}
