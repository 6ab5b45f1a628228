import { expect, test } from 'vitest';
import { createLoadsReader } from './recent-loads.ts';

function readerOf() {
  let [nowMs, total] = [0, 0];
  const waiting: (() => void)[] = [];
  const reader = createLoadsReader({
    list: async () => {
      total += 1;
      const mine = total;
      await new Promise<void>((resolve) => waiting.push(resolve));
      return { entries: [], total: mine };
    },
    refreshMs: 60_000,
    now: () => nowMs,
  });
  return {
    reader,
    pass: (ms: number) => (nowMs += ms),
    answer: () => waiting.splice(0).forEach((resolve) => resolve()),
    readings: () => total,
  };
}

test('pages that are open share one reading, also while it is made', async () => {
  const { reader, answer, readings, pass } = readerOf();
  const both = [reader.read(), reader.read()];
  answer();
  expect(await Promise.all(both)).toEqual([
    { entries: [], total: 1, atMs: 0 },
    { entries: [], total: 1, atMs: 0 },
  ]);
  pass(59_999);
  await reader.read();
  expect(readings()).toBe(1);
  pass(1);
  const next = reader.read();
  answer();
  expect(await next).toMatchObject({ total: 2, atMs: 60_000 });
});

test('once a load has ended the ledger is read again, also if it was being read', async () => {
  const { reader, answer } = readerOf();
  const before = reader.read();
  reader.expire();
  const after = reader.read();
  answer();
  expect((await before).total).toBe(1);
  expect((await after).total).toBe(2);
  expect((await reader.read()).total).toBe(2);
});

test('a reading that fails is not kept', async () => {
  let fails = true;
  const reader = createLoadsReader({
    list: async () => {
      if (fails) throw new Error('no table');
      return { entries: [], total: 0 };
    },
    refreshMs: 1,
    now: () => 0,
  });
  await expect(reader.read()).rejects.toThrow('no table');
  fails = false;
  expect((await reader.read()).total).toBe(0);
});
