import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { daysOf } from '@groundcrew/cost/periods';
import { describe, expect, test } from 'vitest';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

type Rows = readonly Readonly<Record<string, string | number | null>>[];

interface ReportJson {
  readonly about: Readonly<Record<string, string | number | null>>;
  readonly totals: Rows;
  readonly anomalies: Rows;
  readonly outlook?: Rows;
  readonly notes: readonly string[];
}

const header =
  'BilledCost,BillingAccountId,BillingCurrency,BillingPeriodStart,ChargeCategory,ChargePeriodStart,ServiceName';

/** An export of one service, as much on each day, that lacks some days as a whole. */
async function exportWithout(
  lacks: (day: string) => boolean,
  { start = '2026-07-01', end, amount = '100' }: { start?: string; end: string; amount?: string },
): Promise<string> {
  const path = join(await temporaryFolder(), 'gap.csv');
  const rows = daysOf({ start, end })
    .filter((day) => !lacks(day))
    .map((day) => `${amount},1,USD,${day.slice(0, 7)}-01 00:00:00,Usage,${day} 00:00:00,Amazon EC2`);
  await writeFile(path, `${[header, ...rows].join('\n')}\n`);
  return path;
}

async function costs(at: string, words: readonly string[]): Promise<ReportJson> {
  const { code, out, err } = await groundcrew(['cost', ...words, '--output', 'json'], {
    now: () => Date.parse(`${at}T12:00:00Z`),
  });
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as ReportJson;
}

const inOctober = (day: string) => day >= '2026-10-09' && day <= '2026-10-18';

describe('days that an export lacks are unknown, not zero', () => {
  test.each([
    ['ten days', inOctober, '9 October 2026 to 18 October 2026'],
    ['a day', (day: string) => day === '2026-10-09', '9 October 2026'],
    ['a month', (day: string) => day.startsWith('2026-09'), '1 September 2026 to 30 September 2026'],
  ])('no day after them is an anomaly: %s', async (_, lacks, days) => {
    const path = await exportWithout(lacks, { end: '2026-11-28' });
    const { anomalies, notes } = await costs('2026-11-28', ['anomalies', '--source', path]);
    expect(anomalies).toEqual([]);
    expect(notes).toContainEqual(expect.stringContaining(`There is no usage of ${days}, and some on each`));
  });

  test.each([
    ['in the days before', 'this-month'],
    ['in the period itself', '2026-10'],
  ])('nothing is compared if they are %s', async (_, period) => {
    const path = await exportWithout(inOctober, { end: '2026-11-28' });
    const words = ['report', '--source', path, '--tag', '', '--period', period];
    const { about, totals, notes } = await costs('2026-11-28', words);
    expect(about['comparedWith']).toBeNull();
    expect(totals).toMatchObject([{ cost: period === '2026-10' ? '2100' : '2700' }]);
    expect(notes).toContain(
      'Nothing is compared: the export has no usage of 9 October 2026 to 18 October 2026; add the files that have it.',
    );
  });

  test('cost diff refuses a period that lacks some', async () => {
    const path = await exportWithout(inOctober, { end: '2026-11-28' });
    const { code, out, err } = await groundcrew(['cost', 'diff', '--source', path, '2026-09', '2026-10'], {
      now: () => Date.parse('2026-11-28T12:00:00Z'),
    });
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(
      "2026-10 can't be compared: the export has no usage of 9 October 2026 to 18 October",
    );
    expect(err).toContain('[cost.period.incomplete]');
  });

  test('they are empty among the costs by day, and in no bar of the chart', async () => {
    const path = await exportWithout(inOctober, { end: '2026-11-28' });
    const words = ['report', '--source', path, '--tag', '', '--period', '2026-10', '--by', 'service'];
    const { costs: rows, trend } = (await costs('2026-11-28', words)) as unknown as {
      readonly costs: Rows;
      readonly trend: {
        readonly labels: readonly string[];
        readonly series: readonly { values: unknown[] }[];
      };
    };
    expect(rows[0]).toMatchObject({
      '2026-10-08': '100',
      '2026-10-09': null,
      '2026-10-18': null,
      '2026-10-19': '100',
    });
    expect(trend.labels[8]).toBe('2026-10-09');
    expect(trend.series[0]!.values.slice(7, 19)).toEqual([
      '100',
      ...Array.from({ length: 10 }, () => null),
      '100',
    ]);
  });

  test.each([
    ['en', 'without the days of which the data are missing (10).'],
    ['ko', '데이터가 없는 날(10일)은 빠져 있습니다.'],
  ])('a page says so where it says what was spent (%s)', async (language, words) => {
    const path = await exportWithout(inOctober, { end: '2026-11-28' });
    const asked = ['cost', 'report', '--source', path, '--period', '2026-10', '--output', 'html'];
    const { out } = await groundcrew([...asked, '--language', language], {
      now: () => Date.parse('2026-11-28T12:00:00Z'),
    });
    expect(out).toContain(words);
  });

  test('days that are compared with others than these are compared', async () => {
    const path = await exportWithout(inOctober, { end: '2026-11-28' });
    const words = ['report', '--source', path, '--tag', '', '--period', '2026-11-20..2026-11-25'];
    const { about } = await costs('2026-11-28', words);
    expect(about['comparedWith']).toBe('2026-11-14..2026-11-19');
  });

  const untilNovember = { start: '2026-08-01', end: '2026-11-20', amount: '50' };
  const forecast = ['report', '--forecast', '--tag', '', '--budget'];

  test.each([
    ['1200', 'unknown', '58.33'],
    ['650', 'exceeded', '107.69'],
  ])(
    'a month that lacks days has no forecast, and of a budget of %s it is %s',
    async (budget, state, used) => {
      const path = await exportWithout((day) => day >= '2026-11-05' && day <= '2026-11-09', untilNovember);
      const { outlook, notes } = await costs('2026-11-20', [...forecast, budget, '--source', path]);
      expect(outlook).toMatchObject([{ budgetState: state }]);
      expect(outlook![0]!['usedPercent']).toBeCloseTo(Number(used), 2);
      expect(outlook![0]!['forecast'] ?? null).toBeNull();
      const days = '5 November 2026 to 9 November 2026';
      expect(notes).toContain(`There is no forecast: the export has no usage of ${days}.`);
      expect(notes).toContainEqual(expect.stringContaining(`There is no usage of ${days}, and some on each`));
      // Fourteen of thirty days.
      if (state === 'unknown')
        expect(notes).toContain(
          `$700.00 of $1,200.00 is spent after 47% of the days; whether that is within the budget is not known yet: the export has no usage of ${days}`,
        );
    },
  );

  test('a whole month that lacks days has no verdict on its budget', async () => {
    const path = await exportWithout(inOctober, untilNovember);
    const words = ['report', '--period', '2026-10', '--budget', '1500', '--tag', '', '--source', path];
    expect((await costs('2026-11-20', words)).outlook).toMatchObject([{ budgetState: 'unknown' }]);
  });

  test.each([
    ['ten days', inOctober],
    ['a month', (day: string) => day.startsWith('2026-10')],
  ])('those of months before do not change the forecast: %s', async (_, lacks) => {
    const path = await exportWithout(lacks, untilNovember);
    const { outlook } = await costs('2026-11-20', [...forecast, '1400', '--source', path]);
    expect(outlook).toMatchObject([{ budgetState: 'too-fast', forecast: '1500', usageToCome: '550' }]);
  });
});

