import type { Present } from './executor.ts';
import { type BrokenGround, brokenAmong, type Ground } from './grounds.ts';
import { type Json, sameJson } from './json.ts';
import type { Change } from './plan-model.ts';

/** A change whose field is neither as the plan expects nor as it wants it, or that has lost what it rests on. */
export interface Drift {
  readonly change: Change;
  readonly found: Present;
  /** The field is as the plan expects; this one is not. */
  readonly broken?: BrokenGround;
}

/** What the present says of a change: still to make, made already, or neither. */
export type Standing = 'ready' | 'there' | 'drifted';

/** How a change stands, by what its field is now. */
export function standingOf({ before, after }: Change, found: Present): Standing {
  if (found === 'gone') return 'drifted';
  if (sameJson(found.value, after)) return 'there';
  return sameJson(found.value, before) ? 'ready' : 'drifted';
}

/** How a change stands, by what its field and those that it rests on are now. What is made rests on nothing any more. */
export function standingOn(
  change: Change,
  grounds: readonly Ground[],
  present: ReadonlyMap<string, Present>,
): 'ready' | 'there' | Drift {
  const found = present.get(change.id)!;
  const standing = standingOf(change, found);
  if (standing === 'drifted') return { change, found };
  const broken = standing === 'ready' ? brokenAmong(grounds, present) : undefined;
  return broken ? { change, found, broken } : standing;
}

export interface DriftCheck {
  /** Those whose field, and what they rest on, is as the plan expects. */
  readonly ready: readonly Change[];
  /** Those whose field is as the plan wants it. */
  readonly there: readonly Change[];
  readonly drifted: readonly Drift[];
}

/** What became of the expectation of a change, in one line: `expected "a", found "b"`. */
export function describeDrift({ change, found, broken }: Drift): string {
  const { target, field, before, after } = change;
  if (broken === undefined) return `expected ${show(before)}, ${isNow(found)}`;
  const { ground } = broken;
  const doing = after === null ? `would remove ${pair(field, before)}` : `would make it ${show(after)}`;
  const where = ground.target.resource === target.resource ? '' : ` of ${ground.target.resource}`;
  const name = `${show(ground.field)}${where}`;
  const why = sameJson(ground.value, before) ? 'has that value' : `is ${show(ground.value)}`;
  const is = broken.found === 'gone' ? 'gone' : show(broken.found.value);
  return `${doing} because ${name} ${why}; ${show(ground.field)} is now ${is}`;
}

const isNow = (found: Present): string =>
  found === 'gone' ? 'the resource is gone' : `found ${show(found.value)}`;

const pair = (field: string, value: Json): string =>
  show(`${field}=${typeof value === 'string' ? value : JSON.stringify(value)}`);

const show = (value: Json): string => (value === null ? 'absent' : JSON.stringify(value));
