import { mapConcurrent } from '@groundcrew/async';
import { createResourceRun } from './apply-resources.ts';
import { createBatchGate } from './batch-gate.ts';
import { checkChangeStates, checkDrift } from './check-drift.ts';
import { type Caps, checkAccounts, checkCaps } from './check-plan.ts';
import type { Drift } from './drift.ts';
import { executorBroken, journalOfAnotherPlan, planDrifted } from './errors.ts';
import type { Executor } from './executor.ts';
import type { Journal } from './journal.ts';
import { isTouched } from './journal-record.ts';
import type { ResourceWaits } from './make-resource.ts';
import type { Change, Plan } from './plan.ts';
import { ownPreconditions, preconditionFrom } from './preconditions.ts';
import { readCurrentValues } from './read-current-values.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { sendBatch } from './send-batch.ts';
import { verifyChanges } from './verify-changes.ts';

export interface ApplyProgress {
  readonly phase: 'check' | 'apply' | 'verify';
  /** Changes that this phase has processed, of `total`. */
  readonly done: number;
  readonly total: number;
  /** Calls that change, so far. */
  readonly calls: number;
  /** What takes its time, for people: `NAT gateway shop-nat-apne2-az1: pending`. */
  readonly waitingFor?: string;
}

export interface ApplyOptions extends RetryPolicy {
  readonly executor: Executor;
  /** Opened for this plan: a new one, or the one to resume. */
  readonly journal: Journal;
  readonly caps?: Caps;
  /** Refuses a plan with a resource that is gone; default: what is gone is skipped. */
  readonly isStrict?: boolean;
  /** The accounts that credentials are available for; not checked if left out. */
  readonly accountIds?: readonly string[];
  readonly onProgress?: (progress: ApplyProgress) => void;
  /** Batches in progress at the same time; default: 1. A batch that requires a change of another waits for it. */
  readonly concurrency?: number;
  /** A batch whose fields were read longer ago is read again before it is sent; default: 30 s. */
  readonly recheckAfterMs?: number;
  /** The maximum number of reads until a change is visible; default: 8, over up to half a minute. */
  readonly verify?: { readonly maxReads?: number };
  /** How long resources that are made and removed are waited for. */
  readonly waits?: ResourceWaits;
}

export interface ApplyFailure {
  readonly change: Change;
  /** As the service names it; `plan.requirement.failed`: not tried, because a change that it requires is not made. */
  readonly code: string;
  readonly message: string;
}

/** The outcome of each change of the plan, of this run and of earlier runs with the same journal. */
export interface ApplyResult {
  /** Made by this apply. */
  readonly done: readonly Change[];
  /** Had the planned value already, by another client; an undo leaves them. */
  readonly alreadyDone: readonly Change[];
  readonly failed: readonly ApplyFailure[];
  /** Changed by another client, or with a precondition lost, between the check of the plan and their turn; not made. */
  readonly drifted: readonly Drift[];
  /** Their resources do not exist any more; not made. */
  readonly gone: readonly Change[];
  /**
   * Those of `done` that did not become visible, with what was found instead. Of resources: those that an earlier run made,
   * and that are not so any more; looked for if there was nothing left to make.
   */
  readonly unverified: readonly Drift[];
  /** Calls that change, by this run. */
  readonly calls: number;
}

