import type { TableWriterStats } from '@groundcrew/aws/dynamodb';

/** A time in which the table stored nothing, although rows waited. */
export interface Stall {
  readonly durationMs: number;
  /** A sentence for users: what is known of the reason. */
  readonly reason: string;
}

/** How long nothing may be stored before it is reported, and reported again. */
const FIRST_MS = 10_000;
const AGAIN_MS = 60_000;

type Stats = Pick<TableWriterStats, 'written' | 'superseded' | 'declined' | 'throttles' | 'retriedItems'>;

/** Notices stalls: call `observe` every second or so. */
export function createStallWatch(nowMs: number) {
  let since = { atMs: nowMs, written: 0, superseded: 0, declined: 0, throttles: 0, retriedItems: 0 };
  let reportedAtMs: number | undefined;
  return {
    /** @param isWaiting whether rows wait to be stored */
    observe(stats: Stats, isWaiting: boolean, atMs: number): Stall | undefined {
      const hasMoved =
        stats.written !== since.written ||
        stats.superseded !== since.superseded ||
        stats.declined !== since.declined;
      if (hasMoved || !isWaiting) {
        since = { ...stats, atMs };
        reportedAtMs = undefined;
        return undefined;
      }
      const durationMs = atMs - since.atMs;
      if (reportedAtMs === undefined ? durationMs < FIRST_MS : atMs - reportedAtMs < AGAIN_MS)
        return undefined;
      reportedAtMs = atMs;
      return { durationMs, reason: reasonOf(stats, since) };
    },
  };
}

const CHECK_MS = 1_000;

/** What {@link watchStalls} looks at. */
export interface StallDeps {
  readonly stats: () => Stats;
  /** Rows that the writer was given, or is being given. */
  readonly rowsPassed: () => number;
  readonly onStall: (stall: Stall) => void;
  /** Ends the watch. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Reports each stall until `signal` fires. */
export async function watchStalls(deps: StallDeps): Promise<void> {
  const { signal, now, sleep } = deps;
  const watch = createStallWatch(now());
  while (!signal.aborted) {
    try {
      await sleep(CHECK_MS, signal);
    } catch {
      return;
    }
    const stats = deps.stats();
    const settled = stats.written + stats.superseded + stats.declined;
    const stall = watch.observe(stats, deps.rowsPassed() > settled, now());
    if (stall !== undefined) deps.onStall(stall);
  }
}

function reasonOf(now: Stats, before: Stats): string {
  if (now.throttles > before.throttles)
    return 'the table throttles all writes (its write capacity or a limit of on-demand tables is used up): raise its capacity, or wait';
  if (now.retriedItems > before.retriedItems)
    return 'requests fail and are sent again: check the connection, and the health of DynamoDB';
  return 'requests are not answered: check the connection and the endpoint';
}
