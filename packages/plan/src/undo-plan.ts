import type { Pace } from './attempts.ts';
import { MOST_ATTEMPTS } from './attempts.ts';
import { standingOf } from './drift.ts';
import type { Executor, Present } from './executor.ts';
import { isTouched, type JournalRecord } from './journal-record.ts';
import { sameJson } from './json.ts';
import { type Change, createPlan, type Finding, type Plan } from './plan.ts';
import { readUntilClear } from './read-present.ts';

export interface UndoOptions extends Pace {
  readonly executor: Executor;
  /** How often a field is read at most that seems not to have been changed: that may be an old answer; 8 times. */
  readonly looks?: number;
}

/**
 * The plan that takes back an apply: of the same kind, to be shown, applied, resumed and undone as any other. Each
 * field that the apply made, or may have made, gets back what it was, where it still is what the apply made it. What
 * somebody else has changed since is a finding, and left.
 *
 * @throws what the executor threw
 */
export async function undoPlan(record: JournalRecord, options: UndoOptions): Promise<Plan> {
  const { executor, now, looks = MOST_ATTEMPTS } = options;
  const present = await readUntilClear(
    touchedChanges(record),
    (change, found) => standingOf(change, found) === 'ready',
    { executor, pace: options, rounds: looks },
  );
  return planUndo(record, present, now());
}

/** The plan of {@link undoPlan}, where `present` has a value for each touched change. */
export function planUndo(record: JournalRecord, present: ReadonlyMap<string, Present>, nowMs: number): Plan {
  const { header } = record;
  const changes: Change[] = [];
  const findings: Finding[] = [];
  let asBefore = 0;
  for (const { id, target, field, before, after } of touchedChanges(record)) {
    const found = present.get(id)!;
    if (found === 'gone') {
      findings.push({ target, field, reason: 'the resource is gone; there is nothing to restore' });
    } else if (sameJson(found.value, after)) {
      const reason = `restores what was there before plan ${header.plan.slice(0, 12)}`;
      changes.push({ id, target, field, before: after, after: before, reason, source: 'journal' });
    } else if (sameJson(found.value, before)) {
      asBefore += 1;
    } else {
      const reason = `was changed since, to ${show(found.value)}; the apply had made it ${show(after)}; left as it is`;
      findings.push({ target, field, reason });
    }
  }
  return createPlan({
    kind: header.kind,
    createdAt: new Date(nowMs).toISOString(),
    accounts: header.accounts,
    scope: { examined: header.examined, undoOf: header.plan, asBefore },
    changes,
    findings,
  });
}

function touchedChanges({ changes }: JournalRecord): readonly Change[] {
  return [...changes.values()].filter(isTouched).map(({ change }) => change);
}

const show = (value: unknown): string => (value === null ? 'absent' : JSON.stringify(value));
