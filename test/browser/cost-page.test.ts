import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { openExports } from '@groundcrew/cost/exports';
import { money } from '@groundcrew/cost/money';
import { commitmentsReport } from '@groundcrew/cost/commitments';
import { detectAnomalies, diffPeriods, reportCosts } from '@groundcrew/cost/operations';
import { parsePeriod } from '@groundcrew/cost/periods';
import { anomaliesReport, diffReport } from '@groundcrew/cost/report-model';
import { type Report, render } from '@groundcrew/report';
import { beforeAll, expect, test } from 'vitest';
import { chromium, noChromium, openPage } from './chromium.ts';

/** What is wrong with the layout of a page, each as a sentence. */
interface Layout {
  readonly width: number;
  readonly texts: number;
  readonly problems: readonly string[];
  readonly contrast: number;
}

interface View {
  readonly name: string;
  readonly width: number;
  readonly scheme: 'light' | 'dark';
  readonly isPrint?: true;
  readonly language?: 'ko';
}

/** A4 across, without its margins of 12 mm. */
const PRINT_WIDTH = 1032;

const views: readonly View[] = [
  { name: 'a phone', width: 390, scheme: 'light' },
  { name: 'a phone, dark', width: 390, scheme: 'dark' },
  { name: 'a phone, in Korean', width: 390, scheme: 'light', language: 'ko' },
  { name: 'a screen', width: 1280, scheme: 'light' },
  { name: 'a screen, dark', width: 1280, scheme: 'dark' },
  { name: 'a screen, in Korean', width: 1280, scheme: 'light', language: 'ko' },
  { name: 'a large screen', width: 1920, scheme: 'light' },
  { name: 'paper', width: PRINT_WIDTH, scheme: 'light', isPrint: true },
];

const bill = fileURLToPath(new URL('../../samples/cost/bill-focus-2026.csv.gz', import.meta.url));
const nowMs = Date.UTC(2026, 10, 21, 9);

/** The page of a month so far, with all of its sections. */
async function pageIn(language: 'en' | 'ko'): Promise<string> {
  const source = await openExports({ paths: [bill], now: () => nowMs });
  try {
    const result = await reportCosts(
      {
        period: parsePeriod('this-month', { nowMs }),
        by: ['service'],
        metric: 'unblended',
        tag: 'tag:Project',
        forecast: 'own',
        budget: money(4000),
        language,
      },
      { source, nowMs },
    );
    let html = '';
    for await (const part of render(result.report(), 'html')) html += part;
    return html;
  } finally {
    await source.close();
  }
}

/** The pages of the other reports. */
async function otherPages(language: 'en' | 'ko'): Promise<readonly string[]> {
  const source = await openExports({ paths: [bill], now: () => nowMs });
  const about = { source: source.name, metric: 'unblended', language } as const;
  const period = (text: string) => parsePeriod(text, { nowMs });
  const query = { metric: 'unblended', filters: [] } as const;
  try {
    const found = await detectAnomalies(
      { ...query, by: ['service'], period: period('2026-06..2026-10') },
      { source, nowMs },
    );
    const difference = await diffPeriods(
      { ...query, by: ['service', 'usage-type'], earlier: period('2026-09'), later: period('2026-10') },
      { source },
    );
    const committed = await source.commitments(period('2026-10').range);
    const reports: Report[] = [
      anomaliesReport(found.anomalies, { ...about, by: ['service'], period: '2026-06..2026-10' }),
      diffReport(difference.differences, {
        ...about,
        by: ['service', 'usage-type'],
        before: '2026-09',
        after: '2026-10',
      }),
      commitmentsReport(
        { ...committed, coverage: [], paid: { requests: 0, usd: money(0) } },
        { ...about, period: '2026-10', today: '2026-11-21', expiringDays: 60 },
      ),
    ];
    return await Promise.all(
      reports.map(async (report) => {
        let html = '';
        for await (const part of render(report, 'html')) html += part;
        return html;
      }),
    );
  } finally {
    await source.close();
  }
}

