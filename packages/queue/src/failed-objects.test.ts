import type { S3Client } from '@groundcrew/aws/s3';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import type { FailedObject } from './failed-objects.ts';
import { lookAtObjects } from './look-at-objects.ts';
import { type ObjectOutcome, redriveObjects } from './redrive-objects.ts';
import { Killed, killAt } from './testing/kill-at.ts';
import { openBucket } from './testing/open-bucket.ts';

function batch(
  text: string,
  more: { condition?: string; records?: number; functionName?: string } = {},
): string {
  const { condition = 'RetryAttemptsExhausted', records = 2, functionName = 'alert' } = more;
  return JSON.stringify({
    requestContext: {
      requestId: 'r',
      functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
      condition,
      approximateInvokeCount: 1,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    DDBStreamBatchInfo: {
      shardId: 'shard-1',
      startSequenceNumber: '1',
      endSequenceNumber: '2',
      batchSize: records,
      streamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/1',
    },
    payload: JSON.stringify({ Records: [{ text }] }),
  });
}

const textOf = ({ failure }: FailedObject): string =>
  failure.kind === 'stream-batch'
    ? (JSON.parse(failure.payload!) as { Records: [{ text: string }] }).Records[0].text
    : '';

const runOptions = { limit: 1_000, keepsAccepted: false, now: () => 0, sleep: async () => {} };
const accepted: ObjectOutcome = { isAccepted: true };

test('a look groups batches by cause, counts their changes, and changes nothing', async () => {
  const { local, s3, source } = await openBucket([
    batch('Berlin'),
    batch('Köln', { records: 5 }),
    batch('Berlin', { condition: 'RecordAgeExceeded' }),
    'not JSON',
  ]);

  const look = await lookAtObjects({ s3, ...source, limit: 100 });
  expect(look).toMatchObject({ examined: 4, matched: 4, records: 9, isLimited: false, otherObjects: 0 });
  expect(look.causes.map(({ kind, error, objects, records }) => [kind, error, objects, records])).toEqual([
    ['stream-batch', 'RetryAttemptsExhausted: Unhandled', 2, 7],
    ['stream-batch', 'RecordAgeExceeded: Unhandled', 1, 2],
    ['message', '', 1, 0],
  ]);
  expect(await lookAtObjects({ s3, ...source, limit: 100, match: 'Köln' })).toMatchObject({
    examined: 4,
    matched: 1,
    records: 5,
  });
  expect(await lookAtObjects({ s3, ...source, limit: 2 })).toMatchObject({ examined: 2, isLimited: true });
  expect(local.objectKeys('Failed')).toHaveLength(4);
});

test('what was accepted is deleted, and what was refused or does not match stays', async () => {
  const { local, s3, source } = await openBucket([batch('a'), batch('b'), batch('c ')]);
  const delivered: string[] = [];

  const redrive = await redriveObjects({
    ...runOptions,
    ...source,
    s3,
    match: 'Unhandled',
    deliver: async (object) => {
      delivered.push(textOf(object));
      return textOf(object) === 'b' ? { isAccepted: false, reason: 'no' } : accepted;
    },
  });

  expect(delivered).toEqual(['a', 'b', 'c ']);
  expect(redrive).toMatchObject({
    examined: 3,
    accepted: 2,
    unmatched: 0,
    notDeleted: 0,
    end: 'all',
    left: [{ reason: 'no', messages: 1 }],
  });
  expect(local.objectKeys('Failed')).toEqual([redrive.left[0]!.example]);
  expect(
    await redriveObjects({ ...runOptions, ...source, s3, match: 'zzz', deliver: async () => accepted }),
  ).toMatchObject({ examined: 1, accepted: 0, unmatched: 1 });
});

test('it stops when batch after batch fails, at the limit, and deletes nothing in a rehearsal', async () => {
  const { local, s3, source } = await openBucket(Array.from({ length: 12 }, (_, n) => batch(String(n))));
  const options = { ...runOptions, ...source, s3 };
  const refusing = async (): Promise<ObjectOutcome> => ({ isAccepted: false, reason: 'down' });

  expect(await redriveObjects({ ...options, deliver: refusing })).toMatchObject({
    examined: 10,
    end: 'stopped',
  });
  const rehearsal = { ...options, keepsAccepted: true, limit: 3, deliver: async () => accepted };
  expect(await redriveObjects(rehearsal)).toMatchObject({ examined: 3, accepted: 3, end: 'limit' });
  expect(local.objectKeys('Failed')).toHaveLength(12);
});

test('whenever a redrive is killed, no batch is lost: it is in the bucket, or was accepted', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.record({ call: fc.integer({ min: 1, max: 20 }), isCarriedOut: fc.boolean() }), {
        maxLength: 4,
      }),
      async (count, kills) => {
        const { local, newS3, source } = await openBucket(
          Array.from({ length: count }, (_, n) => batch(String(n))),
        );
        const delivered = new Set<string>();
        const run = (s3: S3Client) =>
          redriveObjects({
            ...runOptions,
            ...source,
            s3,
            deliver: async (object) => {
              delivered.add(textOf(object));
              return accepted;
            },
          });
        for (const { call, isCarriedOut } of kills) {
          await run(killAt(newS3(), call, isCarriedOut)).catch((error: unknown) => {
            if (!(error instanceof Error && error.cause instanceof Killed)) throw error;
          });
          expect(delivered.size + local.objectKeys('Failed').length).toBeGreaterThanOrEqual(count);
        }
        const last = await run(newS3());
        expect(last).toMatchObject({ end: 'all', left: [], notDeleted: 0 });
        expect(local.objectKeys('Failed')).toEqual([]);
        expect(delivered.size).toBe(count);
      },
    ),
    { numRuns: Math.ceil(40 * inject('effort')) },
  );
});
