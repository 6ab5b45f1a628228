import { expect, test } from 'vitest';
import type { StackManifest } from './manifest.ts';
import { mergeStacks } from './merge-stacks.ts';

function stackOf(name: string, parts: Partial<StackManifest> = {}): StackManifest {
  return {
    name,
    description: '',
    settings: [],
    buckets: [],
    tables: [],
    topics: [],
    queues: [],
    apis: [],
    functions: [],
    stateMachines: [],
    alarms: [],
    alarmTopic: 'OperationsTopic',
    ...parts,
  };
}

const email = { name: 'Email', description: 'Address for notifications', default: '' };
const queue = { id: 'Failures', description: '', name: 'failures', retentionDays: 1 };
const api = { id: 'Api', description: '', name: 'api', throttle: { requestsPerSecond: 1, burst: 1 } };

test('the merged stack has the resources of both', () => {
  const merged = mergeStacks([stackOf('a', { queues: [queue] }), stackOf('b', { apis: [api] })]);

  expect(merged).toMatchObject({ name: 'a+b', queues: [queue], apis: [api] });
});

test('a setting with the same default in both is one setting, whatever its description', () => {
  const other = { ...email, description: 'Address for e-mails' };

  const { settings } = mergeStacks([
    stackOf('a', { settings: [email] }),
    stackOf('b', { settings: [other] }),
  ]);

  expect(settings).toEqual([email]);
});

test.each([
  ['setting "Email"', { settings: [email] }, { settings: [{ ...email, default: 'a@example.com' }] }],
  ['resource "Failures"', { queues: [queue] }, { apis: [{ ...api, id: 'Failures' }] }],
  ['name of queues "failures"', { queues: [queue] }, { queues: [{ ...queue, id: 'Others' }] }],
])('two stacks with conflicting definitions are refused: %s', (what, a, b) => {
  expect(() => mergeStacks([stackOf('a', a), stackOf('b', b)])).toThrow(
    expect.objectContaining({ code: 'lambda.stack.clash', message: expect.stringContaining(what) }),
  );
});

test('buckets that are named after their ids do not conflict', () => {
  const bucket = { description: '', name: '' };
  const merged = mergeStacks([
    stackOf('a', { buckets: [{ ...bucket, id: 'A' }] }),
    stackOf('b', { buckets: [{ ...bucket, id: 'B' }] }),
  ]);

  expect(merged.buckets).toHaveLength(2);
});
