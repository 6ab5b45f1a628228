import { expect, test } from 'vitest';
import { compareSequencers } from '../ledger/index.ts';
import { readLoadEvent } from './index.ts';

const record = {
  eventSource: 'aws:s3',
  eventName: 'ObjectCreated:CompleteMultipartUpload',
  eventTime: '2026-03-01T00:00:00.000Z',
  s3: {
    bucket: { name: 'shop' },
    object: { key: '2026+%EB%B4%84/a%2Bb.csv', versionId: 'v1', eTag: 'abc-2', sequencer: '0055AED6DC' },
  },
};

test('a folder that the console of S3 made is not an upload', () => {
  const marker = (object: Record<string, unknown>) => ({ s3: { bucket: { name: 'shop' }, object } });
  const records = [marker({ key: '2026/', size: 0 }), marker({ key: 'a%20b/', size: 0, sequencer: '01' })];
  expect(readLoadEvent({ Records: records }, 0)).toEqual({ uploads: [], problems: [] });
  expect(readLoadEvent({ Records: [marker({ key: '2026/' })] }, 0).uploads).toEqual([]);
  expect(readLoadEvent({ Records: [marker({ key: 'odd/', size: 12 })] }, 0).uploads).toHaveLength(1);
});

test('every record of an event is an upload, with its key decoded', () => {
  const plain = { s3: { bucket: { name: 'shop' }, object: { key: 'b.csv', sequencer: '01' } } };
  expect(readLoadEvent({ Records: [record, plain] }, 0)).toEqual({
    uploads: [
      {
        bucket: 'shop',
        key: '2026 봄/a+b.csv',
        versionId: 'v1',
        etag: 'abc-2',
        sequencer: '0055AED6DC',
        record,
      },
      { bucket: 'shop', key: 'b.csv', sequencer: '01', record: plain },
    ],
    problems: [],
  });
});

test('the test event of S3, and events of other kinds, contain no uploads', () => {
  expect(readLoadEvent({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'shop' }, 0).uploads).toEqual(
    [],
  );
  const removed = { ...record, eventName: 'ObjectRemoved:Delete' };
  expect(readLoadEvent({ Records: [removed] }, 0)).toEqual({ uploads: [], problems: [] });
});

test('a message of the failure queue is read as the event that it contains', () => {
  const message = { version: '1.0', requestPayload: { Records: [record] } };
  expect(readLoadEvent(message, 0).uploads).toHaveLength(1);
});

test('a record without a sequencer is ordered by its time, or by the time of the invocation', () => {
  const by = (eventTime: string | undefined, nowMs: number): string => {
    const object = { key: 'a.csv' };
    return readLoadEvent({ Records: [{ eventTime, s3: { bucket: { name: 'shop' }, object } }] }, nowMs)
      .uploads[0]!.sequencer;
  };
  const early = by('2026-03-01T00:00:00.000Z', 0);
  const late = by('2026-03-01T00:00:00.001Z', 0);
  expect(compareSequencers(early, late)).toBe(-1);
  expect(compareSequencers(late, by(undefined, Date.UTC(2026, 3, 1)))).toBe(-1);
});

test('a record without an object is reported, and the others are loaded', () => {
  const { uploads, problems } = readLoadEvent({ Records: [{ s3: { bucket: {} } }, null, record] }, 0);
  expect(uploads).toHaveLength(1);
  expect(problems.map(({ code }) => code)).toEqual(Array(2).fill('inventory.event.record-unknown'));
});

test.each([undefined, null, 'text', {}, { Records: 'a' }, { detail: {} }])(
  '%o is refused as an event',
  (event) => {
    expect(() => readLoadEvent(event, 0)).toThrow(
      expect.objectContaining({ code: 'inventory.event.unknown' }),
    );
  },
);
