import type { BackfillEngine, BackfillExecution } from '@groundcrew/inventory/backfill';
import type { Random } from '../random.ts';

export interface DriveDeps {
  readonly engine: BackfillEngine;
  readonly random: Random;
  /** Called between looks at the execution. */
  readonly onTurn: () => Promise<void>;
}

const TURN_MS = 40;
const MAX_TURNS = 10_000;
/** After so many turns the first stop, then twice as many, … */
const FIRST_STOP_TURNS = 15;
const MAX_STOPS = 3;

/** Waits for the end of a backfill, as a person who stops it a few times, resumes it, and resumes what failed. */
export async function driveMachine(
  name: string,
  { engine, random, onTurn }: DriveDeps,
): Promise<{ readonly stops: number; readonly failures: number }> {
  let stops = 0;
  let failures = 0;
  let stopAt = random.between(2, FIRST_STOP_TURNS);
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    await onTurn();
    const { status, reason } = (await engine.describe(name)) as BackfillExecution;
    if (status === 'succeeded') return { stops, failures };
    if (status === 'failed' || status === 'timed-out') {
      failures += 1;
      if (failures > 20) throw new Error(`the backfill fails again and again: ${reason}`);
      await engine.redrive(name);
    } else if (status === 'running' && stops < MAX_STOPS && turn >= stopAt) {
      await engine.stop(name);
      stops += 1;
      stopAt = turn + random.between(2, FIRST_STOP_TURNS * 2 ** stops);
      await engine.redrive(name);
    }
    await new Promise((resolve) => setTimeout(resolve, TURN_MS));
  }
  throw new Error('the backfill does not end');
}
