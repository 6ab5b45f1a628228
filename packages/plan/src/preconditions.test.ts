import { expect, test } from 'vitest';
import { loadJournal, openJournal } from './journal.ts';
import type { Change } from './plan.ts';
import { createPlanFixture, rejection } from './testing/plan-fixture.ts';
import { createSimulatedProcess } from './testing/simulated-process.ts';
import { undoPlan } from './undo-plan.ts';

const removal = { before: 'ann', after: null, holds: 'ann' };

function recordOf({ disk }: ReturnType<typeof createPlanFixture>) {
  return loadJournal(createSimulatedProcess(1, disk).store, { isRunning: () => false });
}

test('a change is made while its precondition is met, and its undo has no preconditions', async () => {
  const stage = createPlanFixture([removal, { holds: null }]);
  expect((await stage.apply()).done).toHaveLength(2);

  stage.current.set('vol-0 Owner', { value: null });
  const undo = await undoPlan(await recordOf(stage), { executor: stage.executor, ...stage.retryPolicy });

  expect(undo.changes).toMatchObject([{ before: null, after: 'ann' }, { id: 'vol-1' }]);
  for (const change of undo.changes) expect(change).not.toHaveProperty('holds');
});

test.each([
  ['has another value', { value: 'bob' }, 'because "Owner" has that value; "Owner" is now "bob"'],
  ['was removed', { value: null }, 'because "Owner" has that value; "Owner" is now absent'],
] as const)(
  'where a precondition %s, the whole plan is refused with the reason',
  async (_name, found, why) => {
    const stage = createPlanFixture([removal, {}]);
    stage.current.set('vol-0 Owner', found);

    const thrown = await rejection(stage.apply());

    expect(stage.sent).toEqual([]);
    expect(thrown).toMatchObject({
      code: 'plan.drift',
      message: expect.stringContaining(`vol-0 "Project": would remove "Project=ann" ${why}`),
      details: {
        drifts: [
          { id: 'vol-0', found: 'ann', broken: { resource: 'vol-0', field: 'Owner', expected: 'ann' } },
        ],
      },
    });
  },
);

test('a change that is made already has no preconditions', async () => {
  const stage = createPlanFixture([{ ...removal, found: null }]);
  stage.current.set('vol-0 Owner', { value: null });
  expect((await stage.apply()).alreadyDone).toHaveLength(1);
});

test('a stale value of a precondition is read again', async () => {
  const stage: ReturnType<typeof createPlanFixture> = createPlanFixture([removal], {
    async read(fields) {
      const value = stage.sleeps.length === 0 ? 'bob' : 'ann';
      return new Map(fields.map(({ id, field }) => [id, { value: field === 'Owner' ? value : 'ann' }]));
    },
  });
  await stage.apply({ verify: { maxReads: 1 } });
  expect(stage.sent).toEqual([['vol-0']]);
});

/** One call per change; after the first of them `later` happens, and a minute passes. */
function createSlowStage(
  stages: Parameters<typeof createPlanFixture>[0],
  later: (current: ReturnType<typeof createPlanFixture>['current']) => void,
) {
  const stage: ReturnType<typeof createPlanFixture> = createPlanFixture(stages, {
    batches: (changes) => changes.map((change) => [change]),
    async apply([change]) {
      stage.current.set(change!.id, { value: change!.after });
      if (stage.sent.length > 1) return { failed: [] };
      later(stage.current);
      await stage.retryPolicy.sleep(60_000);
      return { failed: [] };
    },
  });
  return stage;
}

test('preconditions are read again before a late turn, and a change with an unmet one is not made', async () => {
  const stage = createSlowStage([{}, removal], (current) => current.set('vol-1 Owner', { value: null }));

  const { drifted, done } = await stage.apply();

  expect(stage.sent).toEqual([['vol-0']]);
  expect(done).toHaveLength(1);
  expect(drifted).toMatchObject([
    { change: { id: 'vol-1' }, unmet: { precondition: { field: 'Owner' }, found: { value: null } } },
  ]);
});

