import { DAY_MS } from '../time/index.ts';
import type { Memory, Observed } from './memory.ts';

/** RDS starts what was stopped for seven days: RDS user guide, "Stopping an Amazon RDS DB instance temporarily". */
const STOPPED_FOR_MS = 7 * DAY_MS;

/**
 * The memory of a resource with what its state shows of the last action: a start that was accepted and has failed since, and
 * when its service starts it by itself. The same memory if there is nothing new.
 */
export function settle(memory: Memory, observed: Observed, nowMs: number): Memory {
  return withRestart(withFailedStart(memory, observed), observed, nowMs);
}

/** A start counts as failed once, however often its instance is seen stopped afterwards. */
function withFailedStart(memory: Memory, { state, fault, sinceMs }: Observed): Memory {
  const { lastAction, failure, reached } = memory;
  if (state !== 'stopped' || fault === undefined || lastAction?.kind !== 'start') return memory;
  const before = failure?.kind === 'start' ? failure : undefined;
  const isCounted = before !== undefined && before.lastMs >= lastAction.atMs;
  const hasRun = reached?.wanted === 'on' && reached.atMs >= lastAction.atMs;
  // What stopped it is older than the start, which may not be visible yet.
  const isOlder = sinceMs !== undefined && sinceMs < lastAction.atMs - 60_000;
  if (isCounted || hasRun || isOlder) return memory;
  return {
    ...memory,
    failure: {
      kind: 'start',
      name: fault,
      count: (before?.count ?? 0) + 1,
      firstMs: before?.firstMs ?? lastAction.atMs,
      lastMs: lastAction.atMs,
    },
  };
}

function withRestart(memory: Memory, { state, restartsAtMs }: Observed, nowMs: number): Memory {
  const known = memory.restartsAtMs;
  if (restartsAtMs !== undefined) return known === restartsAtMs ? memory : { ...memory, restartsAtMs };
  const isUp = state === 'running' || state === 'starting';
  // Somebody started it before its service would have.
  if (!isUp || known === undefined || known <= nowMs) return memory;
  const { restartsAtMs: _, ...rest } = memory;
  return rest;
}

/** Whether its service started it: it runs, it was to be started by itself before now, and was not started here since. */
export function isStartedByService(
  { state, byService }: Observed,
  { restartsAtMs, lastAction }: Memory,
  nowMs: number,
): boolean {
  if (byService) return true;
  if ((state !== 'running' && state !== 'starting') || restartsAtMs === undefined) return false;
  const isOwn = lastAction?.kind === 'start' && lastAction.atMs > restartsAtMs - STOPPED_FOR_MS;
  return restartsAtMs <= nowMs && !isOwn;
}
