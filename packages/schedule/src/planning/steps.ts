/** The place of a change in the order of its group. */
export interface Step {
  readonly group: string;
  /** From 1, in the order in which they are made. */
  readonly step: number;
  readonly steps: number;
  /** How long the next step waits for this one. */
  readonly waitMinutes: number;
}

/** As the source of a change, which people read, and the executor again: a plan has nothing else of its schedule file. */
export function stepText({ group, step, steps, waitMinutes }: Step): string {
  return `group ${group}, step ${step} of ${steps}, waited for up to ${waitMinutes} minutes`;
}

/** The inverse of {@link stepText}; `undefined`: in no group. */
export function readStep(source: string | undefined): Step | undefined {
  const [, group, step, steps, waitMinutes] =
    /^group (.+), step (\d+) of (\d+), waited for up to (\d+) minutes$/.exec(source ?? '') ?? [];
  if (group === undefined) return undefined;
  return { group, step: Number(step), steps: Number(steps), waitMinutes: Number(waitMinutes) };
}