test('what a change requires is read again as well', async () => {
  const stage = createSlowStage([{}, { ...removal, requires: [0] }], (current) =>
    current.set('vol-0', { value: null }),
  );

  const { drifted } = await stage.apply();

  expect(stage.sent).toEqual([['vol-0']]);
  expect(drifted).toMatchObject([{ change: { id: 'vol-1' }, unmet: { precondition: { id: 'vol-0' } } }]);
});

test('a resume is refused if a precondition was lost meanwhile', async () => {
  const isRefused = new Set(['vol-1']);
  const stage: ReturnType<typeof createPlanFixture> = createPlanFixture([{}, removal], {
    async apply(batch) {
      const failed = batch.filter(({ id }) => isRefused.has(id));
      for (const { id, after } of batch) if (!isRefused.has(id)) stage.current.set(id, { value: after });
      return { failed: failed.map(({ id }) => ({ id, code: 'Denied', message: 'no', retryable: false })) };
    },
  });
  await stage.apply();
  isRefused.clear();
  stage.current.set('vol-1 Owner', { value: null });
  expect(await rejection(stage.apply())).toMatchObject({ code: 'plan.drift' });
  expect(stage.current.get('vol-1')).toEqual({ value: 'ann' });
});

/** A tag that moves from `project` to `Project`: the journal of an apply that made the first half. */
async function halfRenamed() {
  const target = { accountId: '111122223333', region: 'eu-west-1', resource: 'vol-0' };
  const added: Change = { id: 'a', target, field: 'Project', before: null, after: 'shop', reason: 'r' };
  const removed: Change = {
    ...added,
    id: 'b',
    field: 'project',
    before: 'shop',
    after: null,
    requires: ['a'],
  };
  const stage = createPlanFixture([{}]);
  const journal = await openJournal(createSimulatedProcess(1, stage.disk).store, {
    plan: { ...stage.plan, changes: [added, removed] },
    mode: 'new',
    now: () => 0,
  });
  const at = '2027-01-31T00:00:00Z';
  await journal.append({ type: 'intent', at, changes: [added] });
  await journal.append({ type: 'outcome', at, done: ['a'], failed: [] });
  await journal.append({ type: 'intent', at, changes: [removed] });
  const failed = [{ id: 'b', code: 'Denied', message: 'no', inDoubt: false }];
  await journal.append({ type: 'outcome', at, done: [], failed });
  await journal.close();
  const undoWhere = async (project: string | null) => {
    const values: Record<string, string | null> = { a: 'shop', b: project };
    const executor = {
      ...stage.executor,
      read: async (fields: readonly { id: string }[]) =>
        new Map(fields.map(({ id }) => [id, { value: values[id]! }])),
    };
    return undoPlan(await recordOf(stage), { executor, ...stage.retryPolicy });
  };
  return { undoWhere };
}

test('an undo removes a moved value only while it is at its origin', async () => {
  const { undoWhere } = await halfRenamed();
  expect((await undoWhere('shop')).changes).toMatchObject([
    { id: 'a', after: null, holds: [{ field: 'project', value: 'shop' }] },
  ]);
});

test('if another client has removed it there, the undo leaves the value, and reports that', async () => {
  const { undoWhere } = await halfRenamed();
  const { changes, findings } = await undoWhere(null);
  expect(changes).toEqual([]);
  expect(findings).toMatchObject([
    {
      field: 'Project',
      reason: 'is left as the apply made it, because "project" of vol-0 would have to be restored first',
    },
  ]);
});

test('an undo names the command that makes it again', async () => {
  const stage = createPlanFixture([{}]);
  await stage.apply();
  const command = 'groundcrew tags undo fixes.json.journal';
  const undo = await undoPlan(await recordOf(stage), {
    executor: stage.executor,
    command,
    ...stage.retryPolicy,
  });
  expect(undo.scope.command).toBe(command);
});
