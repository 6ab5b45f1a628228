import { createRandom } from '@groundcrew/async';
import { messageOf } from '@groundcrew/errors';
import type { AccountCopies, FaultOptions } from '@groundcrew/local';
import { isOnSchedule } from '../assignment/index.ts';
import type { Calendar } from '../calendar/index.ts';
import type { ScheduleFile } from '../file/schedule.ts';
import { createPower } from '../power/index.ts';
import { readResources, type ScheduledResource, unreadPlace, type UnreadRegion } from '../resources/index.ts';
import { type MemoryStore, type RunDecisions, runSchedule, type ScheduleRun } from '../running/index.ts';
import { createServices } from '../services/index.ts';
import type { CopiedAccounts } from './copied-accounts.ts';
import { createCapacityFaults } from './draw-faults.ts';

/** `look`: the reads of the rehearsal itself. */
export type Phase = 'look' | 'run';

/** A problem that the topic is sent, in the words of the function. */
export interface RehearsedProblem {
  readonly message: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface RunsDeps {
  readonly file: ScheduleFile;
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly copied: CopiedAccounts;
  readonly copies: AccountCopies<Phase>;
  readonly store: MemoryStore;
  readonly faults: FaultOptions | undefined;
  readonly onDecided: (decided: RunDecisions) => void;
  readonly signal: AbortSignal;
}

/** The runs of the function on copies of accounts, and what they took. */
export function createRuns({ file, calendars, copied, copies, store, faults, onDecided, signal }: RunsDeps) {
  const closers: (() => void)[] = [];
  const random = createRandom(faults?.seed ?? 1);
  const services = createServices({
    connectionTo: (accountId, region) => copies.connectionTo(accountId!, region),
    now: copies.now,
    sleep: copies.sleep,
    random,
    onClient: (close) => closers.push(close),
  });
  const power = createPower({ ...services, signal });
  const onSchedule = isOnSchedule(file);
  const drawFaults = faults?.seed === undefined ? () => {} : createCapacityFaults(copied.accounts, random);
  const problems = new Map<string, RehearsedProblem>();
  const failedRuns: { readonly atMs: number; readonly message: string }[] = [];
  const totals = { runs: 0, examined: 0, started: 0, stopped: 0, waitedMs: 0, longestWaitMs: 0 };
  const requests = new Map<string, number>();
  let unread: readonly UnreadRegion[] = [];
  let lastWaitMs = 0;
  let lastProblems: readonly string[] = [];
  let lastRequests: ReadonlyMap<string, number> = new Map();

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

  function report(atMs: number): void {
    for (const message of lastProblems)
      problems.set(message, { message, firstMs: problems.get(message)?.firstMs ?? atMs, lastMs: atMs });
  }

  /** Adds what the last run took, this many times. */
  function add(times: number): void {
    totals.runs += times;
    totals.waitedMs += lastWaitMs * times;
    for (const [action, count] of lastRequests)
      requests.set(action, (requests.get(action) ?? 0) + count * times);
  }

  async function make(atMs: number): Promise<ScheduleRun | undefined> {
    try {
      const result = await runSchedule({
        file,
        calendars,
        readResources: async () => {
          const found = await read();
          unread = found.unread;
          return found;
        },
        store,
        power,
        notify: async () => undefined,
        now: copies.now,
        onDecided,
        signal,
      });
      totals.examined = Math.max(totals.examined, result.examined);
      totals.started += result.started;
      totals.stopped += result.stopped;
      lastProblems = result.problems;
      report(atMs);
      return result;
    } catch (error) {
      signal.throwIfAborted();
      failedRuns.push({ atMs, message: messageOf(error) });
      return undefined;
    }
  }

  return {
    read,
    /** Makes one; `undefined`: it ended with an error, and leaves everything to the next one. */
    async run(): Promise<ScheduleRun | undefined> {
      const atMs = copies.now();
      const before = effortOf(copies);
      drawFaults(atMs);
      // Each run meets faults of its own.
      copies.setPhase('run', faults && { ...faults, seed: (faults.seed ?? 1) + totals.runs });
      const result = await make(atMs);
      copies.setPhase('look');
      const after = effortOf(copies);
      lastWaitMs = after.waitedMs - before.waitedMs;
      lastRequests = new Map(
        [...after.requests].map(([action, count]) => [action, count - (before.requests.get(action) ?? 0)]),
      );
      totals.longestWaitMs = Math.max(totals.longestWaitMs, lastWaitMs);
      add(1);
      return result;
    },
    /** Counts runs that are equal to the last one; `lastMs`: when the last of them is. */
    repeat(times: number, lastMs: number): void {
      if (times === 0) return;
      add(times);
      report(lastMs);
    },
    result: () => ({
      ...totals,
      failedRuns,
      problems: [...problems.values()],
      requests: new Map([...requests].filter(([, count]) => count > 0)),
      /** What could not be read by the last run. */
      unread: unread.map(unreadPlace),
    }),
    close(): void {
      for (const close of closers) close();
    },
  };
}

function effortOf(copies: AccountCopies<Phase>) {
  const { requests, waitedMs } = copies.effort();
  return { requests: new Map(requests.get('run')), waitedMs: waitedMs.get('run') ?? 0 };
}
