import * as fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { type ListPage, prefetchPages } from './prefetch-pages.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Ten pages, each of its own number, that announce these tokens before they are complete. */
function createListing(announced: readonly (string | undefined)[], isSlow: readonly boolean[] = []) {
  const asked: string[] = [];
  const aborted: string[] = [];
  let running = 0;
  let maxRunning = 0;
  async function ask(
    token = '0',
    signal: AbortSignal,
    announce: (next: string) => void,
  ): Promise<ListPage<number>> {
    const number = Number(token);
    asked.push(token);
    maxRunning = Math.max(maxRunning, (running += 1));
    signal.addEventListener('abort', () => aborted.push(token));
    await nextTurn();
    const early = announced[number];
    if (early !== undefined) announce(early);
    for (let turn = 0; turn < (isSlow[number] ? 3 : 1); turn += 1) await nextTurn();
    running -= 1;
    signal.throwIfAborted();
    return { items: [number], next: number === 9 ? undefined : String(number + 1) };
  }
  return { ask, asked, aborted, maxRunning: () => maxRunning };
}

async function numbersOf(pages: AsyncIterable<readonly number[]>): Promise<readonly number[]> {
  const numbers: number[] = [];
  for await (const page of pages) numbers.push(...page);
  return numbers;
}

const all = Array.from({ length: 10 }, (_, number) => number);

test('a page that is announced is asked for before the current one is complete, and once', async () => {
  const { ask, asked, maxRunning } = createListing(
    all.map((number) => (number === 9 ? undefined : String(number + 1))),
  );
  expect(await numbersOf(prefetchPages(ask, { signal: undefined }))).toEqual(all);
  expect(asked).toEqual(all.map(String));
  expect(maxRunning()).toBe(2);
});

test('whatever is announced, each page is listed once, in order, and at most one is ahead', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.option(fc.constantFrom(...all.map(String)), { nil: undefined }), { maxLength: 10 }),
      fc.array(fc.boolean(), { maxLength: 10 }),
      async (announced, isSlow) => {
        const { ask } = createListing(announced, isSlow);
        expect(await numbersOf(prefetchPages(ask, { signal: undefined }))).toEqual(all);
      },
    ),
    { numRuns: Math.ceil(100 * inject('effort')) },
  );
});

test('a page that was announced wrongly is aborted', async () => {
  const { ask, asked, aborted } = createListing(['7']);
  const pages = prefetchPages(ask, { signal: undefined });
  await pages.next();
  await pages.next();
  expect(asked.slice(0, 3)).toEqual(['0', '7', '1']);
  expect(aborted).toContain('7');
  await pages.return();
});

test('only the first page is asked for, whatever it announces', async () => {
  const { ask, asked } = createListing(['1']);
  expect(await numbersOf(prefetchPages(ask, { signal: undefined, firstPageOnly: true }))).toEqual([0]);
  expect(asked).toEqual(['0']);
});
