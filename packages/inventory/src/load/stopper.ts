/** Lets a loop be called off while it waits. */
export interface Stopper {
  readonly stopped: boolean;
  stop(): void;
  /** What `work` resolves to; {@link stopped} as soon as `stop` is called. One at a time. */
  unlessStopped<Value>(work: Promise<Value>): Promise<Value | typeof stopped>;
}

export const stopped = Symbol('stopped');

/**
 * `Promise.race` with one long-lived promise would hold on to something for each round of the loop; this
 * holds on to the current wait alone.
 */
export function createStopper(): Stopper {
  let isStopped = false;
  let wake = (): void => {};
  return {
    get stopped() {
      return isStopped;
    },
    stop() {
      isStopped = true;
      wake();
    },
    unlessStopped(work) {
      return new Promise((resolve, reject) => {
        wake = () => resolve(stopped);
        work.then(resolve, reject);
        if (isStopped) wake();
      });
    },
  };
}
