import { backoffMs } from '@groundcrew/async';
import type { Mode } from '../file/schedule.ts';
import type { Interval, Wanted } from '../intervals/index.ts';
import { MINUTE_MS } from '../time/index.ts';
import type { ActionKind, Failure, Memory, Observed } from './memory.ts';
import { isStartedByService } from './settle.ts';

/** A person's word against the schedule, which ends by itself. */
export interface Override {
  readonly id: string;
  readonly wanted: 'on' | 'off';
  readonly fromMs: number;
  readonly untilMs: number;
  readonly reason: string;
  readonly by: string;
}

/** Why a decision is what it is; `describeDecision` has its text. */
export type DecisionReason =
  | { readonly code: 'gone' }
  | { readonly code: 'override'; readonly override: Override }
  | { readonly code: 'interval' }
  | { readonly code: 'no-word' }
  | { readonly code: 'mode'; readonly mode: Mode }
  | { readonly code: 'in-transition'; readonly to: 'running' | 'stopped' }
  | { readonly code: 'busy'; readonly status: string }
  | { readonly code: 'by-hand'; readonly sinceMs?: number }
  | { readonly code: 'backoff'; readonly failure: Failure; readonly nextMs: number };

export interface Decision {
  readonly action: ActionKind | 'none';
  readonly wanted: Wanted;
  readonly because: DecisionReason;
}

/** An interval, with what its schedule does about it. */
export type ModedInterval = Interval & { readonly mode: Mode };

/** A state is ours if it began this close to what was done: clocks differ, and calls take time. */
const OWN_ACTION_MS = 10 * MINUTE_MS;
const FIRST_RETRY_MS = 5 * MINUTE_MS;
const MAX_RETRY_MS = 60 * MINUTE_MS;

/**
 * What to do about a resource now, and why. Pure, and the same for a run, a plan, `why` and a simulation. What it decides
 * follows from what is observed: a run that comes late does what earlier ones would have done.
 */
export function decide(
  interval: ModedInterval,
  observed: Observed,
  memory: Memory,
  overrides: readonly Override[],
  nowMs: number,
): Decision {
  const override = activeOverride(overrides, nowMs);
  const wanted = override?.wanted ?? interval.wanted;
  const none = (because: DecisionReason): Decision => ({ action: 'none', wanted, because });
  if (observed.state === 'gone') return none({ code: 'gone' });
  if (wanted === 'any') return none({ code: 'no-word' });
  const reason: DecisionReason = override ? { code: 'override', override } : { code: 'interval' };
  const kind: ActionKind = wanted === 'on' ? 'start' : 'stop';
  if (observed.state === (wanted === 'on' ? 'running' : 'stopped')) return none(reason);
  if (!override && isLeftByMode(interval.mode, kind)) return none({ code: 'mode', mode: interval.mode });
  if (observed.state === 'starting' || observed.state === 'stopping') {
    const isUnderWay = observed.state === (wanted === 'on' ? 'starting' : 'stopping');
    if (isUnderWay || !observed.mayInterrupt)
      return none({ code: 'in-transition', to: observed.state === 'starting' ? 'running' : 'stopped' });
  }
  if (observed.busy !== undefined) return none({ code: 'busy', status: observed.busy });
  const staysByHand = interval.once || interval.mode === 'respect-manual';
  if (!override && staysByHand && isByHand(interval, observed, memory, nowMs)) {
    return none({ code: 'by-hand', ...(observed.sinceMs !== undefined && { sinceMs: observed.sinceMs }) });
  }
  const { failure } = memory;
  if (failure?.kind === kind) {
    const nextMs = nextAttemptMs(failure);
    if (nowMs < nextMs) return none({ code: 'backoff', failure, nextMs });
  }
  return { action: kind, wanted, because: reason };
}

/** The override that counts: of several the one that was made last. */
export function activeOverride(overrides: readonly Override[], nowMs: number): Override | undefined {
  return overrides
    .filter(({ fromMs, untilMs }) => fromMs <= nowMs && nowMs < untilMs)
    .toSorted((one, other) => one.fromMs - other.fromMs)
    .at(-1);
}

/** After 5 minutes, then 10, 20, 40, and each hour. */
export function nextAttemptMs({ count, lastMs }: Failure): number {
  return lastMs + backoffMs(count, () => 1, { baseMs: FIRST_RETRY_MS, capMs: MAX_RETRY_MS });
}

/** The memory after a run that observed and decided this; `failed`: the name of the failure, if the action did. */
export function remember(
  memory: Memory,
  observed: Observed,
  { action, wanted }: Decision,
  nowMs: number,
  failed?: string,
): Memory {
  const isReached = wanted !== 'any' && observed.state === (wanted === 'on' ? 'running' : 'stopped');
  if (isReached) {
    const { failure: _, postponed: __, ...rest } = memory;
    return { ...rest, reached: { wanted, atMs: nowMs } };
  }
  if (action === 'none') return memory;
  if (failed === undefined) return { ...memory, lastAction: { kind: action, atMs: nowMs } };
  const before = memory.failure?.kind === action ? memory.failure : undefined;
  return {
    ...memory,
    failure: {
      kind: action,
      name: failed,
      count: (before?.count ?? 0) + 1,
      firstMs: before?.firstMs ?? nowMs,
      lastMs: nowMs,
    },
  };
}

function isLeftByMode(mode: Mode, kind: ActionKind): boolean {
  return (mode === 'start-only' && kind === 'stop') || (mode === 'stop-only' && kind === 'start');
}

/** Whether somebody else made it what it is within the interval. */
function isByHand({ startMs, wanted }: Interval, observed: Observed, memory: Memory, nowMs: number): boolean {
  if (observed.fault !== undefined || isStartedByService(observed, memory, nowMs)) return false;
  const { lastAction, reached } = memory;
  const { sinceMs } = observed;
  const ownKind: ActionKind = isUp(observed) ? 'start' : 'stop';
  const own = lastAction?.kind === ownKind ? lastAction : undefined;
  if (sinceMs !== undefined) {
    if (sinceMs < startMs) return false;
    return own === undefined || Math.abs(sinceMs - own.atMs) > OWN_ACTION_MS;
  }
  // Since when is not returned: somebody changed it if it was seen as wanted in this interval, and not changed here since.
  const wasReached = reached !== undefined && reached.wanted === wanted && reached.atMs >= startMs;
  return wasReached && !(own !== undefined && own.atMs >= reached.atMs);
}

function isUp({ state }: Observed): boolean {
  return state === 'running' || state === 'starting';
}
