import type { CurrentValue } from './executor.ts';
import { type Json, sameJson } from './json.ts';
import type { Change } from './plan-model.ts';
import { firstUnmet, type Precondition, type UnmetPrecondition } from './preconditions.ts';

/** A change whose field is neither as the plan expects nor as it wants it, or that has lost what it rests on. */
export interface Drift {
  readonly change: Change;
  readonly found: CurrentValue;
  /** The field is as the plan expects; this one is not. */
  readonly unmet?: UnmetPrecondition;
}

/** What the present says of a change: still to make, made already, or neither. */
export type ChangeState = 'ready' | 'applied' | 'drifted';

/** How a change stands, by what its field is now. */
export function classifyField({ before, after }: Change, found: CurrentValue): ChangeState {
  if (found === 'gone') return 'drifted';
  if (sameJson(found.value, after)) return 'applied';
  return sameJson(found.value, before) ? 'ready' : 'drifted';
}

/** How a change stands, by what its field and those that it rests on are now. What is made rests on nothing any more. */
export function classifyChange(
  change: Change,
  preconditions: readonly Precondition[],
  current: ReadonlyMap<string, CurrentValue>,
): 'ready' | 'applied' | Drift {
  const found = current.get(change.id)!;
  const state = classifyField(change, found);
  if (state === 'drifted') return { change, found };
  const unmet = state === 'ready' ? firstUnmet(preconditions, current) : undefined;
  return unmet ? { change, found, unmet } : state;
}

export interface DriftCheck {
  /** Those whose field, and what they rest on, is as the plan expects. */
  readonly ready: readonly Change[];
  /** Those whose field is as the plan wants it. */
  readonly applied: readonly Change[];
  readonly drifted: readonly Drift[];
}

/** What became of the expectation of a change, in one line: `expected "a", found "b"`. */
export function describeDrift({ change, found, unmet }: Drift): string {
  const { target, field, before, after } = change;
  if (unmet === undefined) return `expected ${show(before)}, ${isNow(found)}`;
  const { precondition } = unmet;
  const doing = after === null ? `would remove ${pair(field, before)}` : `would make it ${show(after)}`;
  const where = precondition.target.resource === target.resource ? '' : ` of ${precondition.target.resource}`;
  const name = `${show(precondition.field)}${where}`;
  const why = sameJson(precondition.value, before) ? 'has that value' : `is ${show(precondition.value)}`;
  const is = unmet.found === 'gone' ? 'gone' : show(unmet.found.value);
  return `${doing} because ${name} ${why}; ${show(precondition.field)} is now ${is}`;
}

const isNow = (found: CurrentValue): string =>
  found === 'gone' ? 'the resource is gone' : `found ${show(found.value)}`;

const pair = (field: string, value: Json): string =>
  show(`${field}=${typeof value === 'string' ? value : JSON.stringify(value)}`);

const show = (value: Json): string => (value === null ? 'absent' : JSON.stringify(value));
