import { createBatchGate } from './batch-gate.ts';
import { checkChangeStates, checkDrift } from './check-drift.ts';
import { type Caps, checkAccounts, checkCaps } from './check-plan.ts';
import type { Drift } from './drift.ts';
import { executorBroken, journalOfAnotherPlan, planDrifted } from './errors.ts';
import type { Executor } from './executor.ts';
import type { Journal } from './journal.ts';
import { isTouched } from './journal-record.ts';
import { mapConcurrent } from './map-concurrent.ts';
import type { Change, Plan } from './plan.ts';
import { ownPreconditions, preconditionFrom } from './preconditions.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { sendBatch } from './send-batch.ts';
import { verifyChanges } from './verify-changes.ts';

export interface ApplyProgress {
  readonly phase: 'check' | 'apply' | 'verify';
  /** Changes that this phase is through with, of `total`. */
  readonly done: number;
  readonly total: number;
  /** Calls that change, so far. */
  readonly calls: number;
}

export interface ApplyOptions extends RetryPolicy {
  readonly executor: Executor;
  /** Opened for this plan: a new one, or the one to go on with. */
  readonly journal: Journal;
  readonly caps?: Caps;
  /** The accounts whose credentials are at hand; without them it is not checked. */
  readonly accountIds?: readonly string[];
  readonly onProgress?: (progress: ApplyProgress) => void;
  /** Batches that are under way together; 1. One that requires what is in another waits for that. */
  readonly concurrency?: number;
  /** A batch whose fields were read longer ago is read again before it is sent; 30 s. */
  readonly recheckAfterMs?: number;
  /** How often changes are read back at most until they are seen; 8 times, over up to half a minute. */
  readonly verify?: { readonly attempts?: number };
}

export interface ApplyFailure {
  readonly change: Change;
  /** As the service names it; `plan.requirement.failed`: it was not tried, for one that it requires is not made. */
  readonly code: string;
  readonly message: string;
}

/** What became of each change of the plan, by this run and those before it with the same journal. */
export interface ApplyResult {
  /** Made by this apply. */
  readonly done: readonly Change[];
  /** Were so already, by somebody else; an undo leaves them. */
  readonly alreadyDone: readonly Change[];
  readonly failed: readonly ApplyFailure[];
  /** Were changed by somebody else, or lost what they rest on, between the check of the plan and their turn; left alone. */
  readonly drifted: readonly Drift[];
  /** Those among the done that could not be seen, with what was found instead. */
  readonly unverified: readonly Drift[];
  /** Calls that change, by this run. */
  readonly calls: number;
}

/**
 * Makes the changes of a plan, each written down before it is made. With a journal that knows of an earlier run, goes
 * on where that ended: what is known to be done is not touched again, what is in doubt is looked at.
 *
 * @throws GroundcrewError `plan.caps.exceeded`, `plan.account.mismatch`, `plan.drift`: nothing was changed by this
 * run; `plan.apply.stopped`, `plan.journal.failed`: some may have been, the journal knows. Where the signal is aborted,
 * its reason; what the executor threw when it read.
 */
