import type { Activity } from '../activity.ts';
import type { Clock } from '../clock.ts';

/** The execution was ended from outside, or the embedded AWS is closing. */
export class Interrupted extends Error {}

/** A promise, unless the signal comes first. @throws Interrupted */
export function raceAbort<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  if (signal.aborted) {
    promise.catch(() => {});
    return Promise.reject(new Interrupted());
  }
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new Interrupted());
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Counts one branch of an execution as busy, except while it waits. */
export interface BusyBranch {
  /** Waits for other branches, which count themselves. */
  waitForBranches<Value>(promise: Promise<Value>): Promise<Value>;
  /** Waits on the clock. @throws Interrupted */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  end(): void;
}

export function createBusyBranch(activity: Activity, clock: Clock): BusyBranch {
  let end = activity.begin('execution');
  return {
    async waitForBranches(promise) {
      end();
      try {
        return await promise;
      } finally {
        end = activity.begin('execution');
      }
    },
    async sleep(ms, signal) {
      const endWaiting = activity.begin('waiting');
      end();
      let cancel = () => {};
      try {
        await raceAbort(new Promise<void>((resolve) => (cancel = clock.after(ms, resolve))), signal);
      } finally {
        cancel();
        end = activity.begin('execution');
        endWaiting();
      }
    },
    end: () => end(),
  };
}
