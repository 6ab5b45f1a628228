import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import { type ApplyResult, applyPlan, type Executor, openJournal, type Plan } from '@groundcrew/plan';
import { createTagExecutor } from '@groundcrew/tags/applying';
import type { ConcurrentEditor } from './concurrent-editor.ts';
import { ACCOUNT_ID } from './draw-account.ts';
import { MAX_STALE_MS } from './draw-faults.ts';
import type { EventCounts } from './event-counts.ts';
import type { FaultSchedule } from './scenario.ts';
import {
  crashingCalls,
  createCrashingStore,
  createSimulatedProcess,
  type SimulatedProcess,
} from './simulated-process.ts';
import type { TagTestEnvironment } from './test-environment.ts';
import type { ValueWatch } from './value-watch.ts';

export interface ApplyContext {
  readonly world: TagTestEnvironment;
  readonly concurrentEditor: ConcurrentEditor;
  readonly watch: ValueWatch;
  readonly eventCounts: EventCounts;
}

/** How the last process ended: with a result, or by refusing the plan because of drift. */
export type ApplyOutcome =
  | { readonly result: ApplyResult; readonly refused?: undefined }
  | { readonly refused: readonly RefusedDrift[]; readonly result?: undefined };

export interface RefusedDrift {
  readonly resource: string;
  readonly field: string;
}

/** Permanent faults can't be overcome by retries: they are removed after this many processes. */
const MAX_PROCESSES = 12;
const FAULTS_LIFTED_AFTER = 8;

/** Applies a plan, and resumes after each crash like a user, until it ends. */
export async function applyUntilDone(
  plan: Plan,
  path: string,
  faultSchedule: FaultSchedule,
  context: ApplyContext,
): Promise<ApplyOutcome> {
  const { world, concurrentEditor, watch, eventCounts } = context;
  world.faults = faultSchedule.faults;
  let last: unknown;
  for (let index = 0; index < MAX_PROCESSES; index++) {
    if (index === FAULTS_LIFTED_AFTER) world.faults = { denyTagging: faultSchedule.faults.denyTagging ?? [] };
    await concurrentEditor.interfere(faultSchedule.between, plan.changes);
    // With stale reads, no tool can see the latest changes of others; it has to know its own.
    await world.retryPolicy.sleep(
      concurrentEditor.edits.size > 0 ? MAX_STALE_MS : world.random.between(0, MAX_STALE_MS),
    );
    const process = createSimulatedProcess(faultSchedule.terminations[index]);
    world.printLine(`process ${index + 1} applies ${plan.changes.length} changes with ${basename(path)}`);
    try {
      const result = await applyOnce(process, index);
      for (const { change, code } of result.failed) world.printLine(`  ${change.id} failed: ${code}`);
      for (const { change } of result.drifted) world.printLine(`  ${change.id} has drifted`);
      world.printLine(
        `  it is finished: ${result.done.length} done, ${result.unverified.length} of them not seen`,
      );
      return { result };
    } catch (thrown) {
      last = thrown;
      world.printLine(`  it ended: ${messageOf(thrown)}`);
      if (isGroundcrewError(thrown, 'plan.drift')) {
        return { refused: thrown.details.drifts as readonly RefusedDrift[] };
      }
      if (!process.isOver) eventCounts.giveUps++;
      else if (process.signal.aborted) eventCounts.interrupts++;
      else eventCounts.kills++;
    }
  }
  throw new Error(`the plan was not through after ${MAX_PROCESSES} processes: ${messageOf(last)}`);

  async function applyOnce(process: SimulatedProcess, index: number): Promise<ApplyResult> {
    const journal = await openJournal(createCrashingStore(path, process), {
      plan,
      mode: (await exists(path)) ? 'resume' : 'new',
      now: world.retryPolicy.now,
      holder: { pid: index + 1, host: 'host' },
      isRunning: () => false,
    });
    const executor = createTagExecutor(crashingCalls(world.calls, process, watch.during));
    const concurrent = withConcurrentEdits(executor, plan, context);
    try {
      return await applyPlan(plan, {
        ...world.retryPolicy,
        signal: process.signal,
        journal,
        executor: faultSchedule.hasConcurrentEdits ? concurrent.executor : executor,
        onProgress: concurrent.lookAnew,
        accountIds: [ACCOUNT_ID],
        concurrency: faultSchedule.concurrency,
        ...(faultSchedule.hasConcurrentEdits && { recheckAfterMs: -1 }),
      });
    } finally {
      await journal.close();
    }
  }
}

/**
 * Another user acts right before some looks. Not before a second look: it covers only some of the fields, and the
 * others
 * are not read again before the call.
 */
function withConcurrentEdits(
  executor: Executor,
  plan: Plan,
  { concurrentEditor, world: { random } }: ApplyContext,
) {
  let seen = new Set<string>();
  return {
    /** The next look is a first one. */
    lookAnew: () => seen.clear(),
    executor: {
      ...executor,
      async read(fields, signal) {
        const isSecond = fields.every(({ id }) => seen.has(id));
        if (!isSecond && random.chance(0.2)) await concurrentEditor.act(fields, plan.changes);
        seen = new Set(fields.map(({ id }) => id));
        return executor.read(fields, signal);
      },
    } satisfies Executor,
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
