import { decodeEventKey, formatS3Uri, type ObjectAddress } from '@groundcrew/aws/s3';
import { GroundcrewError } from '@groundcrew/errors';
import { sequencerOfTime } from '../ledger/sequencer.ts';

/** One upload to load. */
export interface Upload extends ObjectAddress {
  readonly versionId?: string;
  /** Without quotes. */
  readonly etag?: string;
  /** Orders the uploads of one object; see `compareSequencers`. */
  readonly sequencer: string;
  /** The event's record as received: sent again, it is the same upload. */
  readonly record: unknown;
}

/** The uploads of an event. */
export interface LoadEvent {
  readonly uploads: readonly Upload[];
  /** Records that can't be parsed; the others are loaded nevertheless. */
  readonly problems: readonly GroundcrewError[];
}

/**
 * Parses an S3 notification (S3 User Guide, "Event message structure"). Also accepted: S3's test event, without
 * uploads; and what Lambda puts into a failure queue, which contains the event that failed, so that such a message
 * can
 * be sent to the function again unchanged.
 *
 * A record without a sequencer, of a manual invocation, gets one from its time, or from `nowMs`.
 *
 * @throws GroundcrewError `inventory.event.unknown` if it is none of these
 */
export function readLoadEvent(event: unknown, nowMs: number): LoadEvent {
  const { Records: records, Event: kind, requestPayload } = fields(event);
  if (requestPayload !== undefined) return readLoadEvent(requestPayload, nowMs);
  if (kind === 's3:TestEvent') return { uploads: [], problems: [] };
  if (!Array.isArray(records)) {
    throw new GroundcrewError(
      'inventory.event.unknown',
      `the event is not an S3 notification: ${excerpt(event)}; it needs "Records", each with s3.bucket.name and s3.object.key`,
    );
  }
  const uploads: Upload[] = [];
  const problems: GroundcrewError[] = [];
  for (const record of records) {
    if (isOfOtherKind(record) || isFolderMarker(record)) continue;
    const upload = readRecord(record, nowMs);
    if (upload instanceof GroundcrewError) problems.push(upload);
    else uploads.push(upload);
  }
  return { uploads, problems };
}

/** The identity of an upload in logs and in the ledger. */
export function nameOf(upload: Upload): string {
  return formatS3Uri(upload);
}

function isOfOtherKind(record: unknown): boolean {
  const { eventName } = fields(record);
  return typeof eventName === 'string' && !/^(s3:)?ObjectCreated:/.test(eventName);
}

/** The console of S3 makes a folder by an empty object whose key ends in a slash: it is not an upload. */
function isFolderMarker(record: unknown): boolean {
  const { object } = fields(fields(record).s3);
  const { key, size } = fields(object);
  return typeof key === 'string' && key.endsWith('/') && (size === undefined || size === 0);
}

function readRecord(record: unknown, nowMs: number): Upload | GroundcrewError {
  const { s3, eventTime } = fields(record);
  const { bucket, object } = fields(s3);
  const name = text(fields(bucket).name);
  const { key: encodedKey, versionId, eTag, sequencer } = fields(object);
  const key = text(encodedKey);
  if (name === undefined || key === undefined) {
    return new GroundcrewError(
      'inventory.event.record-unknown',
      `a record of the event contains no object: ${excerpt(record)}; it needs s3.bucket.name and s3.object.key`,
    );
  }
  const timeMs = Date.parse(text(eventTime) ?? '');
  return {
    bucket: name,
    key: decodeEventKey(key),
    ...(text(versionId) !== undefined && { versionId: text(versionId)! }),
    ...(text(eTag) !== undefined && { etag: text(eTag)! }),
    sequencer: text(sequencer) ?? sequencerOfTime(Number.isNaN(timeMs) ? nowMs : timeMs),
    record,
  };
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function excerpt(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 200 ? `${json.slice(0, 200)}…` : json;
}
