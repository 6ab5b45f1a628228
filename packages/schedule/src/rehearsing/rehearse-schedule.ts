import { createRandom } from '@groundcrew/async';
import { messageOf } from '@groundcrew/errors';
import { type AccountCopies, type FaultOptions, startCopies } from '@groundcrew/local';
import { isOnSchedule } from '../assignment/index.ts';
import type { Calendar } from '../calendar/index.ts';
import type { ScheduleFile } from '../file/schedule.ts';
import { decideResources } from '../planning/index.ts';
import { createPower } from '../power/index.ts';
import { readResources, type ScheduledResource, unreadPlace, type UnreadRegion } from '../resources/index.ts';
import {
  createInMemoryStore,
  rememberedFrom,
  type RunDecisions,
  runSchedule,
  type ScheduleRun,
} from '../running/index.ts';
import { createServices } from '../services/index.ts';
import { DAY_MS } from '../time/index.ts';
import type { CopiedAccounts } from './copied-accounts.ts';
import { createCapacityFaults } from './draw-faults.ts';
import { createRecord, type LateResource } from './rehearsal-record.ts';
import type { RehearsedFailure, RehearsedHours, RehearsedTransition } from './rehearsal-record.ts';

export interface RehearseInput {
  readonly file: ScheduleFile;
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly copied: CopiedAccounts;
  readonly startMs: number;
  readonly days: number;
  /** Between two runs. */
  readonly intervalMs: number;
  /** Of the calls of runs; a seed draws want of capacity too. */
  readonly faults?: FaultOptions | undefined;
  readonly onProgress?: (fraction: number) => void;
  readonly signal: AbortSignal;
}