export async function applyPlan(plan: Plan, options: ApplyOptions): Promise<ApplyResult> {
  const { executor, journal, now, onProgress, concurrency = 1, recheckAfterMs = 30_000 } = options;
  if (journal.record.header.plan !== plan.hash) {
    throw journalOfAnotherPlan(journal.name, journal.record.header.plan, plan.hash);
  }
  checkCaps(plan, options.caps ?? {});
  if (options.accountIds) checkAccounts(plan, options.accountIds);

  let calls = 0;
  const alreadyDone = new Map<string, Change>();
  const driftedSinceCheck: Drift[] = [];
  /** Not tried, by the id of the change that should have been made before. */
  const unmet = new Map<Change, string>();
  const recordOf = ({ id }: Change) => journal.record.changes.get(id);
  const at = () => new Date(now()).toISOString();
  const report = (phase: ApplyProgress['phase'], done: number, total: number) =>
    onProgress?.({ phase, done, total, calls });

  const byId = new Map(plan.changes.map((change) => [change.id, change]));
  const pending = plan.changes.filter((change) => !recordOf(change)?.done);
  report('check', 0, pending.length);
  const checkedAtMs = now();
  const overwritten = await findOverwritten(requiredBy(pending).filter((change) => recordOf(change)?.done));
  const check = await checkDrift(pending, executor, options);
  if (check.drifted.length > 0) throw planDrifted(check.drifted, plan.scope.command);
  await recordApplied(check.applied);
  report('check', pending.length, pending.length);

  const batches = executor.batches(check.ready);
  checkBatches(batches, check.ready);
  const gate = createBatchGate(batches);
  let completed = 0;
  report('apply', 0, check.ready.length);
  await mapConcurrent(batches, concurrency, runBatch);

  const unverified = await verify();
  const skipped = new Set([
    ...alreadyDone.values(),
    ...driftedSinceCheck.map(({ change }) => change),
    ...unmet.keys(),
  ]);
  return {
    done: plan.changes.filter((change) => recordOf(change)?.done),
    alreadyDone: [...alreadyDone.values()],
    failed: plan.changes.flatMap((change) => {
      const required = unmet.get(change);
      if (required !== undefined) return [requirementFailed(change, required)];
      const failure = recordOf(change)?.failure;
      if (failure === undefined || skipped.has(change)) return [];
      return [{ change, code: failure.code, message: failure.message }];
    }),
    drifted: driftedSinceCheck,
    unverified,
    calls,
  };

  /** What is there already was made by an earlier run where the journal says that it may have been. */
  async function recordApplied(applied: readonly Change[]): Promise<void> {
    const own = applied.filter((change) => {
      const record = recordOf(change);
      return record !== undefined && isTouched(record);
    });
    const known = new Set(own);
    for (const change of applied) if (!known.has(change)) alreadyDone.set(change.id, change);
    if (own.length > 0) {
      await journal.append({ type: 'verified', at: at(), ids: own.map(({ id }) => id) });
    }
  }

  async function runBatch(batch: readonly Change[]): Promise<void> {
    try {
      await gate.wait(batch);
      options.signal?.throwIfAborted();
      await makeBatch(batch.filter(isMet));
    } finally {
      gate.complete(batch);
    }
    completed += batch.length;
    report('apply', completed, check.ready.length);
  }

  /** Those that an earlier run made, and somebody else has changed since. */
  async function findOverwritten(made: readonly Change[]): Promise<ReadonlySet<string>> {
    const { ready, drifted: others } = await checkChangeStates(made, 'applied', executor, options);
    return new Set([...ready, ...others.map(({ change }) => change)].map(({ id }) => id));
  }

  function requiredBy(changes: readonly Change[]): readonly Change[] {
    const required = new Set(changes.flatMap(({ requires = [] }) => requires));
    return [...required].map((id) => byId.get(id)!);
  }

  /** Whether all that the change requires is made. */
  function isMet(change: Change): boolean {
    const missing = change.requires?.find((id) => !isMade(id));
    if (missing !== undefined) unmet.set(change, missing);
    return missing === undefined;
  }

  function isMade(id: string): boolean {
    const isDone = journal.record.changes.get(id)?.done ?? false;
    return (isDone && !overwritten.has(id)) || alreadyDone.has(id);
  }

  async function makeBatch(batch: readonly Change[]): Promise<void> {
    const ready = now() - checkedAtMs > recheckAfterMs ? await recheck(batch) : batch;
    if (ready.length > 0) {
      await journal.append({ type: 'intent', at: at(), changes: ready });
      await sendBatch(ready, {
        executor,
        retryPolicy: options,
        onCall: () => {
          calls += 1;
        },
        onOutcome: (outcome) => journal.append({ type: 'outcome', at: at(), ...outcome }),
      });
    }
  }

  async function recheck(batch: readonly Change[]): Promise<readonly Change[]> {
    const preconditionsOf = (change: Change) => [
      ...ownPreconditions(change),
      ...requiredBy([change]).map(preconditionFrom),
    ];
    const rechecked = await checkChangeStates(batch, 'ready', executor, options, preconditionsOf);
    await recordApplied(rechecked.applied);
    driftedSinceCheck.push(...rechecked.drifted);
    return rechecked.ready;
  }

  async function verify(): Promise<readonly Drift[]> {
    const open = plan.changes.filter((change) => {
      const record = recordOf(change);
      return record !== undefined && isTouched(record) && !record.verified;
    });
    return verifyChanges(open, {
      executor,
      retryPolicy: options,
      maxReads: options.verify?.attempts,
      isDone: (change) => recordOf(change)?.done ?? false,
      onVerified: (ids) => journal.append({ type: 'verified', at: at(), ids }),
      onProgress: (verified) => report('verify', verified, open.length),
    });
  }
}

/** A batch may neither leave out nor add a change, nor come before what it requires. */
function checkBatches(batches: readonly (readonly Change[])[], changes: readonly Change[]): void {
  const wanted = new Set(changes);
  const batchIndexOf = new Map<string, number>();
  for (const [batchIndex, batch] of batches.entries()) {
    for (const change of batch) {
      if (!wanted.delete(change)) throw executorBroken(`${change.id} is in a batch, and should not be`);
      batchIndexOf.set(change.id, batchIndex);
    }
  }
  for (const { id } of wanted) throw executorBroken(`${id} is in no batch`);
  for (const { id, requires = [] } of changes) {
    const misplaced = requires.find(
      (required) => (batchIndexOf.get(required) ?? -1) >= batchIndexOf.get(id)!,
    );
    if (misplaced !== undefined)
      throw executorBroken(`${id} is in no later batch than ${misplaced}, which it requires`);
  }
}

function requirementFailed(change: Change, required: string): ApplyFailure {
  const message = `was not tried, for ${required} has to be as the plan makes it before, and is not`;
  return { change, code: 'plan.requirement.failed', message };
}
