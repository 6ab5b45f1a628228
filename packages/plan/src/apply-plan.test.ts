import { expect, test } from 'vitest';
import type { ApplyProgress } from './apply-plan.ts';
import { applyPlan } from './apply-plan.ts';
import type { Executor, ItemFailure } from './executor.ts';
import { openJournal } from './journal.ts';
import { createPlanFixture, rejection } from './testing/plan-fixture.ts';
import { createSimulatedProcess } from './testing/simulated-process.ts';
import { undoPlan } from './undo-plan.ts';

test('a plan is made by as few calls as there are batches, and reported step by step', async () => {
  const { sent, sleeps, apply } = createPlanFixture([{}, {}, { before: 'a', after: null }]);
  const progress: ApplyProgress[] = [];
  const result = await apply({ onProgress: (news) => progress.push(news) });
  expect(sent).toEqual([['vol-0', 'vol-1', 'vol-2']]);
  expect(result).toMatchObject({ calls: 1, alreadyDone: [], failed: [], drifted: [], unverified: [] });
  expect(result.done).toHaveLength(3);
  expect(sleeps).toEqual([]);
  expect(progress).toEqual([
    { phase: 'check', done: 0, total: 3, calls: 0 },
    { phase: 'check', done: 3, total: 3, calls: 0 },
    { phase: 'apply', done: 0, total: 3, calls: 0 },
    { phase: 'apply', done: 3, total: 3, calls: 1 },
    { phase: 'verify', done: 3, total: 3, calls: 1 },
  ]);
});

test('each field that drifted is reported with what was expected and what was found, and nothing is changed', async () => {
  const { sent, apply } = createPlanFixture([
    {},
    { before: 'a', found: 'b' },
    { found: 'gone' },
    { found: 'shop' },
  ]);
  const thrown = await rejection(apply({ isStrict: true }));
  expect(sent).toEqual([]);
  expect(thrown).toMatchObject({
    code: 'plan.drift',
    message: [
      '2 fields are no longer as the plan expects; nothing was changed; make a new plan and apply that',
      '  vol-1 "Project": expected "a", found "b"',
      '  vol-2 "Project": expected absent, the resource is gone',
    ].join('\n'),
    details: {
      drifts: [
        expect.objectContaining({ id: 'vol-1', before: 'a', after: 'shop', found: 'b' }),
        expect.objectContaining({ id: 'vol-2', before: null, after: 'shop', gone: true }),
      ],
    },
  });
});

test('what is gone since the plan is skipped and reported, and the rest is made', async () => {
  const { sent, apply, disk } = createPlanFixture([{}, { found: 'gone' }, {}, { found: 'shop' }]);
  const result = await apply();
  expect(sent).toEqual([['vol-0', 'vol-2']]);
  expect(result.gone.map(({ id }) => id)).toEqual(['vol-1']);
  expect(result.done.map(({ id }) => id)).toEqual(['vol-0', 'vol-2']);
  expect(result.alreadyDone.map(({ id }) => id)).toEqual(['vol-3']);
  expect(result.failed).toEqual([]);
  expect(disk.text).not.toContain('vol-1');
});

test('what requires a change of what is gone is not made', async () => {
  const { sent, apply } = createPlanFixture([{ found: 'gone' }, { before: 'a', after: null, requires: [0] }]);
  const result = await apply();
  expect(sent).toEqual([]);
  expect(result.gone.map(({ id }) => id)).toEqual(['vol-0']);
  expect(result.failed).toMatchObject([{ change: { id: 'vol-1' }, code: 'plan.requirement.failed' }]);
});

