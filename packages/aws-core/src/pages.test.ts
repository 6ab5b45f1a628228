import { describe, expect, test } from 'vitest';
import type { PageLimits } from './page-guard.ts';
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

describe('a service that gives a new token with each page, forever, causes an error', () => {
  async function endOf(page: (index: number) => readonly unknown[], limits?: PageLimits) {
    let asked = 0;
    const listing = pages<unknown>(async () => {
      asked += 1;
      return { items: page(asked), next: `token-${asked}` };
    }, limits);
    const thrown = await collectPages(listing).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(thrown).toMatchObject({ code: 'aws-core.pages.loop', fault: 'service' });
    return { asked, message: (thrown as Error).message };
  }

  test('if the pages are empty', async () => {
    const { asked, message } = await endOf(() => []);
    expect(asked).toBe(200);
    expect(message).toContain('200 pages in a row were empty');
  });

  test('if the pages are empty or one that was there', async () => {
    expect((await endOf((index) => (index % 2 === 0 ? [] : [{ arn: 'a' }]))).asked).toBeLessThan(50);
  });

  test('if it starts over again and again', async () => {
    const { asked, message } = await endOf((index) => [{ arn: `arn-${index % 3}` }]);
    expect(asked).toBe(13);
    expect(message).toContain('10 pages in a row repeat earlier ones');
  });

  test('if there is always something new', async () => {
    const { asked, message } = await endOf((index) => [index], { maxPages: 50 });
    expect(asked).toBe(50);
    expect(message).toContain('more than 50 pages');
  });

  test('if it returns to an earlier token', async () => {
    const listing = pages<number>(async (token) => ({ items: [1], next: token === 'a' ? 'b' : 'a' }));
    await expect(collectPages(listing)).rejects.toMatchObject({ code: 'aws-core.pages.loop' });
  });
});

test('a long listing with some empty pages, and some twice, is read to its end', async () => {
  const items = (page: number) => (page % 7 === 0 ? [] : [page % 50 === 0 ? page - 1 : page]);
  const listing = pages<number>(async (token = '1') => {
    const page = Number(token);
    return { items: items(page), next: page < 2_000 ? String(page + 1) : undefined };
  });
  expect(await collectPages(listing)).toHaveLength(2_000 - Math.floor(2_000 / 7));
});

test('a scan behind a filter may have any number of empty pages', async () => {
  const limits = { maxEmptyPages: Number.POSITIVE_INFINITY, mayRepeat: true };
  const listing = pages<number, number>(
    async (token = 1) => ({ items: token < 5_000 ? [] : [1], next: token < 6_000 ? token + 1 : undefined }),
    limits,
  );
  expect(await collectPages(listing)).toHaveLength(1_001);
});
