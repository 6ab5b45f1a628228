/**
 * The pages of the sources, as they arrive. Up to `concurrency` sources are read concurrently, each at most one
 * page
 * ahead of the consumer; the next one starts when one has ended.
 */
export async function* mergePages<Item>(
  sources: Iterable<() => AsyncIterable<Item>>,
  concurrency: number,
): AsyncGenerator<Item, void, undefined> {
  const waiting = sources[Symbol.iterator]();
  const reading = new Set<AsyncIterator<Item>>();
  // Not `Promise.race`: a source that takes long would keep what all others returned meanwhile.
  const arrived: Arrival<Item>[] = [];
  let wake: () => void = () => undefined;
  const read = (iterator: AsyncIterator<Item>) => {
    reading.add(iterator);
    const arrive = (arrival: Arrival<Item>) => {
      arrived.push(arrival);
      wake();
    };
    iterator.next().then(
      (result) => arrive({ iterator, result }),
      (error: unknown) => arrive({ iterator, error }),
    );
  };
  const startOne = () => {
    const next = waiting.next();
    if (!next.done) read(next.value()[Symbol.asyncIterator]());
  };
  for (let started = 0; started < concurrency; started += 1) startOne();
  try {
    while (reading.size > 0) {
      const arrival = arrived.shift();
      if (arrival === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      const { iterator, result } = arrival;
      if (result === undefined) throw arrival.error;
      if (result.done) {
        reading.delete(iterator);
        startOne();
      } else {
        read(iterator);
        yield result.value;
      }
    }
  } finally {
    // Not awaited: a source that is waiting for its next page would finish that wait first.
    for (const iterator of reading) iterator.return?.().catch(() => undefined);
  }
}

/** A page, or what a source failed with. */
type Arrival<Item> =
  | { readonly iterator: AsyncIterator<Item>; readonly result: IteratorResult<Item> }
  | { readonly iterator: AsyncIterator<Item>; readonly result?: undefined; readonly error: unknown };
