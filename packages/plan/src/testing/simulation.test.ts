import { createRandom } from '@groundcrew/async';
import { isGroundcrewError } from '@groundcrew/errors';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import type { ApplyResult, applyPlan } from '../apply-plan.ts';
import type { Json } from '../json.ts';
import { type Change, createPlan, type Plan } from '../plan.ts';
import { describeError } from '../retry-policy.ts';
import { createSimulatedAccount, type Faults, noFaults, type SimulatedAccount } from './simulated-account.ts';
import { createCrashingProcesses } from './crashing-processes.ts';
import type { SimulatedDisk } from './simulated-process.ts';

const accountId = '111122223333';
const held = { field: 'Owner', value: 'ann' };

interface Scenario {
  readonly seed: number;
  readonly fields: readonly {
    readonly before: Json;
    readonly after: Json;
    /** The index of the field before it that it requires, if that one is changed. */
    readonly requires: number | undefined;
    /** It has another field of its resource as a precondition. */
    readonly holds: boolean;
    readonly role: 'change' | 'outside' | 'applied' | 'denied' | 'refused';
  }[];
  readonly batchSize: number;
  readonly concurrency: number;
  /** At which step each process crashes; after the last of them none does. */
  readonly crashes: readonly number[];
  readonly undoCrashes: readonly number[];
  readonly faults: Faults;
}

const value = fc.oneof(fc.constant(null), fc.constantFrom('', 'a', 'b', 'c'));

const share = fc.constantFrom(0, 0, 0.1, 0.3);

const scenarios = fc.record<Scenario>({
  seed: fc.nat(),
  fields: fc.array(
    fc
      .record({
        before: value,
        after: value,
        requires: fc.option(fc.nat({ max: 11 }), { nil: undefined }),
        holds: fc.boolean(),
        role: fc.constantFrom(
          'change',
          'change',
          'change',
          'change',
          'outside',
          'applied',
          'denied',
          'refused',
        ),
      })
      .filter(({ before, after }) => before !== after),
    { maxLength: 12 },
  ),
  batchSize: fc.integer({ min: 1, max: 12 }),
  concurrency: fc.integer({ min: 1, max: 3 }),
  crashes: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 3 }),
  undoCrashes: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 3 }),
  faults: fc.record({
    throttled: share,
    answerLost: share,
    itemLost: share,
    itemRefused: share,
    stale: fc.constantFrom(0, 0.5, 1),
    others: fc.constant(0),
  }),
});

function createWorld({ seed, fields, batchSize, concurrency, faults }: Scenario) {
  let nowMs = Date.UTC(2027, 0, 31);
  const random = createRandom(seed);
  const retryPolicy = {
    now: () => nowMs,
    random,
    sleep: async (ms: number) => {
      nowMs += ms;
    },
  };
  const ids = fields.map((_, index) => `vol-${index}#Project`);
  const account = createSimulatedAccount(
    Object.fromEntries(
      fields.flatMap(({ before, holds }, index) => [
        [ids[index]!, before],
        ...(holds ? [[`vol-${index}#${held.field}`, held.value]] : []),
      ]),
    ),
    retryPolicy,
  );
  const changes = fields.flatMap(({ before, after, role, requires, holds }, index): Change[] => {
    const id = ids[index]!;
    if (role === 'denied') account.denied.add(id);
    if (role === 'refused') account.refused.add(id);
    if (role === 'outside') return [];
    const target = { accountId, region: 'eu-west-1', resource: `vol-${index}` };
    const reason = 'is required';
    const change = { id, target, field: 'Project', before, after, reason, ...(holds && { holds: [held] }) };
    if (requires === undefined || requires >= index || fields[requires]!.role === 'outside') return [change];
    return [{ ...change, requires: [ids[requires]!] }];
  });
  const plan = createPlan({
    kind: 'tags',
    createdAt: '2027-01-31T00:00:00Z',
    accounts: [{ id: accountId }],
    scope: { examined: fields.length },
    changes,
    findings: [],
  });
  for (const [index, { after, role }] of fields.entries())
    if (role === 'applied') account.set(ids[index]!, after);
  account.faults = faults;

  let calls = 0;
  const { applyThrough, planUndoOf } = createCrashingProcesses({
    executorFor(process, wanted) {
      ({ calls } = account);
      return account.executorFor(process, { batchSize, ...(wanted && { changes: wanted.changes }) });
    },
    policy: retryPolicy,
    concurrency,
    onCrash() {
      nowMs += 60_000 * random() ** 4;
    },
    onThrown(thrown) {
      if (isGroundcrewError(thrown, 'plan.drift')) expect(account.calls).toBe(calls);
    },
  });

  return { account, plan, retryPolicy, applyThrough, planUndoOf };
}

type World = ReturnType<typeof createWorld>;

/** Undoes until there is nothing left to undo: first with faults, then without. */
async function undoAll(
  { account, retryPolicy, applyThrough, planUndoOf }: World,
  disk: SimulatedDisk,
  crashes: readonly number[],
  options: Partial<Parameters<typeof applyPlan>[1]> = {},
): Promise<{ first: { plan: Plan; disk: SimulatedDisk } | undefined }> {
  let first: { plan: Plan; disk: SimulatedDisk } | undefined;
  for (let round = 1; round <= 4; round += 1) {
    let undo: Plan;
    try {
      undo = await planUndoOf(disk);
    } catch (thrown) {
      if (isGroundcrewError(thrown, 'plan.journal.empty')) return { first };
      if (round > 1) throw thrown;
      account.faults = { ...account.faults, throttled: 0 };
      continue;
    }
    if (undo.changes.length === 0) return { first };
    const undoDisk: SimulatedDisk = { text: undefined };
    await applyThrough(undo, undoDisk, round === 1 ? crashes : [], options);
    first ??= { plan: undo, disk: undoDisk };
    account.faults = { ...noFaults, stale: account.faults.stale };
    account.denied.clear();
    account.refused.clear();
    await retryPolicy.sleep(60_000);
  }
  throw new Error('the undo does not end');
}

