import { createRandom } from '@groundcrew/async';
import {
  applyPlan,
  type JournalStore,
  loadJournal,
  openJournal,
  type Plan,
  undoPlan,
} from '@groundcrew/plan';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStatusExecutor, planActivation, tagStates } from './index.ts';

class Crash extends Error {}

/** An account of many keys, and processes that die at a step: nothing they do after it has an effect. */
function createWorld(states: readonly boolean[], refused: ReadonlySet<string>, seed: number) {
  let nowMs = Date.UTC(2026, 10, 20);
  const retryPolicy = {
    now: () => nowMs,
    random: createRandom(seed),
    sleep: async (ms: number) => {
      nowMs += ms;
    },
  };
  const keys = new Map(states.map((isActive, at) => [`key${at}`, isActive]));
  const list = () => [...keys].map(([key, isActive]) => ({ key, isActive, type: 'UserDefined' as const }));

  function createProcess(disk: { text: string | undefined }, crashAt: number) {
    let steps = 0;
    let isDead = false;
    const step = () => {
      steps += 1;
      isDead ||= steps === crashAt;
      if (isDead) throw new Crash();
    };
    const store: JournalStore = {
      name: 'journal',
      open: async () => {
        disk.text ??= '';
      },
      read: async () => disk.text!,
      async append(text) {
        step();
        disk.text += text;
        step();
      },
      close: async () => {},
    };
    const executor = createStatusExecutor({
      tagsFor: () => ({
        async list() {
          step();
          return list();
        },
        async updateStatus(updates) {
          step();
          expect(updates.length).toBeLessThanOrEqual(20);
          const failed = updates.filter(({ key }) => refused.has(key));
          for (const { key, isActive } of updates) if (!refused.has(key)) keys.set(key, isActive);
          step();
          return failed.map(({ key }) => ({
            key,
            code: 'TagKeysNotFoundException',
            message: `Tag keys not found: ${key}`,
          }));
        },
      }),
    });
    return { store, executor, isDead: () => isDead };
  }

  async function applyThrough(plan: Plan, disk: { text: string | undefined }, crashes: readonly number[]) {
    for (const crashAt of [...crashes, Number.POSITIVE_INFINITY]) {
      const { store, executor, isDead } = createProcess(disk, crashAt);
      try {
        const mode = disk.text === undefined ? 'new' : 'resume';
        const journal = await openJournal(store, {
          plan,
          mode,
          now: retryPolicy.now,
          isRunning: () => false,
        });
        const result = await applyPlan(plan, { executor, journal, ...retryPolicy });
        await journal.close();
        return result;
      } catch (thrown) {
        if (!isDead()) throw thrown;
      }
    }
    throw new Error('the last process died');
  }
  return { keys, list, createProcess, applyThrough, retryPolicy };
}

test('an apply that crashes anywhere activates what was planned, and its undo leaves what was there', async () => {
  const scenarios = fc.record({
    states: fc.array(fc.boolean(), { minLength: 1, maxLength: 50 }),
    refused: fc.array(fc.nat({ max: 49 }), { maxLength: 2 }),
    crashes: fc.array(fc.integer({ min: 1, max: 25 }), { maxLength: 2 }),
    undoCrashes: fc.array(fc.integer({ min: 1, max: 25 }), { maxLength: 2 }),
    seed: fc.nat(),
  });
  await fc.assert(
    fc.asyncProperty(scenarios, async ({ states, refused, crashes, undoCrashes, seed }) => {
      const bad = new Set(refused.map((at) => `key${at}`));
      const world = createWorld(states, bad, seed);
      const before = new Map(world.keys);
      const all = [...before.keys()];
      const plan = planActivation(tagStates(world.list(), all), {
        account: { id: '111122223333' },
        command: 'groundcrew cost tags',
        nowMs: Date.UTC(2026, 10, 20),
      });
      fc.pre(plan.changes.length > 0);
      const disk = { text: undefined as string | undefined };

      const { gone, failed } = await world.applyThrough(plan, disk, crashes);

      const expected = all.filter((key) => bad.has(key) && !before.get(key));
      // By its code, a key that AWS does not find is gone.
      expect(failed).toEqual([]);
      expect(new Set(gone.map(({ target }) => target.label))).toEqual(new Set(expected));
      for (const [key, isActive] of world.keys) expect(isActive).toBe(before.get(key) || !bad.has(key));

      const { store, executor } = world.createProcess(disk, Number.POSITIVE_INFINITY);
      fc.pre(expected.length < plan.changes.length);
      const record = await loadJournal(store, { isRunning: () => false });
      const undo = await undoPlan(record, { executor, ...world.retryPolicy });
      await world.applyThrough(undo, { text: undefined }, undoCrashes);
      expect(world.keys).toEqual(before);
    }),
    { numRuns: 60 },
  );
});
