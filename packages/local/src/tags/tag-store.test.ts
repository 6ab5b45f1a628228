import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTagStore, type OriginalTags, TAG_HISTORY_MS } from './tag-store.ts';

const arn = 'arn:aws:sqs:us-east-1:111111111111:orders';

function createStore(originals: Readonly<Record<string, OriginalTags>> = {}) {
  let nowMs = 1_000_000;
  const store = createTagStore({ clock: { now: () => nowMs } });
  const advance = (ms: number) => {
    nowMs += ms;
  };
  store.addSource({
    find: (arnOfRead) => originals[arnOfRead],
    resources: () => ({ size: 0, at: () => undefined }),
  });
  return { store, advance };
}

const tagged = (tags: OriginalTags['tags']) => ({ [arn]: { tags, everTagged: true } });

test('tags are the original ones until they are changed, and changes add to them', () => {
  const { store } = createStore(tagged({ Project: 'shop', Env: 'prod' }));
  expect(store.get(arn)).toEqual({ Project: 'shop', Env: 'prod' });
  store.set(arn, { Env: 'dev', project: 'x' });
  store.remove(arn, ['Project', 'absent']);
  expect(store.get(arn)).toEqual({ Env: 'dev', project: 'x' });
  expect(store.of(arn, { Project: 'shop' })).toEqual({ Env: 'dev', project: 'x' });
});

test('a stale read sees the tags of a given time ago', () => {
  const { store, advance } = createStore(tagged({ n: '0' }));
  store.set(arn, { n: '1' });
  advance(1000);
  store.set(arn, { n: '2' });
  advance(500);
  expect(store.get(arn, { staleMs: 0 })).toEqual({ n: '2' });
  expect(store.get(arn, { staleMs: 500 })).toEqual({ n: '2' });
  expect(store.get(arn, { staleMs: 501 })).toEqual({ n: '1' });
  expect(store.get(arn, { staleMs: 2000 })).toEqual({ n: '0' });
});

test('a stale read sees no further back than the history', () => {
  const { store, advance } = createStore(tagged({ n: '0' }));
  for (const n of ['1', '2', '3']) {
    store.set(arn, { n });
    advance(TAG_HISTORY_MS);
  }
  expect(store.get(arn, { staleMs: 10 * TAG_HISTORY_MS })).toEqual({ n: '2' });
});

test('a resource that had a tag once is known as such, even without tags now', () => {
  const { store, advance } = createStore({ [arn]: { tags: {}, everTagged: false } });
  expect(store.everTagged(arn)).toBe(false);
  store.remove(arn, ['a']);
  expect(store.everTagged(arn)).toBe(false);
  store.set(arn, { a: '1' });
  store.remove(arn, ['a']);
  advance(2 * TAG_HISTORY_MS);
  store.remove(arn, ['b']);
  expect(store.get(arn)).toEqual({});
  expect(store.everTagged(arn)).toBe(true);
});

test('a resource that is created again with a deleted name has its own tags', () => {
  const { store } = createStore();
  store.set(arn, { a: '1' });
  store.forget(arn);
  expect(store.get(arn)).toEqual({});
  expect(store.everTagged(arn)).toBe(false);
});

test('the key __proto__ is a key like any other', () => {
  const { store } = createStore();
  store.set(arn, Object.fromEntries([['__proto__', 'x']]));
  expect(Object.entries(store.get(arn))).toEqual([['__proto__', 'x']]);
  store.remove(arn, ['__proto__']);
  expect(Object.entries(store.get(arn))).toEqual([]);
});

test('a read of any age matches a full history of all changes', () => {
  const key = fc.constantFrom('a', 'b', 'c');
  const step = fc.record({
    waitMs: fc.nat(5000),
    set: fc.dictionary(key, fc.constantFrom('1', '2')),
    remove: fc.array(key),
  });
  fc.assert(
    fc.property(fc.array(step), fc.nat(TAG_HISTORY_MS), (steps, staleMs) => {
      const { store, advance } = createStore(tagged({ a: '0' }));
      const record = [{ atMs: 0, tags: { a: '0' } as Record<string, string> }];
      let nowMs = 0;
      for (const { waitMs, set, remove } of steps) {
        advance(waitMs);
        nowMs += waitMs;
        const tags = { ...record.at(-1)!.tags, ...set };
        for (const gone of remove) delete tags[gone];
        store.set(arn, set);
        store.remove(arn, remove);
        record.push({ atMs: nowMs, tags });
      }
      const seen = record.findLast(({ atMs }) => atMs <= nowMs - staleMs) ?? record[0]!;
      expect(store.get(arn, { staleMs })).toEqual(seen.tags);
    }),
  );
});