test.each([
  ['is gone by then', 'InvalidParameterException', 'gone' as const],
  ['is named as not found, while a read is stale', 'InvalidVolume.NotFound', undefined],
])('a change that fails because its resource %s is reported as gone', async (_, code, found) => {
  const { current, apply } = createPlanFixture([{}, {}], {
    async apply(batch) {
      current.set('vol-0', { value: 'shop' });
      if (found) current.set('vol-1', found);
      const failed = batch.filter(({ id }) => id === 'vol-1');
      return { failed: failed.map(({ id }) => ({ id, code, message: 'no', retryable: false })) };
    },
  });
  const result = await apply();
  expect(result.done.map(({ id }) => id)).toEqual(['vol-0']);
  expect(result.gone.map(({ id }) => id)).toEqual(['vol-1']);
  expect(result.failed).toEqual([]);
});

test.each([
  ['plan.caps.exceeded', { caps: { maxChanges: 1 } }],
  ['plan.caps.exceeded', { caps: { maxPercent: 49 } }],
  ['plan.account.mismatch', { accountIds: ['999988887777'] }],
])('a plan refused by %s makes no call', async (code, options) => {
  const unasked = async () => {
    throw new Error('was called');
  };
  const { apply } = createPlanFixture([{}, {}], { read: unasked, apply: unasked });
  expect(await rejection(apply(options))).toMatchObject({ code });
});

test('a plan is not applied with the journal of another', async () => {
  const { plan, retryPolicy, executor } = createPlanFixture([{}]);
  const other = createPlanFixture([{}, {}]).plan;
  const { store } = createSimulatedProcess(1, { text: undefined });
  const journal = await openJournal(store, { plan: other, mode: 'new', now: retryPolicy.now });
  expect(await rejection(applyPlan(plan, { executor, journal, ...retryPolicy }))).toMatchObject({
    code: 'plan.journal.of-another-plan',
  });
});

test('a call that fails as a whole is bisected until the change that fails is alone', async () => {
  const culprit = 'vol-5';
  const { sent, apply, current } = createPlanFixture(
    Array.from({ length: 8 }, () => ({})),
    {
      async apply(batch) {
        if (batch.some(({ id }) => id === culprit)) {
          throw Object.assign(new Error('vol-5 is malformed\nx-amz-security-token:secret'), {
            name: 'Malformed',
          });
        }
        for (const { id, after } of batch) current.set(id, { value: after });
        return { failed: [] };
      },
    },
  );
  const { failed, done, calls } = await apply();
  expect(failed).toEqual([
    { change: expect.objectContaining({ id: culprit }), code: 'Malformed', message: 'vol-5 is malformed' },
  ]);
  expect(done).toHaveLength(7);
  expect(sent.map((ids) => ids.length)).toEqual([8, 4, 4, 2, 1, 1, 2]);
  expect(calls).toBe(7);
});

test('secrets after the first line of an error are not written to the journal', async () => {
  const { apply, disk } = createPlanFixture([{}], {
    apply: async () => {
      throw new Error('signature does not match\nx-amz-security-token:secret');
    },
  });
  await apply();
  expect(disk.text).toContain('signature does not match');
  expect(disk.text).not.toContain('secret');
});

test('a throttled call is retried with growing delays, and is never bisected', async () => {
  const { sent, sleeps, apply } = createPlanFixture([{}, {}], {
    apply: async () => {
      throw new Error('slow down');
    },
    isRetryable: () => true,
  });
  const { failed, calls } = await apply({ maxAttempts: 3 });
  expect(sent).toEqual(Array.from({ length: 3 }, () => ['vol-0', 'vol-1']));
  expect(calls).toBe(3);
  expect(failed.map(({ message }) => message)).toEqual(['slow down', 'slow down']);
  // The reads after it check whether the call was carried out nevertheless.
  expect(sleeps).toEqual([250, 500, 250, 500, 1_000]);
});

