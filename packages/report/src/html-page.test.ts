import { expect, test } from 'vitest';
import { render } from './render.ts';
import type { Report, TableSection } from './report.ts';

async function page(report: Report): Promise<string> {
  let html = '';
  for await (const chunk of render(report, 'html')) html += chunk;
  return html;
}

const table = (key: string, titles: readonly string[] = ['A', 'B', 'C']): TableSection => ({
  kind: 'table',
  key,
  title: `About ${key}`,
  columns: titles.map((title, index) => ({ key: `c${index}`, title })),
  rows: [{ c0: 'x', c1: 'y', c2: 'z' }],
});

const order = (html: string, ...parts: readonly string[]) => parts.map((part) => html.indexOf(part));

test('a page begins with the result, its figures and what to do; what the report is about itself comes last', async () => {
  const html = await page({
    title: 'Audit',
    lead: ['Two of three are wrong.'],
    figures: [
      { title: 'Wrong', value: 2, tone: 'bad' },
      { title: 'Share', value: null, unit: 'percent' },
    ],
    next: ['Repair them: `groundcrew tags plan "a"`'],
    notes: ['Two of three are wrong.', 'A note.'],
    sections: [
      {
        kind: 'facts',
        key: 'facts',
        aside: true,
        columns: [{ key: 'at', title: 'Made' }],
        values: { at: 'today' },
      },
      table('rows'),
    ],
  });
  const places = order(
    html,
    '<h1>Audit',
    'Two of three are wrong.',
    '<dt>Wrong</dt><dd>2</dd>',
    '<dt>Share</dt><dd>–</dd>',
    'What to do next',
    '<code>groundcrew tags plan &quot;a&quot;</code>',
    'About rows',
    'A note.',
    'About this report',
    'today',
  );
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(html.split('Two of three are wrong.')).toHaveLength(2);
});

test('a long page has contents that lead to its sections, a short one has none', async () => {
  const keys = ['one', 'two', 'three', 'four', 'five'];
  const html = await page({ title: 'Long', sections: keys.map((key) => table(key)) });
  for (const key of keys) {
    expect(html).toContain(`<a href="#section-${key}">About ${key}</a>`);
    expect(html).toContain(`<section id="section-${key}">`);
  }
  expect(await page({ title: 'Short', sections: [table('one')] })).not.toContain('class="contents"');
});

test('rows of many columns are cards on a phone, with the headings in the style; those of two are not', async () => {
  const html = await page({ title: 'Cards', sections: [table('rows', ['Item', 'On hand', '개수'])] });
  expect(html).toContain('#section-rows .stacked td:nth-child(2)::before{content:"On\\20 hand"}');
  expect(html).toContain('#section-rows .stacked td:nth-child(3)::before{content:"개수"}');
  expect(await page({ title: 'Two', sections: [table('rows', ['A', 'B'])] })).not.toContain(
    'nth-child(2)::before',
  );
});

test('a heading cannot leave its string of style', async () => {
  const hostile = '"}</style><script>alert(1)</script>\\';
  const html = await page({ title: 'x', sections: [table('rows', [hostile, 'b', 'c'])] });
  expect(html).not.toContain('<script>');
  const [, style = ''] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
  expect(style).toContain('nth-child(1)::before{content:"\\22 \\7d \\3c \\2f style\\3e ');
});

test('a key of a section is not read as markup', async () => {
  expect(await page({ title: 'x', sections: [table('a"><b>')] })).toContain('<section id="section-ab">');
});

const long = (count: number, language: 'en' | 'ko' = 'en') =>
  page({
    title: 'Long',
    language,
    sections: [
      {
        ...table('rows'),
        rows: Array.from({ length: count }, (_, at) => ({ c0: `row-${at + 1}`, c1: '', c2: '' })),
      },
    ],
  });

test('of a long table a page shows the first fifty rows; the others are in it too, in blocks that open without script', async () => {
  const html = await long(2_345);
  const [shown = '', ...blocks] = html.split('<details class="rows">');
  const rowsIn = (part: string) => [...part.matchAll(/>row-(\d+)</g)].map(([, row]) => Number(row));
  expect(rowsIn(shown)).toHaveLength(50);
  expect(blocks.map((block) => /<summary>(.*?)<\/summary>/.exec(block)?.[1])).toEqual([
    'Rows 51 to 1,050',
    'Rows 1,051 to 2,050',
    'Rows 2,051 to 2,345',
  ]);
  // Each once, in order.
  expect(rowsIn(html)).toEqual(Array.from({ length: 2_345 }, (_, at) => at + 1));
  expect(blocks.every((block) => block.includes('<thead>'))).toBe(true);
  expect(html).toContain('2,345 rows in all. The first 50 are shown;');
  expect(html.match(/<details/g)).toHaveLength(html.match(/<\/details>/g)!.length);
});

test.each([
  [50, 0],
  [60, 0],
  [61, 1],
  [1_050, 1],
  [1_051, 2],
])('%d rows have %d folded blocks', async (count, blocks) => {
  const html = await long(count);
  expect(html.match(/<details class="rows">/g) ?? []).toHaveLength(blocks);
  expect(html.match(/>row-/g)).toHaveLength(count);
  expect(html.includes('rows in all')).toBe(blocks > 0);
});

test('folded blocks are named in the language of the page', async () => {
  const html = await long(1_051, 'ko');
  expect(html).toContain('<summary>51~1,050행</summary>');
  expect(html).toContain('<summary>1,051행</summary>');
  expect(html).toContain('모두 1,051행입니다.');
});

test('of several years, two are seen at once, and the others open by their names', async () => {
  const days = [{ date: '2027-01-01', value: 1, max: 24, spans: [] }];
  const calendars = ['one', 'two', 'three', 'four'].map((name) => ({ name, days }));
  const html = await page({
    title: 'Years',
    sections: [{ kind: 'calendar', key: 'days', valueTitle: 'hours', calendars }],
  });
  const [shown = '', ...folded] = html.split('<details class="calendar">');
  expect(shown).toContain('<h3>two</h3>');
  expect(folded).toHaveLength(2);
  expect(folded[0]).toContain('<summary><h3>three</h3></summary>');
  expect(html.match(/<table class="month">/g)).toHaveLength(4);
});
