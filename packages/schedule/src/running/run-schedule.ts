import { createHash } from 'node:crypto';
import type { Calendar } from '../calendar/index.ts';
import { type ActionKind, type Memory, remember } from '../deciding/index.ts';
import type { Schedule, ScheduleFile } from '../file/schedule.ts';
import { decideResources, type Remembered, type ResourceDecision } from '../planning/decide-resources.ts';
import type { Power } from '../power/index.ts';
import type { ScheduledResource } from '../resources/scheduled-resource.ts';
import { withoutOptions } from '@groundcrew/aws/ec2/regions';
import { unreadPlace, type UnreadRegion } from '../resources/read-resources.ts';
import { MINUTE_MS } from '../time/index.ts';
import { waitingForGroup } from './waiting-for-group.ts';
import type { StoredState, MemoryStore, StoredOverride } from './memory-store.ts';
import { type Action, type ActionFailure, sendActions } from './send-actions.ts';

export interface RunScheduleDeps {
  readonly file: ScheduleFile;
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly readResources: () => Promise<{
    readonly resources: readonly ScheduledResource[];
    readonly unread: readonly UnreadRegion[];
  }>;
  readonly store: MemoryStore;
  readonly power: Power;
  /** Called with all problems when they are others than before. */
  readonly notify: (problems: readonly string[]) => Promise<void>;
  readonly now: () => number;
  /** Called before anything is sent. */
  readonly onDecided?: (decided: RunDecisions) => void;
  /** A failure is a problem for people after this time; default: 15 minutes. */
  readonly alertAfterMs?: number;
  readonly signal?: AbortSignal;
}

/** What a run decided, and what of it is not sent. */
export interface RunDecisions {
  readonly decisions: readonly ResourceDecision[];
  /** ARNs of what waits for an earlier step of its group. */
  readonly held: ReadonlySet<string>;
  /** Stops that are more than the file allows: none is made. */
  readonly withheld: number;
}

export interface ScheduleRun {
  readonly examined: number;
  /** On a schedule. */
  readonly scheduled: number;
  readonly started: number;
  readonly stopped: number;
  readonly failed: number;
  /** Left for the next run: throttled, or waiting for a step of its group. */
  readonly postponed: number;
  readonly calls: number;
  /** What people should do something about. */
  readonly problems: readonly string[];
}

const DEFAULT_ALERT_AFTER_MS = 15 * MINUTE_MS;

/**
 * One run: brings what is on a schedule to where it should be now. It goes by what it observes, so that a run that was killed
 * or left out is made good by the next one.
 */
export async function runSchedule(deps: RunScheduleDeps): Promise<ScheduleRun> {
  const { file, calendars, store, now, signal } = deps;
  const kept = await store.load(signal);
  const { resources, unread } = await deps.readResources();
  const nowMs = now();
  const memoryOf = (arn: string): Memory => kept.memories.get(arn) ?? {};
  const decisions = decideResources(resources, file, calendars, nowMs, rememberedFrom(kept));
  const held = waitingForGroup(decisions, file.groups, nowMs);
  const wanted = decisions.flatMap((decided): Action[] => {
    if (decided.schedule === undefined || decided.decision.action === 'none') return [];
    const isLeft = decided.resource.refusal !== undefined || held.has(decided.resource.arn);
    return isLeft ? [] : [{ resource: decided.resource, kind: decided.decision.action }];
  });
  const { actions, withheld } = withinCap(wanted, resources.length, file.maxStopPercent);
  deps.onDecided?.({ decisions, held, withheld });

  // Before anything is sent: a run that is killed in between must not take its own action for a person's.
  const settled = new Map(
    decisions.flatMap((decided): [string, Memory][] =>
      decided.schedule === undefined ? [] : [[decided.resource.arn, decided.memory]],
    ),
  );
  const intended = intentionsOf(actions, settled, nowMs);
  await store.save({ memories: intended }, signal);
  const { sent, failed, postponed, calls } = await sendActions(actions, deps.power);
  const memories = new Map([
    ...memoriesAfter(decisions, intended, failed, memoryOf, nowMs),
    ...postponedMemories(postponed, intended, nowMs),
  ]);
  const problems = problemsOf({ decisions, unread, memories, postponed, withheld, nowMs, deps });
  await store.save({ memories }, signal);
  const reported = reportedText(problems);
  if (reported !== kept.reported) {
    await deps.notify(problems);
    await store.save({ reported }, signal);
  }
  return {
    examined: resources.length,
    scheduled: decisions.filter(({ schedule }) => schedule !== undefined).length,
    started: sent.filter(({ kind }) => kind === 'start').length,
    stopped: sent.filter(({ kind }) => kind === 'stop').length,
    failed: failed.length,
    postponed: postponed.length + held.size,
    calls,
    problems,
  };
}