test('of a call that failed in part only what may succeed is retried', async () => {
  let calls = 0;
  const failure = (id: string, retryable: boolean): ItemFailure => ({
    id,
    code: 'C',
    message: 'm',
    retryable,
  });
  const { sent, apply, current } = createPlanFixture([{}, {}, {}], {
    async apply(batch) {
      calls += 1;
      const failed = calls === 1 ? [failure('vol-0', true), failure('vol-1', false)] : [];
      for (const { id, after } of batch) {
        if (!failed.some((one) => one.id === id)) current.set(id, { value: after });
      }
      return { failed };
    },
  });
  const result = await apply();
  expect(sent).toEqual([['vol-0', 'vol-1', 'vol-2'], ['vol-0']]);
  expect(result.done.map(({ id }) => id)).toEqual(['vol-0', 'vol-2']);
  expect(result.failed).toMatchObject([{ change: { id: 'vol-1' }, code: 'C', message: 'm' }]);
});

test('if every further call would fail too, the apply stops immediately, and can be resumed', async () => {
  let hasExpired = true;
  const stage = createPlanFixture([{}, {}], {
    async apply(batch) {
      if (hasExpired) throw new Error('the token has expired');
      for (const { id, after } of batch) stage.current.set(id, { value: after });
      return { failed: [] };
    },
    isFatal: () => true,
  });
  expect(await rejection(stage.apply())).toMatchObject({
    code: 'plan.apply.stopped',
    message: expect.stringMatching(/the token has expired.*--resume/),
  });
  expect(stage.sent).toHaveLength(1);
  hasExpired = false;
  expect((await stage.apply()).done).toHaveLength(2);
});

test('an aborted apply begins no further batch, and can be resumed', async () => {
  const controller = new AbortController();
  const { sent, apply } = createPlanFixture([{}, {}], {
    batches: (changes) => changes.map((change) => [change]),
    async apply() {
      controller.abort(new Error('Ctrl-C'));
      return { failed: [] };
    },
  });
  expect(await rejection(apply({ signal: controller.signal }))).toMatchObject({ message: 'Ctrl-C' });
  expect(sent).toEqual([['vol-0']]);
  await apply({ verify: { maxReads: 1 } });
  expect(sent).toEqual([['vol-0'], ['vol-1']]);
});

test('batches run concurrently only if requested', async () => {
  for (const concurrency of [1, 3]) {
    let under = 0;
    let most = 0;
    const { apply } = createPlanFixture(
      Array.from({ length: 7 }, () => ({})),
      {
        batches: (changes) => changes.map((change) => [change]),
        async apply() {
          under += 1;
          most = Math.max(most, under);
          await new Promise(setImmediate);
          under -= 1;
          return { failed: [] };
        },
      },
    );
    await apply({ concurrency, verify: { maxReads: 1 } });
    expect(most).toBe(concurrency);
  }
});

test('a concurrency below 1 is refused', async () => {
  const { apply } = createPlanFixture([{}]);
  expect(await rejection(apply({ concurrency: 0 }))).toBeInstanceOf(RangeError);
});

test('a batch whose turn comes late is checked again, and what has drifted is not made', async () => {
  const stage = createPlanFixture([{}, {}, {}], {
    batches: (changes) => changes.map((change) => [change]),
    async apply([change]) {
      stage.current.set(change!.id, { value: change!.after });
      stage.current.set('vol-1', { value: "another's" });
      stage.current.set('vol-2', { value: 'shop' });
      await stage.retryPolicy.sleep(60_000);
      return { failed: [] };
    },
  });
  const result = await stage.apply();
  expect(stage.sent).toEqual([['vol-0']]);
  expect(result.drifted).toMatchObject([{ change: { id: 'vol-1' }, found: { value: "another's" } }]);
  expect(result.alreadyDone).toMatchObject([{ id: 'vol-2' }]);
});

test('a change that does not become visible is reported with what is there instead', async () => {
  const { apply, sleeps } = createPlanFixture([{}, {}], { apply: async () => ({ failed: [] }) });
  const { done, unverified } = await apply({ verify: { maxReads: 3 } });
  expect(done).toHaveLength(2);
  expect(unverified).toMatchObject([
    { change: { id: 'vol-0' }, found: { value: null } },
    { change: { id: 'vol-1' }, found: { value: null } },
  ]);
  expect(sleeps).toEqual([250, 500]);
});

