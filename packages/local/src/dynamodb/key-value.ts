import { Readable } from 'node:stream';
import type { Callback } from './dynalite.ts';
import { createSortedKeys, type KeyRange } from './sorted-keys.ts';

type RangeOptions = KeyRange & { readonly limit?: number };

/** The store interface that dynalite's actions expect: sorted keys, callbacks. Everything here is synchronous. */
export interface KeyValue<Value> {
  get(key: string, callback: Callback<Value>): void;
  put(key: string, value: Value, callback: Callback): void;
  del(key: string, callback: Callback): void;
  batch(
    operations: readonly { readonly type: 'put' | 'del'; readonly key: string; readonly value?: Value }[],
    callback: Callback,
  ): void;
  createKeyStream(options?: RangeOptions): Readable;
  createValueStream(options?: RangeOptions): Readable;
  /** dynalite's lock; it never waits, since each action runs synchronously. */
  lock(key: string, run: (release: (callback: Callback) => Callback) => void): void;

  // The same for callers in this package, without callbacks.
  read(key: string): Value | undefined;
  write(key: string, value: Value | undefined): void;
  entries(): Iterable<[string, Value]>;
  readonly size: number;
}

/** Called for every change before its caller's callback: old and new value, `undefined` if there is none. */
export type OnChange<Value> = (key: string, old: Value | undefined, value: Value | undefined) => void;

/** Stores values in memory, by key. */
export function createKeyValue<Value>(onChange?: OnChange<Value>): KeyValue<Value> {
  const values = new Map<string, Value>();
  const keys = createSortedKeys();

  function write(key: string, value: Value | undefined): void {
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
  }

  function* keysIn(options: RangeOptions = {}): Generator<string> {
    let left = options.limit === undefined || options.limit < 0 ? Number.POSITIVE_INFINITY : options.limit;
    for (const key of keys.range(options)) {
      if (!values.has(key)) continue;
      if (left-- <= 0) return;
      yield key;
    }
  }

  function* valuesIn(options?: RangeOptions): Generator<Value> {
    for (const key of keysIn(options)) yield values.get(key)!;
  }

  return {
    get: (key, callback) => callback(null, values.get(key)),
    put(key, value, callback) {
      write(key, value);
      callback(null);
    },
    del(key, callback) {
      write(key, undefined);
      callback(null);
    },
    batch(operations, callback) {
      for (const { type, key, value } of operations) write(key, type === 'put' ? value : undefined);
      callback(null);
    },
    createKeyStream: (options) => Readable.from(keysIn(options), { objectMode: true }),
    createValueStream: (options) => Readable.from(valuesIn(options), { objectMode: true }),
    lock: (_key, run) => run((callback) => callback),
    read: (key) => values.get(key),
    write,
    entries: () => values.entries(),
    get size() {
      return values.size;
    },
  };
}
