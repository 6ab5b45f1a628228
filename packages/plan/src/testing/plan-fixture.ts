import { type ApplyOptions, applyPlan } from '../apply-plan.ts';
import type { CurrentValue, Executor } from '../executor.ts';
import { openJournal } from '../journal.ts';
import type { Json } from '../json.ts';
import { type Change, createPlan } from '../plan.ts';
import { stagesOf } from '../requirements.ts';
import { createSimulatedProcess, type SimulatedDisk } from './simulated-process.ts';

const ACCOUNT_ID = '111122223333';

export interface ChangeSpec {
  readonly before?: Json;
  readonly after?: Json;
  /** The current value if it is not `before`; `gone`: the resource does not exist. */
  readonly found?: Json;
  /** Indexes of the changes that it requires. */
  readonly requires?: readonly number[];
  /** The value of the field `Owner` that is its precondition. */
  readonly holds?: Json;
}

/** A plan of `specs`, an account with their current values, and the batches that were sent. */
export function createPlanFixture(specs: readonly ChangeSpec[], answers: Partial<Executor> = {}) {
  const changes = specs.map(({ before = null, after = 'shop', requires, holds }, index): Change => {
    const resource = `vol-${index}`;
    const target = { accountId: ACCOUNT_ID, region: 'eu-west-1', resource };
    return {
      id: resource,
      target,
      field: 'Project',
      before,
      after,
      reason: 'is required',
      ...(requires && { requires: requires.map((stage) => `vol-${stage}`) }),
      ...(holds !== undefined && { holds: [{ field: 'Owner', value: holds }] }),
    };
  });
  const current = new Map<string, CurrentValue>(
    specs.flatMap(({ before = null, found = before, holds }, index): [string, CurrentValue][] => [
      [`vol-${index}`, found === 'gone' ? 'gone' : { value: found }],
      ...(holds === undefined
        ? []
        : [[`vol-${index} Owner`, { value: holds }] satisfies [string, CurrentValue]]),
    ]),
  );
  const sent: string[][] = [];
  const executor: Executor = {
    read: async (wanted) =>
      new Map(
        wanted.map(({ id, target: { resource }, field }) => [
          id,
          current.get(field === 'Owner' ? `${resource} Owner` : resource)!,
        ]),
      ),
    batches: stagesOf,
    async apply(batch) {
      for (const { id, after } of batch) current.set(id, { value: after });
      return { failed: [] };
    },
    ...answers,
  };
  const recorded: Executor = {
    ...executor,
    async apply(batch, signal) {
      sent.push(batch.map(({ id }) => id));
      return executor.apply(batch, signal);
    },
  };
  const plan = createPlan({
    kind: 'tags',
    createdAt: '2027-01-31T00:00:00Z',
    accounts: [{ id: ACCOUNT_ID, alias: 'shop-prod' }],
    scope: { examined: 2 * specs.length },
    changes,
    findings: [],
  });
  const disk: SimulatedDisk = { text: undefined };
  const sleeps: number[] = [];
  let nowMs = 0;
  const retryPolicy = {
    now: () => nowMs,
    random: () => 0,
    sleep: async (ms: number) => {
      sleeps.push(ms);
      nowMs += ms;
    },
  };

  async function apply(options: Partial<ApplyOptions> = {}) {
    const journal = await openJournal(createSimulatedProcess(1, disk).store, {
      plan,
      mode: disk.text === undefined ? 'new' : 'resume',
      now: retryPolicy.now,
    });
    try {
      return await applyPlan(plan, { executor: recorded, journal, ...retryPolicy, ...options });
    } finally {
      await journal.close();
    }
  }
  return { plan, current, sent, disk, sleeps, retryPolicy, executor: recorded, apply };
}

/** What was thrown; `undefined`: nothing. */
export const rejection = (doing: Promise<unknown>) =>
  doing.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
