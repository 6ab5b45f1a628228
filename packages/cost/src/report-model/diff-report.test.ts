import { type Report, type Row, render } from '@groundcrew/report';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money, moneyText, sumMoney } from '../money/index.ts';
import { diffCosts } from './diff-costs.ts';
import { diffReport } from './diff-report.ts';
import { answerOf, line, linesOf } from './testing/cost-lines.ts';

const about = { before: '2026-09', after: '2026-10', source: 'a test', metric: 'unblended' } as const;

describe('diffReport', () => {
  it('lists what changed, largest first, with the reasons', () => {
    // Prepare
    const quantity = (amount: string) => ({ quantity: { amount: money(amount), unit: 'Hrs' } });
    const before = answerOf([
      line('2026-09-01', ['Amazon EC2'], '10', quantity('5')),
      line('2026-09-01', ['Amazon S3'], '1.5'),
      line('2026-09-01', [null], '2', { charge: 'tax' }),
    ]);
    const after = answerOf([
      line('2026-10-01', ['Amazon EC2'], '24', quantity('10')),
      line('2026-10-01', [null], '3', { charge: 'tax' }),
    ]);

    // Act
    const report = diffReport(diffCosts(before, after), { ...about, by: ['service'] });

    // Assess
    expect(
      rowsOf(report, 'differences').map((row) => [
        row['service printed'],
        row['charge printed'],
        row.change,
        row.changePercent,
        row.reason,
        row.useEffect,
        row.priceEffect,
      ]),
    ).toEqual([
      ['Amazon EC2', 'Usage', '14', 140, 'more-use', '10', '4'],
      ['Amazon S3', 'Usage', '-1.5', -100, 'gone', null, null],
      ['(none)', 'Tax', '1', 50, 'changed', null, null],
    ]);
    expect(rowsOf(report, 'totals')).toMatchObject([{ before: '13.5', cost: '27', change: '13.5' }]);
  });

  it('has a sentence if nothing changed', async () => {
    let text = '';
    for await (const chunk of render(diffReport([], { ...about, by: [] }), 'table')) text += chunk;
    expect(text).toContain('Nothing changed.');
  });

  it('adds up as printed, with the folded row', () => {
    const lines = linesOf(['2026-10-01'], 1);
    fc.assert(
      fc.property(lines, lines, fc.integer({ min: 0, max: 4 }), (before, after, top) => {
        const differences = diffCosts(answerOf(before), answerOf(after));
        const report = diffReport(differences, { ...about, by: ['service'], top });
        for (const total of rowsOf(report, 'totals')) {
          const rows = rowsOf(report, 'differences').filter(({ currency }) => currency === total.currency);
          const known = differences.filter(({ currency }) => currency === total.currency);
          expect(rows).toHaveLength(Math.min(known.length, top + 1));
          for (const key of ['cost printed', 'before printed', 'change printed', 'cost', 'before', 'change'])
            expect(moneyText(sumMoney(rows.map((row) => money(String(row[key])))))).toBe(
              moneyText(money(String(total[key]))),
            );
        }
      }),
    );
  });
});

function rowsOf(report: Report, key: string): Row[] {
  const section = report.sections.find((each) => each.key === key);
  return section?.kind === 'table' ? [...(section.rows as Iterable<Row>)] : [];
}