/** An item of a table holds 400 KB: of many problems, what is the same if they are. */
function reportedText(problems: readonly string[]): string {
  const text = problems.join('\n');
  if (text.length <= MAX_REPORTED_LENGTH) return text;
  return `${problems.length} problems ${createHash('sha256').update(text).digest('hex')}`;
}

const MAX_REPORTED_LENGTH = 10_000;

/** What is kept, for decisions: the same for a run, a plan and `why`. */
export function rememberedFrom({
  memories,
  overrides,
}: Pick<StoredState, 'memories' | 'overrides'>): Remembered {
  return {
    memoryOf: (arn) => memories.get(arn) ?? {},
    overridesOf: (resource, schedule) => overridesFor(overrides, resource, schedule),
  };
}

/** Those about the resource go before those about its schedule. */
function overridesFor(
  overrides: readonly StoredOverride[],
  { id, arn }: ScheduledResource,
  schedule: Schedule | undefined,
): readonly StoredOverride[] {
  const own = overrides.filter(({ what }) => what === id || what === arn);
  return own.length > 0 ? own : overrides.filter(({ what }) => what === schedule?.name);
}

/** A run that would stop too large a share of everything stops nothing: its file, or its calendar, may be wrong. */
function withinCap(
  wanted: readonly Action[],
  examined: number,
  maxStopPercent: number,
): { readonly actions: readonly Action[]; readonly withheld: number } {
  const stops = wanted.filter(({ kind }) => kind === 'stop').length;
  if (stops * 100 <= examined * maxStopPercent) return { actions: wanted, withheld: 0 };
  return { actions: wanted.filter(({ kind }) => kind === 'start'), withheld: stops };
}

/** What is about to be done, and the sizes that a group is about to lose. */
function intentionsOf(
  actions: readonly Action[],
  settled: ReadonlyMap<string, Memory>,
  nowMs: number,
): ReadonlyMap<string, Memory> {
  return new Map(
    actions.map(({ resource: { arn, sizes }, kind }) => [
      arn,
      {
        ...settled.get(arn),
        lastAction: { kind, atMs: nowMs },
        ...(kind === 'stop' && sizes && sizes.current.max > 0 && { sizes: sizes.current }),
      },
    ]),
  );
}

/** Only what changes: a table is not written for each resource at each run. */
function memoriesAfter(
  decisions: readonly ResourceDecision[],
  intended: ReadonlyMap<string, Memory>,
  failed: readonly ActionFailure[],
  memoryOf: (arn: string) => Memory,
  nowMs: number,
): ReadonlyMap<string, Memory> {
  const failures = new Map(failed.map(({ action, name }) => [action.resource.arn, name]));
  const memories = new Map<string, Memory>();
  for (const decided of decisions) {
    if (decided.schedule === undefined) continue;
    const { resource, decision, interval, memory } = decided;
    const { arn, observed } = resource;
    const failure = failures.get(arn);
    const isSent = intended.has(arn);
    // What was sent is stored already, what was only decided did not happen.
    if (isSent && failure === undefined) continue;
    const before = intended.get(arn) ?? memory;
    const isLeft = decision.action !== 'none' && failure === undefined;
    const after = isLeft ? memory : remember(before, observed, decision, nowMs, failure);
    const isSettled = memory !== memoryOf(arn);
    if (after === before && !isSettled) continue;
    // That it is still as wanted is nothing new.
    const isKnown =
      failure === undefined &&
      !isSettled &&
      before.failure === undefined &&
      before.postponed === undefined &&
      after.reached !== undefined &&
      before.reached?.wanted === after.reached.wanted &&
      before.reached.atMs >= interval.startMs &&
      (before.lastAction === undefined || hasComeAbout(before));
    if (!isKnown) memories.set(arn, after);
  }
  return memories;
}

