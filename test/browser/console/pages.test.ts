import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromium, noChromium } from '../chromium.ts';
import { enter, launchBrowser, type RunningConsole, startConsoleProcess, upload } from './running-console.ts';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const measureSource = (await readFile(new URL('../measure-layout.mjs', import.meta.url), 'utf8')).replace(
  'export function',
  'function',
);

let shop: RunningConsole;
let browser: Browser;
/** Every page, with something on it. */
const paths: string[] = [
  '/shelves',
  '/shelves?q=nothing-is-called-so',
  '/upload',
  '/rejects',
  '/alerts',
  '/loads',
];

beforeAll(async () => {
  if (chromium === undefined) return;
  [shop, browser] = await Promise.all([startConsoleProcess(), launchBrowser()]);
  const { page } = await enter(browser, shop);
  const uploads: Readonly<Record<string, string | Buffer>> = {
    'column.csv': 'store,item,On hand,Available\nA,x,5,4\nA,y,1,0\n',
    'encoding.csv': Buffer.from('store,item,count\nZ\u00fcrich,Tee,5\nGen\u00e8ve,Th\u00e9,3\n', 'latin1'),
    'rows.csv': 'store,item,count\nA,x,5\nA,x,6\nA,y,1\nA,z,no\n',
    'page.csv': '<html><body>no table</body></html>',
  };
  for (const [name, bytes] of Object.entries(uploads)) {
    await upload(page, shop.origin, name, Buffer.from(bytes as string));
    paths.push(new URL(page.url()).pathname);
  }
  await upload(page, shop.origin, 'full.csv', Buffer.from('store,item,count\n서울 강남점,에코 닷,5\n'));
  await page.getByText('Does the file name every shelf?').click();
  await page.getByLabel('Yes: shelves that it does not name are removed').check();
  await page.getByRole('button', { name: 'Show what would change' }).click();
  await page.getByText('These shelves are really gone').waitFor();
  paths.push(new URL(page.url()).pathname);
  await upload(page, shop.origin, 'done.csv', Buffer.from('store,item,count\nA,x,5\nA,z,no\n'));
  await page.getByRole('button', { name: 'Store 1 row' }).click();
  await page.getByRole('link', { name: 'Repair rows' }).waitFor();
  paths.push(new URL(page.url()).pathname);
  await page.getByRole('link', { name: 'Repair rows' }).click();
  const repair = new URL(page.url());
  paths.push(repair.pathname + repair.search);
  for (const path of [
    '/costs',
    '/costs?c=cost+diff',
    '/tags',
    '/instances',
    '/schedules',
    '/networks',
    '/networks?c=network+trace',
    '/networks?c=network+check',
    '/networks?c=network+survive',
    '/internals',
    '/nothing',
  ])
    paths.push(path);
  const report = '/costs?c=cost+report&period=2026-10&run=1';
  await page.goto(shop.origin + report);
  await page.frameLocator('iframe.report').getByRole('heading', { level: 1 }).waitFor();
  paths.push(report);
  await page.context().close();
});
afterAll(async () => {
  await browser?.close();
  await shop?.stop();
});

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe-core finds wrong, with the first element of each. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const violations = await page.evaluate<Violation[]>(
    `axe.run({ iframes: false }).then(({ violations }) => violations)`,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

for (const scheme of ['light', 'dark'] as const) {
  test(`no page has a barrier that axe-core knows, ${scheme}`, async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    const { page } = await enter(browser, shop, {
      colorScheme: scheme,
      viewport: { width: 1280, height: 900 },
      reducedMotion: 'reduce',
    });
    const found: Record<string, string[]> = {};
    for (const path of paths) {
      const answer = await page.goto(shop.origin + path);
      expect(answer!.status(), path).toBe(path === '/nothing' ? 404 : 200);
      const violations = await violationsOf(page);
      if (violations.length > 0) found[path] = violations;
    }
    expect(found).toEqual({});
    await page.context().close();
  });
}

