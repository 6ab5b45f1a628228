import { join } from 'node:path';
import { isGroundcrewError } from '@groundcrew/errors';
import { loadJournal, type Plan, undoPlan } from '@groundcrew/plan';
import { createTagExecutor } from '@groundcrew/tags/applying';
import type { TagSnapshot } from '@groundcrew/tags/model';
import { planTags } from '@groundcrew/tags/planning';
import {
  type ApplyContext,
  type ApplyOutcome,
  applyUntilDone,
  type RefusedDrift,
} from './apply-until-done.ts';
import {
  type AllTags,
  applyDifferences,
  collectDifferences,
  missingFrom,
  planDifferences,
  untouchedDifferences,
} from './assess.ts';
import { type ConcurrentEditor, createConcurrentEditor, fieldOf } from './concurrent-editor.ts';
import { deniedBy } from './denied.ts';
import { MAX_STALE_MS } from './draw-faults.ts';
import { type EventCounts, zeroCounts } from './event-counts.ts';
import { createTagScenario, type FaultSchedule, type TagScenario } from './scenario.ts';
import { createTagTestEnvironment, type TagTestEnvironment } from './test-environment.ts';
import { createValueWatch } from './value-watch.ts';

/** The result of a seed. */
export interface TagSeedResult {
  readonly seed: number;
  /** Differences from the expected end state; empty: the seed passes. */
  readonly differences: readonly string[];
  readonly eventCounts: EventCounts;
}

interface SeedRun {
  readonly scenario: TagScenario;
  readonly world: TagTestEnvironment;
  /** All resources, as collected without faults at the start. */
  readonly truth: TagSnapshot;
  /** The same with the current tags, from the embedded AWS itself. */
  readonly snapshotNow: () => TagSnapshot;
  readonly concurrentEditor: ConcurrentEditor;
  readonly eventCounts: EventCounts;
  readonly differences: string[];
}

interface Applied {
  readonly plan: Plan;
  readonly path: string;
  readonly before: AllTags;
  readonly context: ApplyContext;
  readonly outcome: ApplyOutcome;
  /** Whether failures because of faults were retried without them. */
  readonly wasRetried: boolean;
  /** Whether the plan was made from all resources. */
  readonly isComplete: boolean;
}

/** Maximum number of new plans after refusals; for the last one, the other user does nothing. */
const MAX_PLANS = 3;
/** Maximum number of undos of what is left; all but the first without faults. */
const MAX_UNDOS = 4;

/** Runs a seed: collect, plan, apply and undo, and compares each with its expected result. */
export async function playTagSeed(
  seed: number,
  printLine?: TagTestEnvironment['printLine'],
): Promise<TagSeedResult> {
  const eventCounts = zeroCounts();
  const scenario = createTagScenario(seed);
  const world = await createTagTestEnvironment(scenario, printLine);
  try {
    return { seed, differences: await play(scenario, world, eventCounts), eventCounts };
  } catch (error) {
    const text = error instanceof Error ? error.stack : String(error);
    return { seed, differences: [`it did not end: ${text}`], eventCounts };
  } finally {
    await world.close();
  }
}

async function play(
  scenario: TagScenario,
  world: TagTestEnvironment,
  eventCounts: EventCounts,
): Promise<readonly string[]> {
  const truth = await world.collect();
  const snapshotNow = (): TagSnapshot => ({
    ...truth,
    resources: truth.resources.map((one) => ({ ...one, tags: world.local.tagsOf(one.arn) })),
  });
  const differences = [...collectDifferences(truth, snapshotNow()), ...missingFrom(truth, scenario)];
  const concurrentEditor = createConcurrentEditor({
    ...world,
    resources: truth.resources,
    faults: () => world.faults,
  });
  const run: SeedRun = { scenario, world, truth, snapshotNow, concurrentEditor, eventCounts, differences };

  const applied = await planAndApply(run);
  await assessApply(run, applied);
  if (concurrentEditor.edits.size > 0) await world.retryPolicy.sleep(MAX_STALE_MS);
  const left = await undo(run, applied);
  differences.push(
    ...untouchedDifferences(applied.before, tagsIn(snapshotNow()), concurrentEditor.edits, left),
    ...applied.context.watch.lost,
  );
  if (concurrentEditor.edits.size === 0) {
    differences.push(
      ...[...left].map((field) => `${field} was left by the undo, and no other user changed it`),
    );
  }
  eventCounts.left += left.size;
  eventCounts.others += concurrentEditor.edits.size;
  return differences;
}

/** Until a plan is not refused, or is refused after some changes: those are then undone. */
async function planAndApply(run: SeedRun): Promise<Applied> {
  const { scenario, world, concurrentEditor, eventCounts, differences } = run;
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt === MAX_PLANS;
    concurrentEditor.forget();
    // Enough time for their changes to become visible.
    await world.retryPolicy.sleep(MAX_STALE_MS);
    const { plan, isComplete } = await makePlan(run);
    const { resources } = run.snapshotNow();
    const options = {
      nowMs: world.retryPolicy.now(),
      tagsOf: world.local.tagsOf,
      concurrentEdits: concurrentEditor.edits,
    };
    const watch = createValueWatch(resources, scenario.policy, options);
    const context = { world, concurrentEditor, watch, eventCounts };
    const path = join(world.folder, `${attempt}.journal`);

    if (!isLast) await concurrentEditor.interfere(scenario.beforeApply, plan.changes);
    const faultSchedule = isLast
      ? { ...withoutFaults(scenario), faults: scenario.applying.faults }
      : scenario.applying;
    const outcome = await applyUntilDone(plan, path, faultSchedule, context);

    if (outcome.refused) {
      eventCounts.refused++;
      differences.push(...refusalDifferences(outcome.refused, concurrentEditor.edits));
    }
    if (!outcome.refused || isLast || (await hasBegun(path))) {
      eventCounts.changes += plan.changes.length;
      eventCounts.failed += outcome.result?.failed.length ?? 0;
      const applied = { plan, path, before: tagsIn({ resources }), context, isComplete };
      const wasRetried = outcome.result?.drifted.length === 0;
      if (!wasRetried || outcome.result.failed.length === 0) return { ...applied, outcome, wasRetried };
      return {
        ...applied,
        outcome: await applyUntilDone(plan, path, withoutFaults(scenario), context),
        wasRetried,
      };
    }
    differences.push(...watch.lost);
    eventCounts.others += concurrentEditor.edits.size;
  }
}

