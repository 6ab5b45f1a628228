import { journalDiffersFromPlan } from './errors.ts';
import type { JournalRecord } from './journal-record.ts';
import { canonicalJson } from './json.ts';
import type { Plan } from './plan.ts';

/**
 * Holds the changes of a journal against its plan, whose hash shows that it was not edited: for journals of earlier
 * versions, which have no hashes of their own.
 *
 * @param name of the journal, for messages
 * @returns whether it is the plan of the journal; of another one, nothing is held against it
 * @throws GroundcrewError `plan.journal.edited` for a change that the plan has otherwise, or does not have
 */
export function checkJournalByPlan({ header, changes }: JournalRecord, plan: Plan, name: string): boolean {
  if (header.plan !== plan.hash) return false;
  const planned = new Map(plan.changes.map((change) => [change.id, change]));
  for (const { change } of changes.values()) {
    const original = planned.get(change.id);
    if (!original || canonicalJson(original) !== canonicalJson(change)) {
      throw journalDiffersFromPlan(name, change.id);
    }
  }
  return true;
}
