import { createRandom } from '@groundcrew/async';
import { isGroundcrewError } from '@groundcrew/errors';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { readJournal } from '../read-journal.ts';
import type { Json } from '../json.ts';
import { type Change, createPlan, type Plan } from '../plan.ts';
import type { ResourceIdentity } from '../resource-executor.ts';
import { createCrashingProcesses } from './crashing-processes.ts';
import type { SimulatedDisk } from './simulated-process.ts';
import {
  createSimulatedResources,
  noResourceFaults,
  type ResourceFaults,
  type Wanted,
} from './simulated-resources.ts';

const accountId = '111122223333';

interface Scenario {
  readonly seed: number;
  readonly items: readonly {
    readonly identity: ResourceIdentity;
    readonly role: 'create' | 'keep' | 'update' | 'remove';
    /** Indexes of those before it that it refers to. */
    readonly refs: readonly number[];
  }[];
  readonly concurrency: number;
  readonly crashes: readonly number[];
  readonly undoCrashes: readonly number[];
  readonly faults: ResourceFaults;
}

const share = fc.constantFrom(0, 0, 0.1, 0.3);
const crashes = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 4 });
const scenarios = fc.record<Scenario>({
  seed: fc.nat(),
  items: fc.array(
    fc.record({
      identity: fc.constantFrom('client-token' as const, 'natural-key' as const, 'ownership-tag' as const),
      role: fc.constantFrom(
        'create' as const,
        'create' as const,
        'keep' as const,
        'update' as const,
        'remove' as const,
      ),
      refs: fc.uniqueArray(fc.nat({ max: 7 }), { maxLength: 3 }),
    }),
    { maxLength: 8 },
  ),
  concurrency: fc.integer({ min: 1, max: 3 }),
  crashes,
  undoCrashes: crashes,
  faults: fc.record({
    throttled: share,
    answerLost: share,
    late: fc.constantFrom(0, 0.5, 1),
    failing: fc.constantFrom(0, 0, 0.5),
    refused: fc.constantFrom(0, 0, 0, 0.2),
  }),
});

function createWorld({ seed, items, concurrency, faults }: Scenario) {
  let nowMs = Date.UTC(2027, 0, 31);
  const random = createRandom(seed);
  const retryPolicy = {
    now: () => nowMs,
    random,
    sleep: async (ms: number) => {
      nowMs += ms;
    },
  };
  const service = createSimulatedResources(retryPolicy);
  // What stays cannot refer to what goes.
  const wanted = items.map(({ identity, refs }, index): Wanted => {
    const isGoing = items[index]!.role === 'remove';
    const usable = refs.filter((ref) => {
      const role = items[ref]?.role;
      const isThere = items[index]!.role === 'create' || role !== 'create';
      return ref < index && (isGoing || role !== 'remove') && isThere;
    });
    return { key: `resource-${index}`, identity, value: 'a', refs: usable.map((ref) => `resource-${ref}`) };
  });
  for (const [index, each] of wanted.entries()) if (items[index]!.role !== 'create') service.put(each);
  const target = (key: string) => ({ accountId, region: 'eu-west-1', resource: key });
  const changes = wanted.flatMap((each, index): Change[] => {
    const { role } = items[index]!;
    const json = each as unknown as Json;
    const common = { id: each.key, reason: 'is wanted' };
    const uses = each.refs.filter((key) => items[Number(key.slice('resource-'.length))]!.role === 'create');
    const users = wanted.filter(
      ({ refs }, user) => refs.includes(each.key) && items[user]!.role === 'remove',
    );
    const exists = { ...common, target: target(`new:${each.key}`), field: 'exists' };
    switch (role) {
      case 'create':
        return [{ ...exists, before: null, after: json, ...(uses.length > 0 && { requires: uses }) }];
      case 'remove':
        return [
          {
            ...exists,
            before: json,
            after: null,
            ...(users.length > 0 && { requires: users.map(({ key }) => key) }),
          },
        ];
      case 'update':
        return [{ ...common, target: target(each.key), field: 'value', before: 'a', after: 'b' }];
      default:
        return [];
    }
  });
  const plan = createPlan({
    kind: 'network',
    createdAt: '2027-01-31T00:00:00Z',
    accounts: [{ id: accountId }],
    scope: { examined: items.length, ids: service.ids() },
    changes,
    findings: [],
  });
  service.faults = faults;
  const { applyThrough, planUndoOf } = createCrashingProcesses({
    executorFor: (process) => service.executorFor(process),
    policy: retryPolicy,
    concurrency,
    onCrash() {
      nowMs += 60_000 * random() ** 4;
    },
  });

  /** Undoes until there is nothing left to undo: first with faults, then without. */
  async function undoAll(disk: SimulatedDisk, dies: readonly number[]): Promise<void> {
    for (let round = 1; round <= 4; round += 1) {
      let undo: Plan;
      try {
        undo = await planUndoOf(disk);
      } catch (thrown) {
        if (isGroundcrewError(thrown, 'plan.journal.empty')) return;
        if (round > 1) throw thrown;
        service.faults = { ...service.faults, throttled: 0 };
        continue;
      }
      if (undo.changes.length === 0) return;
      await applyThrough(undo, { text: undefined }, round === 1 ? dies : []);
      service.faults = { ...noResourceFaults, late: service.faults.late };
      nowMs += 60_000;
    }
    throw new Error('the undo does not end');
  }

  return { service, plan, wanted, applyThrough, planUndoOf, undoAll };
}

