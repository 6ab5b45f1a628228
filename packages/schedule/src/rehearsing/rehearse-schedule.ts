import { type AccountCopies, type FaultOptions, startCopies } from '@groundcrew/local';
import type { Calendar } from '../calendar/index.ts';
import type { ScheduleFile } from '../file/schedule.ts';
import { decideResources } from '../planning/index.ts';
import type { ScheduledResource } from '../resources/index.ts';
import { createInMemoryStore, rememberedFrom, type RunDecisions } from '../running/index.ts';
import { DAY_MS } from '../time/index.ts';
import type { CopiedAccounts } from './copied-accounts.ts';
import { firstEndOf, isQuiet, nextChangeMs } from './quiet.ts';
import {
  createRecord,
  type LateResource,
  type RehearsedFailure,
  type RehearsedHours,
  type RehearsedTransition,
} from './rehearsal-record.ts';
import { createRuns, type Phase, type RehearsedProblem } from './rehearsed-runs.ts';

export interface RehearseInput {
  readonly file: ScheduleFile;
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly copied: CopiedAccounts;
  readonly startMs: number;
  readonly days: number;
  /** Between two runs. */
  readonly intervalMs: number;
  /** Of the calls of runs; a seed draws lack of capacity too. */
  readonly faults?: FaultOptions | undefined;
  readonly onProgress?: (fraction: number) => void;
  readonly signal: AbortSignal;
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

/** An interval is looked at just before it ends. */
const BEFORE_END_MS = 1000;

/**
 * Days of runs of the function on a copy of accounts, by the same code, in the time of the copy. A run that finds nothing to do
 * is followed by equal ones until something can change: they are counted, not made, unless calls meet faults.
 *
 * @throws the signal's reason; what is not an error of a call
 */
export async function rehearseSchedule(input: RehearseInput): Promise<ScheduleRehearsal> {
  const { copied, startMs } = input;
  const copies = await startCopies<Phase>(copied.accounts, { startMs, phase: 'look' });
  try {
    return await playDays(input, copies);
  } finally {
    await copies.close();
  }
}

async function playDays(input: RehearseInput, copies: AccountCopies<Phase>): Promise<ScheduleRehearsal> {
  const { file, calendars, startMs, days, intervalMs, faults, onProgress } = input;
  const endMs = startMs + days * DAY_MS;
  const record = createRecord();
  const store = createInMemoryStore();
  let last: RunDecisions = { decisions: [], held: new Set(), withheld: 0 };
  /** Until then, what the last run has seen is so. */
  let settledUntilMs = startMs;
  const runs = createRuns({
    ...input,
    copies,
    faults,
    store: record.watch(store),
    onDecided(decided) {
      last = decided;
      record.decided(decided, copies.now());
    },
  });

  const decisionsAt = async (resources: readonly ScheduledResource[], nowMs: number) =>
    decideResources(resources, file, calendars, nowMs, rememberedFrom(await store.load()));

  /** Looks at all, of which some must be as scheduled. */
  async function look(isDue: Parameters<typeof record.looked>[2]): Promise<readonly ScheduledResource[]> {
    const nowMs = copies.now();
    const resources =
      nowMs < settledUntilMs ? last.decisions.map(({ resource }) => resource) : (await runs.read()).resources;
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

  try {
    for (let atMs = startMs; atMs < endMs;) {
      const result = await runs.run();
      let nextMs = nextRunMs(atMs, copies.now(), intervalMs);
      settledUntilMs = atMs;
      if (faults === undefined && result !== undefined && isQuiet(result, last)) {
        settledUntilMs = nextChangeMs(last, atMs);
        const wakeMs = Math.min(settledUntilMs, endMs);
        const idle = Math.max(0, Math.ceil((wakeMs - nextMs) / intervalMs));
        nextMs += idle * intervalMs;
        runs.repeat(idle, nextMs - intervalMs);
      }
      await lookUntil(nextMs);
      onProgress?.(Math.min(1, (nextMs - startMs) / (endMs - startMs)));
      atMs = nextMs;
    }
    const lastRunMs = endMs - intervalMs;
    // What began before the last runs has taken effect, or is on its way.
    await look(
      ({ interval, decision }) =>
        interval.startMs < lastRunMs && interval.endMs > endMs && decision.because.code !== 'in-transition',
    );
  } finally {
    runs.close();
  }
  const { unread, ...result } = runs.result();
  return {
    startMs,
    endMs,
    ...result,
    transitions: record.transitions(),
    failures: record.failures(),
    late: record.late(),
    checked: record.checked(),
    undetermined: last.decisions.filter(({ schedule }) => schedule === undefined).length + unread.length,
    hours: record.hours(endMs - startMs),
  };
}

/** The next of the times of runs: one that takes longer than their interval leaves some out. */
function nextRunMs(atMs: number, nowMs: number, intervalMs: number): number {
  return atMs + Math.max(1, Math.ceil((nowMs - atMs) / intervalMs)) * intervalMs;
}