function assessResult(
  { account, plan }: { account: SimulatedAccount; plan: Plan },
  result: ApplyResult,
): void {
  const { done, alreadyDone, failed, drifted, gone, unverified } = result;
  const reported = [
    ...done,
    ...alreadyDone,
    ...gone,
    ...failed.map(({ change }) => change),
    ...drifted.map(({ change }) => change),
  ];
  expect(reported.map(({ id }) => id).sort()).toEqual(plan.changes.map(({ id }) => id).sort());
  const now = account.snapshot();
  for (const { id, after } of [...done, ...alreadyDone])
    if (!account.others.has(id)) expect(now[id]).toBe(after);
  for (const { id } of gone) expect(now[id]).toBeUndefined();
  for (const { change, code } of failed) {
    if (code === 'AccessDenied')
      expect(account.denied.has(change.id) || now[change.id] === undefined).toBe(true);
  }
  for (const { change } of unverified) expect(done).toContain(change);
}

test('apply, through any faults and crashes, and undo restore every field', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      const world = createWorld(scenario);
      const { account, plan } = world;
      const before = account.snapshot();
      const disk: SimulatedDisk = { text: undefined };

      const { result } = await world.applyThrough(plan, disk, scenario.crashes);

      if (result) assessResult(world, result);
      for (const [index, { role }] of scenario.fields.entries()) {
        const id = `vol-${index}#Project`;
        if (role === 'outside' || role === 'applied' || role === 'denied') {
          expect(account.snapshot()[id]).toBe(before[id]);
        }
      }
      await undoAll(world, disk, scenario.undoCrashes);
      expect(account.snapshot()).toEqual(before);
      expect(account.violations).toEqual([]);
    }),
    { numRuns: Math.ceil(1_500 * inject('effort')) },
  );
});

test('wherever a process dies, the next one completes the plan, and an undo restores every field', async () => {
  const fields = Array.from({ length: 7 }, (_, index) => ({
    before: index % 3 === 0 ? null : 'a',
    after: index % 3 === 1 ? null : 'b',
    requires: index > 4 ? index - 2 : undefined,
    holds: false,
    role: 'change' as const,
  }));
  const scenario: Scenario = {
    seed: 1,
    fields,
    batchSize: 3,
    concurrency: 1,
    crashes: [],
    undoCrashes: [],
    faults: noFaults,
  };
  for (const forUndo of [false, true]) {
    for (let crashAt = 1; ; crashAt += 1) {
      const world = createWorld(scenario);
      const { account, plan } = world;
      const before = account.snapshot();
      const disk: SimulatedDisk = { text: undefined };
      const { result, processes } = await world.applyThrough(plan, disk, forUndo ? [] : [crashAt]);
      expect(result?.done).toHaveLength(fields.length);
      expect(Object.values(account.snapshot())).toEqual(fields.map(({ after }) => after));

      const undo = await world.planUndoOf(disk);
      const undone = await world.applyThrough(undo, { text: undefined }, forUndo ? [crashAt] : []);

      expect(undone.result?.done).toHaveLength(fields.length);
      expect(account.snapshot()).toEqual(before);
      expect(account.violations).toEqual([]);
      if ((forUndo ? undone.processes : processes) === 1) {
        expect(crashAt).toBeGreaterThan(20);
        break;
      }
    }
  }
});

/** Other clients change fields meanwhile. */
const hostile = (isRequiring: boolean) =>
  scenarios.map((scenario) => ({
    ...scenario,
    fields: scenario.fields.map((field) => (isRequiring ? field : { ...field, requires: undefined })),
    // The reads of another batch, at which other clients act here, would come between the last read of a field and
    // its change.
    concurrency: 1,
    faults: { ...scenario.faults, others: 0.1 },
  }));

test.each([
  ['what another client changes meanwhile is not overwritten by apply or undo', false],
  ['if another client changes a field that requires another one, that one is left as well', true],
])('%s', async (_name, isRequiring) => {
  await fc.assert(
    fc.asyncProperty(hostile(isRequiring), async (scenario) => {
      const world = createWorld(scenario);
      const { account, plan } = world;
      const before = account.snapshot();
      const disk: SimulatedDisk = { text: undefined };
      const always = { recheckAfterMs: -1 };

      const { result, refused } = await world.applyThrough(plan, disk, scenario.crashes, always);
      if (result) assessResult(world, result);
      else expect(describeError(refused).code).toMatch(/^plan\.drift$|^ThrottlingException$/);
      await undoAll(world, disk, scenario.undoCrashes, always);

      const others = Object.fromEntries(account.others);
      const now = account.snapshot();
      expect({ ...now, ...others }).toEqual(now);
      if (!isRequiring) expect(now).toEqual({ ...before, ...others });
      expect(account.violations).toEqual([]);
    }),
    { numRuns: Math.ceil(1_500 * inject('effort')) },
  );
});

test('an undo can be undone', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      const world = createWorld({ ...scenario, faults: { ...noFaults, stale: scenario.faults.stale } });
      const { account, plan } = world;
      const disk: SimulatedDisk = { text: undefined };
      await world.applyThrough(plan, disk, []);
      const applied = account.snapshot();

      const { first } = await undoAll(world, disk, []);
      if (first) await undoAll(world, first.disk, []);

      expect(account.snapshot()).toEqual(first ? applied : account.snapshot());
    }),
  );
});
