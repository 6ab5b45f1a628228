import type { Field, Present } from './executor.ts';
import { type Json, sameJson } from './json.ts';
import type { Change } from './plan-model.ts';

/** A field that must have a value, or the change that rests on it must not be made. */
export interface Ground extends Field {
  readonly value: Json;
}

/** A ground that is so no more. */
export interface BrokenGround {
  readonly ground: Ground;
  readonly found: Present;
}

/** What a change says itself that it rests on. */
export function heldBy({ target, holds = [] }: Change): readonly Ground[] {
  const { accountId, region, resource } = target;
  return holds.map(({ field, value }) => {
    return { id: JSON.stringify([accountId, region, resource, field]), target, field, value };
  });
}

/** What a change that was made leaves to those that require it. */
export function groundOf({ id, target, field, after }: Change): Ground {
  return { id, target, field, value: after };
}

/** The fields of changes and of all that they rest on, each once. */
export function fieldsOf(
  changes: readonly Change[],
  groundsOf: (change: Change) => readonly Ground[],
): readonly Field[] {
  const fields = new Map<string, Field>(changes.map((change) => [change.id, change]));
  for (const ground of changes.flatMap(groundsOf)) {
    if (!fields.has(ground.id)) fields.set(ground.id, ground);
  }
  return [...fields.values()];
}

/** The first of the grounds that is so no more. `present` has a value for each. */
export function brokenAmong(
  grounds: readonly Ground[],
  present: ReadonlyMap<string, Present>,
): BrokenGround | undefined {
  for (const ground of grounds) {
    const found = present.get(ground.id)!;
    if (found === 'gone' || !sameJson(found.value, ground.value)) return { ground, found };
  }
  return undefined;
}