test('nothing is made twice, and apply and undo leave what was there, whatever crashes, is lost, late or fails', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      const { service, plan, wanted, applyThrough, undoAll } = createWorld(scenario);
      const before = service.snapshot();
      const disk: SimulatedDisk = { text: undefined };
      const { result } = await applyThrough(plan, disk, scenario.crashes);
      const after = service.snapshot();
      if (result) {
        const reported = [
          ...result.done,
          ...result.alreadyDone,
          ...result.failed.map(({ change }) => change),
          ...result.drifted.map(({ change }) => change),
        ];
        expect(reported.map(({ id }) => id).toSorted()).toEqual(plan.changes.map(({ id }) => id).toSorted());
        for (const { id, before: was, field } of result.done) {
          if (field === 'value') expect(after[id]).toMatch(/^b/);
          else expect(Object.hasOwn(after, id)).toBe(was === null);
        }
        if (result.failed.length + result.drifted.length === 0) {
          expect(Object.keys(after)).toEqual(
            wanted.filter((_, index) => scenario.items[index]!.role !== 'remove').map(({ key }) => key),
          );
        }
      }
      await undoAll(disk, scenario.undoCrashes);
      expect(service.snapshot()).toEqual(before);
      expect(service.violations).toEqual([]);
    }),
    { numRuns: Math.ceil(1_500 * inject('effort')) },
  );
});

const line: Scenario = {
  seed: 1,
  items: [
    { identity: 'ownership-tag', role: 'create', refs: [] },
    { identity: 'natural-key', role: 'create', refs: [0] },
    { identity: 'client-token', role: 'create', refs: [1] },
    { identity: 'natural-key', role: 'remove', refs: [] },
  ],
  concurrency: 1,
  crashes: [],
  undoCrashes: [],
  faults: noResourceFaults,
};

test('wherever a process dies, the next one makes the rest, and an undo removes all that was made', async () => {
  for (let crashAt = 1; ; crashAt += 1) {
    const { service, plan, applyThrough, undoAll } = createWorld(line);
    const before = service.snapshot();
    const disk: SimulatedDisk = { text: undefined };
    const { result, processes } = await applyThrough(plan, disk, [crashAt]);
    expect(result?.done).toHaveLength(4);
    expect(service.snapshot()).toEqual({
      'resource-0': 'a -> ',
      'resource-1': 'a -> resource-0',
      'resource-2': 'a -> resource-1',
    });
    await undoAll(disk, [crashAt]);
    expect(service.snapshot()).toEqual(before);
    expect(service.violations).toEqual([]);
    if (processes === 1) {
      expect(crashAt).toBeGreaterThan(20);
      break;
    }
  }
});

