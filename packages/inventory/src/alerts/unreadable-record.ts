import { digest, type UnreadableRecord } from './stream-record.ts';

/** Where a record that can't be understood is kept, and as what. */
export interface StoredRecord {
  /** Under `unreadable-records/`; the same record has the same key. */
  readonly key: string;
  /** JSON, for a person: the reason, then the record as it came. */
  readonly body: string;
}

export function toStoredRecord({ code, message, sequenceNumber, record }: UnreadableRecord): StoredRecord {
  const json = JSON.stringify(record) ?? 'null';
  const name = sequenceNumber === undefined ? '' : `${sequenceNumber.replace(/[^\w-]/g, '_').slice(0, 100)}-`;
  return {
    key: `unreadable-records/${name}${digest(json)}.json`,
    body: `${JSON.stringify({ code, message, sequenceNumber, record }, null, 2)}\n`,
  };
}
