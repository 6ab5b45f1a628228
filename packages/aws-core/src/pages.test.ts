import { expect, test } from 'vitest';
import { collectPages, type Page, pages } from './pages.ts';

test('all pages are read in order, including empty ones', async () => {
  const stored: Record<string, Page<number>> = {
    start: { items: [1, 2], next: 'b' },
    b: { items: [], next: 'c' },
    c: { items: [3], next: undefined },
  };
  const all = await collectPages(pages<number>(async (token = 'start') => stored[token]!));
  expect(all).toEqual([1, 2, 3]);
});

test('no page is fetched before it is requested', async () => {
  const asked: (string | undefined)[] = [];
  const listing = pages<number>(async (token) => {
    asked.push(token);
    return { items: [1], next: 'more' };
  });
  for await (const _ of listing) break;
  expect(asked).toEqual([undefined]);
});

test('a service that keeps returning the same token causes an error, not an endless loop', async () => {
  const listing = pages<number, { id: number }>(async () => ({ items: [1], next: { id: 7 } }));
  await expect(collectPages(listing)).rejects.toMatchObject({
    code: 'aws-core.pages.loop',
    fault: 'service',
  });
});