describe('days of a period before the data begin', () => {
  const since = { start: '2026-10-15', end: '2026-11-28' };
  const words = ['report', '--tag', '', '--period', '2026-10', '--by', 'service', '--budget', '2000'];

  test('are reported, empty among the costs by day, and leave the verdict on a budget open', async () => {
    const path = await exportWithout(() => false, since);
    const { notes, outlook, ...rest } = await costs('2026-11-28', [...words, '--source', path]);
    expect(notes).toContain(
      'The data begin on 15 October 2026, within 2026-10: what the days before it cost is not known.',
    );
    expect((rest as unknown as { readonly costs: Rows }).costs[0]).toMatchObject({
      '2026-10-14': null,
      '2026-10-15': '100',
    });
    expect(outlook).toMatchObject([{ budgetState: 'unknown' }]);
    expect(notes).toContainEqual(expect.stringContaining('the data begin on 15 October 2026'));
  });

  test('are none if the data begin with it', async () => {
    const path = await exportWithout(() => false, { ...since, start: '2026-10-01' });
    const { notes, outlook } = await costs('2026-11-28', [...words, '--source', path]);
    expect(notes).not.toContainEqual(expect.stringContaining('The data begin'));
    expect(outlook).toMatchObject([{ budgetState: 'exceeded' }]);
  });
});

describe('a month of which nothing is delivered', () => {
  const words = ['report', '--forecast', '--budget', '1000', '--tag', ''];

  test('has a forecast in its currency if the data end shortly before it, and nothing that is spent', async () => {
    const path = await exportWithout(() => false, { end: '2026-11-01', amount: '50' });
    const { outlook, notes } = await costs('2026-11-01', [...words, '--source', path]);
    expect(outlook).toMatchObject([{ forecast: '1500', budgetState: 'unknown', usedPercent: null }]);
    expect(notes).toContain('what is spent of $1,000.00 is not known yet: none of its days is delivered yet');
    const { out } = await groundcrew(['cost', ...words, '--source', path], {
      now: () => Date.parse('2026-11-01T12:00:00Z'),
    });
    expect(out).toContain('$1,500.00  $1,435.79  $1,564.21  $1,000.00');
  });

  test('has none by data that are two months old', async () => {
    const path = await exportWithout(() => false, { end: '2026-08-30', amount: '50' });
    const { outlook, notes } = await costs('2026-11-02', [...words, '--source', path]);
    expect(outlook).toBeUndefined();
    expect(notes).toContain(
      'There is no forecast: it needs data of the 14 days before the month, and they end on 29 August 2026.',
    );
    expect(notes).toContain('The budget is not compared: none of its days is delivered yet.');
  });
});
