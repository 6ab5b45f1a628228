import type { Activity } from '../activity.ts';
import type { Clock } from '../clock.ts';

/** The execution was ended from outside, or the embedded AWS is closing. */
export class Interrupted extends Error {}

/** A promise, unless the signal comes first. @throws Interrupted */
export function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
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

/** Counts one strand of an execution as busy, except while it waits. */
export interface Strand {
  /** Waits for other strands, which count themselves. */
  handOver<Value>(promise: Promise<Value>): Promise<Value>;
  /** Waits on the clock. @throws Interrupted */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  end(): void;
}

export function createStrand(activity: Activity, clock: Clock): Strand {
  let end = activity.begin('execution');
  return {
    async handOver(promise) {
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
        await untilAborted(new Promise<void>((resolve) => (cancel = clock.after(ms, resolve))), signal);
      } finally {
        cancel();
        end = activity.begin('execution');
        endWaiting();
      }
    },
    end: () => end(),
  };
}