/** From a collection under faults; compared with the plan that the pure planner makes from the truth. */
async function makePlan({ scenario, world, truth, snapshotNow, differences }: SeedRun) {
  const { policy, collecting, denied } = scenario;
  world.faults = collecting;
  const collected = await world.collect();
  world.faults = { denyTagging: denied };
  const nowMs = world.retryPolicy.now();
  const plan = planTags(collected, policy, { nowMs });
  const isComplete = JSON.stringify(collected.coverage) === JSON.stringify(truth.coverage);
  const now = snapshotNow();
  differences.push(
    ...collectDifferences(collected, now),
    ...planDifferences(plan, planTags(now, policy, { nowMs }), isComplete),
  );
  return { plan, isComplete };
}

async function assessApply(run: SeedRun, applied: Applied): Promise<void> {
  const { plan, path, before, outcome, isComplete, wasRetried } = applied;
  const { scenario, world, truth, snapshotNow, concurrentEditor, eventCounts, differences } = run;
  const now = snapshotNow();
  const after = tagsIn(now);
  const { result } = outcome;
  if (!result) {
    const planned = new Set(plan.changes.map(({ target, field }) => fieldOf(target.resource, field)));
    differences.push(...untouchedDifferences(before, after, concurrentEditor.edits, planned));
    return;
  }
  eventCounts.drifted += result.drifted.length;
  const isDenied = deniedBy(scenario.denied, scenario.accounts, truth.resources);
  const end = { plan, before, after, concurrentEdits: concurrentEditor.edits, isDenied, wasRetried };
  differences.push(...applyDifferences(result, end));
  if (await hasBegun(path)) {
    const { changes } = await loadJournal(path, { isRunning: () => false });
    const unseen = new Set(result.unverified.map(({ change }) => change.id));
    const quiet = result.done.filter(({ id }) => !changes.get(id)?.verified && !unseen.has(id));
    differences.push(...quiet.map(({ id }) => `${id} is reported as done, and was never seen`));
  }
  if (isComplete && concurrentEditor.edits.size === 0 && result.failed.length === 0) {
    const again = planTags(now, scenario.policy, { nowMs: world.retryPolicy.now() });
    differences.push(...again.changes.map(({ id }) => `${id} is planned again after the apply`));
  }
}

/** Plans the undo and applies it, until nothing is left to undo; returns the fields that it reported as left unchanged. */
async function undo(
  { scenario, world, eventCounts }: SeedRun,
  { path, context }: Applied,
): Promise<ReadonlySet<string>> {
  const executor = createTagExecutor(world.calls);
  let outcome: ApplyOutcome | undefined;
  let left = new Set<string>();
  for (let round = 1; round <= MAX_UNDOS && (await hasBegun(path)); round++) {
    const faultSchedule = round === 1 ? scenario.undoing : withoutFaults(scenario);
    world.faults = faultSchedule.faults;
    const record = await loadJournal(path, { isRunning: () => false });
    // A user would retry a plan that failed because of faults.
    const plan = await undoPlan(record, { executor, ...world.retryPolicy, maxAttempts: 20 });
    left = new Set(plan.findings.map(({ target, field }) => fieldOf(target.resource, field)));
    if (plan.changes.length === 0) return left;
    outcome = await applyUntilDone(plan, `${path}.undo-${round}`, faultSchedule, context);
    if (outcome.refused) eventCounts.refused++;
  }
  const { failed = [], drifted = [] } = outcome?.result ?? {};
  for (const { change } of [...failed, ...drifted]) left.add(fieldOf(change.target.resource, change.field));
  return left;
}

function withoutFaults({ denied }: TagScenario): FaultSchedule {
  return {
    faults: { denyTagging: denied },
    terminations: [],
    between: { changes: 0, isAimed: false },
    hasConcurrentEdits: false,
    concurrency: 1,
  };
}

/** Another user must have changed each tag reported as drifted, or one of its preconditions. */
function refusalDifferences(
  refused: readonly RefusedDrift[],
  concurrentEdits: ConcurrentEditor['edits'],
): string[] {
  const touched = [...concurrentEdits.keys()];
  return refused
    .filter(({ resource }) => !touched.some((field) => field.startsWith(`${resource} `)))
    .map(
      ({ resource, field }) =>
        `${fieldOf(resource, field)} was reported as drifted, and was not changed by another user`,
    );
}

/** Whether a journal contains any change. */
async function hasBegun(path: string): Promise<boolean> {
  try {
    await loadJournal(path, { isRunning: () => false });
    return true;
  } catch (thrown) {
    if (isGroundcrewError(thrown, 'plan.journal.empty')) return false;
    throw thrown;
  }
}

function tagsIn({ resources }: Pick<TagSnapshot, 'resources'>): AllTags {
  return new Map(resources.map(({ arn, tags }) => [arn, tags ?? {}]));
}
