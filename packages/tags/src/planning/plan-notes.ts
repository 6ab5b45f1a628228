import type { Plan } from '@groundcrew/plan';
import { countOf, formatCount, printable } from '@groundcrew/report';
import { type PatternRemoval, patternRemovalsOf } from './pattern-removals.ts';

/**
 * Notes to read before a plan is applied: what manages the resources that it changes, the tags that it keeps, and the keys
 * that it removes though the policy does not name them.
 */
export function planNotes(plan: Plan): readonly string[] {
  return [...managedNotes(plan), ...keptNotes(plan.scope.kept), ...patternNotes(patternRemovalsOf(plan))];
}

/** Keys that the note on a pattern names. */
const MAX_KEYS = 50;

/** The list of known systems is never whole: the keys are named, so that a person can see whose they are. */
function patternNotes(removals: readonly PatternRemoval[]): readonly string[] {
  const byPattern = Map.groupBy(removals, ({ pattern }) => pattern);
  return [...byPattern].map(([pattern, keys]) => {
    const shown = keys
      .slice(0, MAX_KEYS)
      .map(({ key, resources }) => `${keyText(key)} (${formatCount(resources)})`);
    const more = keys.length - shown.length;
    if (more > 0) shown.push(`${formatCount(more)} more, which --output csv has`);
    const names = printable(shown.join(', '));
    return `${JSON.stringify(pattern)} removes ${countOf(keys.length, 'key')} that the policy does not name: ${names}. A key that someone or something uses belongs under except, or under keys.`;
  });
}

/** Quoted where its end would not be clear in a list. */
function keyText(key: string): string {
  return /[\s,()"]/.test(key) ? JSON.stringify(key) : key;
}

function managedNotes({ changes }: Plan): readonly string[] {
  const managed = new Map<string, readonly string[]>();
  for (const { target } of changes) if (target.managedBy) managed.set(target.resource, target.managedBy);
  if (managed.size === 0) return [];
  const bySystem = new Map<string, number>();
  for (const managers of managed.values()) {
    for (const manager of managers) bySystem.set(manager, (bySystem.get(manager) ?? 0) + 1);
  }
  const largest = [...bySystem].sort(([, one], [, other]) => other - one);
  const shown = largest.slice(0, MAX_NAMED).map(([name, count]) => `${name} (${formatCount(count)})`);
  const more = largest.length - shown.length;
  if (more > 0) shown.push(`${formatCount(more)} more`);
  const of = managed.size === 1 ? 'is managed' : 'are managed';
  return [
    `${countOf(managed.size, 'resource')} ${of} by ${printable(shown.join(', '))}: a template, or what stands in for one, may put a tag back. Change it there too.`,
  ];
}

/** Managers that a note names. */
const MAX_NAMED = 8;

function keptNotes(kept: unknown): readonly string[] {
  if (typeof kept !== 'object' || kept === null) return [];
  return keptText(Object.entries(kept as Readonly<Record<string, number>>), 'are not removed');
}

/** @param counts tags by the system that depends on them */
export function keptText(counts: readonly (readonly [string, number])[], are: string): readonly string[] {
  if (counts.length === 0) return [];
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const systems = counts.map(([system, count]) => `${system} (${formatCount(count)})`).join(', ');
  return [
    `${countOf(total, 'tag')} that other systems depend on ${are}, because no forbidden key names them: ${systems}. A key such as kubernetes.io/* does.`,
  ];
}
