import type { CurrentValue } from './executor.ts';
import { type Json, sameJson } from './json.ts';
import type { Change } from './plan-model.ts';
import { describeResource } from './describe-resource.ts';
import { firstUnmet, type Precondition, type UnmetPrecondition } from './preconditions.ts';

/** A change whose field has neither the `before` nor the `after` of the plan, or with an unmet precondition. */
export interface Drift {
  readonly change: Change;
  readonly found: CurrentValue;
  /** Set if the field is as the plan expects, and this precondition is not met. */
  readonly unmet?: UnmetPrecondition;
}

/** The state of a change by current values: still to make, made already, or neither. */
export type ChangeState = 'ready' | 'applied' | 'drifted';

/** The state of a change by the current value of its field. */
export function classifyField({ before, after }: Change, found: CurrentValue): ChangeState {
  if (found === 'gone') return 'drifted';
  if (sameJson(found.value, after)) return 'applied';
  return sameJson(found.value, before) ? 'ready' : 'drifted';
}

/** The state of a change by its field and its preconditions. A change that is made needs no preconditions any more. */
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
  /** Those whose field and preconditions are as the plan expects. */
  readonly ready: readonly Change[];
  /** Those whose field has the planned value. */
  readonly applied: readonly Change[];
  readonly drifted: readonly Drift[];
  /** Those whose resource does not exist any more: nothing is left to change. */
  readonly gone: readonly Change[];
}

/** A drift in one line: `expected "a", found "b"`. */
export function describeDrift({ change, found, unmet }: Drift): string {
  const { target, field, before, after } = change;
  if (unmet === undefined && isResource(before, after)) return resourceDrift(before, found);
  if (unmet === undefined) return `expected ${show(before)}, ${isNow(found)}`;
  const { precondition } = unmet;
  const doing = after === null ? `would remove ${pair(field, before)}` : `would make it ${show(after)}`;
  const where = precondition.target.resource === target.resource ? '' : ` of ${precondition.target.resource}`;
  const name = `${show(precondition.field)}${where}`;
  const why = sameJson(precondition.value, before) ? 'has that value' : `is ${show(precondition.value)}`;
  const is = unmet.found === 'gone' ? 'gone' : show(unmet.found.value);
  return `${doing} because ${name} ${why}; ${show(precondition.field)} is now ${is}`;
}

/** Items of resources have keys; values of fields are texts. */
const isResource = (...values: readonly Json[]): boolean =>
  values.some((value) => typeof value === 'object' && value !== null && 'key' in value);

function resourceDrift(before: Json, found: CurrentValue): string {
  if (found === 'gone' || found.value === null) return 'is not there any more';
  return before === null
    ? `is there already: ${describeResource(found.value)}`
    : `is not as the plan expects it; there is ${describeResource(found.value)}`;
}

const isNow = (found: CurrentValue): string =>
  found === 'gone' ? 'the resource is gone' : `found ${show(found.value)}`;

const pair = (field: string, value: Json): string =>
  show(`${field}=${typeof value === 'string' ? value : JSON.stringify(value)}`);

const show = (value: Json): string => (value === null ? 'absent' : JSON.stringify(value));
