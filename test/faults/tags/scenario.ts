import type { FaultOptions, LocalAccounts } from '@groundcrew/local';
import type { TagPolicy } from '@groundcrew/tags/policy';
import { createRandom, type Random } from '../random.ts';
import { drawAccount } from './draw-account.ts';
import { drawDenied, drawFaults } from './draw-faults.ts';
import { drawPolicy } from './draw-policy.ts';

/** How a process that applies ends before it is through, if it comes that far. */
export interface Termination {
  /** At its n-th step, from 1: before or after a call, or before, amidst or after a write of its journal. */
  readonly atStep: number;
  /** `kill`: nothing it does after has an effect; `interrupt`: it is asked to end, and ends in order. */
  readonly by: 'kill' | 'interrupt';
}

/** A number of changes that somebody else makes, and whether they are aimed at what is planned. */
export interface Interference {
  readonly changes: number;
  readonly isAimed: boolean;
}

/** What goes wrong while a plan is applied or undone. */
export interface FaultSchedule {
  readonly faults: FaultOptions;
  /** Of the first processes, one after the other; those after them live. */
  readonly terminations: readonly Termination[];
  /** Before each process. */
  readonly between: Interference;
  /** Whether somebody else acts at any time of a process too, right before it looks. */
  readonly hasConcurrentEdits: boolean;
  /** Batches under way together. */
  readonly concurrency: number;
}

export interface TagScenario {
  readonly seed: number;
  readonly accounts: LocalAccounts;
  /** What is asked for; left out: everything. */
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

/** What happens under `seed`. Equal seeds, equal scenarios. */
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
    // What somebody has done a moment ago can't be seen by a read that is older.
    faults: { ...faults, ...(staleTags && !hasConcurrentEdits && { staleTags }) },
    terminations: Array.from({ length: random.between(0, 3) }, () => ({
      atStep: random.between(1, 30),
      by: random.chance(0.75) ? 'kill' : 'interrupt',
    })),
    between: hasConcurrentEditor ? drawInterference(random) : noInterference,
    hasConcurrentEdits,
    // Between a batch's last look and its call another one's look would come, at which others act here.
    concurrency: hasConcurrentEdits ? 1 : random.between(1, 3),
  };
}
