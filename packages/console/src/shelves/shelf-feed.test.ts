import { expect, test, vi } from 'vitest';
import type { StockItem } from '@groundcrew/inventory/list-inventory';
import { type ShelfChange, startShelfFeed } from './shelf-feed.ts';
import { createShelfIndex } from './shelf-index.ts';

const shelf = (item: string, count: number): StockItem => ({ store: 'A', item, count });

async function* listOf(...items: readonly StockItem[]) {
  yield* items;
}

function start(options: Partial<Parameters<typeof startShelfFeed>[0]>) {
  const index = createShelfIndex(100);
  const onChange = vi.fn();
  const feed = startShelfFeed({
    index,
    list: () => listOf(shelf('x', 1)),
    refreshMs: 1,
    isWatched: () => true,
    onChange,
    noticeMs: 1,
    now: () => 0,
    ...options,
  });
  return { index, feed, onChange };
}

test('where changes are reported, the table is read once, and each change is seen', async () => {
  let report: (change: ShelfChange) => void = () => {};
  const list = vi.fn(() => listOf(shelf('x', 1)));
  const { index, feed, onChange } = start({
    list,
    watch(listener) {
      report = listener;
      return () => {};
    },
  });
  await vi.waitUntil(() => feed.state().status === 'ready', { timeout: 30_000 });
  expect(feed.state()).toMatchObject({ isLive: true });
  onChange.mockClear();
  report({ type: 'set', ...shelf('x', 0) });
  report({ type: 'set', ...shelf('y', 4) });
  report({ type: 'delete', store: 'A', item: 'z' });
  expect(index.counts(5)).toEqual({ total: 2, out: 1, low: 1 });
  await vi.waitUntil(() => onChange.mock.calls.length > 0, { timeout: 30_000 });
  // Both changes are one notice.
  expect(onChange).toHaveBeenCalledTimes(1);
  expect(list).toHaveBeenCalledTimes(1);
  feed.close();
});

test('without a source of changes the table is read again, but only while somebody looks', async () => {
  let isWatched = true;
  const list = vi.fn(() => listOf(shelf('x', 1)));
  const { feed } = start({ list, isWatched: () => isWatched });
  await vi.waitUntil(() => list.mock.calls.length >= 3, { timeout: 30_000 });
  isWatched = false;
  await vi.waitUntil(
    () => {
      const before = list.mock.calls.length;
      return new Promise<boolean>((resolve) =>
        setTimeout(() => resolve(list.mock.calls.length === before), 20),
      );
    },
    { timeout: 30_000 },
  );
  const calls = list.mock.calls.length;
  feed.look();
  await vi.waitUntil(() => list.mock.calls.length === calls + 1, { timeout: 30_000 });
  feed.close();
});

test('a table that cannot be read is reported with the reason, and read again', async () => {
  let fails = true;
  const { feed } = start({
    list: () => {
      if (fails) throw new Error('no such table');
      return listOf(shelf('x', 1));
    },
  });
  expect(feed.state()).toEqual({ status: 'failed', message: 'no such table' });
  fails = false;
  await vi.waitUntil(() => feed.state().status === 'ready', { timeout: 30_000 });
  feed.close();
});