/** A problem that the topic is sent, in the words of the function. */
export interface RehearsedProblem {
  readonly message: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** What became of days of runs on a copy. */
export interface ScheduleRehearsal {
  readonly startMs: number;
  readonly endMs: number;
  /** Runs of the function, those with nothing to do included. */
  readonly runs: number;
  /** Runs that ended with an error, and left everything to the next one. */
  readonly failedRuns: readonly { readonly atMs: number; readonly message: string }[];
  readonly examined: number;
  readonly started: number;
  readonly stopped: number;
  readonly transitions: readonly RehearsedTransition[];
  readonly failures: readonly RehearsedFailure[];
  readonly problems: readonly RehearsedProblem[];
  readonly late: readonly LateResource[];
  /** How often a resource was compared with its schedule at the end of an interval. */
  readonly checked: number;
  /** What a resource's schedule is can't be determined of these, or it could not be read. */
  readonly undetermined: number;
  readonly hours: readonly RehearsedHours[];
  /** Requests of all runs, by action. */
  readonly requests: ReadonlyMap<string, number>;
  /** What all runs waited for the rates of AWS, and the run that waited longest. */
  readonly waitedMs: number;
  readonly longestWaitMs: number;
}

/** `look`: the reads of the rehearsal itself. */
type Phase = 'look' | 'run';

/** An interval is looked at just before it ends. */
const BEFORE_END_MS = 1000;

/**
 * Days of runs of the function on a copy of accounts, by the same code, in the time of the copy. A run that finds nothing to do
 * is followed by equal ones until something can change: they are counted, not made, unless calls meet faults.
 *
 * @throws the signal's reason; what is not an error of a call
 */
export async function rehearseSchedule(input: RehearseInput): Promise<ScheduleRehearsal> {
  const { copied, startMs, signal } = input;
  const copies = await startCopies<Phase>(copied.accounts, { startMs, phase: 'look' });
  const closers: (() => void)[] = [];
  try {
    return await playDays(input, copies, (close) => closers.push(close), signal);
  } finally {
    for (const close of closers) close();
    await copies.close();
  }
}

async function playDays(
  { file, calendars, copied, startMs, days, intervalMs, faults, onProgress }: RehearseInput,
  copies: AccountCopies<Phase>,
  onClient: (close: () => void) => void,
  signal: AbortSignal,
): Promise<ScheduleRehearsal> {
  const endMs = startMs + days * DAY_MS;
  const random = createRandom(faults?.seed ?? 1);
  const services = createServices({
    connectionTo: (accountId, region) => copies.connectionTo(accountId!, region),
    now: copies.now,
    sleep: copies.sleep,
    random,
    onClient,
  });
  const drawFaults = faults?.seed === undefined ? () => {} : createCapacityFaults(copied.accounts, random);
  const onSchedule = isOnSchedule(file);
  const record = createRecord();
  const store = createInMemoryStore();
  const watched = record.watch(store);
  const power = createPower({ ...services, signal });
  const problems = new Map<string, RehearsedProblem>();
  const failedRuns: { atMs: number; message: string }[] = [];
  const totals = { runs: 0, examined: 0, started: 0, stopped: 0, waitedMs: 0, longestWaitMs: 0 };
  const idleRequests = new Map<string, number>();
  let unread: readonly UnreadRegion[] = [];
  let last: RunDecisions = { decisions: [], held: new Set(), withheld: 0 };

  async function read() {
    const found = { resources: [] as ScheduledResource[], unread: [] as UnreadRegion[] };
    for (const [accountId, regions] of copied.regions) {
      const [currentRegion] = regions;
      if (currentRegion === undefined) continue;
      const scope = { accounts: [accountId], regions: regions.length === 1 ? ('current' as const) : regions };
      const deps = { ...services, currentRegion, signal, isOnSchedule: onSchedule };
      const one = await readResources(scope, deps);
      found.resources.push(...one.resources);
      found.unread.push(...one.unread);
    }
    return found;
  }

  async function run(): Promise<ScheduleRun | undefined> {
    const atMs = copies.now();
    totals.runs += 1;
    drawFaults(atMs);
    // Each run meets faults of its own.
    copies.setPhase('run', faults && { ...faults, seed: (faults.seed ?? 1) + totals.runs });
    try {
      const result = await runSchedule({
        file,
        calendars,
        readResources: async () => {
          const found = await read();
          unread = found.unread;
          return found;
        },
        store: watched,
        power,
        notify: async () => undefined,
        now: copies.now,
        onDecided(decided) {
          last = decided;
          record.decided(decided, copies.now());
        },
        signal,
      });
      totals.examined = Math.max(totals.examined, result.examined);
      totals.started += result.started;
      totals.stopped += result.stopped;
      for (const message of result.problems) {
        problems.set(message, { message, firstMs: problems.get(message)?.firstMs ?? atMs, lastMs: atMs });
      }
      return result;
    } catch (error) {
      signal.throwIfAborted();
      failedRuns.push({ atMs, message: messageOf(error) });
      return undefined;
    } finally {
      const { waitedMs } = copies.effort();
      const waited = (waitedMs.get('run') ?? 0) - totals.waitedMs;
      totals.waitedMs += waited;
      totals.longestWaitMs = Math.max(totals.longestWaitMs, waited);
      copies.setPhase('look');
    }
  }

  const decisionsAt = async (resources: readonly ScheduledResource[], nowMs: number) =>
    decideResources(resources, file, calendars, nowMs, rememberedFrom(await store.load()));

  /** Looks at all, of which some must be where their schedules say. */
  async function look(isDue: Parameters<typeof record.looked>[2]): Promise<readonly ScheduledResource[]> {
    const { resources } = await read();
    const nowMs = copies.now();
    record.looked({ ...last, decisions: await decisionsAt(resources, nowMs) }, nowMs, isDue);
    return resources;
  }

  /** Looks at each interval that ends until then, just before it does: it may begin and end between two runs. */
  async function lookUntil(untilMs: number): Promise<void> {
    let endsMs = firstEndOf(last.decisions);
    while (endsMs <= Math.min(untilMs, endMs)) {
      const dueMs = endsMs;
      await copies.moveTo(dueMs - BEFORE_END_MS);
      const resources = await look(({ interval }) => interval.endMs === dueMs);
      endsMs = firstEndOf(await decisionsAt(resources, dueMs));
    }
    await copies.moveTo(Math.min(untilMs, endMs));
  }

  const callsOf = () => new Map(copies.effort().requests.get('run') ?? []);
  for (let atMs = startMs; atMs < endMs;) {
    const before = callsOf();
    const result = await run();
    const isIdle = faults === undefined && result !== undefined && isQuiet(result, last);
    let nextMs = nextRunMs(atMs, copies.now(), intervalMs);
    const wakeMs = Math.min(isIdle ? nextChangeMs(last, atMs) : nextMs, endMs);
    const idleRuns = Math.max(0, Math.ceil((wakeMs - nextMs) / intervalMs));
    nextMs += idleRuns * intervalMs;
    totals.runs += idleRuns;
    for (const [action, times] of callsOf()) {
      const more = (times - (before.get(action) ?? 0)) * idleRuns;
      if (more > 0) idleRequests.set(action, (idleRequests.get(action) ?? 0) + more);
    }
    await lookUntil(nextMs);
    onProgress?.(Math.min(1, (nextMs - startMs) / (endMs - startMs)));
    atMs = nextMs;
  }
  const lastRunMs = endMs - intervalMs;
  // What began before the last runs has come about, or is on its way.
  await look(
    ({ interval, decision }) =>
      interval.startMs < lastRunMs && interval.endMs > endMs && decision.because.code !== 'in-transition',
  );

  const requests = callsOf();
  for (const [action, times] of idleRequests) requests.set(action, (requests.get(action) ?? 0) + times);
  for (const one of unread) {
    const message = `${unreadPlace(one)} could not be read: ${one.reason}`;
    if (!problems.has(message)) problems.set(message, { message, firstMs: endMs, lastMs: endMs });
  }
  return {
    startMs,
    endMs,
    ...totals,
    failedRuns,
    transitions: record.transitions(),
    failures: record.failures(),
    problems: [...problems.values()],
    late: record.late(),
    checked: record.checked(),
    undetermined: last.decisions.filter(({ schedule }) => schedule === undefined).length + unread.length,
    hours: record.hours(endMs - startMs),
    requests,
  };
}

/** The next of the times of runs: one that takes longer than their interval leaves some out. */
function nextRunMs(atMs: number, nowMs: number, intervalMs: number): number {
  return atMs + Math.max(1, Math.ceil((nowMs - atMs) / intervalMs)) * intervalMs;
}

/** Whether the runs after this one find the same and do nothing, until something changes by its time. */
function isQuiet(
  { started, stopped, failed, postponed, problems }: ScheduleRun,
  { decisions, withheld }: RunDecisions,
): boolean {
  if (started + stopped + failed + postponed > 0) return false;
  if (problems.some((problem) => problem.includes('could not be read'))) return false;
  return decisions.every((decided) => {
    if (decided.schedule === undefined || decided.resource.refusal !== undefined) return true;
    const { action, because } = decided.decision;
    if (action !== 'none') return action === 'stop' && withheld > 0;
    return !['in-transition', 'backoff', 'busy'].includes(because.code);
  });
}

/** When an interval ends next, or a service starts something by itself. */
function nextChangeMs({ decisions }: RunDecisions, nowMs: number): number {
  const restarts = decisions.flatMap((decided) => [
    decided.resource.observed.restartsAtMs ?? Number.POSITIVE_INFINITY,
    (decided.schedule && decided.memory.restartsAtMs) ?? Number.POSITIVE_INFINITY,
  ]);
  return restarts.reduce(
    (first, each) => (each > nowMs ? Math.min(first, each) : first),
    firstEndOf(decisions),
  );
}

/** When the first of the intervals ends in which decisions were made. */
function firstEndOf(decisions: RunDecisions['decisions']): number {
  let first = Number.POSITIVE_INFINITY;
  for (const decided of decisions) {
    if (decided.schedule !== undefined) first = Math.min(first, decided.interval.endMs);
  }
  return first;
}
