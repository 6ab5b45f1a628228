import type { PlannedFile } from './plan-backfill.ts';
import { type SplitDeps, splitFile } from './split-file.ts';
import type { BackfillPlan } from './staging.ts';

/** How a function that got several files ended; the state machine calls it again for `continued`. */
export interface SplitOutcome {
  readonly status: 'done' | 'continued';
  readonly files: number;
  readonly rows: number;
  readonly rejected: number;
  readonly failed: number;
}

/**
 * Splits files one after the other, until all are done or the time is up.
 *
 * @throws as {@link splitFile}
 */
export async function splitFiles(
  files: readonly PlannedFile[],
  plan: BackfillPlan,
  deps: SplitDeps,
): Promise<SplitOutcome> {
  const sums = { files: 0, rows: 0, rejected: 0, failed: 0 };
  for (const [index, file] of files.entries()) {
    // The first one is tried, so that a function without any time does not call for another one forever.
    if (index > 0 && deps.leftMs() <= 0) return { status: 'continued', ...sums };
    const result = await splitFile(file, plan, deps);
    if (result.status === 'continued') return { status: 'continued', ...sums };
    const { tallies, failure } = result.record;
    sums.files += 1;
    sums.rows += tallies.rows;
    sums.rejected += tallies.rejected;
    if (failure !== undefined) sums.failed += 1;
  }
  return { status: 'done', ...sums };
}