for (const [width, locale] of [
  [390, 'ko-KR'],
  [390, 'en-US'],
  [768, 'ko-KR'],
  [1280, 'en-US'],
  [1280, 'ko-KR'],
  [1920, 'en-US'],
  [1920, 'ko-KR'],
] as const) {
  test(`at ${width} pixels, in ${locale}, no text is over another, none is cut, and no page scrolls sideways`, async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    const { page } = await enter(browser, shop, { locale, viewport: { width, height: 900 } });
    const found: Record<string, readonly string[]> = {};
    for (const path of paths) {
      await page.goto(shop.origin + path);
      const problems = await page.evaluate(
        `${measureSource}; measure({ contentDocument: document, contentWindow: window }, 'light').problems`,
      );
      if ((problems as string[]).length > 0) found[path] = problems as string[];
    }
    expect(found).toEqual({});
    await page.context().close();
  });
}

const savedNetwork = fileURLToPath(new URL('../../../samples/network/saved', import.meta.url));

/** Reports, each a page of its own in a frame. */
const reports: readonly string[] = [
  '/costs?c=cost+report&period=2026-11&budget=4000&run=1',
  '/costs?c=cost+diff&arg:before=2026-09&arg:after=2026-10&run=1',
  '/tags?c=tags+audit&regions=all&top=20&run=1',
  '/instances?c=ec2+list&regions=all&run=1',
  '/instances?c=ec2+type&arg:type=m7g.large&newer=1&run=1',
  `/networks?c=network+show&from=${encodeURIComponent(savedNetwork)}&run=1`,
  `/networks?c=network+trace&arg:from=shop&arg:to=${encodeURIComponent('database:5432')}&from=${encodeURIComponent(savedNetwork)}&run=1`,
  `/networks?c=network+survive&vpc=vpc-0a1b2c3d4e5f60718&from=${encodeURIComponent(savedNetwork)}&run=1`,
];

for (const locale of ['en-US', 'ko-KR'] as const) {
  test(`reports have no barrier, no text over another and no sideways scroll at any width, in ${locale}`, async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    const { page } = await enter(browser, shop, { locale, reducedMotion: 'reduce' });
    const policy = await valueOf(page, '/tags', 'policy');
    const found: Record<string, readonly string[]> = {};
    for (const path of reports) {
      await page.goto(shop.origin + (path.startsWith('/tags') ? `${path}&policy=${policy}` : path));
      const frame = page.locator('iframe.report');
      await frame.waitFor();
      const address = shop.origin + (await frame.getAttribute('src'));
      for (const [width, colorScheme] of [
        [390, 'light'],
        [390, 'dark'],
        [768, 'light'],
        [1280, 'dark'],
        [1920, 'light'],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await page.goto(address);
        expect(await page.getAttribute('html', 'lang')).toBe(locale.slice(0, 2));
        expect(await page.locator('.lead').count(), path).toBeGreaterThanOrEqual(1);
        const problems = await page.evaluate<string[]>(
          `${measureSource}; measure({ contentDocument: document, contentWindow: window }, '${colorScheme}').problems`,
        );
        const all = [...problems, ...(await violationsOf(page))];
        if (all.length > 0) found[`${path} ${width} ${colorScheme}`] = all;
      }
    }
    expect(found).toEqual({});
    await page.context().close();
  });
}

/** The file that a form starts with. */
async function valueOf(page: Page, path: string, name: string): Promise<string> {
  await page.goto(shop.origin + path);
  return encodeURIComponent(await page.locator(`[name="${name}"]`).inputValue());
}

