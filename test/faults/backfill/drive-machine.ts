import type { BackfillEngine, BackfillExecution } from '@groundcrew/inventory/backfill';
import type { Random } from '../random.ts';

export interface DriveDeps {
  readonly engine: BackfillEngine;
  readonly random: Random;
  /** How many functions of the backfill were called so far. */
  readonly calls: () => number;
  /** About how many calls it takes, if none fails. */
  readonly expectedCalls: number;
  /** Kills all functions that run. */
  readonly kill: () => Promise<void>;
  /** How often all is to end and start again. */
  readonly restarts: number;
  readonly restart: () => Promise<void>;
  /** Called between looks at the execution. */
  readonly onTurn: () => Promise<void>;
}

/** How often what occurred. */
export interface Driven {
  readonly stops: number;
  readonly restarts: number;
  readonly failures: number;
}

const TURN_MS = 40;
const MAX_FAILURES = 20;
const STOPS = 3;
const KILLS = 2;

/**
 * Waits for the end of a backfill, as a person who stops it a few times, resumes it, and resumes what failed. All of its functions
 * are killed a few times, too, as where a zone fails. When is a matter of how far it is, not of time.
 */
export async function driveMachine(
  name: string,
  { engine, random, calls, expectedCalls, kill, restarts, restart, onTurn }: DriveDeps,
): Promise<Driven> {
  const draw = (count: number): number[] =>
    Array.from({ length: count }, () => random.between(1, expectedCalls)).sort((a, b) => a - b);
  const stopsAt = draw(STOPS);
  const killsAt = draw(KILLS);
  const restartsAt = draw(restarts);
  let stops = 0;
  let failures = 0;
  for (;;) {
    await onTurn();
    if (killsAt[0] !== undefined && calls() >= killsAt[0]) {
      killsAt.shift();
      await kill();
    }
    if (restartsAt[0] !== undefined && calls() >= restartsAt[0]) {
      restartsAt.shift();
      await restart();
    }
    const { status, reason } = (await engine.describe(name)) as BackfillExecution;
    if (status === 'succeeded') return { stops, restarts: restarts - restartsAt.length, failures };
    if (status === 'failed' || status === 'timed-out') {
      failures += 1;
      if (failures > MAX_FAILURES) throw new Error(`the backfill fails again and again: ${reason}`);
      await engine.redrive(name);
    } else if (status === 'running' && stopsAt[0] !== undefined && calls() >= stopsAt[0]) {
      stopsAt.shift();
      stops += 1;
      await engine.stop(name);
      await engine.redrive(name);
    }
    await new Promise((resolve) => setTimeout(resolve, TURN_MS));
  }
}
