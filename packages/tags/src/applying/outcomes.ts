import {
  type ApplyResult,
  type Change,
  type Drift,
  type DriftCheck,
  describeDrift,
  type Plan,
} from '@groundcrew/plan';
import { queryText } from '../grouping/query-text.ts';

/** The outcome of a change, or its state before an apply. */
export interface Outcome {
  readonly change: Change;
  readonly status: 'ready' | 'done' | 'already-so' | 'failed' | 'drifted' | 'gone' | 'unverified';
  /** The reason, if the outcome is not as planned. */
  readonly message?: string;
}

/** The state of the changes of a plan, in its order. */
export function driftOutcomes(plan: Plan, { applied, drifted, gone }: DriftCheck): readonly Outcome[] {
  const known = new Map<Change, Outcome>([
    ...applied.map((change) => [change, { change, status: 'already-so' }] as const),
    ...gone.map((change) => [change, outcomeOfGone(change)] as const),
    ...drifted.map((drift) => [drift.change, outcomeOfDrift(drift, 'drifted')] as const),
  ]);
  return plan.changes.map((change) => known.get(change) ?? { change, status: 'ready' });
}

/** The outcomes of the changes of a plan, in its order. */
export function outcomes(plan: Plan, result: ApplyResult): readonly Outcome[] {
  const known = new Map<string, Outcome>();
  const add = (outcome: Outcome) => known.set(outcome.change.id, outcome);
  for (const change of result.done) add({ change, status: 'done' });
  for (const change of result.alreadyDone) add({ change, status: 'already-so' });
  for (const { change, code, message } of result.failed) {
    add({ change, status: 'failed', message: `${message} [${code}]` });
  }
  for (const change of result.gone) add(outcomeOfGone(change));
  for (const drift of result.drifted) add(outcomeOfDrift(drift, 'drifted'));
  for (const drift of result.unverified) add(outcomeOfDrift(drift, 'unverified'));
  return plan.changes.map((change) => known.get(change.id) ?? { change, status: 'ready' });
}

function outcomeOfGone(change: Change): Outcome {
  return { change, status: 'gone', message: 'the resource does not exist any more; skipped' };
}

function outcomeOfDrift(drift: Drift, status: 'drifted' | 'unverified'): Outcome {
  const { change, found, unmet } = drift;
  if (unmet) return { change, status, message: describeDrift(drift) };
  const expected = `was expected to be ${textOf(status === 'drifted' ? change.before : change.after)}`;
  const message =
    found === 'gone' ? `${expected}, and the resource is gone` : `${expected}, is ${textOf(found.value)}`;
  return { change, status, message };
}

function textOf(value: Change['before']): string {
  return value === null ? 'absent' : (queryText(value) ?? JSON.stringify(value));
}
