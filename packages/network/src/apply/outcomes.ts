import {
  type ApplyResult,
  type Change,
  type Drift,
  type DriftCheck,
  type Plan,
  stagesOf,
  describeResource,
} from '@groundcrew/plan';

/** What became of a change of a network, or its state before an apply. */
export interface NetworkOutcome {
  readonly change: Change;
  readonly status: 'ready' | 'done' | 'already-so' | 'failed' | 'drifted';
  /** The id of what was made. */
  readonly id?: string;
  /** Why, of what is not as planned. */
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
  const untried = result.failed.filter(({ code }) => code === NOT_TRIED).map(({ change }) => change);
  for (const change of untried) {
    add({ change, status: 'failed', message: notTried(change, plan, known, new Set(untried)) });
  }
  return inOrder(plan).map((change) => known.get(change.id) ?? { change, status: 'ready' });
}

/** What `packages/plan` calls a change of which one that it requires was not made. */
const NOT_TRIED = 'plan.requirement.failed';

/** Why a change was not tried, by the name of what failed first, whose row has the reason. */
function notTried(
  change: Change,
  plan: Plan,
  known: ReadonlyMap<string, NetworkOutcome>,
  untried: ReadonlySet<Change>,
): string {
  const byId = new Map(plan.changes.map((each) => [each.id, each]));
  const seen = new Set<Change>();
  const open = [change];
  for (let next = open.shift(); next; next = open.shift()) {
    for (const required of (next.requires ?? []).flatMap((id) => byId.get(id) ?? [])) {
      if (seen.has(required)) continue;
      seen.add(required);
      const status = known.get(required.id)?.status;
      const name = required.target.label ?? required.target.resource;
      if (untried.has(required)) open.push(required);
      else if (status === 'failed')
        return `was not tried, because it requires ${name}, which failed [${NOT_TRIED}]`;
      else if (status === 'drifted')
        return `was not tried, because it requires ${name}, which is not as the plan expects it [${NOT_TRIED}]`;
    }
  }
  // Its call failed, or its answer was lost, and at the end it was there.
  return `was not tried, because what it requires became visible only at the end; --resume makes it [${NOT_TRIED}]`;
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
  found === 'gone' || found.value === null ? 'nothing' : describeResource(found.value);
