import { parse as parseCsv } from 'csv-parse/sync';
import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ChartSection,
  type OutputFormat,
  type Report,
  render,
  type Section,
  widthOf,
} from '../index.ts';
import { MAX_SERIES, plotOf } from './plot.ts';

async function text(section: Section, format: OutputFormat, width?: number): Promise<string> {
  const report: Report = { title: 'Costs', sections: [section] };
  let all = '';
  for await (const chunk of render(report, format, width === undefined ? {} : { width })) all += chunk;
  return all;
}

const days: ChartSection = {
  kind: 'chart',
  key: 'byDay',
  title: 'Cost by day',
  type: 'stacked-bars',
  labelTitle: 'Day',
  labels: ['2026-10-01', '2026-10-02', '2026-10-03'],
  unit: 'money',
  currency: 'USD',
  series: [
    { name: 'Amazon S3', values: ['1.0000000001', '2.5', null] },
    { name: 'Credits', values: ['-0.25', null, '-1000000000000000.005'] },
  ],
};
const lines: ChartSection = { ...days, type: 'line' };
const bars: ChartSection = { ...days, type: 'bars', labelTitle: 'Group', labels: ['a', 'b', 'c'] };

test('JSON has the exact amounts of a chart, and null for unknown ones', async () => {
  expect(JSON.parse(await text(days, 'json'))).toEqual({
    title: 'Costs',
    byDay: {
      type: 'stacked-bars',
      unit: 'money',
      currency: 'USD',
      labels: days.labels,
      series: days.series,
    },
  });
});

test('CSV has a row for each figure of a chart; a negative amount is a number there', async () => {
  const rows: string[][] = parseCsv(await text(days, 'csv'));
  expect(rows[0]).toEqual(['label', 'series', 'value']);
  expect(rows).toHaveLength(7);
  expect(rows).toContainEqual(['2026-10-03', 'Credits', '-1000000000000000.005']);
  expect(rows).toContainEqual(['2026-10-03', 'Amazon S3', '']);
});

test('a terminal shows a trend for each series, a pipe only its figures', async () => {
  const small: ChartSection = {
    ...lines,
    series: [
      { name: 'Amazon S3', values: ['1.0000000001', '2.5', null] },
      { name: 'Credits', values: ['-0.25', null, '-1'] },
    ],
  };
  expect((await text(small, 'table', 60)).split('\n')).toEqual([
    'Cost by day: 2026-10-01 to 2026-10-03',
    '           Lowest  Highest    Last  Trend',
    '─────────  ──────  ───────  ──────  ─────',
    'Amazon S3   $1.00    $2.50          ▄█',
    'Credits    -$1.00   -$0.25  -$1.00  ▆ ▁',
    '',
  ]);
  expect((await text(small, 'table')).split('\n').slice(1, 2)).toEqual([
    '           Lowest  Highest    Last',
  ]);
});

test('the headings of trends are in the language of the report', async () => {
  const report: Report = { title: 'Costs', sections: [lines], language: 'ko' };
  let all = '';
  for await (const chunk of render(report, 'table', { width: 80 })) all += chunk;
  expect(all).toMatch(/^Cost by day: 2026-10-01~2026-10-03\n +최저 +최고 +마지막 +추이\n/);
});

test('bars in a terminal have one scale, and the figures have precedence', async () => {
  const small: ChartSection = {
    ...bars,
    series: [
      { name: 'August', values: ['10', '5', '0.001'] },
      { name: 'July', values: ['-5', '10', null] },
    ],
  };
  expect((await text(small, 'table', 60)).split('\n')).toEqual([
    'Cost by day',
    'Group  August                      July',
    '─────  ──────  ────────────────  ──────  ────────────────',
    'a      $10.00  ████████████████  -$5.00',
    'b       $5.00  ████████          $10.00  ████████████████',
    'c       $0.00  ▏',
    '',
  ]);
  expect((await text(small, 'table', 30)).split('\n')[2]).toBe('─────  ──────  ──────');
});

test('a chart over time has a title, a description and its figures', async () => {
  for (const chart of [days, lines]) {
    const html = await text(chart, 'html');
    expect(html).toContain('<title id="chart-byDay-title">Cost by day</title>');
    expect(html).toContain('aria-labelledby="chart-byDay-title chart-byDay-description"');
    expect(html).toMatch(
      /<desc id="chart-byDay-description">Amazon S3, Credits; Day 2026-10-01 to 2026-10-03\./,
    );
    expect(html).toMatch(/<details><summary>Figures<\/summary>\n<div class="scroll"><table class="stacked">/);
    expect(html).toContain('-$1,000,000,000,000,000.01</td>');
  }
});

const hostile = fc.oneof(
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onload='x",
    '&lt;',
    ']]>',
    '\u202ex',
  ),
  anyText({ maxLength: 20 }),
);

test('names and labels are always text: they never become an element or an attribute', async () => {
  const tags = (html: string) => [...html.matchAll(/<\/?([a-z][\w-]*)/gi)].map(([, name]) => name);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('bars', 'stacked-bars', 'line'),
      fc.array(hostile, { minLength: 5, maxLength: 5 }),
      async (type, [title, labelTitle, label, name, currency]) => {
        const chart = (texts: readonly string[]): ChartSection => ({
          ...days,
          type,
          title: texts[0]!,
          labelTitle: texts[1]!,
          labels: [texts[2]!, 'b'],
          series: [
            { name: texts[3]!, values: ['1', '2'] },
            { name: 'other', values: ['-1', null] },
          ],
          currency: texts[4]!,
        });
        const html = await text(chart([title!, `x${labelTitle}`, label!, `x${name}`, currency!]), 'html');
        const plain = await text(chart(['t', 'l', 'l', 'n', 'USD']), 'html');
        expect(tags(html).filter((tag) => tag !== 'h2')).toEqual(tags(plain).filter((tag) => tag !== 'h2'));
        // A value in quotes, which are escaped in it, is not an attribute.
        expect(html.replaceAll(/"[^"<>]*"/g, '""')).not.toMatch(/<[^>]*\son\w+=/);
        expect(html).not.toContain('\u202e');
      },
    ),
  );
});

