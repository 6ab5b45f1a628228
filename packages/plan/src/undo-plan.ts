import { keyOf } from './check-plan.ts';
import { classifyField } from './drift.ts';
import type { CurrentValue, Executor, Field } from './executor.ts';
import { type ChangeRecord, isTouched, type JournalRecord } from './journal-record.ts';
import { type Json, sameJson } from './json.ts';
import { type Change, createPlan, type Finding, type Plan } from './plan.ts';
import { readUntilConsistent } from './read-current-values.ts';
import { blockedBy, dependentsOf } from './requirements.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { DEFAULT_MAX_ATTEMPTS } from './retry-policy.ts';
import { resourceKeyOf } from './resource-executor.ts';
import { idsOfRecord } from './resource-ids.ts';
import { describeResource } from './describe-resource.ts';

export interface UndoOptions extends RetryPolicy {
  readonly executor: Executor;
  /** The command that makes this plan again, for messages. */
  readonly command?: string;
  /** The maximum reads of a field that seems unchanged: the response may be stale; default: 8. */
  readonly maxReads?: number;
}

/**
 * The plan that undoes an apply: of the same kind, to be shown, applied, resumed and undone as any other. Each field
 * that the apply changed, or may have changed, gets back its previous value if it still has the applied one. What
 * another client has changed since is a finding, and left; so is what that change required.
 *
 * @throws what the executor threw
 */
export async function undoPlan(record: JournalRecord, options: UndoOptions): Promise<Plan> {
  const touched = new Set(touchedChanges(record));
  const mayBeLate = options.executor.resources && [...record.changes.values()].some(isInDoubt);
  const {
    executor,
    now,
    command,
    maxReads = mayBeLate ? MAX_READS_OF_UNKNOWN : DEFAULT_MAX_ATTEMPTS,
  } = options;
  const ids = idsOfRecord(record);
  for (const [key, id] of ids) executor.resources?.ids.set(key, id);
  const current = await readUntilConsistent(changesOf(record), {
    // As a change that removes it, so that a resource that failed after it was made is seen.
    executor: executor.resources
      ? { ...executor, read: (fields, signal) => executor.read(fields.map(reversed), signal) }
      : executor,
    retryPolicy: options,
    maxReads: maxReads,
    isConsistent: (change, values) =>
      !touched.has(change) || classifyField(change, values.get(change.id)!) !== 'ready',
  });
  const plan = planUndo(record, current, now(), command);
  if (!executor.resources) return plan;
  // What is removed is removed by its id, never by its name: also what a lost answer left without one. What an earlier undo
  // made again has another one.
  for (const change of touched) {
    const key = resourceKeyOf(change);
    if (key === undefined || ids.has(key)) continue;
    const found = await executor.resources.find(reversed(change), options.signal);
    if (found) ids.set(key, found.id);
  }
  return createPlan({ ...plan, scope: { ...plan.scope, ids: Object.fromEntries(ids) } });
}

/** Over a minute at least: for as long what a lost answer made may not be visible. */
const MAX_READS_OF_UNKNOWN = 18;

/** @param field a change, in an undo */
function reversed<One extends Field>(field: One): One {
  const { before, after } = field as Partial<Change>;
  return { ...field, before: after, after: before };
}

const isInDoubt = (record: ChangeRecord): boolean => isTouched(record) && !record.done;

/**
 * The plan of {@link undoPlan}; `current` has a value for each change of the record.
 *
 * @param command that makes it again, for messages
 */
function planUndo(
  record: JournalRecord,
  current: ReadonlyMap<string, CurrentValue>,
  nowMs: number,
  command?: string,
): Plan {
  const { header } = record;
  const touched = touchedChanges(record);
  const isOwn = new Set(touched);
  const isChangedByOthers = (change: Change) => {
    const found = current.get(change.id)!;
    if (found === 'gone') return false;
    return isOwn.has(change) ? classifyField(change, found) === 'drifted' : !isAsBefore(change, found);
  };
  const blocked = blockedBy(
    new Map(touched.map((change) => [change.id, change])),
    changesOf(record).filter(isChangedByOthers),
  );
  const restored: Change[] = [];
  const findings: Finding[] = [];
  let asBefore = 0;
  for (const change of touched) {
    const { id, target, field, before, after } = change;
    const found = current.get(id)!;
    const blocker = blocked.get(id);
    if (found === 'gone') {
      findings.push({
        target,
        field,
        reason: 'the resource does not exist any more; there is nothing to restore',
      });
    } else if (isChangedByOthers(change)) {
      const reason =
        resourceKeyOf(change) === undefined
          ? `was changed since, to ${show(found.value)}; the apply had made it ${show(after)}; left as it is`
          : 'is not as the apply left it; left as it is';
      findings.push({ target, field, reason });
    } else if (isAsBefore(change, found)) {
      asBefore += 1;
    } else if (blocker !== undefined) {
      const reason = `is left as the apply made it, because ${nameOf(blocker)} would have to be restored first`;
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
      ...(header.owner !== undefined && { owner: header.owner }),
      ...(command !== undefined && { command }),
    },
    changes: reverseRequirements(restored, changesOf(record)),
    findings,
  });
}

/**
 * A change that required another is undone before that one; one that has its previous value already becomes a
 * precondition: otherwise the value that moved from one field to the other would be lost.
 */
function reverseRequirements(restored: readonly Change[], recorded: readonly Change[]): readonly Change[] {
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

/** A resource by its label, `load balancer www`; of a field, both. */
function nameOf({ target, field }: Change): string {
  if (field === 'exists' && target.label !== undefined) return target.label;
  return `${show(field)} of ${target.label ?? target.resource}`;
}

const isAsBefore = ({ before }: Change, found: CurrentValue): boolean =>
  found !== 'gone' && sameJson(found.value, before);

const show = (value: Json): string =>
  value === null ? 'absent' : typeof value === 'object' ? describeResource(value) : JSON.stringify(value);
