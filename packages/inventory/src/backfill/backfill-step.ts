import { readConcurrency, checkBackfill, type BackfillWork, type LiveLoads } from './check-backfill.ts';
import type { StepEvent } from './backfill-event.ts';
import { gatherFiles } from './gather-files.ts';
import { type ReduceDeps, reducePart } from './reduce-part.ts';
import { readPlan } from './read-plan.ts';

/** What the state machine gets of a step; numbers only, however many files there are. */
export type StepOutcome =
  | ({ readonly status: 'done' } & BackfillWork)
  | {
      readonly status: 'done';
      readonly concurrency: number;
      readonly files: number;
      readonly failed: number;
      readonly parts: number;
    }
  | {
      readonly status: 'done' | 'continued';
      readonly shelves: number;
      readonly written: number;
      readonly declined: number;
    };

/**
 * Everything of a backfill but reading its files: the check before it, the list of its parts, and each part.
 *
 * @throws as {@link checkBackfill}, {@link gatherFiles} and {@link reducePart}
 */
export async function runBackfillStep(
  event: StepEvent,
  live: LiveLoads,
  deps: ReduceDeps,
): Promise<StepOutcome> {
  const { staging } = deps;
  if (event.step === 'check') return { status: 'done', ...(await checkBackfill(event.name, live, staging)) };
  const plan = await readPlan(staging, event.name);
  if (event.step !== 'reduce') {
    const { files, failedFiles, parts } = await gatherFiles(plan, staging);
    const concurrency = await readConcurrency(event.name, staging);
    return { status: 'done', concurrency, files, failed: failedFiles, parts: parts.length };
  }
  const result = await reducePart(event.part, plan, deps);
  const { shelves, written, declined } = result.status === 'done' ? result.record : result.tallies;
  return { status: result.status, shelves, written, declined };
}
