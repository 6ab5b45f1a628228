import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import { type ApplyResult, applyPlan, type Executor, openJournal, type Plan } from '@groundcrew/plan';
import { createTagExecutor } from '@groundcrew/tags/applying';
import { accountId } from './draw-account.ts';
import { longestStaleMs } from './draw-faults.ts';
import type { Met } from './met.ts';
import { createMortalProcess, createMortalStore, type MortalProcess, mortalCalls } from './mortal-process.ts';
import type { Others } from './others.ts';
import type { Course } from './scenario.ts';
import type { ValueWatch } from './value-watch.ts';
import type { World } from './world.ts';

export interface ApplyThrough {
  readonly world: World;
  readonly others: Others;
  readonly watch: ValueWatch;
  readonly met: Met;
}

/** How the last process ended: with a result, or by refusing the plan because of drift. */
export type Ending =
  | { readonly result: ApplyResult; readonly refused?: undefined }
  | { readonly refused: readonly RefusedDrift[]; readonly result?: undefined };

export interface RefusedDrift {
  readonly resource: string;
  readonly field: string;
}

/** Faults that stay however often one tries again are none to get through: these are lifted after so many processes. */
const mostProcesses = 12;
const liftedAfter = 8;

/** Applies a plan, and goes on after each death as its user would, until it comes to an end. */
export async function applyThrough(
  plan: Plan,
  path: string,
  course: Course,
  through: ApplyThrough,
): Promise<Ending> {
  const { world, others, watch, met } = through;
  world.faults = course.faults;
  let last: unknown;
  for (let index = 0; index < mostProcesses; index++) {
    if (index === liftedAfter) world.faults = { denyTagging: course.faults.denyTagging ?? [] };
    await others.meddle(course.between, plan.changes);
    // What somebody else has done a moment ago no tool could know where reads are late; what itself has done it has to.
    await world.pace.sleep(others.made.size > 0 ? longestStaleMs : world.random.between(0, longestStaleMs));
    const process = createMortalProcess(course.deaths[index]);
    world.tell(`process ${index + 1} applies ${plan.changes.length} changes with ${basename(path)}`);
    try {
      const result = await applyOnce(process, index);
      for (const { change, code } of result.failed) world.tell(`  ${change.id} failed: ${code}`);
      for (const { change } of result.drifted) world.tell(`  ${change.id} has drifted`);
      world.tell(`  it is through: ${result.done.length} done, ${result.unverified.length} of them not seen`);
      return { result };
    } catch (thrown) {
      last = thrown;
      world.tell(`  it ended: ${messageOf(thrown)}`);
      if (isGroundcrewError(thrown, 'plan.drift')) {
        return { refused: thrown.details.drifts as readonly RefusedDrift[] };
      }
      if (!process.isOver) met.giveUps++;
      else if (process.signal.aborted) met.interrupts++;
      else met.kills++;
    }
  }
  throw new Error(`the plan was not through after ${mostProcesses} processes: ${messageOf(last)}`);

  async function applyOnce(process: MortalProcess, index: number): Promise<ApplyResult> {
    const journal = await openJournal(createMortalStore(path, process), {
      plan,
      mode: (await exists(path)) ? 'resume' : 'new',
      now: world.pace.now,
      holder: { pid: index + 1, host: 'host' },
      isRunning: () => false,
    });
    const executor = createTagExecutor(mortalCalls(world.calls, process, watch.during));
    const crowded = crowd(executor, plan, through);
    try {
      return await applyPlan(plan, {
        ...world.pace,
        signal: process.signal,
        journal,
        executor: course.isCrowded ? crowded.executor : executor,
        onProgress: crowded.lookAnew,
        accountIds: [accountId],
        concurrency: course.concurrency,
        ...(course.isCrowded && { recheckAfterMs: -1 }),
      });
    } finally {
      await journal.close();
    }
  }
}

/**
 * Somebody else acts right before some looks. Not before a second look: that is at some of the fields only, and nobody
 * looks at the others again before the call.
 */
function crowd(executor: Executor, plan: Plan, { others, world: { random } }: ApplyThrough) {
  let seen = new Set<string>();
  return {
    /** What comes next is a first look. */
    lookAnew: () => seen.clear(),
    executor: {
      ...executor,
      async read(fields, signal) {
        const isSecond = fields.every(({ id }) => seen.has(id));
        if (!isSecond && random.chance(0.2)) await others.act(fields, plan.changes);
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
