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

test('a change is made while what it holds is so, and an undo of it holds nothing', async () => {
  const stage = createPlanFixture([removal, { holds: null }]);
  expect((await stage.apply()).done).toHaveLength(2);

  stage.present.set('vol-0 Owner', { value: null });
  const undo = await undoPlan(await recordOf(stage), { executor: stage.executor, ...stage.pace });

  expect(undo.changes).toMatchObject([{ before: null, after: 'ann' }, { id: 'vol-1' }]);
  for (const change of undo.changes) expect(change).not.toHaveProperty('holds');
});

test.each([
  ['has another value', { value: 'bob' }, 'because "Owner" has that value; "Owner" is now "bob"'],
  ['was removed', { value: null }, 'because "Owner" has that value; "Owner" is now absent'],
] as const)(
  'where what a change holds %s, the whole plan is refused, and told why',
  async (_name, found, why) => {
    const stage = createPlanFixture([removal, {}]);
    stage.present.set('vol-0 Owner', found);

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

test('what is made already rests on nothing any more', async () => {
  const stage = createPlanFixture([{ ...removal, found: null }]);
  stage.present.set('vol-0 Owner', { value: null });
  expect((await stage.apply()).alreadyDone).toHaveLength(1);
});

test('an old answer of what is held is looked at again', async () => {
  const stage: ReturnType<typeof createPlanFixture> = createPlanFixture([removal], {
    async read(fields) {
      const value = stage.naps.length === 0 ? 'bob' : 'ann';
      return new Map(fields.map(({ id, field }) => [id, { value: field === 'Owner' ? value : 'ann' }]));
    },
  });
  await stage.apply({ verify: { attempts: 1 } });
  expect(stage.sent).toEqual([['vol-0']]);
});

/** One call a change; after the first of them `later` happens, and a minute goes by. */
function createSlowStage(
  stages: Parameters<typeof createPlanFixture>[0],
  later: (present: ReturnType<typeof createPlanFixture>['present']) => void,
) {
  const stage: ReturnType<typeof createPlanFixture> = createPlanFixture(stages, {
    batches: (changes) => changes.map((change) => [change]),
    async apply([change]) {
      stage.present.set(change!.id, { value: change!.after });
      if (stage.sent.length > 1) return { failed: [] };
      later(stage.present);
      await stage.pace.sleep(60_000);
      return { failed: [] };
    },
  });
  return stage;
}

test('what is held is looked at again before a late turn, and what has lost it is left', async () => {
  const stage = createSlowStage([{}, removal], (present) => present.set('vol-1 Owner', { value: null }));

  const { drifted, done } = await stage.apply();

  expect(stage.sent).toEqual([['vol-0']]);
  expect(done).toHaveLength(1);
  expect(drifted).toMatchObject([
    { change: { id: 'vol-1' }, unmet: { precondition: { field: 'Owner' }, found: { value: null } } },
  ]);
});

test('what a change requires is looked at again as well', async () => {
  const stage = createSlowStage([{}, { ...removal, requires: [0] }], (present) =>
    present.set('vol-0', { value: null }),
  );

  const { drifted } = await stage.apply();

  expect(stage.sent).toEqual([['vol-0']]);
  expect(drifted).toMatchObject([{ change: { id: 'vol-1' }, unmet: { precondition: { id: 'vol-0' } } }]);
});

test('a resume refuses where what is held was lost meanwhile', async () => {
  const isRefused = new Set(['vol-1']);
  const stage: ReturnType<typeof createPlanFixture> = createPlanFixture([{}, removal], {
    async apply(batch) {
      const failed = batch.filter(({ id }) => isRefused.has(id));
      for (const { id, after } of batch) if (!isRefused.has(id)) stage.present.set(id, { value: after });
      return { failed: failed.map(({ id }) => ({ id, code: 'Denied', message: 'no', retryable: false })) };
    },
  });
  await stage.apply();
  isRefused.clear();
  stage.present.set('vol-1 Owner', { value: null });
  expect(await rejection(stage.apply())).toMatchObject({ code: 'plan.drift' });
  expect(stage.present.get('vol-1')).toEqual({ value: 'ann' });
});

/** A tag that goes from `project` to `Project`: the journal of an apply that made the first half of it. */
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
    return undoPlan(await recordOf(stage), { executor, ...stage.pace });
  };
  return { undoWhere };
}

test('an undo takes back a value only while it is where it went from', async () => {
  const { undoWhere } = await halfRenamed();
  expect((await undoWhere('shop')).changes).toMatchObject([
    { id: 'a', after: null, holds: [{ field: 'project', value: 'shop' }] },
  ]);
});

test('where somebody else has removed it there, the undo leaves the value, and says so', async () => {
  const { undoWhere } = await halfRenamed();
  const { changes, findings } = await undoWhere(null);
  expect(changes).toEqual([]);
  expect(findings).toMatchObject([
    {
      field: 'Project',
      reason: 'is left as the apply made it, for "project" of vol-0 would have to be restored before',
    },
  ]);
});

test('an undo names the command that makes it anew', async () => {
  const stage = createPlanFixture([{}]);
  await stage.apply();
  const command = 'groundcrew tags undo fixes.json.journal';
  const undo = await undoPlan(await recordOf(stage), { executor: stage.executor, command, ...stage.pace });
  expect(undo.scope.command).toBe(command);
});
