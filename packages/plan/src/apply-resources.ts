import { mapConcurrent } from '@groundcrew/async';
import { checkChangeStates } from './check-drift.ts';
import type { Executor } from './executor.ts';
import type { Journal } from './journal.ts';
import { isTouched } from './journal-record.ts';
import {
  makeResource,
  type MakeResourceDeps,
  persist,
  settleResource,
  type ResourceWaits,
} from './make-resource.ts';
import type { Change, Plan } from './plan-model.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { makesResource, type ResourceExecutor } from './resource-executor.ts';
import { idsOfPlan, learnId, learnIds } from './resource-ids.ts';

/** The part of an apply that only resources need. */
export interface ResourceRun {
  /** Waits for what an earlier run made and did not see ready. */
  resume(): Promise<void>;
  /** Writes down what is as the plan wants it, and was begun by an earlier run. */
  recordOwn(applied: readonly Change[]): Promise<void>;
  /** Learns the ids of what others made as the plan wants it. */
  recordOthers(applied: readonly Change[]): Promise<void>;
  make(change: Change): Promise<void>;
  /** Looks for what failed and may have been made anyway. */
  finish(): Promise<void>;
}

/** What a run needs besides its plan. */
export interface ResourceRunOptions extends RetryPolicy {
  readonly journal: Journal;
  readonly waits?: ResourceWaits;
  readonly concurrency: number;
  readonly onCall: () => void;
  readonly onWait: MakeResourceDeps['onWait'];
}

/** A run of a plan whose resources are made one by one; the ids of the plan and of its journal are learned at once. */
export function createResourceRun(
  plan: Plan,
  executor: Executor,
  resources: ResourceExecutor,
  options: ResourceRunOptions,
): ResourceRun {
  const { journal, waits = {}, concurrency, onCall, onWait, now, signal } = options;
  const deps: MakeResourceDeps = {
    resources,
    journal,
    planHash: plan.hash,
    retryPolicy: options,
    waits,
    onCall,
    onWait,
  };
  const recordOf = ({ id }: Change) => journal.record.changes.get(id);
  for (const [key, id] of idsOfPlan(plan)) resources.ids.set(key, id);
  learnIds(resources.ids, journal.record);

  const findMade = async (change: Change) =>
    makesResource(change) ? await persist(deps, () => resources.find(change, signal)) : undefined;

  async function recordOwn(applied: readonly Change[]): Promise<void> {
    for (const change of applied) {
      const made = recordOf(change)?.made ?? (await findMade(change));
      const entry = {
        type: 'outcome',
        at: new Date(now()).toISOString(),
        done: [change.id],
        failed: [],
      } as const;
      await journal.append({ ...entry, ...(made && { made: { [change.id]: { id: made.id } } }) });
      learnId(resources.ids, change, made);
      await settleResource(change, deps);
    }
  }

  return {
    async resume() {
      const unsettled = plan.changes.filter((change) => {
        const record = recordOf(change);
        return record?.done && !record.verified;
      });
      await mapConcurrent(unsettled, concurrency, (change) => settleResource(change, deps));
    },
    recordOwn,
    async recordOthers(applied) {
      for (const change of applied) learnId(resources.ids, change, await findMade(change));
    },
    make: (change) => makeResource(change, deps),
    async finish() {
      const doubtful = plan.changes.filter((change) => {
        const record = recordOf(change);
        return record !== undefined && isTouched(record) && !record.done;
      });
      const { applied } = await checkChangeStates(doubtful, 'applied', executor, options);
      await recordOwn(applied);
    },
  };
}
