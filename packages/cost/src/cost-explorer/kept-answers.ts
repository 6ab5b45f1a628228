import { createHash } from 'node:crypto';
import type { DateRange } from '../model.ts';
import { daysBetween } from '../periods/index.ts';
import type { AnswerStore } from './answer-store.ts';
import { goodUntilMs } from './freshness.ts';

export interface CacheSettings {
  readonly store: AnswerStore;
  /** Whose costs they are: the account's id. Answers are used again for the same one only. */
  readonly scope: string;
}

/** A request that is answered for some days; its other fields tell it from others. */
export interface Asked {
  readonly timePeriod: DateRange;
}

export interface KeptAnswer<Answer> {
  /** Milliseconds since 1970. */
  readonly askedMs: number;
  readonly answer: Answer;
}

/** What is known of an answer besides. */
export interface AnswerFacts {
  /** AWS may still change it. */
  readonly isEstimated: boolean;
  /** Requests that it took. */
  readonly pages: number;
}

/** Answers that were paid for, to be used again. Those to alike requests are of the same form. */
export interface KeptAnswers {
  /** Nothing where there is none that is still good. */
  find<Answer>(query: Asked): Promise<KeptAnswer<Answer> | undefined>;
  keep<Answer>(query: Asked, kept: KeptAnswer<Answer>, facts: AnswerFacts): Promise<void>;
  /** By the same query for other days, where one was kept; else a page. */
  expectedPages(query: Asked): Promise<number>;
}

interface StoredAnswer<Answer> extends KeptAnswer<Answer> {
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
    async find<Answer>(query: Asked) {
      const stored = await read<StoredAnswer<Answer>>(
        keyOf(scope, query),
        ({ askedMs, answer, goodUntilMs: untilMs }) =>
          answer !== undefined && askedMs <= now() && untilMs > now(),
      );
      return stored && { askedMs: stored.askedMs, answer: stored.answer };
    },

    async keep<Answer>(query: Asked, kept: KeptAnswer<Answer>, { isEstimated, pages }: AnswerFacts) {
      const stored: StoredAnswer<Answer> = {
        ...kept,
        goodUntilMs: goodUntilMs(query.timePeriod, isEstimated, kept.askedMs),
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

function keyOf(scope: string, query: Asked): string {
  return createHash('sha256')
    .update(JSON.stringify(['answer 1', scope, query]))
    .digest('hex');
}

function sizeKeyOf(scope: string, query: Asked): string {
  const { timePeriod: _, ...shape } = query;
  return createHash('sha256')
    .update(JSON.stringify(['size 1', scope, shape]))
    .digest('hex');
}
