import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { planAddresses } from '../addresses/index.ts';
import type { NetworkFile } from '../file/index.ts';
import { fileOfDraft, networkDraft } from '../testing/network-drafts.ts';
import {
  applyChange,
  emptyState,
  type NetworkChange,
  type NetworkPlan,
  type NetworkState,
  planNetwork,
  undoOf,
  vpcOf,
} from './index.ts';

function planOf(file: NetworkFile, state: NetworkState): NetworkPlan {
  const vpc = vpcOf(state);
  return planNetwork(file, planAddresses(file, vpc ? { vpc } : {}), state);
}

let id = 0;
function apply(state: NetworkState, changes: readonly NetworkChange[]): NetworkState {
  return changes.reduce((now, change) => applyChange(now, change, () => `id-${(id += 1)}`), state);
}

/** A state without ids: what is made again has another one. */
const content = ({ items }: NetworkState) =>
  [...items.values()]
    .map(({ id: _, ...item }) => item)
    .toSorted((one, other) => (one.key < other.key ? -1 : 1));

const runs = (all: number) => (inject('effort') === 1 ? all : Math.ceil(all / 25));

test('from any network to any other: each change can be made in its order, and the plan after it is empty', () => {
  fc.assert(
    fc.property(fc.array(networkDraft, { minLength: 1, maxLength: 3 }), (drafts) => {
      let state = emptyState;
      for (const file of drafts.map(fileOfDraft)) {
        if (!file) continue;
        const plan = planOf(file, state);
        const done = new Set<string>();
        const early = plan.changes.filter(({ id: change, requires }) => {
          done.add(change);
          return requires.some((other) => !done.has(other));
        });
        expect(early).toEqual([]);
        state = apply(state, plan.changes);
        expect(planOf(file, state).changes.map((change) => change.id)).toEqual([]);
      }
    }),
    { numRuns: runs(1000) },
  );
});

test('what was made up to any change is undone, and an apply that ended there is continued by the next plan', () => {
  fc.assert(
    fc.property(
      networkDraft,
      networkDraft,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (one, other, share) => {
        const first = fileOfDraft(one);
        const second = fileOfDraft(other);
        if (!first || !second) return;
        const before = apply(emptyState, planOf(first, emptyState).changes);
        const plan = planOf(second, before);
        const made = plan.changes.slice(0, Math.round(plan.changes.length * share));
        const half = apply(before, made);
        expect(content(apply(half, undoOf(made)))).toEqual(content(before));
        const whole = apply(half, planOf(second, half).changes);
        expect(planOf(second, whole).changes.map((change) => change.id)).toEqual([]);
      },
    ),
    { numRuns: runs(1000) },
  );
});

test('what is kept keeps its id, and no change of what the file still wants removes it', () => {
  fc.assert(
    fc.property(networkDraft, networkDraft, (one, other) => {
      const first = fileOfDraft(one);
      const second = fileOfDraft(other);
      if (!first || !second) return;
      const before = apply(emptyState, planOf(first, emptyState).changes);
      const after = apply(before, planOf(second, before).changes);
      for (const [key, item] of after.items) {
        const was = before.items.get(key);
        if (was) expect(item.id).toBe(was.id);
      }
    }),
    { numRuns: runs(500) },
  );
});
