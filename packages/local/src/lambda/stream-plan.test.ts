import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StreamRecord } from '../dynamodb/stream-record.ts';
import { type Batch, type PlanSettings, planAfter, readBatchResponse, splitByAge } from './stream-plan.ts';

const settings: PlanSettings = { bisectOnError: false, maximumRetryAttempts: 2, maximumRecordAgeSeconds: -1 };

function batch(length: number, failures = 0): Batch {
  const records = Array.from({ length }, (_, index): StreamRecord => ({
    ordinal: index + 1,
    key: 'abcdef/00/',
    old: undefined,
    item: {},
    at: index * 1000,
    expired: false,
  }));
  return { records, failures };
}

const ordinals = ({ records }: Batch) => records.map(({ ordinal }) => ordinal);

test('a failed batch is retried as a whole', () => {
  expect(planAfter(batch(3), 'failed', settings)).toEqual({
    giveUp: undefined,
    retry: [{ ...batch(3), failures: 1 }],
  });
});

test('after the last retry a batch is discarded', () => {
  const { discard: giveUp, retry } = planAfter(batch(3, 2), 'failed', settings);
  expect(ordinals(giveUp!)).toEqual([1, 2, 3]);
  expect(retry).toEqual([]);
});

test('records before the lowest failed one are not retried', () => {
  const { retry } = planAfter(batch(4), { failedFrom: 2 }, settings);
  expect(retry.map(ordinals)).toEqual([[3, 4]]);
});

test('a batch that is split keeps its order, and the split is not counted as a retry', () => {
  const { retry } = planAfter(batch(5, 1), 'failed', { ...settings, bisectOnError: true });
  expect(retry.map(ordinals)).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
  expect(retry.map(({ failures }) => failures)).toEqual([1, 1]);
});

test('with splitting, one poison record discards only itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), fc.boolean(), (length, where, reports) => {
      const poison = (where % length) + 1;
      const through: number[] = [];
      const discarded: number[] = [];
      const queue: Batch[] = [batch(length)];
      for (let current = queue.shift(); current; current = queue.shift()) {
        const at = ordinals(current).indexOf(poison);
        if (at < 0) {
          through.push(...ordinals(current));
          continue;
        }
        if (reports) through.push(...ordinals(current).slice(0, at));
        const result = reports ? { failedFrom: at } : 'failed';
        const plan = planAfter(current, result, { ...settings, bisectOnError: true });
        if (plan.discard) discarded.push(...ordinals(plan.discard));
        queue.unshift(...plan.retry);
      }
      expect(discarded).toEqual([poison]);
      expect(through).toEqual(ordinals(batch(length)).filter((ordinal) => ordinal !== poison));
    }),
  );
});

test('records that are too old are split off', () => {
  const { tooOld, rest } = splitByAge(batch(5), 6000, { ...settings, maximumRecordAgeSeconds: 4 });
  expect(ordinals(tooOld!)).toEqual([1, 2]);
  expect(ordinals(rest!)).toEqual([3, 4, 5]);
  expect(splitByAge(batch(5), 1e12, settings)).toEqual({ tooOld: undefined, rest: batch(5) });
});

test.each([
  ['null', 'done'],
  ['{}', 'done'],
  ['{"batchItemFailures":null}', 'done'],
  ['{"batchItemFailures":[]}', 'done'],
  ['"fine"', 'done'],
  ['{"batchItemFailures":[{"itemIdentifier":""}]}', 'failed'],
  ['{"batchItemFailures":[{"itemIdentifier":null}]}', 'failed'],
  ['{"batchItemFailures":[{"itemIdentifer":"b"}]}', 'failed'],
  ['{"batchItemFailures":[{"itemIdentifier":"z"}]}', 'failed'],
  ['{"batchItemFailures":"b"}', 'failed'],
  ['{"batchItemFailures":[{"itemIdentifier":"c"},{"itemIdentifier":"b"}]}', { failedFrom: 1 }],
])('the response %s means %o', (payload, expected) => {
  expect(readBatchResponse(payload, ['a', 'b', 'c'])).toEqual(expected);
});
