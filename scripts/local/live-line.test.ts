import type { LocalEvent } from '@groundcrew/local';
import { expect, test } from 'vitest';
import { liveLines } from './live-line.ts';

function finished(result: unknown): LocalEvent {
  return { type: 'finished', function: 'load-inventory', requestId: 'r', durationMs: 50, result };
}

const loaded = {
  status: 'loaded',
  object: 's3://stock/berlin.csv',
  rows: 1200,
  written: 1199,
  rejected: 1,
  duplicates: 0,
  superseded: 0,
  unprocessedRetries: 0,
  durationMs: 42,
  rejectsAt: 's3://rejects/berlin.csv',
};

test.each<[LocalEvent, string[]]>([
  [
    finished([loaded]),
    [
      'loaded       berlin.csv  1,200 rows, 1,199 written, 1 rejected, 42 ms',
      'rejects      s3://rejects/berlin.csv',
    ],
  ],
  [
    finished([{ ...loaded, written: 1000, rejected: 0, superseded: 200, rejectsAt: undefined }]),
    ['loaded       berlin.csv  1,200 rows, 1,000 written, 200 superseded by newer files, 42 ms'],
  ],
  [
    finished([{ ...loaded, status: 'stale', reason: 'a later upload is known', rejectsAt: undefined }]),
    ['stale        berlin.csv  a later upload is known'],
  ],
  [finished([]), []],
  [finished(undefined), []],
  [
    {
      type: 'published',
      topicArn: 'arn',
      subject: 'Inventory Alert!',
      message: 'Berlin is out of stock of Lamp',
    },
    ['alert        Berlin is out of stock of Lamp'],
  ],
  [
    {
      type: 'failed',
      function: 'f',
      requestId: 'r',
      durationMs: 1,
      errorType: 'E',
      errorMessage: 'it broke',
    },
    ['failed       f: it broke [E]'],
  ],
  [
    { type: 'discarded', function: 'f', requestId: 'r', condition: 'RetriesExhausted', queue: 'failures' },
    ['gave up      f (RetriesExhausted): see failures'],
  ],
  [
    { type: 'undelivered', subscriptionArn: 'arn:sub', reason: 'no answer' },
    ['undelivered  arn:sub: no answer'],
  ],
  [{ type: 'bug', message: 'x' }, ['bug          x; this is a defect of groundcrew, please report it']],
  [{ type: 'invoked', function: 'f', requestId: 'r', attempt: 1 }, []],
])('an event is logged in a line, or not at all: %j', (event, expected) => {
  expect(liveLines(event)).toEqual(expected);
});

test('what a function prints is logged where that is wanted', () => {
  const event: LocalEvent = { type: 'log', function: 'f', requestId: 'r', line: '{"level":"INFO"}\u001b[2J' };
  expect(liveLines(event)).toEqual([]);
  expect(liveLines(event, { logs: true })).toEqual([expect.stringMatching(/^log {10}f: \{"level":"INFO"\}/)]);
  expect(liveLines(event, { logs: true })[0]).not.toContain('\u001b');
});

test('a name cannot inject terminal control characters', () => {
  expect(liveLines(finished([{ ...loaded, object: 's3://stock/\u001b[2J.csv' }]))[0]).not.toContain('\u001b');
});