/** Of a module that the page runs as a script: `measure(frame, scheme)` is a {@link Layout}. */
const measureScript = (await readFile(new URL('measure-layout.mjs', import.meta.url), 'utf8')).replace(
  'export function',
  'function',
);

/** The layouts of pages at their widths: each in a frame of that width, whose media queries it answers. */
async function layoutsOf(
  framed: readonly (Pick<View, 'width' | 'scheme'> & { readonly html: string })[],
): Promise<readonly Layout[]> {
  const frames = framed.map(
    ({ width, scheme }, at) =>
      `<iframe src="/report/${at}" data-scheme="${scheme}" style="border:0;width:${width}px;height:20000px"></iframe>`,
  );
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    const [, at] = /^\/report\/(\d+)$/.exec(request.url ?? '') ?? [];
    if (at !== undefined) response.end(framed[Number(at)]!.html);
    else
      response.end(`<!doctype html><meta charset="utf-8"><body style="margin:0">${frames.join('')}<pre id="result"></pre>
<script>
${measureScript}
  window.onload = () => {
    const layouts = [...document.querySelectorAll('iframe')].map((frame) => measure(frame, frame.dataset.scheme));
    document.getElementById('result').textContent = encodeURIComponent(JSON.stringify(layouts));
  };
</script>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const document = await openPage(`http://127.0.0.1:${port}/`);
    const [, result = ''] = /<pre id="result">([^<]*)<\/pre>/.exec(document) ?? [];
    return JSON.parse(decodeURIComponent(result)) as readonly Layout[];
  } finally {
    server.close().closeAllConnections();
  }
}

/** A page as it is printed, on a screen. */
function printed(html: string): string {
  return html.replaceAll('@media print', '@media all');
}

let layouts: readonly Layout[] = [];
beforeAll(async () => {
  if (chromium === undefined) return;
  const [english, korean] = [await pageIn('en'), await pageIn('ko')];
  layouts = await layoutsOf(
    views.map((view) => {
      const html = view.language === 'ko' ? korean : english;
      return { ...view, html: view.isPrint ? printed(html) : html };
    }),
  );
});

test.for(views.map((view, at) => ({ ...view, at })))(
  'a cost report on $name has no text over another, none that is cut, and no sideways scroll',
  ({ at, width }, { skip }) => {
    skip(chromium === undefined, noChromium);
    const layout = layouts[at]!;
    expect(layout.width).toBe(width);
    expect(layout.texts).toBeGreaterThan(80);
    expect(layout.problems).toEqual([]);
    expect(layout.contrast).toBeGreaterThan(7);
  },
);

test('a text over another, one that is cut and a page that is too wide are found', async ({ skip }) => {
  skip(chromium === undefined, noChromium);
  const html = `<!doctype html><meta charset="utf-8"><body style="margin:0;background:#fff;color:#000">
<div style="position:absolute;top:0;left:0">first text</div><div style="position:absolute;top:0;left:20px">second text</div>
<p style="width:20px;margin-top:60px;white-space:nowrap">unbreakable</p><div style="width:500px">wide</div>`;
  const [layout] = await layoutsOf([{ ...views[0]!, html }]);
  expect(layout!.problems).toEqual([
    'the page is 500 wide, in 390',
    '"unbreakable" is cut by its p',
    '"first text" and "second text" overlap',
  ]);
});

test.for(['en', 'ko'] as const)(
  'pages of anomalies, differences and commitments have no text over another on a phone, a screen and paper: %s',
  async (language, { skip }) => {
    skip(chromium === undefined, noChromium);
    const pages = await otherPages(language);
    const found = await layoutsOf(
      pages.flatMap((html) => [
        { width: 390, scheme: 'light' as const, html },
        { width: 390, scheme: 'dark' as const, html },
        { width: 1280, scheme: 'light' as const, html },
        { width: PRINT_WIDTH, scheme: 'light' as const, html: printed(html) },
      ]),
    );
    expect(found.flatMap(({ problems }) => problems)).toEqual([]);
    expect(Math.min(...found.map(({ contrast }) => contrast))).toBeGreaterThan(7);
    expect(Math.min(...found.map(({ texts }) => texts))).toBeGreaterThan(10);
  },
);