/** Of what was throttled: since when, so that people hear of it if it does not end. */
function postponedMemories(
  postponed: readonly ActionFailure[],
  intended: ReadonlyMap<string, Memory>,
  nowMs: number,
): [string, Memory][] {
  return postponed.map(({ action: { resource, kind }, name }) => {
    const memory = intended.get(resource.arn)!;
    const known = memory.postponed?.kind === kind ? memory.postponed : undefined;
    return [resource.arn, { ...memory, postponed: { kind, name, sinceMs: known?.sinceMs ?? nowMs } }];
  });
}

/** Whether what was done last was seen to take effect: what happens afterwards is somebody else's. */
function hasComeAbout({ lastAction, reached }: Memory): boolean {
  if (lastAction === undefined || reached === undefined) return false;
  return reached.wanted === (lastAction.kind === 'start' ? 'on' : 'off') && reached.atMs >= lastAction.atMs;
}

interface ProblemInput {
  readonly decisions: readonly ResourceDecision[];
  readonly unread: readonly UnreadRegion[];
  readonly memories: ReadonlyMap<string, Memory>;
  readonly postponed: readonly ActionFailure[];
  readonly withheld: number;
  readonly nowMs: number;
  readonly deps: RunScheduleDeps;
}

/** Instances take minutes; RDS user guide: a start of a database takes "from minutes to hours". */
const [SLOW_MS, SLOW_DATABASE_MS] = [10 * MINUTE_MS, 60 * MINUTE_MS];

/** Sentences without times, so that the same problem is the same text, and reported once. */
function problemsOf(input: ProblemInput): string[] {
  const { decisions, unread, memories, postponed, withheld, nowMs, deps } = input;
  const alertAfterMs = deps.alertAfterMs ?? DEFAULT_ALERT_AFTER_MS;
  const problems = unread.map(
    (one) => `${unreadPlace(one)} could not be read: ${withoutOptions(one.reason)}`,
  );
  if (withheld > 0) {
    problems.push(
      `${withheld} resources would be stopped, more than ${deps.file.maxStopPercent} % of all: none was; check ${deps.file.file}`,
    );
  }
  for (const { action, name } of postponed) {
    const { id, arn } = action.resource;
    if (nowMs - memories.get(arn)!.postponed!.sinceMs >= alertAfterMs)
      problems.push(failureText(id, action.kind, name));
  }
  for (const decided of decisions) {
    const { id, arn, type, refusal } = decided.resource;
    if (decided.schedule === undefined) {
      problems.push(`${id} ${decided.problem}`);
      continue;
    }
    const { action, because } = decided.decision;
    if (refusal !== undefined && action !== 'none') problems.push(`${id} should ${action}, and ${refusal}`);
    const memory = memories.get(arn) ?? decided.memory;
    const { failure, lastAction } = memory;
    if (failure && nowMs - failure.firstMs >= alertAfterMs) {
      problems.push(failureText(id, failure.kind, failure.name));
    }
    const slowMs = Math.max(alertAfterMs, type.startsWith('rds:') ? SLOW_DATABASE_MS : SLOW_MS);
    if (because.code === 'in-transition' && lastAction && nowMs - lastAction.atMs >= slowMs) {
      const isStarted = lastAction.kind === 'start';
      const isOwn = because.to === (isStarted ? 'running' : 'stopped') && !hasComeAbout(memory);
      if (isOwn)
        problems.push(`${id} was ${isStarted ? 'started' : 'stopped'}, and is not ${because.to} yet`);
    }
  }
  return problems.toSorted();
}

function failureText(id: string, kind: ActionKind, name: string): string {
  return `${id} could not be ${kind === 'start' ? 'started' : 'stopped'}: ${name}`;
}
