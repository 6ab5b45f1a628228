import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { enter, launchBrowser, startConsoleProcess, upload } from './running-console.ts';

/*
 * Makes the pictures of the READMEs and of docs/console.md: node test/browser/console/make-screenshots.ts
 * They show the samples, so that they change only where the pages do.
 */

const folder = join(import.meta.dirname, '../../../docs/images');
await mkdir(folder, { recursive: true });
const shop = await startConsoleProcess();
const browser = await launchBrowser();
try {
  for (const [locale, ending] of [
    ['en-US', ''],
    ['ko-KR', '-ko'],
  ] as const) {
    const { page } = await enter(browser, shop, { locale, viewport: { width: 1000, height: 620 } });
    const save = (name: string) => page.screenshot({ path: join(folder, `console-${name}${ending}.png`) });
    // All shelves of the samples, as the READMEs name their number.
    await page.locator('tbody tr').nth(24).waitFor();
    await save('shelves');
    const csv = '매장,상품명,가용재고,실재고\n서울 강남점,에코 닷,11,14\n서울 강남점,접이식 우산,30,33\n';
    await upload(page, shop.origin, '강남.csv', iconv.encode(csv, 'cp949'));
    await save('question');
    await page.setViewportSize({ width: 1000, height: 860 });
    await page.goto(`${shop.origin}/costs?c=cost+report&period=2026-10&run=1`);
    await page.frameLocator('iframe.report').getByRole('heading', { level: 1 }).waitFor();
    await page.locator('iframe.report').scrollIntoViewIfNeeded();
    await page.evaluate(`document.querySelector('iframe.report').scrollIntoView()`);
    await save('report');
    await page.context().close();
  }
} finally {
  await browser.close();
  await shop.stop();
}
