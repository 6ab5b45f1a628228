import type { ShelfState } from './decide-alerts.ts';

/**
 * That an alert is about to be told, or was. It is written before the message goes out, so that whoever
 * tries again after a crash sends the very same message under the same key.
 */
export interface Claim {
  readonly type: 'claim';
  /** The alert's dedupe key. */
  readonly key: string;
  readonly sent: boolean;
  /** Key of the digest that tells it; left out: a message of its own. */
  readonly digest?: string;
}

/** A digest as it was, or will be, sent. Exists only once all of its members' claims name it. */
export interface DigestClaim {
  readonly type: 'digest';
  readonly key: string;
  readonly sent: boolean;
  /** The message as JSON, until it is sent. */
  readonly message?: string;
}

/** What is remembered of a shelf whose stream carries new images only. */
export interface ShelfEntry extends ShelfState {
  readonly type: 'shelf';
  readonly key: string;
}

export type AlertEntry = Claim | DigestClaim | ShelfEntry;

/** What alerts keep between invocations. */
export interface AlertStore {
  /** The entries of distinct keys, as of all writes that were answered before; missing ones are left out. */
  get(keys: readonly string[]): Promise<ReadonlyMap<string, AlertEntry>>;
  /** Stores entries of distinct keys; when it throws, some may be stored. */
  put(entries: readonly AlertEntry[]): Promise<void>;
}

/** Key of a shelf's entry: claims and digests start with other words. */
export function shelfKey(shelf: string): string {
  return `shelf:${shelf}`;
}

/** For tests, and for whoever does without a table. */
export function createInMemoryAlertStore(): AlertStore {
  const entries = new Map<string, AlertEntry>();
  return {
    async get(keys) {
      return new Map(keys.flatMap((key) => (entries.has(key) ? [[key, entries.get(key)!]] : [])));
    },
    async put(added) {
      for (const entry of added) entries.set(entry.key, entry);
    },
  };
}
