/**
 * Maps items, at most `concurrency` at a time and started in their order. After one has failed no more are started;
 * those in flight are awaited.
 *
 * @returns the results in the order of the items
 * @throws what the first failure threw; RangeError for a concurrency at which nothing would run
 */
export async function mapConcurrent<Item, Result>(
  items: Iterable<Item>,
  concurrency: number,
  map: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  checkConcurrency(concurrency);
  const queue = [...items].entries();
  const results: Result[] = [];
  const failures: unknown[] = [];
  const work = async () => {
    for (const [index, item] of queue) {
      if (failures.length > 0) return;
      try {
        results[index] = await map(item);
      } catch (thrown) {
        failures.push(thrown);
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  if (failures.length > 0) throw failures[0];
  return results;
}

/** Runs a job when there is room for it. The promise is the job's own. */
export type ConcurrencyLimiter = <Result>(job: () => Promise<Result>) => Promise<Result>;

/**
 * A limiter for jobs that come from several places: at most `concurrency` run at a time, the others wait in the order in
 * which they came. A job that fails rejects its own promise only.
 *
 * @throws RangeError for a concurrency at which nothing would run
 */
export function createConcurrencyLimiter(concurrency: number): ConcurrencyLimiter {
  checkConcurrency(concurrency);
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (job) => {
    // A job that ends passes its place on: a later one cannot take it in between.
    if (running < concurrency) running++;
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

function checkConcurrency(concurrency: number): void {
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new RangeError(`concurrency ${concurrency} is not a whole number of at least 1`);
}
