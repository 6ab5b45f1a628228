import type { CurrentValue, Field } from './executor.ts';
import { type Json, sameJson } from './json.ts';
import type { Change } from './plan-model.ts';

/** A value that a field must have for a change to be made. */
export interface Precondition extends Field {
  readonly value: Json;
}

/** A precondition that is not met. */
export interface UnmetPrecondition {
  readonly precondition: Precondition;
  readonly found: CurrentValue;
}

/** The preconditions that a change declares. */
export function ownPreconditions({ target, holds = [] }: Change): readonly Precondition[] {
  const { accountId, region, resource } = target;
  return holds.map(({ field, value }) => {
    return { id: JSON.stringify([accountId, region, resource, field]), target, field, value };
  });
}

/** The precondition that a made change is for those that require it. */
export function preconditionFrom({ id, target, field, after }: Change): Precondition {
  return { id, target, field, value: after };
}

/** The fields of changes and of their preconditions, each once. */
export function fieldsOf(
  changes: readonly Change[],
  preconditionsOf: (change: Change) => readonly Precondition[],
): readonly Field[] {
  const fields = new Map<string, Field>(changes.map((change) => [change.id, change]));
  for (const precondition of changes.flatMap(preconditionsOf)) {
    if (!fields.has(precondition.id)) fields.set(precondition.id, precondition);
  }
  return [...fields.values()];
}

/** The first precondition that is not met. `current` has a value for each. */
export function firstUnmet(
  preconditions: readonly Precondition[],
  current: ReadonlyMap<string, CurrentValue>,
): UnmetPrecondition | undefined {
  for (const precondition of preconditions) {
    const found = current.get(precondition.id)!;
    if (found === 'gone' || !sameJson(found.value, precondition.value)) return { precondition, found };
  }
  return undefined;
}