test('a value that another client set already is reported, not sent, and not undone', async () => {
  const { apply, sent, executor, retryPolicy, disk, plan } = createPlanFixture([{}, { found: 'shop' }]);
  const result = await apply();
  expect(sent).toEqual([['vol-0']]);
  expect(result.alreadyDone).toMatchObject([{ id: 'vol-1' }]);
  const journal = await openJournal(createSimulatedProcess(1, disk).store, {
    plan,
    mode: 'resume',
    now: retryPolicy.now,
  });
  const undo = await undoPlan(journal.record, { executor, ...retryPolicy });
  expect(undo.changes).toMatchObject([{ id: 'vol-0', before: 'shop', after: null }]);
});

test('what failed as not found, and another client has made since, is done already and not gone', async () => {
  const stage = createPlanFixture([{}], {
    apply: async (batch) => ({
      failed: batch.map(({ id }) => ({
        id,
        code: 'InvalidVolume.NotFound',
        message: 'no',
        retryable: false,
      })),
    }),
  });
  expect(await stage.apply()).toMatchObject({ gone: [{ id: 'vol-0' }], failed: [] });
  stage.current.set('vol-0', { value: 'shop' });
  expect(await stage.apply()).toMatchObject({ gone: [], alreadyDone: [{ id: 'vol-0' }], failed: [] });
});

test('a change that was definitely refused, and that another client made then, is not undone', async () => {
  const { apply, current, executor, retryPolicy, disk, plan } = createPlanFixture([{}], {
    apply: async (batch) => ({
      failed: batch.map(({ id }) => ({ id, code: 'Denied', message: 'no', retryable: false })),
    }),
  });
  await apply();
  current.set('vol-0', { value: 'shop' });
  const journal = await openJournal(createSimulatedProcess(1, disk).store, {
    plan,
    mode: 'resume',
    now: retryPolicy.now,
  });
  expect((await undoPlan(journal.record, { executor, ...retryPolicy })).changes).toEqual([]);
});

test('an undo leaves what was changed since, and what is gone, and reports both', async () => {
  const { apply, current, executor, retryPolicy, disk, plan } = createPlanFixture([
    {},
    {},
    { before: 'a' },
    {},
  ]);
  await apply();
  current.set('vol-0', { value: "another's" });
  current.set('vol-1', 'gone');
  current.set('vol-3', { value: null });
  const journal = await openJournal(createSimulatedProcess(1, disk).store, {
    plan,
    mode: 'resume',
    now: retryPolicy.now,
  });

  const undo = await undoPlan(journal.record, { executor, ...retryPolicy });

  expect(undo).toMatchObject({ kind: 'tags', scope: { examined: 8, undoOf: plan.hash, asBefore: 1 } });
  expect(undo.changes).toMatchObject([{ id: 'vol-2', before: 'shop', after: 'a' }]);
  expect(undo.findings.map(({ target, reason }) => `${target.resource}: ${reason}`)).toEqual([
    'vol-0: was changed since, to "another\'s"; the apply had made it "shop"; left as it is',
    'vol-1: the resource does not exist any more; there is nothing to restore',
  ]);
});

test.each<[string, Partial<Executor>]>([
  ['leaves out a value', { read: async () => new Map() }],
  ['leaves out a change', { batches: () => [] }],
  ['adds a change', { batches: (changes) => [changes, createPlanFixture([{}]).plan.changes] }],
  ['sends a change twice', { batches: (changes) => [changes, changes] }],
  ['sends a change twice in one call', { batches: (changes) => [[...changes, ...changes]] }],
  [
    'reports a failure of what was not sent',
    { apply: async () => ({ failed: [{ id: 'x', code: 'C', message: 'm', retryable: false }] }) },
  ],
])('an executor that %s is a bug', async (_name, answers) => {
  const { apply } = createPlanFixture([{}], answers);
  expect(await rejection(apply())).toMatchObject({ code: 'plan.executor', fault: 'bug' });
});
