import { join } from 'node:path';
import { isGroundcrewError } from '@groundcrew/errors';
import { loadJournal, type Plan, undoPlan } from '@groundcrew/plan';
import { createTagExecutor } from '@groundcrew/tags/applying';
import type { TagSnapshot } from '@groundcrew/tags/model';
import { planTags } from '@groundcrew/tags/planning';
import { type ApplyThrough, applyThrough, type Ending, type RefusedDrift } from './apply-through.ts';
import {
  type AllTags,
  applyDifferences,
  collectDifferences,
  missingFrom,
  planDifferences,
  untouchedDifferences,
} from './assess.ts';
import { deniedBy } from './denied.ts';
import { longestStaleMs } from './draw-faults.ts';
import { type Met, noneMet } from './met.ts';
import { createOthers, fieldOf, type Others } from './others.ts';
import { type Course, createTagScenario, type TagScenario } from './scenario.ts';
import { createValueWatch } from './value-watch.ts';
import { createWorld, type World } from './world.ts';

/** What a seed led to. */
export interface TagSeedResult {
  readonly seed: number;
  /** Where the end differs from what it has to be; empty: it holds. */
  readonly differences: readonly string[];
  readonly met: Met;
}

interface Stage {
  readonly scenario: TagScenario;
  readonly world: World;
  /** All that is there, as it was told without faults at the start. */
  readonly truth: TagSnapshot;
  /** The same with the tags that there are now, as the embedded AWS itself knows them. */
  readonly snapshotNow: () => TagSnapshot;
  readonly others: Others;
  readonly met: Met;
  readonly differences: string[];
}

interface Applied {
  readonly plan: Plan;
  readonly path: string;
  readonly before: AllTags;
  readonly through: ApplyThrough;
  readonly ending: Ending;
  /** Whether what failed because of faults was tried again without them. */
  readonly isSettled: boolean;
  /** Whether the plan was made from all that there is. */
  readonly isComplete: boolean;
}

/** So often a plan that was refused is made anew; the last time everybody else keeps quiet. */
const mostPlans = 3;
/** So often what is left to undo is undone, but for the first time without faults. */
const mostUndos = 4;

/** Plays what happens under a seed: collect, plan, apply and undo, and holds each against what it has to lead to. */
export async function playTagSeed(seed: number, tell?: World['tell']): Promise<TagSeedResult> {
  const met = noneMet();
  const scenario = createTagScenario(seed);
  const world = await createWorld(scenario, tell);
  try {
    return { seed, differences: await play(scenario, world, met), met };
  } catch (error) {
    const told = error instanceof Error ? error.stack : String(error);
    return { seed, differences: [`it did not end: ${told}`], met };
  } finally {
    await world.close();
  }
}

async function play(scenario: TagScenario, world: World, met: Met): Promise<readonly string[]> {
  const truth = await world.collect();
  const snapshotNow = (): TagSnapshot => ({
    ...truth,
    resources: truth.resources.map((one) => ({ ...one, tags: world.local.tagsOf(one.arn) })),
  });
  const differences = [...collectDifferences(truth, snapshotNow()), ...missingFrom(truth, scenario)];
  const others = createOthers({ ...world, resources: truth.resources, faults: () => world.faults });
  const stage: Stage = { scenario, world, truth, snapshotNow, others, met, differences };

  const applied = await planAndApply(stage);
  await assessApply(stage, applied);
  if (others.made.size > 0) await world.pace.sleep(longestStaleMs);
  const left = await undo(stage, applied);
  differences.push(
    ...untouchedDifferences(applied.before, tagsIn(snapshotNow()), others.made, left),
    ...applied.through.watch.lost,
  );
  if (others.made.size === 0) {
    differences.push(
      ...[...left].map((field) => `${field} was left by the undo, and nobody else changed any`),
    );
  }
  met.left += left.size;
  met.others += others.made.size;
  return differences;
}

/** Until a plan is not refused, or is so when it has changed something already: that is then undone. */
async function planAndApply(stage: Stage): Promise<Applied> {
  const { scenario, world, others, met, differences } = stage;
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt === mostPlans;
    others.forget();
    // Time enough for what they did to be seen.
    await world.pace.sleep(longestStaleMs);
    const { plan, isComplete } = await makePlan(stage);
    const { resources } = stage.snapshotNow();
    const options = { nowMs: world.pace.now(), tagsOf: world.local.tagsOf, others: others.made };
    const watch = createValueWatch(resources, scenario.policy, options);
    const through = { world, others, watch, met };
    const path = join(world.folder, `${attempt}.journal`);

    if (!isLast) await others.meddle(scenario.beforeApply, plan.changes);
    const course = isLast ? { ...quietly(scenario), faults: scenario.applying.faults } : scenario.applying;
    const ending = await applyThrough(plan, path, course, through);

    if (ending.refused) {
      met.refused++;
      differences.push(...refusalDifferences(ending.refused, others.made));
    }
    if (!ending.refused || isLast || (await hasBegun(path))) {
      met.changes += plan.changes.length;
      met.failed += ending.result?.failed.length ?? 0;
      const applied = { plan, path, before: tagsIn({ resources }), through, isComplete };
      const isSettled = ending.result?.drifted.length === 0;
      if (!isSettled || ending.result.failed.length === 0) return { ...applied, ending, isSettled };
      return { ...applied, ending: await applyThrough(plan, path, quietly(scenario), through), isSettled };
    }
    differences.push(...watch.lost);
    met.others += others.made.size;
  }
}

