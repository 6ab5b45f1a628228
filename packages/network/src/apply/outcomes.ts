import {
  type ApplyResult,
  type Change,
  type Drift,
  type DriftCheck,
  type Plan,
  stagesOf,
  thingWords,
} from '@groundcrew/plan';

/** What became of a change of a network, or its state before an apply. */
export interface NetworkOutcome {
  readonly change: Change;
  readonly status: 'ready' | 'done' | 'already-so' | 'failed' | 'drifted';
  /** The id of what was made. */
  readonly id?: string;
  /** Why, of what is not as it should be. */
  readonly message?: string;
}

/** The state of the changes of a plan, as they are made. */
export function checkedOutcomes(
  plan: Plan,
  { applied, drifted, gone }: DriftCheck,
): readonly NetworkOutcome[] {
  const known = new Map<Change, NetworkOutcome>([
    ...applied.map((change) => [change, { change, status: 'already-so' }] as const),
    ...gone.map((change) => [change, goneOutcome(change)] as const),
    ...drifted.map((drift) => [drift.change, driftOutcome(drift)] as const),
  ]);
  return inOrder(plan).map((change) => known.get(change) ?? { change, status: 'ready' });
}

/** What became of the changes of a plan, as they were made. @param ids what was made, by the ids of changes */
export function appliedOutcomes(
  plan: Plan,
  result: ApplyResult,
  ids: ReadonlyMap<string, string>,
): readonly NetworkOutcome[] {
  const known = new Map<string, NetworkOutcome>();
  const add = (outcome: NetworkOutcome) => known.set(outcome.change.id, outcome);
  for (const change of result.done) {
    const id = ids.get(change.id);
    add({ change, status: 'done', ...(id !== undefined && { id }) });
  }
  for (const change of result.alreadyDone) add({ change, status: 'already-so' });
  for (const { change, code, message } of result.failed) {
    const id = ids.get(change.id);
    add({ change, status: 'failed', message: `${message} [${code}]`, ...(id !== undefined && { id }) });
  }
  for (const change of result.gone) add(goneOutcome(change));
  for (const drift of result.drifted) add(driftOutcome(drift));
  for (const drift of result.unverified) add(takenBackOutcome(drift));
  return inOrder(plan).map((change) => known.get(change.id) ?? { change, status: 'ready' });
}

/** A plan has its changes by resource; people read them as they are made. */
export function inOrder({ changes }: Plan): readonly Change[] {
  return stagesOf(changes).flat();
}

function goneOutcome(change: Change): NetworkOutcome {
  return { change, status: 'drifted', message: 'is not there any more' };
}

function driftOutcome({ change, found }: Drift): NetworkOutcome {
  const is = wordsOf(found);
  const message =
    change.before === null ? `is there already: ${is}` : `is not as the plan expects it; there is ${is}`;
  return { change, status: 'drifted', message };
}

/** It was made and seen by this apply, and is not so now: undone, or changed by a later plan or by others. */
function takenBackOutcome({ change, found }: Drift): NetworkOutcome {
  const message =
    found === 'gone' || found.value === null
      ? 'was made by this apply, and is not there any more'
      : change.after === null
        ? `was removed by this apply, and is there again: ${wordsOf(found)}`
        : `was made by this apply, and was changed since; there is ${wordsOf(found)}`;
  return { change, status: 'drifted', message };
}

const wordsOf = (found: Drift['found']): string =>
  found === 'gone' || found.value === null ? 'nothing' : thingWords(found.value);
