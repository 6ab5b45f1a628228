import type { Present } from './executor.ts';
import { sameJson } from './json.ts';
import type { Change } from './plan.ts';

/** A field that is neither as the plan expects nor as it wants it. */
export interface Drift {
  readonly change: Change;
  readonly found: Present;
}

/** What the present says of a change: still to make, made already, or neither. */
export type Standing = 'ready' | 'there' | 'drifted';

/** How a change stands, by what its field is now. */
export function standingOf({ before, after }: Change, found: Present): Standing {
  if (found === 'gone') return 'drifted';
  if (sameJson(found.value, after)) return 'there';
  return sameJson(found.value, before) ? 'ready' : 'drifted';
}

export interface DriftCheck {
  /** Those whose field is as the plan expects. */
  readonly ready: readonly Change[];
  /** Those whose field is as the plan wants it. */
  readonly there: readonly Change[];
  readonly drifted: readonly Drift[];
}

/** The changes by how they stand. `present` has a value for each. */
export function sortByStanding(
  changes: readonly Change[],
  present: ReadonlyMap<string, Present>,
): DriftCheck {
  const ready: Change[] = [];
  const there: Change[] = [];
  const drifted: Drift[] = [];
  for (const change of changes) {
    const found = present.get(change.id)!;
    const standing = standingOf(change, found);
    if (standing === 'ready') ready.push(change);
    else if (standing === 'there') there.push(change);
    else drifted.push({ change, found });
  }
  return { ready, there, drifted };
}
