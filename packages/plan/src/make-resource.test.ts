import { expect, test } from 'vitest';
import type { Journal } from './journal.ts';
import type { JournalEntry, Made } from './journal-entries.ts';
import type { ChangeRecord } from './journal-record.ts';
import { makeResource, type ResourceWaits } from './make-resource.ts';
import type { Change } from './plan.ts';
import type { Settlement, ResourceExecutor, ResourceFailure, ResourceIdentity } from './resource-executor.ts';

const MINUTE_MS = 60_000;
const TICK_MS = 10_000;
const change: Change = {
  id: 'vpc',
  target: { accountId: '111122223333', region: 'eu-west-1', resource: 'vpc' },
  field: 'exists',
  before: null,
  after: { key: 'vpc' },
  reason: 'is planned',
};
const made: Made = { id: 'vpc-1' };

interface Service {
  /** What the calls answer, one after the other; the last one again and again. */
  readonly makes?: readonly (ResourceFailure | Made)[];
  readonly settles?: Settlement['state'];
  readonly finds?: ResourceFailure | undefined;
  readonly identity?: ResourceIdentity;
  readonly record?: Partial<ChangeRecord>;
  readonly waits?: ResourceWaits;
}

/** Makes a resource at a service whose clock moves by ten seconds at each wait; returns how often each call was made. */
async function makeAt({
  makes = [made],
  settles = 'done',
  finds,
  identity = 'client-token',
  record,
  waits,
}: Service) {
  let nowMs = 0;
  const calls = { make: 0, find: 0, settle: 0 };
  const entries: JournalEntry[] = [];
  const fail = (kind: ResourceFailure) => Promise.reject(Object.assign(new Error(kind), { name: kind }));
  const resources: ResourceExecutor = {
    ids: new Map(),
    identityOf: () => identity,
    async find() {
      calls.find += 1;
      return finds === undefined ? undefined : fail(finds);
    },
    async make() {
      const answer = makes[Math.min(calls.make, makes.length - 1)]!;
      calls.make += 1;
      return typeof answer === 'string' ? fail(answer) : answer;
    },
    async settle() {
      calls.settle += 1;
      return { state: settles } as Settlement;
    },
    discard: async () => {},
    failureOf: (error) => (error as Error).name as ResourceFailure,
  };
  const earlier = { change, done: false, verified: false, open: false, inDoubt: false, ...record };
  const journal = {
    record: { changes: new Map(record && [[change.id, earlier]]) },
    append: async (entry: JournalEntry) => void entries.push(entry),
  };
  let thrown: unknown;
  await makeResource(change, {
    resources,
    journal: journal as unknown as Journal,
    planHash: 'hash',
    retryPolicy: {
      now: () => nowMs,
      random: () => 0,
      maxAttempts: 3,
      sleep: async () => {
        nowMs += TICK_MS;
      },
    },
    waits: { lateReadMs: MINUTE_MS, settleMs: MINUTE_MS, ...waits },
    onCall: () => {},
    onWait: () => {},
  }).catch((error: unknown) => {
    thrown = error;
  });
  return { calls, thrown, last: entries.at(-1) };
}

test.each<[ResourceFailure, number]>([
  ['not-visible', 7],
  ['in-use', 7],
  ['throttled', 3],
  ['unanswered', 3],
  ['refused', 1],
])('a call that fails as %s is made %d times', async (kind, expected) => {
  const { calls, last } = await makeAt({ makes: [kind] });
  expect(calls.make).toBe(expected);
  expect(last).toMatchObject({ type: 'outcome', failed: [{ id: 'vpc', code: kind }] });
});

test.each(['not-visible', 'in-use'] as const)('waiting for others, %s, takes no attempt', async (kind) => {
  const { calls, last } = await makeAt({ makes: [kind, kind, kind, 'throttled', 'throttled', made] });
  expect(calls.make).toBe(6);
  expect(last).toMatchObject({ type: 'verified', ids: ['vpc'] });
});

test('what is not ready is looked at until its time is over, and stays as it is then', async () => {
  const { calls, last } = await makeAt({ settles: 'pending' });
  expect(calls.settle).toBe(7);
  expect(last).toMatchObject({ type: 'outcome', done: ['vpc'] });
});

test('what an earlier call may have made is looked for until it would be visible, then made', async () => {
  const identity = 'ownership-tag';
  expect((await makeAt({ identity })).calls).toMatchObject({ find: 1, make: 1 });
  expect((await makeAt({ identity, record: { open: true } })).calls).toMatchObject({ find: 7, make: 1 });
  expect((await makeAt({ identity, record: { inDoubt: true } })).calls).toMatchObject({ find: 7, make: 1 });
});

test('a look-up that is throttled is repeated as often as attempts are allowed, and one that is refused is not', async () => {
  const identity = 'ownership-tag';
  const throttled = await makeAt({ identity, finds: 'throttled' });
  expect(throttled).toMatchObject({ calls: { find: 3, make: 0 }, thrown: { name: 'throttled' } });
  const refused = await makeAt({ identity, finds: 'refused' });
  expect(refused).toMatchObject({ calls: { find: 1, make: 0 }, thrown: { name: 'refused' } });
});
