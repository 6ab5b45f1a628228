import { isGroundcrewError } from '@groundcrew/errors';
import { type ApplyOptions, type ApplyResult, applyPlan } from './apply-plan.ts';
import type { Drift } from './drift.ts';
import type { CurrentValue, Executor } from './executor.ts';
import { openJournal } from './journal.ts';
import type { JournalRecord } from './journal-record.ts';
import { sameJson } from './json.ts';
import { createMemoryStore } from './memory-store.ts';
import type { Finding, Plan } from './plan-model.ts';
import { readCurrentValues } from './read-current-values.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { undoPlan } from './undo-plan.ts';

/** An apply or an undo of a rehearsal. */
export interface RehearsedRun {
  /** Missing: the plan was refused as a whole, or the run stopped on its way. */
  readonly result?: ApplyResult;
  /** Why it was refused or stopped. */
  readonly refusal?: { readonly code: string; readonly message: string };
  /** What an undo leaves as it is. */
  readonly findings: readonly Finding[];
}

/** What became of a plan that was applied to a copy, and undone. */
export interface Rehearsal {
  readonly applied: RehearsedRun;
  /** Each undo: a second one only if the first was hindered. */
  readonly undone: readonly RehearsedRun[];
  /** Fields that are not what they were before the apply. */
  readonly notRestored: readonly Drift[];
}

export interface RehearseOptions extends RetryPolicy, Pick<ApplyOptions, 'caps' | 'isStrict' | 'onProgress'> {
  /** Of the copy. */
  readonly executor: Executor;
  /** Is called when a phase begins. Injected faults must hinder only `apply` and `undo`. */
  readonly onPhase?: (phase: RehearsalPhase) => void;
}

/** `compare`: the reads of the rehearsal itself; `undo-again`: what the first undo was hindered from. */
export type RehearsalPhase = 'compare' | 'apply' | 'undo' | 'undo-again';

/** As many undos a person would try. */
const MAX_UNDOS = 2;

/**
 * Applies a plan to a copy and undoes it there, by the same code as on the original. What would go wrong is part of the
 * result.
 *
 * @throws the signal's reason; what is not an error of an operation
 */
export async function rehearsePlan(plan: Plan, options: RehearseOptions): Promise<Rehearsal> {
  const { executor, onPhase = () => {}, signal } = options;
  onPhase('compare');
  let before: ReadonlyMap<string, CurrentValue>;
  try {
    before = await readCurrentValues(plan.changes, executor, options);
  } catch (thrown) {
    // An apply reads first, too, and would end here.
    return { applied: { refusal: refusalOf(thrown, signal), findings: [] }, undone: [], notRestored: [] };
  }
  onPhase('apply');
  const { run: applied, record } = await runPlan(plan, options, 'the rehearsed apply');
  const undone: RehearsedRun[] = [];
  let notRestored = await differences();
  while (notRestored.length > 0 && record !== undefined && undone.length < MAX_UNDOS) {
    signal?.throwIfAborted();
    onPhase(undone.length > 0 ? 'undo-again' : 'undo');
    const undo = await undoPlan(record, options);
    const { run } = await runPlan(undo, options, 'the rehearsed undo');
    undone.push({ ...run, findings: undo.findings });
    notRestored = await differences();
  }
  return { applied, undone, notRestored };

  async function differences(): Promise<Drift[]> {
    onPhase('compare');
    const after = await readCurrentValues(plan.changes, executor, options);
    return plan.changes.flatMap((change) => {
      const found = after.get(change.id)!;
      return isSame(before.get(change.id)!, found) ? [] : [{ change, found }];
    });
  }
}

/** @throws what is not an error of an operation; the signal's reason */
function refusalOf(thrown: unknown, signal: AbortSignal | undefined): NonNullable<RehearsedRun['refusal']> {
  signal?.throwIfAborted();
  if (!isGroundcrewError(thrown)) throw thrown;
  return { code: thrown.code, message: thrown.message };
}

function isSame(one: CurrentValue, other: CurrentValue): boolean {
  if (one === 'gone' || other === 'gone') return one === other;
  return sameJson(one.value, other.value);
}

async function runPlan(
  plan: Plan,
  options: RehearseOptions,
  name: string,
): Promise<{ readonly run: RehearsedRun; readonly record: JournalRecord | undefined }> {
  const journal = await openJournal(createMemoryStore(name), { plan, mode: 'new', now: options.now });
  try {
    const result = await applyPlan(plan, { ...options, journal });
    return { run: { result, findings: [] }, record: journal.record };
  } catch (thrown) {
    return { run: { refusal: refusalOf(thrown, options.signal), findings: [] }, record: journal.record };
  } finally {
    await journal.close();
  }
}
