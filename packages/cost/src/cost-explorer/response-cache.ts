import { createHash } from 'node:crypto';
import type { DateRange } from '../model.ts';
import { daysBetween } from '../periods/index.ts';
import type { CacheStore } from './cache-store.ts';
import { expiresAtMs } from './expiry.ts';

export interface CacheSettings {
  readonly store: CacheStore;
  /** Whose costs they are: the account's id. Responses are reused for the same account only. */
  readonly scope: string;
}

/** A request for some days. */
export interface CacheableQuery {
  readonly timePeriod: DateRange;
}

export interface CachedResponse<Answer> {
  /** Milliseconds since 1970. */
  readonly fetchedAtMs: number;
  readonly response: Answer;
}

/** Facts about a response. */
export interface ResponseFacts {
  /** AWS may still change it. */
  readonly isEstimated: boolean;
  /** Number of requests. */
  readonly pages: number;
}

/** Cache of responses that were paid for. */
export interface ResponseCache {
  /** `undefined` if there is none, or it has expired. */
  get<Answer>(query: CacheableQuery): Promise<CachedResponse<Answer> | undefined>;
  put<Answer>(query: CacheableQuery, kept: CachedResponse<Answer>, facts: ResponseFacts): Promise<void>;
  /** Estimated from the same query for other days, if one is cached; otherwise one page. */
  expectedPages(query: CacheableQuery): Promise<number>;
}

interface StoredResponse<Answer> extends CachedResponse<Answer> {
  readonly expiresAtMs: number;
}

interface StoredSize {
  readonly pages: number;
  readonly days: number;
}

/** @param now milliseconds since 1970 */
export function createResponseCache(settings: CacheSettings | undefined, now: () => number): ResponseCache {
  if (!settings) {
    return { get: async () => undefined, put: async () => {}, expectedPages: async () => 1 };
  }
  const { store, scope } = settings;

  /** `undefined` also for an entry in another format, of another release. */
  async function read<Value>(key: string, isRight: (value: Value) => boolean): Promise<Value | undefined> {
    try {
      const text = await store.get(key);
      if (text === undefined) return undefined;
      const value = JSON.parse(text) as Value;
      return isRight(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }

  return {
    async get<Answer>(query: CacheableQuery) {
      const stored = await read<StoredResponse<Answer>>(
        keyOf(scope, query),
        ({ fetchedAtMs: askedMs, response: answer, expiresAtMs: untilMs }) =>
          answer !== undefined && askedMs <= now() && untilMs > now(),
      );
      return stored && { fetchedAtMs: stored.fetchedAtMs, response: stored.response };
    },

    async put<Answer>(
      query: CacheableQuery,
      cached: CachedResponse<Answer>,
      { isEstimated, pages }: ResponseFacts,
    ) {
      const stored: StoredResponse<Answer> = {
        ...cached,
        expiresAtMs: expiresAtMs(query.timePeriod, isEstimated, cached.fetchedAtMs),
      };
      const { start, end } = query.timePeriod;
      const size: StoredSize = { pages, days: daysBetween(start, end) };
      try {
        await store.put(keyOf(scope, query), JSON.stringify(stored));
        await store.put(sizeKeyOf(scope, query), JSON.stringify(size));
      } catch {
        // If the disk is full, the next run pays a cent; this one still has its response.
      }
    },

    async expectedPages(query) {
      const { start, end } = query.timePeriod;
      const size = await read<StoredSize>(
        sizeKeyOf(scope, query),
        ({ pages, days }) => pages > 0 && days > 0,
      );
      // The last page is seldom full: a single page does not predict that of more days.
      if (!size || size.pages === 1) return 1;
      return Math.max(1, Math.ceil((size.pages * daysBetween(start, end)) / size.days));
    },
  };
}

function keyOf(scope: string, query: CacheableQuery): string {
  return createHash('sha256')
    .update(JSON.stringify(['answer 1', scope, query]))
    .digest('hex');
}

function sizeKeyOf(scope: string, query: CacheableQuery): string {
  const { timePeriod: _, ...shape } = query;
  return createHash('sha256')
    .update(JSON.stringify(['size 1', scope, shape]))
    .digest('hex');
}
