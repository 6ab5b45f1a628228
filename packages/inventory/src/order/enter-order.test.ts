import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HashIndex } from '../duplicates/hash-index.ts';
import { hashShelf } from '../duplicates/shelf-hash.ts';
import { ShelfSurvey, type SurveyedShelves } from '../duplicates/shelf-survey.ts';
import { SHELF_PARTS } from '../duplicates/spilled-rows.ts';
import { enterOrder } from './enter-order.ts';
import type { OrderedFile, OrderStore } from './order-store.ts';
import type { ShelfFilter } from './shelf-filter.ts';
import type { StoredPart } from './shelf-set.ts';

const moment = { timeMs: 1, object: 's3://stock/a.csv', sequencer: '01' };
const file = { order: moment, stores: ['Berlin'] };

function survey(items: readonly string[], maxShelves: number) {
  const rows = new ShelfSurvey({ maxShelves });
  for (const [line, item] of items.entries())
    rows.add({ store: 'Berlin', item, count: 1, line, offset: line });
  return { shelves: rows.finish(() => true), close: () => rows.close() };
}

async function* partsOf(shelves: SurveyedShelves): AsyncGenerator<StoredPart> {
  for (let part = 0; part < SHELF_PARTS; part++) yield { part, hashes: shelves.hashesOf(part) };
}

function fakeStore(
  sets: readonly SurveyedShelves[],
  calls: string[],
  older: readonly (typeof moment)[] = [moment],
): OrderStore {
  return {
    async register() {
      calls.push('register');
    },
    async look() {
      calls.push('look');
      return {
        unfinished: older,
        async *newerSets() {
          calls.push('newerSets');
          for (const set of sets) {
            calls.push('set');
            yield { parts: partsOf(set), full: undefined };
          }
        },
      };
    },
    async leave() {},
    async forget() {},
    async mark() {},
  };
}

const has = (filter: ShelfFilter | undefined, item: string): boolean => {
  const hash = { a: 0, b: 0, c: 0 };
  hashShelf('Berlin', item, hash);
  return filter?.has(hash) ?? false;
};

test('the shelves that newer files name are found, in memory and spilled', async () => {
  const items = fc.uniqueArray(
    fc.constantFrom(...Array.from({ length: 60 }, (_, index) => `Item ${index}`)),
    {
      minLength: 1,
      maxLength: 60,
    },
  );
  await fc.assert(
    fc.asyncProperty(items, fc.array(items, { maxLength: 3 }), async (own, newer) => {
      for (const maxShelves of [1_000, 5]) {
        const mine = survey(own, maxShelves);
        const others = newer.map((names) => survey(names, maxShelves));
        const { signal } = new AbortController();
        const filter = await enterOrder(file, mine.shelves, {
          store: fakeStore(
            others.map(({ shelves }) => shelves),
            [],
            [],
          ),
          isHeld: async () => false,
          sleep: (ms) => sleep(ms),
          signal,
        });
        const named = new Set(newer.flat());
        expect(own.filter((item) => has(filter, item))).toEqual(own.filter((item) => named.has(item)));
        mine.close();
        for (const { close } of others) close();
      }
    }),
    { numRuns: 20 },
  );
});

test('a file registers itself, then looks for others, and waits for older ones before it continues', async () => {
  const calls: string[] = [];
  const { shelves } = survey(['Echo'], 10);
  let polls = 0;
  await enterOrder(file, shelves, {
    store: fakeStore([], calls),
    async isHeld() {
      calls.push('isHeld');
      return polls++ < 2;
    },
    async sleep(ms) {
      calls.push(`sleep ${ms}`);
    },
    signal: new AbortController().signal,
    onWait: ({ object }) => calls.push(`waits for ${object}`),
  });
  expect(calls).toEqual([
    'register',
    'look',
    'isHeld',
    'waits for s3://stock/a.csv',
    'sleep 1000',
    'isHeld',
    'sleep 1000',
    'isHeld',
    'newerSets',
  ]);
});

test('a load that is stopped does not wait any longer', async () => {
  const { shelves } = survey(['Echo'], 10);
  const controller = new AbortController();
  const entering = enterOrder(file, shelves, {
    store: fakeStore([], []),
    isHeld: async () => true,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    signal: controller.signal,
    onWait: () => controller.abort(new Error('stopped')),
  });
  await expect(entering).rejects.toThrow();
});

test('no more sets are read once all shelves are named, but for a full export, which is about others too', async () => {
  const mine = survey(['Echo'], 10);
  const sets = [survey(['Echo'], 10), survey(['Dot', 'Hub'], 10)].map(({ shelves }) => shelves);
  const full = { vanished: 'zero', stores: ['Berlin'], open: new HashIndex() } as const;
  const enter = async (own: OrderedFile) => {
    const calls: string[] = [];
    const filter = await enterOrder(own, mine.shelves, {
      store: fakeStore(sets, calls, []),
      isHeld: async () => false,
      sleep: async () => {},
      signal: new AbortController().signal,
    });
    return { filter, read: calls.filter((call) => call === 'set').length };
  };
  const plain = await enter(file);
  expect([plain.read, has(plain.filter, 'Echo'), has(plain.filter, 'Hub')]).toEqual([1, true, false]);
  const whole = await enter({ ...file, full });
  expect([whole.read, has(whole.filter, 'Echo'), has(whole.filter, 'Hub')]).toEqual([2, true, true]);
});
