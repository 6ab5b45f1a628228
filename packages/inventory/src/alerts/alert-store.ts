import type { ShelfState } from './decide-alerts.ts';

/**
 * Records that an alert is about to be sent, or was sent. It is written before the message is published, so that a
 * retry after a crash sends the very same message under the same key.
 */
export interface Claim {
  readonly type: 'claim';
  /** The alert's dedupe key. */
  readonly key: string;
  readonly sent: boolean;
  /** Key of the digest that contains it; absent: a message of its own. */
  readonly digest?: string;
}

/** A digest that was, or will be, sent. Exists only once all of its members' claims refer to it. */
export interface DigestClaim {
  readonly type: 'digest';
  readonly key: string;
  readonly sent: boolean;
  /** The message as JSON, until it is sent. */
  readonly message?: string;
  /** Its claims referred to it, but it was not stored: it is never sent, even if its own write is carried out later. */
  readonly isVoid?: true;
}

/** The stored state of a shelf whose stream contains new images only. */
export interface ShelfEntry extends ShelfState {
  readonly type: 'shelf';
  readonly key: string;
}

export type AlertEntry = Claim | DigestClaim | ShelfEntry;

/** The state that alerts keep between invocations. */
export interface AlertStore {
  /** The entries of distinct keys, by consistent reads; missing ones are left out. */
  get(keys: readonly string[]): Promise<ReadonlyMap<string, AlertEntry>>;
  /** Stores entries of distinct keys; if it throws, some may be stored. */
  put(entries: readonly AlertEntry[]): Promise<void>;
  /**
   * Stores digests of distinct keys, each unless there is one: a write that DynamoDB carries out after it timed out changes nothing. If it
   * throws, some may be stored.
   */
  create(digests: readonly DigestClaim[]): Promise<void>;
}

/**
 * How long a claim is stored. A stream retains its records for a day (DynamoDB developer guide, "Change data capture for DynamoDB
 * Streams"); the rest is for batches that failed and are replayed.
 */
export const CLAIM_RETENTION_DAYS = 14;

/** Key of a shelf's entry: claims and digests have other prefixes. */
export function shelfKey(shelf: string): string {
  return `shelf:${shelf}`;
}

/** For tests, and for use without a table. */
export function createInMemoryAlertStore(): AlertStore {
  const entries = new Map<string, AlertEntry>();
  return {
    async get(keys) {
      return new Map(keys.flatMap((key) => (entries.has(key) ? [[key, entries.get(key)!]] : [])));
    },
    async put(added) {
      for (const entry of added) entries.set(entry.key, entry);
    },
    async create(digests) {
      for (const digest of digests) if (!entries.has(digest.key)) entries.set(digest.key, digest);
    },
  };
}