/**
 * Makes the changes of a plan, each written to the journal before it is made. With the journal of an earlier run it
 * resumes: what is recorded as done is not made again, what has an unknown outcome is read.
 *
 * @throws GroundcrewError `plan.caps.exceeded`, `plan.account.mismatch`, `plan.drift`: nothing was changed by this
 * run; `plan.apply.stopped`, `plan.journal.failed`: some changes may have been made, see the journal. If the signal
 * is aborted, its reason; what the executor threw from a read.
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
  const gone = new Set<Change>();
  /** Not tried; by the id of the required change that is not made. */
  const unmet = new Map<Change, string>();
  const recordOf = ({ id }: Change) => journal.record.changes.get(id);
  const at = () => new Date(now()).toISOString();
  let waitingFor: string | undefined;
  const report = (phase: ApplyProgress['phase'], done: number, total: number) =>
    onProgress?.({ phase, done, total, calls, ...(waitingFor !== undefined && { waitingFor }) });

  const byId = new Map(plan.changes.map((change) => [change.id, change]));
  let progress: readonly [ApplyProgress['phase'], number, number] = ['check', 0, plan.changes.length];
  const resourceRun =
    executor.resources &&
    createResourceRun(plan, executor, executor.resources, {
      ...options,
      concurrency,
      onCall: () => {
        calls += 1;
      },
      onWait({ target }, why) {
        waitingFor = `${target.label ?? target.resource}${why === undefined ? '' : `: ${why}`}`;
        report(...progress);
      },
    });
  await resourceRun?.resume();
  const earlier = plan.changes.filter((change) => recordOf(change)?.verified);
  const pending = plan.changes.filter((change) => !recordOf(change)?.done);
  report('check', 0, pending.length);
  const checkedAtMs = now();
  const overwritten = await findOverwritten(requiredBy(pending).filter((change) => recordOf(change)?.done));
  const check = await checkDrift(pending, executor, options);
  const refused = options.isStrict ? [...check.drifted, ...check.gone.map(driftOfGone)] : check.drifted;
  if (refused.length > 0) throw planDrifted(refused, plan.scope.command);
  for (const change of check.gone) gone.add(change);
  await recordApplied(check.applied);
  report('check', pending.length, pending.length);

  const batches = executor.batches(check.ready);
  checkBatches(batches, check.ready);
  const gate = createBatchGate(batches);
  let completed = 0;
  progress = ['apply', 0, check.ready.length];
  report(...progress);
  await mapConcurrent(batches, concurrency, runBatch);

  // Resources are waited for one by one, and a code such as InvalidVpcID.NotFound is of what one refers to.
  await resourceRun?.finish();
  // With nothing left to make nothing else is read, and what was made may have been taken back since.
  const unverified = resourceRun
    ? pending.length === 0
      ? await findTakenBack(earlier)
      : []
    : await verify();
  if (!resourceRun) for (const change of await findGone()) gone.add(change);
  const skipped = new Set([
    ...gone,
    ...alreadyDone.values(),
    ...driftedSinceCheck.map(({ change }) => change),
    ...unmet.keys(),
  ]);
  return {
    done: plan.changes.filter((change) => {
      const record = recordOf(change);
      return record?.done && record.failure === undefined && !isUnsettled(change);
    }),
    alreadyDone: [...alreadyDone.values()],
    failed: plan.changes.flatMap((change) => {
      const required = gone.has(change) ? undefined : unmet.get(change);
      if (required !== undefined) return [requirementFailed(change, required)];
      const failure = recordOf(change)?.failure;
      if (isUnsettled(change)) return [notReady(change)];
      if (failure === undefined || skipped.has(change)) return [];
      return [{ change, code: failure.code, message: failure.message }];
    }),
    drifted: driftedSinceCheck,
    gone: plan.changes.filter((change) => gone.has(change)),
    unverified,
    calls,
  };

  /** A value that is there already was written by an earlier run if the journal has the change as begun. */
  async function recordApplied(applied: readonly Change[]): Promise<void> {
    const own = applied.filter((change) => {
      const record = recordOf(change);
      return record !== undefined && isTouched(record);
    });
    const known = new Set(own);
    const others = applied.filter((change) => !known.has(change));
    for (const change of others) alreadyDone.set(change.id, change);
    await resourceRun?.recordOthers(others);
    if (resourceRun) await resourceRun.recordOwn(own);
    else if (own.length > 0) {
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
    waitingFor = undefined;
    progress = ['apply', completed, check.ready.length];
    report(...progress);
  }

  /** Those that an earlier run made, and another client has changed since. */
  async function findOverwritten(made: readonly Change[]): Promise<ReadonlySet<string>> {
    const found = await checkChangeStates(made, 'applied', executor, options);
    const others = [...found.ready, ...found.gone, ...found.drifted.map(({ change }) => change)];
    return new Set(others.map(({ id }) => id));
  }

  async function findTakenBack(made: readonly Change[]): Promise<readonly Drift[]> {
    const found = await checkChangeStates(made, 'applied', executor, options);
    return [
      ...found.ready.map((change) => ({ change, found: { value: change.before } })),
      ...found.drifted,
      ...found.gone.map(driftOfGone),
    ];
  }

  function requiredBy(changes: readonly Change[]): readonly Change[] {
    const required = new Set(changes.flatMap(({ requires = [] }) => requires));
    return [...required].map((id) => byId.get(id)!);
  }

  /** Whether all changes that it requires are made. */
  function isMet(change: Change): boolean {
    const missing = change.requires?.find((id) => !isMade(id));
    if (missing !== undefined) unmet.set(change, missing);
    return missing === undefined;
  }

  function isMade(id: string): boolean {
    const record = journal.record.changes.get(id);
    const isDone = resourceRun ? record?.verified : record?.done;
    return (isDone === true && !overwritten.has(id)) || alreadyDone.has(id);
  }

  /** It was made, and is not ready yet. */
  function isUnsettled(change: Change): boolean {
    const record = recordOf(change);
    return (
      resourceRun !== undefined && record?.done === true && !record.verified && record.failure === undefined
    );
  }

  async function makeBatch(batch: readonly Change[]): Promise<void> {
    const ready = now() - checkedAtMs > recheckAfterMs ? await recheck(batch) : batch;
    if (resourceRun) {
      for (const change of ready) await resourceRun.make(change);
    } else if (ready.length > 0) {
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
      // What a resource refers to is refused by the service if it is gone, and was seen when it was made.
      ...(resourceRun ? [] : requiredBy([change]).map(preconditionFrom)),
    ];
    const rechecked = await checkChangeStates(batch, 'ready', executor, options, preconditionsOf);
    await recordApplied(rechecked.applied);
    driftedSinceCheck.push(...rechecked.drifted);
    for (const change of rechecked.gone) gone.add(change);
    return rechecked.ready;
  }

  /** Of those that failed: a resource may be deleted between the check and the call. */
  async function findGone(): Promise<readonly Change[]> {
    // A failure of an earlier run stays in the journal; what became of the change since then is reported instead.
    const reported = new Set([
      ...gone,
      ...alreadyDone.values(),
      ...driftedSinceCheck.map(({ change }) => change),
    ]);
    const failed = plan.changes.filter((change) => {
      const record = recordOf(change);
      return record?.failure !== undefined && !record.done && !reported.has(change);
    });
    const named = failed.filter((change) => NOT_FOUND.test(recordOf(change)!.failure!.code));
    try {
      const current = await readCurrentValues(failed, executor, options);
      return failed.filter((change) => named.includes(change) || current.get(change.id) === 'gone');
    } catch {
      options.signal?.throwIfAborted();
      // What failed is reported as failed: why it can't be read now changes nothing about that.
      return named;
    }
  }

  async function verify(): Promise<readonly Drift[]> {
    const open = plan.changes.filter((change) => {
      const record = recordOf(change);
      return record !== undefined && isTouched(record) && !record.verified;
    });
    return verifyChanges(open, {
      executor,
      retryPolicy: options,
      maxReads: options.verify?.maxReads,
      isDone: (change) => recordOf(change)?.done ?? false,
      onVerified: (ids) => journal.append({ type: 'verified', at: at(), ids }),
      onProgress: (verified) => report('verify', verified, open.length),
    });
  }
}

/** How services name the failure of a call for what does not exist: `InvalidVolume.NotFound`, `NoSuchBucket`. */
const NOT_FOUND = /NotFound|^NoSuch|NonExistent|DoesNotExist/i;

const driftOfGone = (change: Change): Drift => ({ change, found: 'gone' });

/** Batches must have each change once, after those that it requires. */
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
      throw executorBroken(`${id} is not in a later batch than ${misplaced}, which it requires`);
  }
}

function notReady(change: Change): ApplyFailure {
  const message = 'was made, and was still not ready when it was waited for no longer; --resume waits again';
  return { change, code: 'plan.resource.not-ready', message };
}

function requirementFailed(change: Change, required: string): ApplyFailure {
  const message = `was not tried, because it requires ${required}, which is not made`;
  return { change, code: 'plan.requirement.failed', message };
}
