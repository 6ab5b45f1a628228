import { type BackfillStatus, readStatus } from './backfill-status.ts';

type StatusDeps = Parameters<typeof readStatus>[1];

export interface FollowDeps extends StatusDeps {
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onStatus?: ((status: BackfillStatus) => void) | undefined;
}

const FIRST_WAIT_MS = 500;
/** One look is a few calls, whatever the size of the backfill. */
const MAX_WAIT_MS = 5_000;

/** Waits until a backfill has ended, in whichever way. Who stops waiting stops nothing else. */
export function followBackfill(name: string, deps: FollowDeps): Promise<BackfillStatus> {
  return waitUntil(name, hasEnded, deps);
}

/** Until it was checked whether the backfill is possible: the check is its first state. */
export function awaitCheck(name: string, deps: FollowDeps): Promise<BackfillStatus> {
  return waitUntil(name, (status) => hasEnded(status) || status.maps.length > 0, deps);
}

async function waitUntil(
  name: string,
  isOver: (status: BackfillStatus) => boolean,
  deps: FollowDeps,
): Promise<BackfillStatus> {
  const { sleep, signal, onStatus } = deps;
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(MAX_WAIT_MS, waitMs * 2)) {
    signal.throwIfAborted();
    const status = await readStatus(name, deps);
    onStatus?.(status);
    if (isOver(status)) return status;
    await sleep(waitMs, signal);
  }
}

/** Whether nothing of it runs any more. */
export function hasEnded({ execution }: BackfillStatus): boolean {
  return execution.status !== 'running' && execution.status !== 'waiting';
}
