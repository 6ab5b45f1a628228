import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CostLine, DateRange } from '../model.ts';
import { money, moneyText } from '../money/index.ts';
import { addDays, addMonths, daysBetween, daysOf, weekdayOf } from '../periods/index.ts';
import { findAnomalies } from './anomalies.ts';
import { answerOf, line } from './testing/cost-lines.ts';

const range: DateRange = { start: '2026-07-01', end: '2026-11-01' };
const days = daysOf(range);

/** Quiet weekends, and a little noise that is the same in each run. */
function shop(): CostLine[] {
  return days.map((day, index) => {
    const isWeekend = [0, 6].includes(weekdayOf(day));
    return line(day, ['Amazon EC2'], String((isWeekend ? 40 : 100) + ((index * 7) % 5)));
  });
}

/** From 0.95 to 1.05, the same in each run. */
function noise(index: number): number {
  return 0.95 + (0.1 * (((Math.sin(index * 12.9898) * 43758.5453) % 1) + 1)) / 2;
}

describe('findAnomalies', () => {
  it('finds a forgotten instance of three days, with its evidence', () => {
    // Prepare
    const forgotten = ['2026-10-14', '2026-10-15', '2026-10-16'].map((day) =>
      line(day, ['Amazon SageMaker'], '120.25'),
    );

    // Act
    const anomalies = findAnomalies(answerOf([...shop(), ...forgotten]), { range });

    // Assess
    expect(anomalies).toHaveLength(1);
    expect(anomalies[0]).toMatchObject({
      keys: ['Amazon SageMaker'],
      range: { start: '2026-10-14', end: '2026-10-17' },
      evidence: '$360.75 in 3 days, against nothing in the 105 days before',
    });
    expect(moneyText(anomalies[0]!.excess)).toBe('360.75');
  });

  it('finds a weekday that costs much more than the same weekdays before', () => {
    const lines = [...shop(), line('2026-10-14', ['Amazon EC2'], '60')];
    const [anomaly, ...others] = findAnomalies(answerOf(lines), { range });
    expect(others).toEqual([]);
    expect(anomaly!.range).toEqual({ start: '2026-10-14', end: '2026-10-15' });
    expect(anomaly!.evidence).toMatch(
      /^\$16\d\.00, against \$10\d\.\d\d by the 13 weeks before, their weekdays$/,
    );
    expect(moneyText(anomaly!.cost.minus(anomaly!.expected))).toBe(moneyText(anomaly!.excess));
  });

  it('accepts that weekends are cheap and weekdays are not', () => {
    expect(findAnomalies(answerOf(shop()), { range })).toEqual([]);
    // A Saturday that costs as much as a Friday.
    const lines = [...shop(), line('2026-10-17', ['Amazon EC2'], '60')];
    expect(findAnomalies(answerOf(lines), { range }).map((each) => each.range.start)).toEqual(['2026-10-17']);
  });

  it('ignores fees on the first of the month, whether billed as usage or not', () => {
    const fees = ['2026-07-01', '2026-08-01', '2026-09-01', '2026-10-01'].flatMap((day) => [
      line(day, ['Amazon Route 53'], '50'),
      line(day, ['Amazon EC2'], '300', { charge: 'fee' }),
      line(day, [null], '80', { charge: 'tax' }),
    ]);
    expect(findAnomalies(answerOf([...shop(), ...fees]), { range })).toEqual([]);
  });

  it('finds a fee on the first that is far higher than before', () => {
    const fees = ['2026-07-01', '2026-08-01', '2026-09-01'].map((day) =>
      line(day, ['Amazon Route 53'], '50'),
    );
    const lines = [...shop(), ...fees, line('2026-10-01', ['Amazon Route 53'], '500')];
    expect(
      findAnomalies(answerOf(lines), { range }).map(({ keys, cost }) => [keys[0], moneyText(cost)]),
    ).toEqual([['Amazon Route 53', '500']]);
  });

  it('does not judge a first of the month without an earlier one to compare', () => {
    const short = { start: '2026-09-02', end: '2026-10-05' };
    const lines = [line('2026-10-01', ['AWS Config'], '50'), line('2026-10-02', ['AWS Glue'], '50')];
    expect(findAnomalies(answerOf(lines), { range: short }).map(({ keys }) => keys[0])).toEqual(['AWS Glue']);
  });

  it('ignores slow growth, and less than the minimum', () => {
    const growing = days.map((day, index) => line(day, ['Amazon S3'], (100 * 1.004 ** index).toFixed(4)));
    const small = line('2026-10-14', ['AWS Glue'], '9.99');
    expect(findAnomalies(answerOf([...growing, small]), { range })).toEqual([]);
    expect(findAnomalies(answerOf([small]), { range, minimum: money(1) })).toHaveLength(1);
  });

  it('judges only the days from `from` on, by the history of all', () => {
    const lines = [...shop(), ...['2026-09-09', '2026-10-14'].map((day) => line(day, ['AWS Glue'], '50'))];
    const found = findAnomalies(answerOf(lines), { range, from: '2026-10-01' });
    expect(found.map((each) => each.range.start)).toEqual(['2026-10-14']);
  });

  it('does not judge days with less than three weeks before them', () => {
    const foundOf = (days: readonly string[]) =>
      findAnomalies(answerOf(days.map((day) => line(day, ['AWS Glue'], '50'))), { range });
    expect(foundOf(['2026-07-05', '2026-07-12'])).toEqual([]);
    // Two weeks without a cost show that it is new.
    expect(foundOf(['2026-07-15', '2026-07-16']).map((each) => each.range.start)).toEqual(['2026-07-15']);
  });

  it('reports a small new cost once it has accumulated, with all its days', () => {
    const leak = days.filter((day) => day >= '2026-09-18').map((day) => line(day, ['Blockchain'], '9.50'));
    const found = findAnomalies(answerOf([...shop(), ...leak]), { range, from: '2026-10-01' });
    expect(found).toMatchObject([
      {
        keys: ['Blockchain'],
        range: { start: '2026-09-18', end: '2026-11-01' },
        evidence: '$418.00 in 44 days, against nothing in the 79 days before, and it continues',
      },
    ]);
  });

  it('has all days of a run that continues for longer than nine weeks, until it is usual', () => {
    const leakFrom = (first: string) => [
      ...shop(),
      ...days.filter((day) => day >= first).map((day) => line(day, ['Blockchain'], '9.50')),
    ];
    const options = { range, from: '2026-10-01' };
    expect(findAnomalies(answerOf(leakFrom('2026-08-09')), options)).toMatchObject([
      {
        range: { start: '2026-08-09', end: '2026-11-01' },
        evidence: '$798.00 in 84 days, against nothing in the 39 days before, and it continues',
      },
    ]);
    expect(findAnomalies(answerOf(leakFrom('2026-07-20')), options)).toEqual([]);
  });

  it.each([1.08, 1.1, 1.15, 1.2])(
    'steady growth by %d a week is not an anomaly, from its first weeks on',
    (factor) => {
      const bill = (costOf: (index: number) => number) =>
        answerOf(days.map((day, index) => line(day, ['Amazon EC2'], costOf(index).toFixed(4))));
      const exact = (index: number) => 100 * factor ** (index / 7);
      expect(findAnomalies(bill(exact), { range })).toEqual([]);
      expect(
        findAnomalies(
          bill((index) => exact(index) * noise(index)),
          { range },
        ),
      ).toEqual([]);
      // In the fifth week, growth is not known for sure: what is far above it is found anyway.
      const leap = bill((index) => exact(index) * (index === 33 ? 2.5 : 1));
      const found = findAnomalies(leap, { range }).map((each) => each.range);
      expect(found).toHaveLength(1);
      expect(daysOf(found[0]!)).toContain(days[33]);
    },
  );

  it('finds a new cost beside growth, with its own days and no more than it cost', () => {
    const lines = days.map((day, index) =>
      line(day, ['Amazon EC2'], (100 * 1.03 ** (index / 7) + (day >= '2026-10-17' ? 20 : 0)).toFixed(4)),
    );
    const [found, ...others] = findAnomalies(answerOf(lines), { range });
    expect(others).toEqual([]);
    expect(found!.range).toEqual({ start: '2026-10-17', end: '2026-11-01' });
    expect(Number(found!.excess)).toBeGreaterThan(285);
    expect(Number(found!.excess)).toBeLessThan(315);
  });

  it.each([
    ['growth of three percent a week', (index: number) => 100 * 1.03 ** (index / 7) * noise(index)],
    ['a batch in every second week', (index: number) => (100 + (index % 14 === 3 ? 250 : 0)) * noise(index)],
    ['a fee in each month', (index: number) => 100 * noise(index) + (days[index]!.endsWith('-12') ? 700 : 0)],
    ['a cost on single days at random', (index: number) => ((index * 37) % 101 < 12 ? 80 * noise(index) : 0)],
  ])('%s is not an anomaly, and a doubling of five days in it is', (name, costOf) => {
    const bill = (isDoubled: boolean) =>
      days.map((day, index) => {
        const isInside = isDoubled && day >= '2026-10-14' && day < '2026-10-19';
        return line(day, ['Amazon S3'], (costOf(index) * (isInside ? 2 : 1)).toFixed(2));
      });
    expect(findAnomalies(answerOf(bill(false)), { range, from: '2026-10-01' })).toEqual([]);
    if (name.includes('at random')) return;
    const [found, ...others] = findAnomalies(answerOf(bill(true)), { range, from: '2026-10-01' });
    expect(others).toEqual([]);
    expect(found!.range.start >= '2026-10-13' && found!.range.end <= '2026-10-21').toBe(true);
  });

  describe('of days that are unknown', () => {
    const holes = [{ start: '2026-09-09', end: '2026-09-19' }];
    const isKnown = (day: string) => day < '2026-09-09' || day >= '2026-09-19';
    const foundIn = (costOf: (index: number, day: string) => number) => {
      const lines = days.flatMap((day, index) => {
        const cost = costOf(index, day);
        return isKnown(day) && cost !== 0 ? [line(day, ['Amazon EC2'], cost.toFixed(4))] : [];
      });
      return findAnomalies(answerOf(lines), { range, holes });
    };

    it.each([
      ['the same each day', () => 100],
      ['cheap weekends', (index, day) => ([0, 6].includes(weekdayOf(day)) ? 40 : 100) * noise(index)],
      ['growth', (index) => 100 * 1.05 ** (index / 7)],
      ['a fee in each month', (index, day) => 100 * noise(index) + (day.endsWith('-12') ? 300 : 0)],
      ['a batch in every second week', (index) => (100 + (index % 14 === 3 ? 250 : 0)) * noise(index)],
      ['single days at random', (index) => ((index * 37) % 101 < 12 ? 80 * noise(index) : 0)],
    ] satisfies [string, (index: number, day: string) => number][])(
      'those after them go on as before: %s',
      (_, costOf) => {
        expect(foundIn(costOf)).toEqual([]);
      },
    );

    it.each([
      [
        'continues after them',
        (day: string) => (day >= '2026-08-25' ? 9.5 : 0),
        '2026-08-25',
        '$551.00 in 58 days, against nothing in the 55 days before, and it continues',
      ],
      [
        'begins within them',
        (day: string) => (day >= '2026-09-12' ? 9.5 : 0),
        '2026-09-19',
        '$408.50 in 43 days, against nothing in the 70 days before, and it continues',
      ],
      [
        'rises within them',
        (day: string) => (day >= '2026-09-12' ? 200 : 100),
        '2026-09-20',
        '$8,400.00 in 42 days, against $4,200.00 by the 10 weeks before, their weekdays, and it continues',
      ],
    ])('a new cost that %s has its own days only', (_, costOf, start, evidence) => {
      expect(foundIn((_index, day) => costOf(day))).toMatchObject([
        { range: { start, end: '2026-11-01' }, evidence },
      ]);
    });
  });

  describe('of costs that recur', () => {
    const lastDayOf = (month: string) => addDays(addMonths(`${month}-01`, 1), -1);
    const isWeekend = (day: string) => [0, 6].includes(weekdayOf(day));
    const moved = (day: string, by: number) => {
      let to = day;
      while (by !== 0 && isWeekend(to)) to = addDays(to, by);
      return to;
    };
    const months = [
      '2025-11',
      '2025-12',
      ...Array.from({ length: 11 }, (_, at) => `2026-${String(at + 1).padStart(2, '0')}`),
    ];

    it.each([
      ['on the same day', 0, 100],
      ['on the Monday after a weekend', 1, 100],
      ['on the Friday before a weekend', -1, 100],
      ['on the same day, of a service of their own', 0, 0],
      ['on the Monday after a weekend, of a service of their own', 1, 0],
    ])('no month has an anomaly, whichever its day is: %s', (_, by, level) => {
      const found: string[] = [];
      for (let dayOfMonth = 1; dayOfMonth <= 31; dayOfMonth += 1) {
        const paid = new Set(
          months.map((month) => {
            const end = lastDayOf(month);
            const day = `${month}-${String(dayOfMonth).padStart(2, '0')}`;
            return moved(day < end ? day : end, by);
          }),
        );
        for (const month of ['2026-02', '2026-05', '2026-08', '2026-09', '2026-10']) {
          const judged = { start: addMonths(`${month}-01`, -3), end: addDays(lastDayOf(month), 1) };
          const lines = daysOf(judged).map((day) =>
            line(day, ['Amazon EC2'], String(level + (paid.has(day) ? 300 : 0))),
          );
          const anomalies = findAnomalies(answerOf(lines), { range: judged, from: `${month}-01` });
          found.push(...anomalies.map(({ range: { start } }) => `${dayOfMonth}: ${start}`));
        }
      }
      expect(found).toEqual([]);
    });

    it.each([
      ['that is higher than before', 500, 0],
      ['in the second week after the day of the others', 300, 9],
    ])('a monthly cost %s is one', (_, amount, later) => {
      const costOf = (day: string) => {
        if (day === addDays('2026-10-15', later)) return 100 + amount;
        return day.endsWith('-15') && day < '2026-10-01' ? 400 : 100;
      };
      const lines = days.map((day) => line(day, ['Amazon EC2'], String(costOf(day))));
      expect(findAnomalies(answerOf(lines), { range, from: '2026-10-01' })).toHaveLength(1);
    });

    const every = (interval: number, first: string, level: number) =>
      days.map((day) => {
        const at = daysBetween(first, day);
        return line(day, ['Amazon EC2'], String(level + (at >= 0 && at % interval === 0 ? 30 : 0)));
      });

    it.each([
      [7, 0, ['2026-09-17', '2026-09-24', '2026-10-01']],
      [7, 100, ['2026-09-17', '2026-09-24', '2026-10-01']],
      [14, 0, ['2026-09-17', '2026-10-01', '2026-10-15']],
    ])('a new cost every %d days beside %d is one three times', (interval, level, expected) => {
      const found = findAnomalies(answerOf(every(interval, '2026-09-17', level)), { range });
      expect(found.map((each) => each.range.start).toSorted()).toEqual(expected);
      if (level === 0)
        expect(found.map(({ evidence }) => evidence).toSorted()).toEqual([
          ...Array<string>(2).fill(`$30.00, against nothing in the ${interval - 1} days before`),
          '$30.00, against nothing in the 78 days before',
        ]);
    });

    it('five days at twice the level are one, beside a cost of each month that is as large', () => {
      const lines = days.map((day) => {
        const isDoubled = day >= '2026-10-13' && day < '2026-10-18';
        return line(day, ['Amazon EC2'], String((isDoubled ? 200 : 100) + (day.endsWith('-12') ? 500 : 0)));
      });
      expect(findAnomalies(answerOf(lines), { range, from: '2026-10-01' })).toMatchObject([
        { range: { start: '2026-10-13', end: '2026-10-18' } },
      ]);
    });
  });

  it.each([
    [10, 0],
    [14, 0],
    [20, 50],
    [7, 10],
  ])('a service is back at its level after %d days at %d dollars', (count, low) => {
    const withDip = (level: number) =>
      days.map((day, index) => {
        const isDip = index >= 60 && index < 60 + count;
        return line(day, ['Amazon EC2'], String((isDip ? low : index < 60 ? 100 : level) * noise(index)));
      });
    expect(findAnomalies(answerOf(withDip(100)), { range })).toEqual([]);
    expect(findAnomalies(answerOf(withDip(150)), { range })).toHaveLength(1);
  });

  it('separates currencies, and sorts by excess', () => {
    const lines = [
      line('2026-10-14', ['AWS Glue'], '50'),
      line('2026-10-14', ['AWS Glue'], '60', { currency: 'EUR' }),
      line('2026-10-20', ['AWS Glue'], '70'),
    ];
    expect(
      findAnomalies(answerOf(lines), { range }).map(({ currency, excess }) => [currency, moneyText(excess)]),
    ).toEqual([
      ['EUR', '60'],
      ['USD', '70'],
      ['USD', '50'],
    ]);
  });

  it('finds the same whatever the order of the lines', () => {
    const lines = [
      ...shop(),
      line('2026-10-14', ['AWS Glue'], '50'),
      line('2026-10-15', ['Amazon EC2'], '90'),
    ];
    const expected = JSON.stringify(findAnomalies(answerOf(lines), { range }));
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (shuffled) => {
        expect(JSON.stringify(findAnomalies(answerOf(shuffled), { range }))).toBe(expected);
      }),
      { numRuns: 20 },
    );
  });
});
