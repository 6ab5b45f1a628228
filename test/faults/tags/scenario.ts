import type { FaultOptions, LocalAccounts } from '@groundcrew/local';
import type { TagPolicy } from '@groundcrew/tags/policy';
import { createRandom, type Random } from '../random.ts';
import { drawAccount } from './draw-account.ts';
import { drawDenied, drawFaults } from './draw-faults.ts';
import { drawPolicy } from './draw-policy.ts';

/** How a process that applies ends early, if it gets that far. */
export interface Termination {
  /** At its n-th step, from 1: before or after a call, or before, during or after a write of its journal. */
  readonly atStep: number;
  /** `kill`: nothing it does afterwards has an effect; `interrupt`: it receives a signal, and shuts down. */
  readonly by: 'kill' | 'interrupt';
}

/** A number of changes by another user, and whether they target the planned tags. */
export interface Interference {
  readonly changes: number;
  readonly isAimed: boolean;
}

/** The faults while a plan is applied or undone. */
export interface FaultSchedule {
  readonly faults: FaultOptions;
  /** The crashes of the first processes, in order; later ones survive. */
  readonly terminations: readonly Termination[];
  /** Before each process. */
  readonly between: Interference;
  /** Whether another user also acts during a process, right before it looks. */
  readonly hasConcurrentEdits: boolean;
  /** Concurrent batches. */
  readonly concurrency: number;
}

export interface TagScenario {
  readonly seed: number;
  readonly accounts: LocalAccounts;
  /** The types to collect; default: all. */
  readonly types?: readonly string[];
  readonly policy: TagPolicy;
  readonly policyText: string;
  /** Types and ARNs whose tags nobody may change. */
  readonly denied: readonly string[];
  readonly collecting: FaultOptions;
  /** After the plan is made and before it is applied. */
  readonly beforeApply: Interference;
  readonly applying: FaultSchedule;
  readonly undoing: FaultSchedule;
}

const noInterference: Interference = { changes: 0, isAimed: false };

/** The scenario of `seed`. Equal seeds, equal scenarios. */
export function createTagScenario(seed: number): TagScenario {
  const random = createRandom(seed);
  const { text: policyText, policy } = drawPolicy(random);
  const denied = drawDenied(random);
  const hasConcurrentEditor = random.chance(0.5);
  return {
    seed,
    ...drawAccount(random),
    policy,
    policyText,
    denied,
    collecting: drawFaults(random, denied),
    beforeApply: hasConcurrentEditor ? drawInterference(random) : noInterference,
    applying: drawFaultSchedule(random, denied, hasConcurrentEditor),
    undoing: drawFaultSchedule(random, denied, hasConcurrentEditor),
  };
}

function drawInterference(random: Random): Interference {
  return { changes: random.between(0, 2), isAimed: random.chance(0.4) };
}

function drawFaultSchedule(
  random: Random,
  denied: readonly string[],
  hasConcurrentEditor: boolean,
): FaultSchedule {
  const hasConcurrentEdits = hasConcurrentEditor && random.chance(0.4);
  const { staleTags, ...faults } = drawFaults(random, denied);
  return {
    // A stale read can't see a recent change.
    faults: { ...faults, ...(staleTags && !hasConcurrentEdits && { staleTags }) },
    terminations: Array.from({ length: random.between(0, 3) }, () => ({
      atStep: random.between(1, 30),
      by: random.chance(0.75) ? 'kill' : 'interrupt',
    })),
    between: hasConcurrentEditor ? drawInterference(random) : noInterference,
    hasConcurrentEdits,
    // Between a batch's last look and its call there would be another batch's look, at which the other user acts.
    concurrency: hasConcurrentEdits ? 1 : random.between(1, 3),
  };
}
