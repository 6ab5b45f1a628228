/**
 * Lets jobs run side by side, `most` at a time; the others wait their turn. A job that fails fails its own
 * promise alone.
 */
export function createConcurrencyLimiter(
  maxConcurrent: number,
): <Result>(job: () => Promise<Result>) => Promise<Result> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (job) => {
    // One that ends hands its place on: nobody who comes later can take it in between.
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
