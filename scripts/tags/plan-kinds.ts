import { usageError } from '@groundcrew/cli';

/** The kinds of plans that the commands for tags and `cost tags` make; `tags apply` and `tags undo` take all of them. */
export const planKinds = ['tags', 'tag-groups', 'cost-allocation-tags'] as const;

export type PlanKind = (typeof planKinds)[number];

/**
 * The kind, if it is supported.
 *
 * @param name of the file that has it
 * @throws GroundcrewError `cli.usage`
 */
export function planKindOf(kind: string, name: string): PlanKind {
  const known = planKinds.find((each) => each === kind);
  if (known === undefined) {
    throw usageError(
      `"${name}" is of kind "${kind}", not of ${planKinds.join(' or ')}; apply and undo it with the command that made it`,
    );
  }
  return known;
}
