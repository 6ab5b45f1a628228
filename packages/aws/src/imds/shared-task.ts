/**
 * A task that runs once for all concurrent callers. A caller that aborts only leaves; when the last one has left, the
 * task itself is aborted.
 */
export function createSharedTask<Result>(
  task: (signal: AbortSignal) => Promise<Result>,
): (signal?: AbortSignal) => Promise<Result> {
  interface Run {
    readonly result: Promise<Result>;
    readonly controller: AbortController;
    waiting: number;
  }
  let current: Run | undefined;

  function start(): Run {
    const controller = new AbortController();
    const run: Run = { controller, waiting: 0, result: task(controller.signal).finally(() => forget(run)) };
    // Callers that left are not notified of its failure.
    run.result.catch(() => {});
    return run;
  }
  function forget(run: Run): void {
    if (current === run) current = undefined;
  }

  return async (signal) => {
    signal?.throwIfAborted();
    current ??= start();
    const run = current;
    run.waiting += 1;
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const onAbort = () => reject(signal?.reason);
    signal?.addEventListener('abort', onAbort);
    try {
      return await Promise.race([run.result, aborted]);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      run.waiting -= 1;
      if (run.waiting === 0) {
        forget(run);
        run.controller.abort();
      }
    }
  };
}
