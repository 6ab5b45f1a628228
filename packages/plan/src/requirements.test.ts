import { expect, test } from 'vitest';
import type { Executor } from './executor.ts';
import { openJournal } from './journal.ts';
import { createPlanFixture, rejection } from './testing/plan-fixture.ts';
import { createSimulatedProcess } from './testing/simulated-process.ts';
import { undoPlan } from './undo-plan.ts';

/** Refuses the changes of `ids`, and makes the others. */
function refusing(stage: () => ReturnType<typeof createPlanFixture>, ids: Set<string>): Partial<Executor> {
  return {
    async apply(batch) {
      const failed = batch.filter(({ id }) => ids.has(id));
      for (const { id, after } of batch) if (!ids.has(id)) stage().current.set(id, { value: after });
      return { failed: failed.map(({ id }) => ({ id, code: 'Denied', message: 'no', retryable: false })) };
    },
  };
}

test('a change that requires a failed one is not tried, nor those that require it; a resume makes them', async () => {
  const refused = new Set(['vol-0']);
  const stage: ReturnType<typeof createPlanFixture> = createPlanFixture(
    [{}, { requires: [0] }, { requires: [1] }, { requires: [4] }, {}],
    refusing(() => stage, refused),
  );

  const first = await stage.apply();

  expect(stage.sent).toEqual([['vol-0', 'vol-4'], ['vol-3']]);
  expect(first.failed.map(({ change, code, message }) => `${change.id} ${code}: ${message}`)).toEqual([
    'vol-0 Denied: no',
    'vol-1 plan.requirement.failed: was not tried, because it requires vol-0, which is not made',
    'vol-2 plan.requirement.failed: was not tried, because it requires vol-1, which is not made',
  ]);

  refused.clear();
  const second = await stage.apply();

  expect(stage.sent.slice(2)).toEqual([['vol-0'], ['vol-1'], ['vol-2']]);
  expect(second.failed).toEqual([]);
  expect(second.done).toHaveLength(5);
});

test('a change of an earlier run that another client has reverted does not meet a requirement', async () => {
  const refused = new Set(['vol-1']);
  const stage: ReturnType<typeof createPlanFixture> = createPlanFixture(
    [{}, { requires: [0] }],
    refusing(() => stage, refused),
  );
  await stage.apply();
  refused.clear();
  stage.current.set('vol-0', { value: null });

  const { failed } = await stage.apply();

  expect(stage.sent).toEqual([['vol-0'], ['vol-1']]);
  expect(failed).toMatchObject([{ change: { id: 'vol-1' }, code: 'plan.requirement.failed' }]);
});

test('a value that another client set already meets a requirement', async () => {
  const { apply, sent } = createPlanFixture([{ found: 'shop' }, { requires: [0] }]);
  expect((await apply()).failed).toEqual([]);
  expect(sent).toEqual([['vol-1']]);
});

test('a change that requires one that drifted before its turn is not tried', async () => {
  const stage: ReturnType<typeof createPlanFixture> = createPlanFixture([{}, {}, { requires: [1] }], {
    batches: (changes) => changes.map((change) => [change]),
    async apply([change]) {
      stage.current.set(change!.id, { value: change!.after });
      stage.current.set('vol-1', { value: "another's" });
      await stage.retryPolicy.sleep(60_000);
      return { failed: [] };
    },
  });
  const { drifted, failed } = await stage.apply();
  expect(stage.sent).toEqual([['vol-0']]);
  expect(drifted).toMatchObject([{ change: { id: 'vol-1' } }]);
  expect(failed).toMatchObject([{ change: { id: 'vol-2' }, code: 'plan.requirement.failed' }]);
});

test('concurrent batches wait for those that they require', async () => {
  const under = new Set<string>();
  const stage: ReturnType<typeof createPlanFixture> = createPlanFixture(
    [{}, {}, { requires: [0] }, { requires: [1] }],
    {
      batches: (changes) => changes.map((change) => [change]),
      async apply([change]) {
        for (const id of change!.requires ?? []) expect(stage.current.get(id)).toEqual({ value: 'shop' });
        under.add(change!.id);
        for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
        if (change!.id === 'vol-0') expect(under).toContain('vol-1');
        stage.current.set(change!.id, { value: change!.after });
        return { failed: [] };
      },
    },
  );
  expect((await stage.apply({ concurrency: 4 })).done).toHaveLength(4);
});

test('an undo reverts a change that required another before that one', async () => {
  const stage = createPlanFixture([{}, { before: 'shop', after: null, requires: [0] }]);
  await stage.apply();
  const { record } = await openJournal(createSimulatedProcess(1, stage.disk).store, {
    plan: stage.plan,
    mode: 'resume',
    now: stage.retryPolicy.now,
  });

  const undo = await undoPlan(record, { executor: stage.executor, ...stage.retryPolicy });

  expect(undo.changes).toMatchObject([{ id: 'vol-0', after: null, requires: ['vol-1'] }, { id: 'vol-1' }]);
  expect(undo.changes[1]).not.toHaveProperty('requires');
});

test('if a change that required another one was changed since, both are left and reported', async () => {
  const stage = createPlanFixture([
    {},
    { requires: [0] },
    { before: 'shop', after: null, requires: [1] },
    {},
  ]);
  await stage.apply();
  stage.current.set('vol-2', { value: "another's" });
  const { record } = await openJournal(createSimulatedProcess(1, stage.disk).store, {
    plan: stage.plan,
    mode: 'resume',
    now: stage.retryPolicy.now,
  });

  const undo = await undoPlan(record, { executor: stage.executor, ...stage.retryPolicy });

  expect(undo.changes.map(({ id }) => id)).toEqual(['vol-3']);
  expect(undo.findings.map(({ target, reason }) => `${target.resource} ${reason}`)).toEqual([
    'vol-0 is left as the apply made it, because "Project" of vol-1 would have to be restored first',
    'vol-1 is left as the apply made it, because "Project" of vol-2 would have to be restored first',
    'vol-2 was changed since, to "another\'s"; the apply had made it absent; left as it is',
  ]);
});

test('an executor that sends a change together with what it requires is a bug', async () => {
  const { apply } = createPlanFixture([{}, { requires: [0] }], { batches: (changes) => [changes] });
  expect(await rejection(apply())).toMatchObject({ code: 'plan.executor', fault: 'bug' });
});
