import { type Report, type Row, render, type TableSection } from '@groundcrew/report';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CostLine, CostQuery } from '../model.ts';
import { type Money, money, moneyText, sumMoney } from '../money/index.ts';
import { budgetPace } from './budget-pace.ts';
import { costReport } from './cost-report.ts';
import { forecastMonth } from './forecast-month.ts';
import { summarize } from './summarize.ts';
import { answerOf, line, linesOf } from './testing/cost-lines.ts';

const days = ['2026-10-01', '2026-10-02', '2026-10-03'];
const range = { start: '2026-10-01', end: '2026-10-04' };
const about = { period: '2026-10-01..2026-10-03', source: 'a test', metric: 'unblended' } as const;

function reportOf(
  lines: readonly CostLine[],
  by: CostQuery['by'],
  earlier?: readonly CostLine[],
  top?: number,
): Report {
  const summary = summarize(answerOf(lines), {
    by,
    range,
    granularity: 'daily',
    ...(earlier !== undefined && { compareWith: answerOf(earlier) }),
    ...(top !== undefined && { top }),
  });
  return costReport(summary, { ...about, ...(earlier !== undefined && { comparedWith: '2026-09' }) });
}

const bill = [
  line('2026-10-01', ['Amazon EC2'], '0.004'),
  line('2026-10-02', ['Amazon S3'], '0.004'),
  line('2026-10-03', [null], '0.004'),
  line('2026-10-01', [null], '1', { charge: 'tax' }),
  line('2026-10-02', ['Amazon EC2'], '-0.5', { charge: 'credit' }),
];

