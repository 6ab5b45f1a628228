import { createHash } from 'node:crypto';
import type { CostAndUsageQuery, CostPeriod } from '@groundcrew/aws-cost-explorer';
import { daysBetween } from '../periods/index.ts';
import type { AnswerStore } from './answer-store.ts';
import { goodUntilMs } from './freshness.ts';

export interface CacheSettings {
  readonly store: AnswerStore;
  /** Whose costs they are: the account's id. Answers are used again for the same one only. */
  readonly scope: string;
}

export interface KeptAnswer {
  /** Milliseconds since 1970. */
  readonly askedMs: number;
  readonly periods: readonly CostPeriod[];
}

/** Answers that were paid for, to be used again. */
export interface KeptAnswers {
  /** Nothing where there is none that is still good. */
  find(query: CostAndUsageQuery): Promise<KeptAnswer | undefined>;
  keep(query: CostAndUsageQuery, answer: KeptAnswer, pages: number): Promise<void>;
  /** By the same query for other days, where one was kept; else a page. */
  expectedPages(query: CostAndUsageQuery): Promise<number>;
}

interface StoredAnswer extends KeptAnswer {
  readonly goodUntilMs: number;
}

interface StoredSize {
  readonly pages: number;
  readonly days: number;
}

/** @param now milliseconds since 1970 */
export function createKeptAnswers(settings: CacheSettings | undefined, now: () => number): KeptAnswers {
  if (!settings) {
    return { find: async () => undefined, keep: async () => {}, expectedPages: async () => 1 };
  }
  const { store, scope } = settings;

  /** Nothing, too, for what another release wrote in another form, or a person. */
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
    async find(query) {
      const stored = await read<StoredAnswer>(
        keyOf(scope, query),
        (value) => Array.isArray(value.periods) && value.askedMs <= now() && value.goodUntilMs > now(),
      );
      return stored && { askedMs: stored.askedMs, periods: stored.periods };
    },

    async keep(query, { askedMs, periods }, pages) {
      const isEstimated = periods.some(({ estimated }) => estimated);
      const stored: StoredAnswer = {
        askedMs,
        goodUntilMs: goodUntilMs(query.timePeriod, isEstimated, askedMs),
        periods,
      };
      const { start, end } = query.timePeriod;
      const size: StoredSize = { pages, days: daysBetween(start, end) };
      try {
        await store.put(keyOf(scope, query), JSON.stringify(stored));
        await store.put(sizeKeyOf(scope, query), JSON.stringify(size));
      } catch {
        // A full disk costs the next run a cent, not this one its answer.
      }
    },

    async expectedPages(query) {
      const { start, end } = query.timePeriod;
      const size = await read<StoredSize>(
        sizeKeyOf(scope, query),
        ({ pages, days }) => pages > 0 && days > 0,
      );
      // The last page of an answer is seldom full: a single page tells little about more days.
      if (!size || size.pages === 1) return 1;
      return Math.max(1, Math.ceil((size.pages * daysBetween(start, end)) / size.days));
    },
  };
}

function keyOf(scope: string, query: CostAndUsageQuery): string {
  return createHash('sha256')
    .update(JSON.stringify(['answer 1', scope, query]))
    .digest('hex');
}

function sizeKeyOf(scope: string, query: CostAndUsageQuery): string {
  const { timePeriod: _, ...shape } = query;
  return createHash('sha256')
    .update(JSON.stringify(['size 1', scope, shape]))
    .digest('hex');
}
