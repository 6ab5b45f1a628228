import { expect, test } from 'vitest';
import { createShelfIndex, type ShelfSearch } from './shelf-index.ts';

const everything: ShelfSearch = { text: '', kind: 'all', low: 5, offset: 0, limit: 100 };

function indexOf(shelves: readonly (readonly [store: string, item: string, count: number])[], max = 1_000) {
  const index = createShelfIndex(max);
  index.beginReading();
  for (const [store, item, count] of shelves) index.addRead({ store, item, count }, 0);
  index.endReading();
  return index;
}

const namesIn = (index: ReturnType<typeof createShelfIndex>, search: Partial<ShelfSearch> = {}) =>
  index.search({ ...everything, ...search }).shelves.map(({ store, item }) => `${store}/${item}`);

test('shelves are in the order of their names, whenever they were added', () => {
  const index = indexOf([
    ['B', 'x', 1],
    ['A', 'z', 1],
  ]);
  expect(namesIn(index)).toEqual(['A/z', 'B/x']);
  index.set({ store: 'A', item: 'a', count: 1 }, 0);
  index.set({ store: 'C', item: 'a', count: 1 }, 0);
  index.set({ store: 'AB', item: 'q', count: 1 }, 0);
  expect(namesIn(index)).toEqual(['A/a', 'A/z', 'AB/q', 'B/x', 'C/a']);
  index.delete('A', 'z');
  index.set({ store: 'A', item: 'z', count: 2 }, 0);
  expect(namesIn(index)).toEqual(['A/a', 'A/z', 'AB/q', 'B/x', 'C/a']);
});

test('a search finds words in either name, in any case and Unicode form, and counts all matches beyond the page', () => {
  const index = indexOf([
    ['Zürich', 'Tee', 1],
    ['Berlin', 'Teekanne', 1],
    ['Berlin', 'Lampe', 1],
  ]);
  expect(namesIn(index, { text: 'BERLIN tee' })).toEqual(['Berlin/Teekanne']);
  expect(namesIn(index, { text: 'zu\u0308rich' })).toEqual(['Zürich/Tee']);
  expect(index.search({ ...everything, text: 'tee', limit: 1 })).toMatchObject({ matches: 2, shelves: [{}] });
  expect(namesIn(index, { offset: 2 })).toEqual(['Zürich/Tee']);
});

test('shelves that are out, low or without a number are distinguished', () => {
  const index = indexOf([
    ['A', 'a', 0],
    ['A', 'b', -1],
    ['A', 'c', 5],
    ['A', 'd', 6],
  ]);
  index.set({ store: 'A', item: 'e', count: undefined }, 0);
  index.set({ store: 'A', item: 'f', count: 9_007_199_254_740_993n }, 0);
  expect(index.counts(5)).toEqual({ total: 6, out: 2, low: 1 });
  expect(namesIn(index, { kind: 'out' })).toEqual(['A/a', 'A/b']);
  expect(namesIn(index, { kind: 'low' })).toEqual(['A/c']);
});

test('a change keeps what was there before; what did not change has none', () => {
  const index = indexOf([['A', 'x', 5]]);
  const before = index.version;
  index.set({ store: 'A', item: 'x', count: 5 }, 10);
  expect(index.version).toBe(before);
  index.set({ store: 'A', item: 'x', count: 0 }, 20);
  expect(index.version).toBeGreaterThan(before);
  expect(index.get('A', 'x')).toEqual({ store: 'A', item: 'x', count: 0, change: { from: 5, atMs: 20 } });
});

test('a reading forgets what it did not find, and is older than what changed while it ran', () => {
  const index = indexOf([
    ['A', 'gone', 1],
    ['A', 'stays', 1],
  ]);
  index.beginReading();
  index.set({ store: 'A', item: 'stays', count: 7 }, 1);
  index.set({ store: 'A', item: 'new', count: 3 }, 1);
  index.addRead({ store: 'A', item: 'stays', count: 1 }, 2);
  index.endReading();
  expect(namesIn(index)).toEqual(['A/new', 'A/stays']);
  expect(index.get('A', 'stays')?.count).toBe(7);
});

test('beyond its bound it is marked partial, until a reading fits', () => {
  const index = indexOf(
    [
      ['A', 'a', 1],
      ['A', 'b', 1],
      ['A', 'c', 1],
    ],
    2,
  );
  expect(index.isPartial).toBe(true);
  expect(index.counts(5).total).toBe(2);
  index.beginReading();
  index.addRead({ store: 'A', item: 'a', count: 1 }, 0);
  index.endReading();
  expect(index.isPartial).toBe(false);
});

test('names that would be one text together are two shelves', () => {
  const index = indexOf([
    ['ab', 'c', 1],
    ['a', 'bc', 2],
  ]);
  expect(index.counts(5).total).toBe(2);
});