describe('costReport', () => {
  it('has groups first, then each other charge, with names for people', async () => {
    const text = await textOf(reportOf(bill, ['service']), 'table');
    expect(linesAfter(text, 'By service')).toEqual([
      'Service Cost Share',
      '',
      'Amazon EC2 $0.01 33.33%',
      'Amazon S3 $0.00 33.33%',
      '(none) $0.00 33.33%',
      'Tax $1.00',
      'Credits -$0.50',
    ]);
  });

  it('is exact for programs, with null for missing values', async () => {
    const { costs, totals } = JSON.parse(await textOf(reportOf(bill, ['service']), 'json'));
    expect(totals[0]).toMatchObject({ currency: 'USD', cost: '0.512' });
    expect(costs.map((row: Row) => [row.service, row.charge, row.cost, row['2026-10-02']])).toEqual([
      ['Amazon EC2', 'usage', '0.004', '0'],
      ['Amazon S3', 'usage', '0.004', '0.004'],
      [null, 'usage', '0.004', '0'],
      [null, 'tax', '1', '0'],
      [null, 'credit', '-0.5', '-0.5'],
    ]);
    expect(Object.keys(costs[0]).some((key) => key.includes('printed'))).toBe(false);
  });

  it('has groups by periods as CSV, in the most detailed rows', async () => {
    const lines = [
      line('2026-10-01', ['shop', 'Amazon EC2'], '2'),
      line('2026-10-03', ['shop', 'Amazon S3'], '1.00000000001'),
    ];
    expect(await textOf(reportOf(lines, ['tag:Project', 'service']), 'csv')).toBe(
      [
        'tag:Project,service,charge,folded,currency,cost,share,2026-10-01,2026-10-02,2026-10-03',
        'shop,Amazon EC2,usage,0,USD,2,66.67,2,0,0',
        'shop,Amazon S3,usage,0,USD,1.00000000001,33.33,0,0,1.00000000001',
        '',
      ].join('\r\n'),
    );
  });

  it('has usage in one row without groups', () => {
    const report = reportOf(
      bill.map((each) => ({ ...each, keys: [] })),
      [],
    );
    expect(rowsOf(report, 'costs').map((row) => [row['charge printed'], row.cost])).toEqual([
      ['Usage', '0.012'],
      ['Tax', '1'],
      ['Credits', '-0.5'],
    ]);
  });

  it('has a currency beside each amount if there are two, and does not add them up', async () => {
    const lines = [...bill, line('2026-10-01', ['Amazon EC2'], '1200', { currency: 'KRW' })];
    const report = reportOf(lines, ['service']);
    expect(rowsOf(report, 'totals').map(({ currency, cost }) => [currency, cost])).toEqual([
      ['KRW', '1200'],
      ['USD', '0.512'],
    ]);
    expect(await textOf(report, 'table')).toMatch(/Amazon EC2 +KRW +1,200 +100%/);
    expect(report.sections.filter(({ kind }) => kind === 'chart').map(({ key }) => key)).toEqual([
      'trendKRW',
      'trendUSD',
    ]);
  });

  it('has untagged costs by the other dimension', () => {
    const lines = [
      line('2026-10-01', ['shop', 'Amazon EC2'], '3'),
      line('2026-10-01', [null, 'Amazon S3'], '1'),
      line('2026-10-01', [null, null], '5', { charge: 'tax' }),
    ];
    const report = reportOf(lines, ['tag:Project', 'service']);
    expect(rowsOf(report, 'untagged').map((row) => [row.service, row.cost, row.share])).toEqual([
      ['Amazon S3', '1', 25],
    ]);
    expect(rowsOf(report, 'totals')[0]).toMatchObject({ untaggedShare: 25 });
  });

  it('draws usage by group and day, without the taxes that would flatten it', () => {
    const chart = reportOf(bill, ['service']).sections.find((section) => section.kind === 'chart')!;
    const sums = chart.labels.map((_, index) =>
      sumMoney(chart.series.map(({ values }) => money(String(values[index])))),
    );
    expect(sums.map(moneyText)).toEqual(['0.004', '0.004', '0.004']);
    expect(chart.title).toBe('Usage by day');
    expect(chart.labels).toEqual(days);
  });

  it('has the forecast of the month and the pace of the budget', () => {
    const lines = Array.from({ length: 20 }, (_, day) =>
      line(`2026-10-${String(day + 1).padStart(2, '0')}`, [], '10'),
    );
    const soFar = { start: '2026-10-01', end: '2026-10-21' };
    const summary = summarize(answerOf(lines), { by: [], range: soFar, granularity: 'daily' });
    const forecasts = forecastMonth(answerOf(lines), {
      range: soFar,
      month: { start: '2026-10-01', end: '2026-11-01' },
    });
    const pace = budgetPace(summary.currencies[0]!, {
      monthly: money(300),
      range: soFar,
      forecast: forecasts[0]!.cost,
    });
    const report = costReport(summary, { ...about, forecasts, paces: [pace] });
    expect(rowsOf(report, 'totals')[0]).toMatchObject({ cost: '200' });
    expect(rowsOf(report, 'outlook')[0]).toMatchObject({
      forecast: '310',
      budget: '300',
      budgetState: 'too-fast',
    });
    expect(report.notes).toEqual([
      '$200.00 of $300.00 is spent after 65% of the days; $310.00 is expected in total',
      'Forecast: what was spent to 20 October 2026, $110.00 of usage after it by the 20 days before (their weekdays); 80% of such forecasts are within the range. By the same weekdays of the last four weeks alone, it would be $310.00',
    ]);
  });

  it('begins a page with the result in words, and ends it with what the report is of', async () => {
    const lines = [line('2026-10-01', [], '110'), line('2026-10-02', [], '10')];
    const summary = summarize(answerOf(lines), {
      by: [],
      range: { start: '2026-10-01', end: '2026-10-03' },
      granularity: 'daily',
      compareWith: answerOf([line('2026-09-01', [], '100')]),
    });
    const range = { start: '2026-10-01', end: '2026-10-03' };
    const pace = budgetPace(summary.currencies[0]!, { monthly: money(300), range });
    const report = costReport(summary, {
      ...about,
      comparedWith: '2026-09-01..2026-09-02',
      paces: [pace],
    });
    expect(report.lead).toEqual([
      '$120.00 was spent from 1 October 2026 to 2 October 2026, $20.00 (20.0%) more than in 2026-09-01..2026-09-02. That is faster than the budget of $300.00 allows.',
    ]);
    const html = await textOf(report, 'html');
    const places = ['was spent from', 'Outlook', 'Paid requests'].map((text) => html.indexOf(text));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places[0]).toBeGreaterThan(0);
  });

  it('has no outlook unless requested', () => {
    expect(reportOf(bill, ['service']).sections.map(({ key }) => key)).not.toContain('outlook');
  });

  it('has a sentence if nothing was billed', async () => {
    const text = await textOf(reportOf([], ['service']), 'table');
    expect(text.match(/Nothing was billed\./g)).toHaveLength(2);
  });

  it('does not report days that are not delivered as free', async () => {
    const summary = summarize(answerOf([]), { by: ['service'], range, granularity: 'daily' });
    const text = await textOf(costReport(summary, { ...about, dataThrough: '2026-09-29' }), 'table');
    expect(text).not.toContain('Nothing was billed.');
    expect(text.match(/Not delivered yet\./g)).toHaveLength(2);
  });

  it('adds up as printed: rows to the total, parts to their groups, before and after the change', () => {
    fc.assert(
      fc.property(
        linesOf(days, 2),
        linesOf(['2026-09-01'], 2),
        fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
        (lines, earlier, top) => {
          const report = reportOf(lines, ['tag:Project', 'service'], earlier, top);
          const [costs, details, untagged] = (['costs', 'details', 'untagged'] as const).map((key) =>
            rowsOf(report, key),
          );
          for (const total of rowsOf(report, 'totals')) {
            const mine = (rows: readonly Row[]) => rows.filter(({ currency }) => currency === total.currency);
            for (const key of ['cost', 'before', 'change']) {
              const expected = moneyText(printed(total, key));
              expect(moneyText(sumOf(mine(costs!), key))).toBe(expected);
              expect(moneyText(sumOf(mine(details!), key))).toBe(expected);
            }
            for (const group of mine(costs!).filter(
              ({ charge, folded }) => charge === 'usage' && folded === 0,
            )) {
              const parts = mine(details!).filter(
                (row) =>
                  row.charge === 'usage' && row['tag:Project printed'] === group['tag:Project printed'],
              );
              expect(moneyText(sumOf(parts, 'cost'))).toBe(moneyText(printed(group, 'cost')));
            }
            const none = mine(costs!).find(
              (row) => row['tag:Project printed'] === '(none)' && row.charge === 'usage',
            );
            if (none !== undefined)
              expect(moneyText(sumOf(mine(untagged!), 'cost'))).toBe(moneyText(printed(none, 'cost')));
          }
          for (const row of [...costs!, ...details!, ...untagged!])
            expect(moneyText(printed(row, 'before').plus(printed(row, 'change')))).toBe(
              moneyText(printed(row, 'cost')),
            );
        },
      ),
    );
  });
});

function printed(row: Row, key: string): Money {
  return money(String(row[`${key} printed`]));
}

function sumOf(rows: readonly Row[], key: string): Money {
  return sumMoney(rows.map((row) => printed(row, key)));
}

function rowsOf(report: Report, key: string): Row[] {
  const section = report.sections.find((each): each is TableSection => each.key === key);
  return section === undefined ? [] : [...(section.rows as Iterable<Row>)];
}

async function textOf(report: Report, format: 'table' | 'json' | 'csv' | 'html'): Promise<string> {
  let text = '';
  for await (const chunk of render(report, format)) text += chunk;
  return text;
}

/** Lines of the section, without what aligns them. */
function linesAfter(text: string, title: string): string[] {
  const lines = text
    .slice(text.indexOf(`${title}\n`))
    .split('\n')
    .slice(1);
  return lines
    .slice(0, lines.indexOf(''))
    .map((each) => each.replaceAll(/ +/g, ' ').replaceAll('─', '').trimEnd());
}
