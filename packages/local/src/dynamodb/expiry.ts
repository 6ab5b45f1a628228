import type { Clock } from '../clock.ts';
import type { Database } from './database.ts';
import type { Item } from './item.ts';

// AWS deletes "within a few days"; here it happens soon enough to observe.
const SWEEP_INTERVAL_MS = 60_000;
// Rules: "Using time to live (TTL) in DynamoDB": a time more than five years ago is ignored.
const MAX_AGE_SECONDS = 5 * 365 * 24 * 60 * 60;

/** Whether an item has expired: its attribute is a number of seconds since 1970, in the past. */
export function isExpired(item: Item, attribute: string, nowMs: number): boolean {
  const seconds = Number(item[attribute]?.N ?? Number.NaN);
  const nowSeconds = nowMs / 1000;
  return seconds < nowSeconds && seconds > nowSeconds - MAX_AGE_SECONDS;
}

/** Deletes expired items once a minute of the clock; the returned function stops it. */
export function startExpiry(database: Database, clock: Clock): () => void {
  let cancel = clock.after(SWEEP_INTERVAL_MS, sweep);
  function sweep(): void {
    for (const [table] of database.store.tables.entries()) {
      const { ttlAttribute } = database.extras(table);
      if (ttlAttribute === undefined) continue;
      const expired = [...database.store.itemsOf(table).entries()].filter(([, item]) =>
        isExpired(item, ttlAttribute, clock.now()),
      );
      database.write(
        expired.map(([key]) => ({ table, key, item: undefined })),
        { expired: true },
      );
    }
    cancel = clock.after(SWEEP_INTERVAL_MS, sweep);
  }
  return () => cancel();
}
