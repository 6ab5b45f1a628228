import { GroundcrewError } from '@groundcrew/errors';
import { type BackfillStatus, readStatus } from './backfill-status.ts';
import { hasEnded } from './follow-backfill.ts';
import { stagingKeys } from './staging.ts';

type ControlDeps = Parameters<typeof readStatus>[1];

/**
 * Stops a backfill: what was written stays, and `resumeBackfill` continues with the rest. Functions that run end what they do.
 *
 * @throws GroundcrewError `inventory.backfill.unknown`, `inventory.backfill.not-running`
 */
export async function stopBackfill(name: string, deps: ControlDeps): Promise<BackfillStatus> {
  const status = await readStatus(name, deps);
  if (hasEnded(status)) throw notRunning(`the backfill ${name} does not run: it is ${statusOf(status)}`);
  await deps.engine.stop(name);
  return await readStatus(name, deps);
}

/**
 * Goes on with a backfill that failed or was stopped, for 14 days after it ended (API reference, `RedriveExecution`): its files
 * and parts that are done are not done again.
 *
 * @throws GroundcrewError `inventory.backfill.unknown`, `inventory.backfill.not-running`
 */
export async function resumeBackfill(name: string, deps: ControlDeps): Promise<BackfillStatus> {
  const status = await readStatus(name, deps);
  const { redrivable, notRedrivableBecause = 'it cannot be redriven' } = status.execution;
  if (!redrivable) {
    throw notRunning(
      `the backfill ${name} is ${statusOf(status)}, and cannot continue: ${notRedrivableBecause}; start a new one, which puts each shelf that is not there`,
    );
  }
  await deps.engine.redrive(name);
  return await readStatus(name, deps);
}

/**
 * Sets how many functions work at the same time: of the map that runs, and of the one that comes after it.
 *
 * @throws GroundcrewError `inventory.backfill.unknown`, `inventory.backfill.not-running`
 */
export async function setConcurrency(
  name: string,
  concurrency: number,
  deps: ControlDeps,
): Promise<BackfillStatus> {
  const status = await readStatus(name, deps);
  if (hasEnded(status)) throw notRunning(`the backfill ${name} does not run: it is ${statusOf(status)}`);
  await deps.staging.putText(stagingKeys(name).settings, JSON.stringify({ concurrency }));
  for (const map of status.maps) {
    if (map.status === 'running') await deps.engine.setConcurrency(map, concurrency);
  }
  return await readStatus(name, deps);
}

function statusOf({ execution }: BackfillStatus): string {
  return execution.status === 'succeeded' ? 'done' : execution.status;
}

function notRunning(message: string): GroundcrewError {
  return new GroundcrewError('inventory.backfill.not-running', message);
}
