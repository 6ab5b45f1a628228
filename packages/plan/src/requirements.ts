import type { Change } from './plan-model.ts';

type DependencyNode = Pick<Change, 'id' | 'requires'>;

/**
 * The problem of the requirements between changes of a plan; `undefined`: none.
 *
 * @param ids of all changes
 */
export function problemOfRequirements(
  changes: readonly DependencyNode[],
  ids: { has(id: string): boolean },
): string | undefined {
  // Most changes require nothing, and none of those can be in a cycle.
  const requiring = changes.filter(({ requires }) => requires !== undefined && requires.length > 0);
  for (const { id, requires = [] } of requiring) {
    const unknown = requires.find((required) => !ids.has(required));
    if (unknown !== undefined) {
      return `change ${JSON.stringify(id)} requires ${JSON.stringify(unknown)}, which is not a change of the plan`;
    }
  }
  const free = new Set(stagesOf(requiring).flat());
  const stuck = requiring.find((change) => !free.has(change));
  return stuck && `change ${JSON.stringify(stuck.id)} requires itself, through those that it requires`;
}

/**
 * Changes in topological order, by stages: what a change requires is in an earlier stage, if it is among them. Each
 * is in the earliest stage that it can be in, in a stable order. Changes of a cycle are in none.
 */
export function stagesOf<One extends DependencyNode>(changes: readonly One[]): readonly (readonly One[])[] {
  const dependents = dependentsOf(changes);
  const ids = new Set(changes.map(({ id }) => id));
  const waiting = new Map(
    changes.map(({ id, requires = [] }) => [id, requires.filter((required) => ids.has(required)).length]),
  );
  const stages: One[][] = [];
  let stage = changes.filter(({ id }) => waiting.get(id) === 0);
  // Most changes require nothing: only dependents of a stage are examined again.
  const byId = new Map(changes.map((change) => [change.id, change]));
  while (stage.length > 0) {
    stages.push(stage);
    const freed: One[] = [];
    for (const { id } of stage) {
      for (const dependent of dependents.get(id) ?? []) {
        const left = waiting.get(dependent)! - 1;
        waiting.set(dependent, left);
        if (left === 0) freed.push(byId.get(dependent)!);
      }
    }
    stage = freed;
  }
  return stages;
}

/** The ids of those that require a change, by its id. */
export function dependentsOf(changes: Iterable<DependencyNode>): ReadonlyMap<string, readonly string[]> {
  const dependents = new Map<string, string[]>();
  for (const { id, requires = [] } of changes) {
    for (const required of requires) {
      const others = dependents.get(required);
      if (others) others.push(id);
      else dependents.set(required, [id]);
    }
  }
  return dependents;
}

/** Changes that can't be restored because one that requires them is not, by id, with that one; without `unrestored`. */
export function blockedBy(
  changes: ReadonlyMap<string, Change>,
  unrestored: readonly Change[],
): ReadonlyMap<string, Change> {
  const blocked = new Map<string, Change>();
  const queue = [...unrestored];
  for (let change = queue.pop(); change; change = queue.pop()) {
    for (const id of change.requires ?? []) {
      const required = changes.get(id);
      if (required === undefined || blocked.has(id)) continue;
      blocked.set(id, change);
      queue.push(required);
    }
  }
  return blocked;
}
