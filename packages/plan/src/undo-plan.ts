import type { Pace } from './attempts.ts';
import { MOST_ATTEMPTS } from './attempts.ts';
import { keyOf } from './check-plan.ts';
import { standingOf } from './drift.ts';
import type { Executor, Present } from './executor.ts';
import { isTouched, type JournalRecord } from './journal-record.ts';
import { sameJson } from './json.ts';
import { type Change, createPlan, type Finding, type Plan } from './plan.ts';
import { readUntilClear } from './read-present.ts';
import { dependentsOf, heldBack } from './requirements.ts';

export interface UndoOptions extends Pace {
  readonly executor: Executor;
  /** The command that makes this plan anew, for messages. */
  readonly command?: string;
  /** How often a field is read at most that seems not to have been changed: that may be an old answer; 8 times. */
  readonly looks?: number;
}

/**
 * The plan that takes back an apply: of the same kind, to be shown, applied, resumed and undone as any other. Each
 * field that the apply made, or may have made, gets back what it was, where it still is what the apply made it. What
 * somebody else has changed since is a finding, and left; so is what that one required.
 *
 * @throws what the executor threw
 */
export async function undoPlan(record: JournalRecord, options: UndoOptions): Promise<Plan> {
  const { executor, now, command, looks = MOST_ATTEMPTS } = options;
  const touched = new Set(touchedChanges(record));
  const present = await readUntilClear(changesOf(record), {
    executor,
    pace: options,
    rounds: looks,
    isClear: (change, found) => !touched.has(change) || standingOf(change, found.get(change.id)!) !== 'ready',
  });
  return planUndo(record, present, now(), command);
}

/**
 * The plan of {@link undoPlan}, where `present` has a value for each change of the record.
 *
 * @param command that makes it anew, for messages
 */
export function planUndo(
  record: JournalRecord,
  present: ReadonlyMap<string, Present>,
  nowMs: number,
  command?: string,
): Plan {
  const { header } = record;
  const touched = touchedChanges(record);
  const isOwn = new Set(touched);
  const isOthers = (change: Change) => {
    const found = present.get(change.id)!;
    if (found === 'gone') return false;
    return isOwn.has(change) ? standingOf(change, found) === 'drifted' : !isAsBefore(change, found);
  };
  const held = heldBack(
    new Map(touched.map((change) => [change.id, change])),
    changesOf(record).filter(isOthers),
  );
  const restored: Change[] = [];
  const findings: Finding[] = [];
  let asBefore = 0;
  for (const change of touched) {
    const { id, target, field, before, after } = change;
    const found = present.get(id)!;
    const holder = held.get(id);
    if (found === 'gone') {
      findings.push({ target, field, reason: 'the resource is gone; there is nothing to restore' });
    } else if (isOthers(change)) {
      const reason = `was changed since, to ${show(found.value)}; the apply had made it ${show(after)}; left as it is`;
      findings.push({ target, field, reason });
    } else if (isAsBefore(change, found)) {
      asBefore += 1;
    } else if (holder !== undefined) {
      const reason = `is left as the apply made it, for ${show(holder.field)} of ${holder.target.resource} would have to be restored before`;
      findings.push({ target, field, reason });
    } else {
      const reason = `restores what was there before plan ${header.plan.slice(0, 12)}`;
      restored.push({ id, target, field, before: after, after: before, reason, source: 'journal' });
    }
  }
  return createPlan({
    kind: header.kind,
    createdAt: new Date(nowMs).toISOString(),
    accounts: header.accounts,
    scope: {
      examined: header.examined,
      undoOf: header.plan,
      asBefore,
      ...(command !== undefined && { command }),
    },
    changes: turnedRound(restored, changesOf(record)),
    findings,
  });
}

/**
 * What required another is taken back before that one; what is as it was already has to stay so: else the value that
 * went from one to the other would be lost.
 */
function turnedRound(restored: readonly Change[], recorded: readonly Change[]): readonly Change[] {
  const ids = new Set(restored.map(({ id }) => id));
  const byId = new Map(recorded.map((change) => [change.id, change]));
  const dependents = dependentsOf(recorded);
  return restored.map((change) => {
    const before = dependents.get(change.id) ?? [];
    const requires = before.filter((id) => ids.has(id));
    const holds = before
      .filter((id) => !ids.has(id))
      .map((id) => byId.get(id)!)
      .filter(({ target }) => keyOf(target) === keyOf(change.target))
      .map((one) => ({ field: one.field, value: one.before }));
    return {
      ...change,
      ...(requires.length > 0 && { requires }),
      ...(holds.length > 0 && { holds }),
    };
  });
}

function changesOf({ changes }: JournalRecord): readonly Change[] {
  return [...changes.values()].map(({ change }) => change);
}

function touchedChanges({ changes }: JournalRecord): readonly Change[] {
  return [...changes.values()].filter(isTouched).map(({ change }) => change);
}

const isAsBefore = ({ before }: Change, found: Present): boolean =>
  found !== 'gone' && sameJson(found.value, before);

const show = (value: unknown): string => (value === null ? 'absent' : JSON.stringify(value));
