import type { Violation } from './audit.ts';
import { decisions } from './describe-fix.ts';

/** Violations with the same remedy. */
export interface ViolationGroup {
  readonly key: string;
  readonly problem: string;
  readonly violations: number;
  readonly toDo: string;
  /** Id of the first resource of them. */
  readonly example: string;
}

/** Violations by key, kind and fix: the largest group first, of equal ones those that a plan fixes. */
export function groupViolations(violations: readonly Violation[]): ViolationGroup[] {
  const groups = new Map<string, { first: Violation; violations: number }>();
  for (const violation of violations) {
    const { key, kind, fix } = violation;
    // One rule may forbid tags of different names: they have one remedy.
    const name = kind === 'forbidden' ? `${kind} ${fix}` : `${kind} ${fix} ${key}`;
    const group = groups.get(name);
    if (group) group.violations += 1;
    else groups.set(name, { first: violation, violations: 1 });
  }
  return [...groups.values()]
    .sort((one, other) => other.violations - one.violations || order(one.first) - order(other.first))
    .map(({ first: { key, kind, fix, id }, violations: count }) => ({
      key: kind === 'forbidden' ? '(forbidden)' : key,
      problem: problems[kind],
      violations: count,
      toDo: fix === 'decide' ? `decide: ${decisions[kind]}` : repairs[fix],
      example: id,
    }));
}

const order = ({ fix }: Violation) => (fix === 'decide' ? 1 : 0);

const problems: Readonly<Record<Violation['kind'], string>> = {
  missing: 'missing',
  'bad-value': 'value not allowed',
  'key-variant': 'key misspelled',
  'value-variant': 'value misspelled',
  conflict: 'spellings contradict',
  forbidden: 'forbidden',
};

const repairs: Readonly<Record<Exclude<Violation['fix'], 'decide'>, string>> = {
  default: 'tags plan sets the default',
  inherit: 'tags plan copies it from what the resource belongs to',
  rename: 'tags plan renames the key and preserves the value',
  value: 'tags plan writes the value as the policy does',
  remove: 'tags plan removes the tag',
};
