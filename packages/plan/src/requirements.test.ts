import { expect, test } from 'vitest';
import type { Executor } from './executor.ts';
import { openJournal } from './journal.ts';
import { createPlanFixture, rejection } from './testing/plan-fixture.ts';
import { createSimulatedProcess } from './testing/simulated-process.ts';
import { undoPlan } from './undo-plan.ts';

/** Refuses to make what is among `ids`, and makes the rest. */
function refusing(stage: () => ReturnType<typeof createPlanFixture>, ids: Set<string>): Partial<Executor> {
  return {
    async apply(batch) {
      const failed = batch.filter(({ id }) => ids.has(id));
      for (const { id, after } of batch) if (!ids.has(id)) stage().present.set(id, { value: after });
      return { failed: failed.map(({ id }) => ({ id, code: 'Denied', message: 'no', retryable: false })) };
    },
  };
}

test('what requires a change that failed is not tried, nor what requires that; a resume makes them', async () => {
  const refused = new Set(['vol-0']);
  const stage: ReturnType<typeof createPlanFixture> = createPlanFixture(
    [{}, { requires: [0] }, { requires: [1] }, { requires: [4] }, {}],
    refusing(() => stage, refused),
  );

  const first = await stage.apply();

  expect(stage.sent).toEqual([['vol-0', 'vol-4'], ['vol-3']]);
  expect(first.failed.map(({ change, code, message }) => `${change.id} ${code}: ${message}`)).toEqual([
    'vol-0 Denied: no',
    'vol-1 plan.requirement.failed: was not tried, for vol-0 has to be as the plan makes it before, and is not',
    'vol-2 plan.requirement.failed: was not tried, for vol-1 has to be as the plan makes it before, and is not',
  ]);

  refused.clear();
  const second = await stage.apply();

  expect(stage.sent.slice(2)).toEqual([['vol-0'], ['vol-1'], ['vol-2']]);
  expect(second.failed).toEqual([]);
  expect(second.done).toHaveLength(5);
});

test('what an earlier run made, and somebody else took back since, is no requirement met', async () => {
  const refused = new Set(['vol-1']);
  const stage: ReturnType<typeof createPlanFixture> = createPlanFixture(
    [{}, { requires: [0] }],
    refusing(() => stage, refused),
  );
  await stage.apply();
  refused.clear();
  stage.present.set('vol-0', { value: null });

  const { failed } = await stage.apply();

  expect(stage.sent).toEqual([['vol-0'], ['vol-1']]);
  expect(failed).toMatchObject([{ change: { id: 'vol-1' }, code: 'plan.requirement.failed' }]);
});

test('what somebody else has done already is requirement enough', async () => {
  const { apply, sent } = createPlanFixture([{ found: 'shop' }, { requires: [0] }]);
  expect((await apply()).failed).toEqual([]);
  expect(sent).toEqual([['vol-1']]);
});

test('what requires a change that drifted before its turn is not tried', async () => {
  const stage: ReturnType<typeof createPlanFixture> = createPlanFixture([{}, {}, { requires: [1] }], {
    batches: (changes) => changes.map((change) => [change]),
    async apply([change]) {
      stage.present.set(change!.id, { value: change!.after });
      stage.present.set('vol-1', { value: "another's" });
      await stage.pace.sleep(60_000);
      return { failed: [] };
    },
  });
  const { drifted, failed } = await stage.apply();
  expect(stage.sent).toEqual([['vol-0']]);
  expect(drifted).toMatchObject([{ change: { id: 'vol-1' } }]);
  expect(failed).toMatchObject([{ change: { id: 'vol-2' }, code: 'plan.requirement.failed' }]);
});

test('batches that go side by side wait for those that they require', async () => {
  const under = new Set<string>();
  const stage: ReturnType<typeof createPlanFixture> = createPlanFixture(
    [{}, {}, { requires: [0] }, { requires: [1] }],
    {
      batches: (changes) => changes.map((change) => [change]),
      async apply([change]) {
        for (const id of change!.requires ?? []) expect(stage.present.get(id)).toEqual({ value: 'shop' });
        under.add(change!.id);
        for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
        if (change!.id === 'vol-0') expect(under).toContain('vol-1');
        stage.present.set(change!.id, { value: change!.after });
        return { failed: [] };
      },
    },
  );
  expect((await stage.apply({ concurrency: 4 })).done).toHaveLength(4);
});

test('an undo takes back what required another before that one', async () => {
  const stage = createPlanFixture([{}, { before: 'shop', after: null, requires: [0] }]);
  await stage.apply();
  const { record } = await openJournal(createSimulatedProcess(1, stage.disk).store, {
    plan: stage.plan,
    mode: 'resume',
    now: stage.pace.now,
  });

  const undo = await undoPlan(record, { executor: stage.executor, ...stage.pace });

  expect(undo.changes).toMatchObject([{ id: 'vol-0', after: null, requires: ['vol-1'] }, { id: 'vol-1' }]);
  expect(undo.changes[1]).not.toHaveProperty('requires');
});

test('where what required a change was changed since, that change is left as well, and said so', async () => {
  const stage = createPlanFixture([
    {},
    { requires: [0] },
    { before: 'shop', after: null, requires: [1] },
    {},
  ]);
  await stage.apply();
  stage.present.set('vol-2', { value: "another's" });
  const { record } = await openJournal(createSimulatedProcess(1, stage.disk).store, {
    plan: stage.plan,
    mode: 'resume',
    now: stage.pace.now,
  });

  const undo = await undoPlan(record, { executor: stage.executor, ...stage.pace });

  expect(undo.changes.map(({ id }) => id)).toEqual(['vol-3']);
  expect(undo.findings.map(({ target, reason }) => `${target.resource} ${reason}`)).toEqual([
    'vol-0 is left as the apply made it, for "Project" of vol-1 would have to be restored before',
    'vol-1 is left as the apply made it, for "Project" of vol-2 would have to be restored before',
    'vol-2 was changed since, to "another\'s"; the apply had made it absent; left as it is',
  ]);
});

test('an executor that sends a change together with what it requires is a bug', async () => {
  const { apply } = createPlanFixture([{}, { requires: [0] }], { batches: (changes) => [changes] });
  expect(await rejection(apply())).toMatchObject({ code: 'plan.executor', fault: 'bug' });
});
