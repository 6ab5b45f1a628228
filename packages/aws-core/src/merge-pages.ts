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
  const reading = new Map<AsyncIterator<Item>, Promise<Arrival<Item>>>();
  const read = (iterator: AsyncIterator<Item>) => {
    const arrival = iterator.next().then((result) => ({ iterator, result }));
    // It may fail while the consumer is busy; the error is handled when it is awaited.
    arrival.catch(() => undefined);
    reading.set(iterator, arrival);
  };
  const startOne = () => {
    const next = waiting.next();
    if (!next.done) read(next.value()[Symbol.asyncIterator]());
  };
  for (let started = 0; started < concurrency; started += 1) startOne();
  try {
    while (reading.size > 0) {
      const { iterator, result } = await Promise.race(reading.values());
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
    for (const iterator of reading.keys()) iterator.return?.().catch(() => undefined);
  }
}

interface Arrival<Item> {
  readonly iterator: AsyncIterator<Item>;
  readonly result: IteratorResult<Item>;
}
