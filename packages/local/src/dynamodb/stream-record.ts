import type { AttributeValue, Item } from './item.ts';
import { sizeOfItem } from './values.ts';

export type StreamViewType = 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'KEYS_ONLY';

/** One change of one item, as stored in the commit log. */
export interface StreamRecord {
  /** Grows by one with each change of the table. */
  readonly ordinal: number;
  /** The item's key in the store; it begins with the hash of the partition key. */
  readonly key: string;
  readonly old: Item | undefined;
  readonly item: Item | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Deleted because it had expired. */
  readonly expired: boolean;
}

/** A record of the Streams API or of a function's event; fields that only an event has are optional. */
export interface WireRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: '1.1';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly dynamodb: {
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Item;
    readonly NewImage?: Item;
    readonly OldImage?: Item;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: StreamViewType;
  };
  readonly eventSourceARN?: string;
  readonly userIdentity?: Readonly<Record<string, string>>;
}

/** The values that all records of a stream share. */
export interface StreamFacts {
  readonly arn: string;
  readonly region: string;
  readonly viewType: StreamViewType;
  readonly keyNames: readonly string[];
  /** Eight hex digits that make event ids unique across streams. */
  readonly id: string;
}

// Fixed width, so that sequence numbers sort as text too; AWS's have 21 digits and more.
const SEQUENCE_DIGITS = 20;

/** The sequence number of a record: 21 decimal digits. */
export function sequenceNumberOf(ordinal: number): string {
  return `1${String(ordinal).padStart(SEQUENCE_DIGITS, '0')}`;
}

/** The ordinal of a sequence number; `undefined` if it has another format. */
export function ordinalOf(sequenceNumber: unknown): number | undefined {
  return typeof sequenceNumber === 'string' && /^1\d{20}$/.test(sequenceNumber)
    ? Number(sequenceNumber.slice(1))
    : undefined;
}

/** Number of the partition key's hash, 0 to 2^24 - 1: one partition key always has the same. */
export function partitionHash(key: string): number {
  return Number.parseInt(key.slice(0, 6), 16);
}

/**
 * The record for `GetRecords` (`api`) or for a function's event (`lambda`).
 *
 * Rules: "Record" and "StreamRecord" in the DynamoDB API reference; "Using AWS Lambda with Amazon
 * DynamoDB" for the event, whose `userIdentity` is in lower camel case and which names the stream.
 */
export function toWireRecord(record: StreamRecord, facts: StreamFacts, form: 'api' | 'lambda'): WireRecord {
  const { old, item, expired } = record;
  const { viewType } = facts;
  const Keys = pick((item ?? old)!, facts.keyNames);
  const NewImage = viewType === 'NEW_AND_OLD_IMAGES' || viewType === 'NEW_IMAGE' ? item : undefined;
  const OldImage = viewType === 'NEW_AND_OLD_IMAGES' || viewType === 'OLD_IMAGE' ? old : undefined;
  return {
    eventID: facts.id + record.ordinal.toString(16).padStart(24, '0'),
    eventName: old === undefined ? 'INSERT' : item === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: facts.region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(record.at / 1000),
      Keys,
      ...(NewImage && { NewImage }),
      ...(OldImage && { OldImage }),
      SequenceNumber: sequenceNumberOf(record.ordinal),
      SizeBytes: sizeOfItem(Keys) + sizeOfItem(NewImage) + sizeOfItem(OldImage),
      StreamViewType: viewType,
    },
    ...(expired && {
      userIdentity:
        form === 'api'
          ? { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' }
          : { principalId: 'dynamodb.amazonaws.com', type: 'Service' },
    }),
    ...(form === 'lambda' && { eventSourceARN: facts.arn }),
  };
}

function pick(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(names.map((name): [string, AttributeValue] => [name, item[name]!]));
}