test('what fails after it was made is removed and its cause shown, and a resume makes another one', async () => {
  const { service, plan, applyThrough } = createWorld({
    ...line,
    faults: { ...noResourceFaults, failing: 1 },
  });
  const disk: SimulatedDisk = { text: undefined };
  const { result } = await applyThrough(plan, disk, []);
  expect(result?.failed).toMatchObject([
    { change: { id: 'resource-2' }, code: 'NatFailed', message: 'no capacity' },
  ]);
  expect(Object.keys(service.snapshot())).toEqual(['resource-0', 'resource-1']);
  service.faults = noResourceFaults;
  expect((await applyThrough(plan, disk, [])).result?.done).toHaveLength(4);
  expect(Object.keys(service.snapshot())).toEqual(['resource-0', 'resource-1', 'resource-2']);
});

test('what is not ready in time holds up what requires it, and a resume waits again', async () => {
  const { service, plan, applyThrough } = createWorld({
    ...line,
    items: [
      { identity: 'client-token', role: 'create', refs: [] },
      { identity: 'natural-key', role: 'create', refs: [0] },
    ],
  });
  const disk: SimulatedDisk = { text: undefined };
  const waiting: (string | undefined)[] = [];
  const { result } = await applyThrough(plan, disk, [], {
    waits: { settleMs: 60_000 },
    onProgress: ({ waitingFor }) => waiting.push(waitingFor),
  });
  expect(result).toMatchObject({
    done: [],
    failed: [
      { change: { id: 'resource-0' }, code: 'plan.resource.not-ready' },
      { change: { id: 'resource-1' }, code: 'plan.requirement.failed' },
    ],
  });
  expect(waiting).toContain('new:resource-0');
  const resumed = await applyThrough(plan, disk, []);
  expect(resumed.result).toMatchObject({
    done: [{ id: 'resource-0' }, { id: 'resource-1' }],
    failed: [],
    calls: 1,
  });
  expect(Object.keys(service.snapshot())).toEqual(['resource-0', 'resource-1']);
});

test('a journal has the ids of what was made, and of what was there before', async () => {
  const { service, plan, applyThrough } = createWorld(line);
  const ids = service.ids();
  const disk: SimulatedDisk = { text: undefined };
  await applyThrough(plan, disk, []);
  const record = readJournal(disk.text!);
  expect(record.header.ids).toEqual(ids);
  const made = [...record.changes].map(([id, change]) => [id, change.made?.id]);
  expect(Object.fromEntries(made)).toEqual({ ...service.ids(), 'resource-3': undefined });
  expect(disk.text).toMatch(/"type":"intent".*"tokens":\{"resource-2":"[0-9a-f]{32}"\}/);
});

test('a resource of somebody else under the same key refuses the plan, and nothing is made', async () => {
  const { service, plan, applyThrough } = createWorld(line);
  service.put({ key: 'resource-1', identity: 'natural-key', value: 'other', refs: [] });
  const before = service.snapshot();
  const { refused } = await applyThrough(plan, { text: undefined }, []);
  expect(refused).toMatchObject({ code: 'plan.drift' });
  expect(service.snapshot()).toEqual(before);
});

test('what an undo finds changed by others stays, with all that it needs', async () => {
  const { service, plan, applyThrough, planUndoOf, undoAll } = createWorld(line);
  const disk: SimulatedDisk = { text: undefined };
  await applyThrough(plan, disk, []);
  const [id] = Object.values(service.ids());
  service.drop('resource-2');
  service.put({ key: 'resource-2', identity: 'client-token', value: 'other', refs: ['resource-1'] });
  const undo = await planUndoOf(disk);
  expect(id).toBeDefined();
  expect(undo.findings.map(({ target }) => target.resource)).toEqual([
    'new:resource-0',
    'new:resource-1',
    'new:resource-2',
  ]);
  await undoAll(disk, []);
  expect(Object.keys(service.snapshot())).toEqual(['resource-0', 'resource-1', 'resource-2', 'resource-3']);
});
