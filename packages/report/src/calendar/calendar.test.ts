import { describe, expect, test } from 'vitest';
import { render, type Report } from '../index.ts';

const day = (date: string, hours: number, note?: string) => ({
  date,
  value: hours,
  max: 24,
  spans: hours === 0 ? [] : [[480, 480 + hours * 60] as const],
  ...(note !== undefined && { note, isMarked: true as const }),
});

const report: Report = {
  title: 'Year',
  sections: [
    {
      kind: 'calendar',
      key: 'days',
      title: 'Calendar',
      valueTitle: 'hours',
      calendars: [
        {
          name: 'office <hours>',
          days: [
            day('2027-01-30', 0),
            day('2027-01-31', 0),
            day('2027-02-01', 12),
            day('2027-02-02', 7.5),
            day('2027-02-03', 0.2),
            day('2027-02-04', 0, 'Founding & day'),
          ],
        },
      ],
    },
  ],
};

async function rendered(format: 'table' | 'json' | 'csv' | 'html', options = {}): Promise<string> {
  let text = '';
  for await (const chunk of render(report, format, options)) text += chunk;
  return text;
}

describe('a calendar', () => {
  test('is months in a terminal, side by side as they fit', async () => {
    expect(await rendered('table', { width: 80 })).toBe(
      [
        'Calendar',
        'office <hours>: hours by day',
        '',
        'January 2027                     February 2027',
        '   Mo  Tu  We  Th  Fr  Sa  Su       Mo  Tu  We  Th  Fr  Sa  Su',
        '30                      ·   ·    01 12  7½  <1   ·*',
        '',
        '* a day with a note',
        '',
      ].join('\n'),
    );
    const narrow = await rendered('table', { width: 40 });
    expect(narrow.split('\n').every((line) => line.length <= 40)).toBe(true);
    expect(narrow.indexOf('February')).toBeGreaterThan(narrow.indexOf('30 '));
  });

  test('has the same widths with color', async () => {
    const colored = await rendered('table', { width: 80, color: true });
    expect(colored).toContain('\u001b[');
    // oxlint-disable-next-line no-control-regex
    expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(await rendered('table', { width: 80 }));
  });

  test('is a row a day in JSON and CSV', async () => {
    const { days } = JSON.parse(await rendered('json')) as { days: unknown[] };
    expect(days).toHaveLength(6);
    expect(days[3]).toEqual({
      name: 'office <hours>',
      date: '2027-02-02',
      value: 7.5,
      spans: '08:00–15:30',
      note: null,
    });
    expect(await rendered('csv')).toContain('office <hours>,2027-02-04,0,,Founding & day\r\n');
  });

  test('is tables with a bar of each day in HTML, and notes to read', async () => {
    const html = await rendered('html');
    expect(html).toContain('<h3>office &lt;hours&gt;</h3>');
    expect(html).toContain('<caption>February 2027</caption>');
    expect(html).toContain('title="2027-02-02\n7.5 hours\n08:00–15:30"');
    expect(html).toContain('<path d="M480 0H930V1H480z"/>');
    expect(html).toContain('<li><b>2027-02-04</b> Founding &amp; day</li>');
    expect(html).toContain('<span class="value">&lt;1</span>');
    expect(html.match(/<td class="day/g)).toHaveLength(6);
  });
});