test('the figures of each label are there to point at and to step to, as one stop of the Tab key', async () => {
  const html = await text(
    { ...days, labels: ['1 Nov', '2 Nov'], series: [{ name: 'Cost', values: ['1', '2'] }] },
    'html',
  );
  const [, points = ''] = /<div class="points"[^>]*>(.*?)<\/div>/s.exec(html) ?? [];
  expect([...points.matchAll(/<input type="radio" name="([^"]*)">/g)].map(([, name]) => name)).toEqual([
    `chart-${days.key}`,
    `chart-${days.key}`,
  ]);
  expect([...points.matchAll(/<span(?: class="late")?>([^<]*)<\/span>/g)].map(([, shown]) => shown)).toEqual([
    '1 Nov\nCost: $1.00',
    '2 Nov\nCost: $2.00',
  ]);
  const many = Array.from({ length: 401 }, (_, at) => String(at));
  const year = await text({ ...days, labels: many, series: [{ name: 'Cost', values: many }] }, 'html');
  expect(year).not.toContain('class="points"');
});

test('a page with charts loads nothing and runs nothing', async () => {
  const html = await text(days, 'html');
  expect(html).toContain("default-src 'none'; style-src 'unsafe-inline'");
  expect(html).not.toMatch(/<script|<link|<img|<use|url\(|@import|https?:/i);
});

test('a table with drawings is never wider than its terminal, whatever the names', async () => {
  const name = fc.string({ unit: 'grapheme', maxLength: 90 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(bars, days, lines),
      fc.array(name, { minLength: 5, maxLength: 5 }),
      fc.integer({ min: 20, max: 150 }),
      async (chart, names, width) => {
        const named: ChartSection = {
          ...chart,
          labels: names.slice(0, 3),
          series: chart.series.map((one, index) => ({ ...one, name: names[3 + index]! })),
        };
        const out = await text(named, 'table', width);
        expect(Math.max(...out.split('\n').map(widthOf))).toBeLessThanOrEqual(width);
      },
    ),
  );
});

test('the axis of any chart has zero and every column, and its marks are even', () => {
  const value = fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { nil: null });
  const series = fc.array(fc.array(value, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(series, fc.constantFrom('stacked-bars', 'line'), (all, type) => {
      const chart: ChartSection = {
        kind: 'chart',
        key: 'any',
        title: 'Any',
        type,
        labels: ['a', 'b', 'c', 'd'],
        series: all.map((values, index) => ({ name: `${index}`, values })),
      };
      const plot = plotOf(chart);
      expect(plot.series.length).toBeLessThanOrEqual(MAX_SERIES);
      expect(plot.marks).toContain(0);
      expect(plot.marks.length).toBeGreaterThanOrEqual(2);
      expect(plot.marks.length).toBeLessThanOrEqual(8);
      for (const index of chart.labels.keys()) {
        const values = plot.series.map((one) => one.values[index] ?? 0);
        const parts = type === 'line' ? values : [sumOf(values, 1), -sumOf(values, -1)];
        // The sums of a stack are calculated in another order here.
        const slack = plot.step * 1e-9;
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(plot.low - slack);
        expect(Math.max(...parts)).toBeLessThanOrEqual(plot.high + slack);
      }
    }),
    { examples: [[[[null, Number.MIN_VALUE, null, null]], 'line']] },
  );
});

function sumOf(values: readonly number[], sign: 1 | -1): number {
  return values.reduce((sum, value) => sum + Math.max(0, value * sign), 0);
}

test('more series than colors are folded into one, and all of them are in the table', async () => {
  const many: ChartSection = {
    ...days,
    series: Array.from({ length: 20 }, (_, index) => ({ name: `service-${index}`, values: ['1', '1', '1'] })),
  };
  expect(plotOf(many).series.map(({ name }) => name)).toEqual([
    ...Array.from({ length: 6 }, (_, index) => `service-${index}`),
    '14 others',
  ]);
  expect(plotOf(many).series.at(-1)!.values).toEqual([14, 14, 14]);
  expect(await text(many, 'html')).toContain('>service-19</th>');
});

test('every series that is drawn has a color of its own', async () => {
  for (const count of [1, 6, 7, 8]) {
    const series = Array.from({ length: count }, (_, index) => ({
      name: `s${index}`,
      values: ['1', '2', '3'],
    }));
    const html = await text({ ...days, series }, 'html');
    const drawn = [...html.matchAll(/class="fill (\w+) outlined"/g)].map(([, color]) => color!);
    expect(new Set(drawn).size).toBe(Math.min(count, MAX_SERIES));
    for (const color of drawn) expect(html).toMatch(new RegExp(`\\.${color}[ ,][^}]*--color:`));
  }
});

test('a day between two unknown ones is drawn as a dot', async () => {
  const html = await text({ ...lines, series: [{ name: 'a', values: [null, '5', null] }] }, 'html');
  expect(html).toMatch(/<path class="line c1" d="M1\.5 [\d.]+h0"\/>/);
});

test('a chart without labels or series has a sentence', async () => {
  expect(await text({ ...days, series: [] }, 'html')).toContain('<p class="empty">none</p>');
  expect(await text({ ...days, labels: [] }, 'html')).toContain('<p class="empty">none</p>');
  expect(await text({ ...days, series: [] }, 'table')).toContain('none');
});