/** By what a collection under faults tells; held against the plan that the pure planner makes of the truth. */
async function makePlan({ scenario, world, truth, snapshotNow, differences }: Stage) {
  const { policy, collecting, denied } = scenario;
  world.faults = collecting;
  const collected = await world.collect();
  world.faults = { denyTagging: denied };
  const nowMs = world.pace.now();
  const plan = planTags(collected, policy, { nowMs });
  const isComplete = JSON.stringify(collected.coverage) === JSON.stringify(truth.coverage);
  const now = snapshotNow();
  differences.push(
    ...collectDifferences(collected, now),
    ...planDifferences(plan, planTags(now, policy, { nowMs }), isComplete),
  );
  return { plan, isComplete };
}

async function assessApply(stage: Stage, applied: Applied): Promise<void> {
  const { plan, path, before, ending, isComplete, isSettled } = applied;
  const { scenario, world, truth, snapshotNow, others, met, differences } = stage;
  const now = snapshotNow();
  const after = tagsIn(now);
  const { result } = ending;
  if (!result) {
    const planned = new Set(plan.changes.map(({ target, field }) => fieldOf(target.resource, field)));
    differences.push(...untouchedDifferences(before, after, others.made, planned));
    return;
  }
  met.drifted += result.drifted.length;
  const isDenied = deniedBy(scenario.denied, scenario.accounts, truth.resources);
  const end = { plan, before, after, others: others.made, isDenied, isSettled };
  differences.push(...applyDifferences(result, end));
  if (await hasBegun(path)) {
    const { changes } = await loadJournal(path, { isRunning: () => false });
    const unseen = new Set(result.unverified.map(({ change }) => change.id));
    const quiet = result.done.filter(({ id }) => !changes.get(id)?.verified && !unseen.has(id));
    differences.push(...quiet.map(({ id }) => `${id} is told as done, and was never seen`));
  }
  if (isComplete && others.made.size === 0 && result.failed.length === 0) {
    const again = planTags(now, scenario.policy, { nowMs: world.pace.now() });
    differences.push(...again.changes.map(({ id }) => `${id} is planned again after the apply`));
  }
}

/** Plans the undo and applies it, until nothing is left to undo; the fields that it told to be left as they are. */
async function undo(
  { scenario, world, met }: Stage,
  { path, through }: Applied,
): Promise<ReadonlySet<string>> {
  const executor = createTagExecutor(world.calls);
  let ending: Ending | undefined;
  let left = new Set<string>();
  for (let round = 1; round <= mostUndos && (await hasBegun(path)); round++) {
    const course = round === 1 ? scenario.undoing : quietly(scenario);
    world.faults = course.faults;
    const record = await loadJournal(path, { isRunning: () => false });
    // A person whom faults keep from planning would try again.
    const plan = await undoPlan(record, { executor, ...world.pace, attempts: 20 });
    left = new Set(plan.findings.map(({ target, field }) => fieldOf(target.resource, field)));
    if (plan.changes.length === 0) return left;
    ending = await applyThrough(plan, `${path}.undo-${round}`, course, through);
    if (ending.refused) met.refused++;
  }
  const { failed = [], drifted = [] } = ending?.result ?? {};
  for (const { change } of [...failed, ...drifted]) left.add(fieldOf(change.target.resource, change.field));
  return left;
}

function quietly({ denied }: TagScenario): Course {
  return {
    faults: { denyTagging: denied },
    deaths: [],
    between: { changes: 0, isAimed: false },
    isCrowded: false,
    concurrency: 1,
  };
}

/** Somebody else has to have changed something of what was told as drifted: that tag, or one that it rests on. */
function refusalDifferences(refused: readonly RefusedDrift[], others: Others['made']): string[] {
  const touched = [...others.keys()];
  return refused
    .filter(({ resource }) => !touched.some((field) => field.startsWith(`${resource} `)))
    .map(
      ({ resource, field }) => `${fieldOf(resource, field)} was told as drifted, and nobody had changed it`,
    );
}

/** Whether a journal tells of any change. */
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
