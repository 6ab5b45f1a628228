import { expect, test } from 'vitest';
import { translateReport } from '../messages/translations.ts';
import { render } from '../render.ts';
import type { DiagramSection, OutputFormat, Report } from '../report.ts';

const diagram: DiagramSection = {
  kind: 'diagram',
  key: 'picture',
  description: 'Subnets',
  columns: ['a', 'b'],
  rows: ['public', 'private'],
  boxes: [
    { id: 'igw', texts: ['igw-1'] },
    { id: 's1', row: 'public', column: 'a', texts: ['front', '10.0.0.0/24'] },
    {
      id: 's2',
      row: 'private',
      column: 'b',
      texts: ['<script>alert(1)</script>', 'x'.repeat(99)],
      note: '→ tgw-1',
    },
  ],
  lines: [
    { from: 's1', to: 'igw' },
    { from: 's2', to: 's1', isDashed: true },
    { from: 's2', to: 'nothing' },
  ],
};
const report: Report = {
  title: 'Networks',
  catalog: 'networks',
  sections: [
    diagram,
    { kind: 'table', key: 'subnets', columns: [{ key: 'a', title: 'A' }], rows: [{ a: 1 }] },
  ],
};
async function text(format: OutputFormat): Promise<string> {
  let printed = '';
  for await (const chunk of render(report, format)) printed += chunk;
  return printed;
}

test('a diagram is a picture in a page, with names escaped and shortened, and lines between boxes that are there', async () => {
  const page = await text('html');
  expect(page.match(/<rect /g)).toHaveLength(3);
  expect(page.match(/class="way/g)).toHaveLength(2);
  expect(page.match(/class="way dashed"/g)).toHaveLength(1);
  expect(page).toContain('&lt;script&gt;');
  expect(page).not.toContain('<script>');
  expect(page).not.toContain('x'.repeat(40));
});

test('a diagram is data for programs, and left out of a terminal', async () => {
  expect(JSON.parse(await text('json')).picture).toEqual({
    columns: diagram.columns,
    rows: diagram.rows,
    boxes: diagram.boxes,
    lines: diagram.lines,
  });
  expect((await text('csv')).split('\r\n')[2]).toBe('s1,public,a,front 10.0.0.0/24');
  expect(await text('table')).not.toContain('igw-1');
});

test('its description is in the language of the report, names as they are', async () => {
  const [translated] = translateReport(report, 'ko').sections;
  expect(translated).toMatchObject({ description: '서브넷', rows: ['public', 'private'] });
});
