/**
 * Runs all items in order, up to `concurrency` at a time. After a failure no further one is started; those in
 * progress are awaited.
 *
 * @throws what the first that failed threw; RangeError for a concurrency below 1
 */
export async function mapConcurrent<Item>(
  items: readonly Item[],
  concurrency: number,
  run: (item: Item) => Promise<void>,
): Promise<void> {
  if (!(concurrency >= 1)) throw new RangeError(`the concurrency ${concurrency} is not a number from 1`);
  const queue = items.values();
  const failures: unknown[] = [];
  const workers = Array.from({ length: concurrency }, async () => {
    for (const item of queue) {
      if (failures.length > 0) return;
      await run(item).catch((thrown: unknown) => failures.push(thrown));
    }
  });
  await Promise.all(workers);
  if (failures.length > 0) throw failures[0];
}
