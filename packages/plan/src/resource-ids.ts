import type { JournalRecord } from './journal-record.ts';
import type { Change, Plan } from './plan-model.ts';
import { makesResource, resourceKeyOf } from './resource-executor.ts';
import type { Made } from './journal-entries.ts';

/** The ids of a plan, to begin with. */
export function idsOfPlan({ scope }: Pick<Plan, 'scope'>): Map<string, string> {
  return new Map(Object.entries(scope.ids ?? {}));
}

/** The ids after an apply, as its journal has them: an undo refers to them. */
export function idsOfRecord(record: JournalRecord): Map<string, string> {
  const ids = new Map(Object.entries(record.header.ids ?? {}));
  learnIds(ids, record);
  return ids;
}

/** Adds what was made, and takes away what was removed. */
export function learnIds(ids: Map<string, string>, { changes }: JournalRecord): void {
  for (const { change, done, made } of changes.values()) if (done) learnId(ids, change, made);
}

/** As {@link learnIds}, of one change that is done. */
export function learnId(ids: Map<string, string>, change: Change, made: Made | undefined): void {
  const key = resourceKeyOf(change);
  if (key === undefined) return;
  if (!makesResource(change)) ids.delete(key);
  else if (made !== undefined) ids.set(key, made.id);
}
