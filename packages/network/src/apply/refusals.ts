import { GroundcrewError } from '@groundcrew/errors';
import type { Plan } from '@groundcrew/plan';
import type { NetworkPlan } from '../desired/index.ts';
import { interruptionsOf } from './plan-document.ts';

/** @throws GroundcrewError `network.apply.refused` if AWS would refuse a change of the plan */
export function refuseImpossible({ refusals }: NetworkPlan): void {
  if (refusals.length === 0) return;
  throw new GroundcrewError(
    'network.apply.refused',
    ['AWS would refuse the plan; nothing was changed:', ...refusals.map((each) => `  ${each}`)].join('\n'),
    { details: { refusals } },
  );
}

/** What a plan interrupts and nobody allowed. */
export function unnamedInterruptions(plan: Plan, allowed: ReadonlySet<string>): readonly string[] {
  return interruptionsOf(plan).filter((each) => !allowed.has(each));
}

/** @throws GroundcrewError `network.apply.interrupts` if a plan interrupts what is not allowed */
export function refuseInterruptions(plan: Plan, allowed: ReadonlySet<string>): void {
  const unnamed = unnamedInterruptions(plan, allowed);
  if (unnamed.length === 0) return;
  throw new GroundcrewError(
    'network.apply.interrupts',
    `the plan interrupts traffic (${unnamed.join(', ')}), and nothing was changed; groundcrew network plan shows which changes do so; to make them anyway, pass --interrupt ${unnamed.join(',')}`,
    { details: { interruptions: unnamed } },
  );
}
