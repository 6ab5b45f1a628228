/** Lets a loop be called off while it waits. */
export interface Cancellation {
  readonly isCanceled: boolean;
  cancel(): void;
  /** What `work` resolves to; {@link canceled} as soon as `stop` is called. One at a time. */
  raceCancellation<Value>(work: Promise<Value>): Promise<Value | typeof canceled>;
}

export const canceled = Symbol('stopped');

/**
 * `Promise.race` with one long-lived promise would hold on to something for each round of the loop; this
 * holds on to the current wait alone.
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
