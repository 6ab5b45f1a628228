import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { FILE_TIME_ATTRIBUTE } from '../order/file-time.ts';
import { ALERTS_OFF_ATTRIBUTE } from './alerts-off.ts';

/** One attribute as Lambda delivers it: `{ "S": "Berlin" }`, `{ "N": "0" }`. */
type AttributeValue = Readonly<Record<string, unknown>>;
type Image = Readonly<Record<string, AttributeValue>>;

/** The state of a shelf at one time. */
export interface ShelfImage {
  readonly count: number;
  /** The shelf's own low-stock limit, if an attribute contains one. */
  readonly lowStockAt: number | undefined;
}

/** One change of a shelf, from a stream record. */
export interface ShelfChange {
  /** Index of the record in the event, from 0. */
  readonly index: number;
  /** Position in the stream: grows for the changes of one shelf, and is the same if a record is redelivered. */
  readonly sequenceNumber: string;
  /** ARN of the table, without the stream label. */
  readonly table: string;
  readonly store: string;
  readonly item: string;
  /** `undefined` if the shelf was removed. */
  readonly after: ShelfImage | undefined;
  /** `undefined` if the shelf was not known before, or can't be parsed. */
  readonly before: ShelfImage | undefined | 'not-in-record';
  /** Whether records of this stream have no old images, so that the state has to be stored. */
  readonly newImagesOnly: boolean;
  /**
   * What of the item is new: `nothing` if only its file time changed, `unknown` where there is a file time and no old image to
   * compare with.
   */
  readonly news: 'something' | 'nothing' | 'unknown';
  /** Whether it was written so that no alert comes of it. */
  readonly isQuiet: boolean;
}

/** Why a record can't be parsed. */
export type UnreadableCode =
  | 'not-a-record'
  | 'sequence-number-missing'
  | 'event-unknown'
  | 'key-missing'
  | 'image-missing'
  | 'count-missing'
  | 'count-not-a-number';

export interface UnreadableRecord {
  readonly index: number;
  /** Absent if the record has none; it can't be reported to Lambda individually then. */
  readonly sequenceNumber: string | undefined;
  readonly code: UnreadableCode;
  readonly message: string;
  /** The record as received. */
  readonly record: unknown;
}

export interface RecordSettings {
  /** Name of the attribute with a shelf's own low-stock limit. */
  readonly lowStockAttribute?: string;
}

