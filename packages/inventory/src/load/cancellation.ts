/** Cancels a loop while it waits. */
export interface Cancellation {
  readonly isCanceled: boolean;
  cancel(): void;
  /** The result of `work`; {@link canceled} as soon as `cancel` is called. One call at a time. */
  raceCancellation<Value>(work: Promise<Value>): Promise<Value | typeof canceled>;
}

export const canceled = Symbol('stopped');

/**
 * `Promise.race` with one long-lived promise would retain memory for each iteration of the loop; this retains only
 * the current wait.
 */
export function createCancellation(): Cancellation {
  let isCanceled = false;
  let wake = (): void => {};
  return {
    get isCanceled() {
      return isCanceled;
    },
    cancel() {
      isCanceled = true;
      wake();
    },
    raceCancellation(work) {
      return new Promise((resolve, reject) => {
        wake = () => resolve(canceled);
        work.then(resolve, reject);
        if (isCanceled) wake();
      });
    },
  };
}
