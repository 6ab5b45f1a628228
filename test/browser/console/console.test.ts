import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import iconv from 'iconv-lite';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { chromium, noChromium } from '../chromium.ts';
import { enter, launchBrowser, type RunningConsole, startConsoleProcess, upload } from './running-console.ts';

let shop: RunningConsole;
let browser: Browser;
beforeAll(async () => {
  if (chromium === undefined) return;
  [shop, browser] = await Promise.all([startConsoleProcess(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await shop?.stop();
});

test('a first visitor uploads a CP949 file, answers a question, repairs a reject, sees the alert arrive, and undoes it', async ({
  skip,
}) => {
  skip(chromium === undefined, noChromium);
  const { page, problems } = await enter(browser, shop);
  const alerts = await page.context().newPage();
  await alerts.goto(`${shop.origin}/alerts`);

  const csv = '매장,상품명,가용재고,실재고\n부산 서면점,머그컵,0,14\n부산 서면점,우산,품절,5\n';
  await upload(page, shop.origin, '서면.csv', iconv.encode(csv, 'cp949'));
  await page.getByText('Which column is the count?').waitFor();
  // Both readings are beside one another.
  await page.locator('.choice', { hasText: '가용재고' }).getByText('품절').waitFor();
  await page.getByRole('radio', { name: /^가용재고/ }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('.verdict', { hasText: '1 row is ready to be stored. 1 row needs repair.' }).waitFor();
  await page.getByRole('button', { name: 'Store 1 row' }).click();
  await page.getByText('1 row is stored.').first().waitFor();
  await alerts.getByText('부산 서면점 is out of stock of 머그컵').first().waitFor();

  await page.getByRole('link', { name: 'Repair rows' }).click();
  const wrong = page.locator('input[aria-invalid=true]');
  expect(await wrong.inputValue()).toBe('품절');
  await wrong.fill('0');
  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByRole('button', { name: 'Store 1 row' }).click();
  await page.getByText('1 row is stored.').first().waitFor();
  await alerts.getByText('부산 서면점 is out of stock of 우산').first().waitFor();

  await page.goto(`${shop.origin}/loads`);
  const loads = page.locator('.feed > li', { hasText: '서면.csv' });
  expect(await loads.count()).toBe(2);
  for (let undone = 0; undone < 2; undone += 1) {
    await loads.getByRole('link', { name: 'Undo' }).first().click();
    await page.getByText('Shelves that the load made, to be removed').waitFor();
    await page.getByRole('button', { name: 'Put back what was there' }).click();
    await page.getByText('The load is undone.').waitFor();
    await page.goto(`${shop.origin}/loads`);
  }
  await page.goto(`${shop.origin}/shelves?q=${encodeURIComponent('서면점')}`);
  await page.getByText('No shelf matches.').waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

test('a report is made from a form, linked, and saved in each format', async ({ skip }) => {
  skip(chromium === undefined, noChromium);
  const { page, problems } = await enter(browser, shop);
  await page.goto(`${shop.origin}/costs`);
  await page.locator('[name=period]').fill('2026-10');
  await page.getByRole('button', { name: 'Make the report' }).click();
  const frame = page.frameLocator('iframe.report');
  await frame.getByRole('heading', { level: 1, name: /Costs by service/ }).waitFor();
  await page.getByText('groundcrew cost report --period 2026-10').waitFor();

  // The frame is as high as what is in it: nothing scrolls twice.
  const [height = 0, content = 0] = await page.evaluate<number[]>(
    `(() => { const frame = document.querySelector('iframe.report'); return [frame.clientHeight, frame.contentDocument.documentElement.scrollHeight]; })()`,
  );
  expect(height).toBeGreaterThanOrEqual(content);

  for (const format of ['HTML', 'CSV', 'JSON']) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: format, exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`cost-report.${format.toLowerCase()}`);
  }
  const link = page.url();
  const again = await page.context().newPage();
  await again.goto(link);
  await again.frameLocator('iframe.report').getByRole('heading', { level: 1 }).waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

test('a change that one tab makes is seen in another, and a search goes with it', async ({ skip }) => {
  skip(chromium === undefined, noChromium);
  const { page, problems } = await enter(browser, shop);
  const other = await page.context().newPage();
  await other.goto(`${shop.origin}/shelves`);
  await other.getByLabel('Store or item').fill('tab-shop');
  await other.getByText('No shelf matches.').waitFor();
  expect(other.url()).toContain('q=tab-shop');
  await upload(page, shop.origin, 'tab.csv', Buffer.from('store,item,count\nTab-Shop,Lamp,3\n'));
  await page.getByRole('button', { name: 'Store 1 row' }).click();
  await other.locator('tr', { hasText: 'Lamp' }).getByText('low').waitFor();
  await upload(page, shop.origin, 'tab.csv', Buffer.from('store,item,count\nTab-Shop,Lamp,0\n'));
  await page.getByRole('button', { name: 'Store 1 row' }).click();
  await other.locator('tr', { hasText: 'Lamp' }).getByText('was 3').waitFor();
  expect(await other.getByLabel('Store or item').inputValue()).toBe('tab-shop');
  expect(problems).toEqual([]);
  await page.context().close();
});

test('a page continues by itself after the console was away, once the new address was opened', async ({
  skip,
}) => {
  skip(chromium === undefined, noChromium);
  const first = await startConsoleProcess();
  const { page } = await enter(browser, first);
  await page.getByRole('heading', { name: 'Shelves' }).waitFor();
  await first.stop();
  await page.getByText(/The connection to the console is lost/).waitFor();
  const second = await startConsoleProcess(['--port', new URL(first.origin).port]);
  onTestFinished(() => second.stop());
  await page.getByText(/The console was restarted/).waitFor();
  // Its token is a new one: who has the old page alone is not let in.
  expect((await page.request.get(`${second.origin}/shelves`)).status()).toBe(401);
  const fresh = await page.context().newPage();
  await fresh.goto(second.address);
  await page.getByText('Connected again').waitFor();
  await page.context().close();
});

test('a page of another origin of this machine, with the cookie, gets nothing and changes nothing', async ({
  skip,
}) => {
  skip(chromium === undefined, noChromium);
  const { page } = await enter(browser, shop);
  const hostile = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>loading</title>
<iframe id="frame" src="${shop.origin}/shelves"></iframe>
<form id="form" method="post" target="sink" action="${shop.origin}/upload?name=evil.csv"><input name="a" value="b"></form><iframe name="sink"></iframe>
<script>
  document.getElementById('form').submit();
  const send = (path, options) => fetch('${shop.origin}' + path, options).then((r) => r.type + r.status, () => 'refused');
  Promise.all([
    send('/shelves', { credentials: 'include' }),
    send('/shelves', { credentials: 'include', mode: 'no-cors' }),
    send('/upload?name=evil.csv', { method: 'POST', body: 'store,item,count', credentials: 'include', mode: 'no-cors' }),
    new Promise((resolve) => { const events = new EventSource('${shop.origin}/events', { withCredentials: true }); events.onerror = () => resolve('refused'); events.onopen = () => resolve('open'); }),
  ]).then((results) => { document.title = results.join(' '); });
</script>`);
  });
  await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    hostile.close().closeAllConnections();
  });
  // The same context: all ports of a host share its cookies.
  const evil = await page.context().newPage();
  await evil.goto(`http://127.0.0.1:${(hostile.address() as AddressInfo).port}/`);
  await evil.waitForFunction(`document.title !== 'loading'`);
  expect(await evil.title()).toBe('refused refused refused refused');
  await page.goto(`${shop.origin}/upload`);
  expect(await page.getByText('evil.csv').count()).toBe(0);
  await page.context().close();
});

test('hostile names are shown, and do nothing', async ({ skip }) => {
  skip(chromium === undefined, noChromium);
  const { page, problems } = await enter(browser, shop);
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => dialogs.push(dialog.message()));
  const names = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '\'"><svg onload=alert(1)>',
    '\u202egpj.exe',
    'x'.repeat(300),
    '${alert(1)}{{7*7}}',
  ];
  const csv = `store,item,count\n${names.map((name) => `Hostile,"${name.replaceAll('"', '""')}",0`).join('\n')}\nHostile,${names[4]},x\n`;
  await upload(page, shop.origin, '<b>"evil"&.csv', Buffer.from(csv));
  await page.getByRole('button', { name: /^Store/ }).click();
  await page.locator('.verdict', { hasText: 'stored' }).waitFor();
  for (const path of ['/shelves?q=hostile', '/alerts', '/loads', '/upload', '/rejects']) {
    await page.goto(shop.origin + path);
    expect(await page.evaluate(`document.querySelectorAll('main script, main img, main svg').length`)).toBe(
      0,
    );
    expect(await page.evaluate(`document.documentElement.scrollWidth <= innerWidth`)).toBe(true);
  }
  await page.goto(`${shop.origin}/shelves?q=hostile`);
  await page.getByText('<script>alert(1)</script>').waitFor();
  expect([...problems, ...dialogs]).toEqual([]);
  await page.context().close();
});

test('everything can be done with the keyboard alone', async ({ skip }) => {
  skip(chromium === undefined, noChromium);
  const { page } = await enter(browser, shop);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(`document.activeElement?.textContent`)).toBe('Skip to content');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(`document.activeElement?.id`)).toBe('main');
  await page.goto(`${shop.origin}/upload`);
  const chooser = page.waitForEvent('filechooser');
  for (let count = 0; count < 30; count += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement?.matches('[data-file]')`)) break;
  }
  await page.keyboard.press('Enter');
  await (
    await chooser
  ).setFiles({
    name: 'keys.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('store,item,count\nKeys,Key,1\n'),
  });
  const store = page.getByRole('button', { name: 'Store 1 row' });
  await store.waitFor();
  await store.focus();
  await page.keyboard.press('Enter');
  await page.getByText('1 row is stored.').first().waitFor();
  await page.context().close();
});

test('faults are switched on the page, and a load goes through them', async ({ skip }) => {
  skip(chromium === undefined, noChromium);
  const { page, problems } = await enter(browser, shop);
  await page.goto(`${shop.origin}/internals`);
  await page.getByRole('cell', { name: 'load-inventory', exact: true }).waitFor();
  await page.getByLabel('Events twice').selectOption('1');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('Faults are on: Events twice.').waitFor();
  const internals = page.url();
  await upload(page, shop.origin, 'faults.csv', Buffer.from('store,item,count\nFaults,Lamp,0\n'));
  await page.getByRole('button', { name: 'Store 1 row' }).click();
  await page.getByText('1 row is stored.').first().waitFor();
  await page.goto(`${shop.origin}/alerts`);
  await page.getByText('Faults is out of stock of Lamp').first().waitFor();
  expect(await page.locator('.feed').getByText('Faults is out of stock of Lamp').count()).toBe(1);
  await page.goto(internals);
  await page.getByLabel('Events twice').selectOption('0');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('Faults are on').waitFor({ state: 'detached' });
  expect(problems).toEqual([]);
  await page.context().close();
});
