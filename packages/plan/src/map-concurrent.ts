/**
 * Runs all items, at most `width` at a time and in their order. After one has failed none is begun; those under way
 * are waited for.
 *
 * @throws what the first that failed threw; RangeError for a width at which nothing would run
 */
export async function mapConcurrent<Item>(
  items: readonly Item[],
  concurrency: number,
  run: (item: Item) => Promise<void>,
): Promise<void> {
  if (!(concurrency >= 1)) throw new RangeError(`${concurrency} at a time is none`);
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