test('of a long report what is folded opens, and the page is not tens of thousands of pixels high', async ({
  skip,
}) => {
  skip(chromium === undefined, noChromium);
  const { page } = await enter(browser, shop, { viewport: { width: 1280, height: 900 } });
  const file = await valueOf(page, '/schedules', 'arg:file');
  await page.goto(`${shop.origin}/schedules?c=schedule+simulate&arg:file=${file}&run=1`);
  await page.goto(shop.origin + (await page.locator('iframe.report').getAttribute('src'))!);
  const height = () => page.evaluate<number>('document.documentElement.scrollHeight');
  const folded = await height();
  expect(folded).toBeLessThan(10_000);
  const rows = page.locator('details.rows').first();
  expect(await rows.locator('td').first().isVisible()).toBe(false);
  await rows.locator('summary').focus();
  await page.keyboard.press('Enter');
  expect(await rows.locator('td').first().isVisible()).toBe(true);
  expect(await height()).toBeGreaterThan(folded + 10_000);
  await page.keyboard.press('Enter');
  expect(await height()).toBe(folded);
  const years = page.locator('details.calendar');
  expect(await years.locator('.months').isVisible()).toBe(false);
  await years.locator('summary').first().click();
  expect(await years.locator('.months').isVisible()).toBe(true);
  expect(await violationsOf(page)).toEqual([]);
  await page.context().close();
});

test('the figures of a chart are shown where the focus is, as one stop of the Tab key', async ({ skip }) => {
  skip(chromium === undefined, noChromium);
  const { page } = await enter(browser, shop);
  await page.goto(shop.origin + reports[0]!);
  const address = await page.locator('iframe.report').getAttribute('src');
  await page.goto(shop.origin + address!);
  const chart = page.locator('.points').first();
  const first = chart.locator('label').nth(0);
  const isShown = (at: number) =>
    page.evaluate<boolean>(
      `getComputedStyle(document.querySelectorAll('.points label span')[${at}]).clipPath === 'none'`,
    );
  expect(await isShown(0)).toBe(false);
  await first.locator('input').focus();
  await page.keyboard.press('ArrowRight');
  expect([await isShown(0), await isShown(1)]).toEqual([false, true]);
  await page.keyboard.press('Tab');
  expect(await isShown(1)).toBe(false);
  await first.hover();
  expect(await isShown(0)).toBe(true);
  await page.context().close();
});

test('every text of a page is in its language: none is the same in both, but data, names and what is marked as English', async ({
  skip,
}) => {
  skip(chromium === undefined, noChromium);
  const [english, korean] = await Promise.all([
    enter(browser, shop, { locale: 'en-US' }),
    enter(browser, shop, { locale: 'ko-KR' }),
  ]);
  const found: Record<string, string[]> = {};
  for (const path of paths) {
    const [left, right] = [await textsOf(english.page, path), await textsOf(korean.page, path)];
    const same = left.filter((text) => right.includes(text));
    if (same.length > 0) found[path] = same;
  }
  expect(found).toEqual({});
  await english.page.context().close();
  await korean.page.context().close();
});

/** Texts with a word in them, also those of attributes that are read or shown. */
async function textsOf(page: Page, path: string): Promise<string[]> {
  await page.goto(shop.origin + path);
  return await page.evaluate<string[]>(`(() => {
    const isData = 'bdi, code, input, textarea, option, [translate=no], main [lang=en], time, .brand, .region, iframe, h1';
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement.closest(isData)) texts.push(node.textContent.trim());
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [data-title]')) {
      if (element.closest('bdi, code, input, textarea, iframe, [translate=no]')) continue;
      for (const name of ['aria-label', 'title', 'data-title']) texts.push(element.getAttribute(name) ?? '');
    }
    return texts.filter((text) => /\\p{L}{2}/u.test(text));
  })()`);
}

test('the script of the pages is small', async ({ skip }) => {
  skip(chromium === undefined, noChromium);
  const { page } = await enter(browser, shop);
  const script = await (await page.request.get(`${shop.origin}/assets/console.js`)).body();
  const { gzipSync } = await import('node:zlib');
  expect(gzipSync(script).length).toBeLessThan(40_000);
  await page.context().close();
});