/** A record that can't be parsed; caught only in {@link readRecord}. */
class UnreadableRecordError extends Error {
  readonly code: UnreadableCode;
  constructor(code: UnreadableCode, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Parses one record of a DynamoDB stream event. Never throws: a record that can't be parsed is returned as such.
 * Source of the shape: Lambda developer guide, "Using AWS Lambda with Amazon DynamoDB"; DynamoDB Streams API
 * reference, StreamRecord.
 */
export function readRecord(
  record: unknown,
  index: number,
  settings: RecordSettings,
): ShelfChange | UnreadableRecord {
  let sequenceNumber: string | undefined;
  try {
    const { eventName, eventSourceARN, dynamodb } = fieldsOf(record);
    const { SequenceNumber, Keys, NewImage, OldImage, StreamViewType } = fieldsOf(dynamodb);
    sequenceNumber = typeof SequenceNumber === 'string' && SequenceNumber !== '' ? SequenceNumber : undefined;
    if (sequenceNumber === undefined) {
      throw new UnreadableRecordError('sequence-number-missing', 'the record has no dynamodb.SequenceNumber');
    }
    const keys = imageOf(Keys);
    const change = {
      index,
      sequenceNumber,
      table: tableOf(eventSourceARN),
      store: keyOf(keys, 'Store'),
      item: keyOf(keys, 'Item'),
      newImagesOnly: StreamViewType === 'NEW_IMAGE',
      news: eventName === 'MODIFY' ? newsOf(OldImage, NewImage) : 'something',
      isQuiet: isQuietChange(OldImage, NewImage),
    } as const;
    switch (eventName) {
      case 'INSERT':
        return { ...change, before: undefined, after: readImage(NewImage, settings) };
      case 'MODIFY':
        return {
          ...change,
          before: readOldImage(OldImage, change.newImagesOnly, settings),
          after: readImage(NewImage, settings),
        };
      case 'REMOVE':
        return {
          ...change,
          before: readOldImage(OldImage, change.newImagesOnly, settings),
          after: undefined,
        };
      default:
        throw new UnreadableRecordError(
          'event-unknown',
          `eventName is ${JSON.stringify(eventName)}, not INSERT, MODIFY or REMOVE`,
        );
    }
  } catch (error) {
    if (!(error instanceof UnreadableRecordError)) throw error;
    return { index, sequenceNumber, code: error.code, message: error.message, record };
  }
}

/** Whether {@link readRecord} could parse the record. */
export function isReadable(read: ShelfChange | UnreadableRecord): read is ShelfChange {
  return 'table' in read;
}

/** Identifies a shelf among those of all tables, in a fixed number of characters. */
export function shelfId({ table, store, item }: Pick<ShelfChange, 'table' | 'store' | 'item'>): string {
  return digest(table, store, item);
}

/** {@link shelfId} of a record; `undefined`: it names no shelf. */
export function shelfIdOfRecord(record: unknown): string | undefined {
  const read = readRecord(record, 0, {});
  return isReadable(read) ? shelfId(read) : undefined;
}

/** A short hash of several texts; different texts have different ones. */
export function digest(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  // The length before each part: "ab", "c" must differ from "a", "bc".
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return hash.digest('base64url').slice(0, 32);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  throw new UnreadableRecordError('not-a-record', 'the record is not of a DynamoDB stream');
}

function imageOf(value: unknown): Image {
  return typeof value === 'object' && value !== null ? (value as Image) : {};
}

function keyOf(keys: Image, name: string): string {
  const value = keys[name]?.S;
  if (typeof value === 'string' && value !== '') return value;
  throw new UnreadableRecordError('key-missing', `the record's Keys have no text ${name}`);
}

/** `arn:…:table/Inventory/stream/2026-…` is of the table `arn:…:table/Inventory`. */
function tableOf(streamArn: unknown): string {
  return typeof streamArn === 'string' ? streamArn.replace(/\/stream\/.*$/, '') : '';
}

/** With `OrderGuard` `item` each load raises the file time, also where nothing else has changed. */
function newsOf(before: unknown, after: unknown): ShelfChange['news'] {
  const { [FILE_TIME_ATTRIBUTE]: timeBefore, [ALERTS_OFF_ATTRIBUTE]: _, ...oldImage } = imageOf(before);
  const { [FILE_TIME_ATTRIBUTE]: timeAfter, [ALERTS_OFF_ATTRIBUTE]: __, ...newImage } = imageOf(after);
  if (timeBefore === undefined && timeAfter === undefined) return 'something';
  if (typeof before !== 'object' || before === null) return 'unknown';
  return isDeepStrictEqual(oldImage, newImage) ? 'nothing' : 'something';
}

/**
 * Whether this very change set the attribute. Where an item had it before, somebody else has changed the item, and left the
 * attribute as it was: that is an alert like any other.
 */
function isQuietChange(before: unknown, after: unknown): boolean {
  const { [ALERTS_OFF_ATTRIBUTE]: mark } = imageOf(after);
  return mark !== undefined && !isDeepStrictEqual(mark, imageOf(before)[ALERTS_OFF_ATTRIBUTE]);
}

function readImage(value: unknown, { lowStockAttribute }: RecordSettings): ShelfImage {
  if (typeof value !== 'object' || value === null) {
    throw new UnreadableRecordError(
      'image-missing',
      'the record has no NewImage; set the stream to NEW_AND_OLD_IMAGES',
    );
  }
  const image = value as Image;
  if (image.Count === undefined) throw new UnreadableRecordError('count-missing', 'the item has no Count');
  const count = numberOf(image.Count.N);
  if (count === undefined) {
    throw new UnreadableRecordError(
      'count-not-a-number',
      `the item's Count is ${JSON.stringify(image.Count)}, not a number`,
    );
  }
  const limit = lowStockAttribute === undefined ? undefined : image[lowStockAttribute];
  // Additional columns of stock files are stored as texts.
  return { count, lowStockAt: numberOf(limit?.N ?? limit?.S) };
}

/** The state of a shelf by its item as DynamoDB stores it; `undefined`: the item has no readable count. */
export function readShelfItem(item: unknown, settings: RecordSettings): ShelfImage | undefined {
  try {
    return readImage(item, settings);
  } catch (error) {
    if (error instanceof UnreadableRecordError) return undefined;
    throw error;
  }
}

/** An unreadable old image counts as unknown: the new image still decides. */
function readOldImage(
  value: unknown,
  newImagesOnly: boolean,
  settings: RecordSettings,
): ShelfImage | undefined | 'not-in-record' {
  if (newImagesOnly) return 'not-in-record';
  try {
    return readImage(value, settings);
  } catch (error) {
    if (error instanceof UnreadableRecordError) return undefined;
    throw error;
  }
}

function numberOf(digits: unknown): number | undefined {
  if (typeof digits !== 'string' || !/^\s*[+-]?\d+(\.\d+)?([eE][+-]?\d+)?\s*$/.test(digits)) return undefined;
  return Number(digits);
}
