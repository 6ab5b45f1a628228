import { digest, type UnreadableRecord } from './stream-record.ts';

/** The object in which a record that can't be parsed is stored. */
export interface StoredRecord {
  /** Under `unreadable-records/`; the same record has the same key. */
  readonly key: string;
  /** JSON, for operators: the reason, then the record as received. */
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
