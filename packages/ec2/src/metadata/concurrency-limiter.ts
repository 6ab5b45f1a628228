/**
 * Runs jobs concurrently, up to a maximum number; the others wait. A job that fails rejects only its own promise.
 */
export function createConcurrencyLimiter(
  maxConcurrent: number,
): <Result>(job: () => Promise<Result>) => Promise<Result> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (job) => {
    // A job that ends passes its place to the next one: a later job can't take it in between.
    if (running < maxConcurrent) running++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await job();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
