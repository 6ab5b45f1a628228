import { createSortedKeys, type KeyRange } from './sorted-keys.ts';

/** Values by key, in the order of their keys. */
export interface KeyValue<Value> {
  read(key: string): Value | undefined;
  /** `undefined` removes. */
  write(key: string, value: Value | undefined): void;
  /** In no particular order. */
  entries(): Iterable<[string, Value]>;
  /** Keys in order; those added or removed meanwhile may be seen or not. */
  range(range: KeyRange): Iterable<string>;
  readonly size: number;
}

/** Called for every change before `write` returns: old and new value, `undefined` where there is none. */
export type OnChange<Value> = (key: string, old: Value | undefined, value: Value | undefined) => void;

/** Values in memory. */
export function createKeyValue<Value>(onChange?: OnChange<Value>): KeyValue<Value> {
  const values = new Map<string, Value>();
  const keys = createSortedKeys();
  return {
    read: (key) => values.get(key),
    write(key, value) {
      const old = values.get(key);
      if (value === undefined) {
        if (old === undefined) return;
        values.delete(key);
        keys.remove(key);
      } else {
        values.set(key, value);
        if (old === undefined) keys.add(key);
      }
      onChange?.(key, old, value);
    },
    entries: () => values.entries(),
    *range(range) {
      for (const key of keys.range(range)) if (values.has(key)) yield key;
    },
    get size() {
      return values.size;
    },
  };
}
