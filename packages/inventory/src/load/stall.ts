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

function reasonOf(now: Stats, before: Stats): string {
  if (now.throttles > before.throttles)
    return 'the table throttles all writes (its write capacity or a limit of on-demand tables is used up): raise its capacity, or wait';
  if (now.retriedItems > before.retriedItems)
    return 'requests fail and are sent again: check the connection, and the health of DynamoDB';
  return 'requests are not answered: check the connection and the endpoint';
}
