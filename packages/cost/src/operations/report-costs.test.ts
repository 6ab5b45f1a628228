import { GroundcrewError } from '@groundcrew/errors';
import { describe, expect, it } from 'vitest';
import type { CostAnswer, CostLine, CostQuery, CostSource, ForecastAnswer } from '../model.ts';
import { money, moneyText } from '../money/index.ts';
import { daysOf, parsePeriod, splitMonths } from '../periods/index.ts';
import { detectAnomalies } from './detect-anomalies.ts';
import type { CostReportInput } from './plan-report.ts';
import { reportCosts } from './report-costs.ts';

const nowMs = Date.UTC(2026, 10, 21, 8);
const free = { requests: 0, usd: money(0) };

interface SourceOptions {
  /** The first day with a charge. */
  readonly since?: string;
  /** The first day that is not delivered. */
  readonly until?: string;
  readonly forecast?: ForecastAnswer;
  /** A day that costs 100 dollars more. */
  readonly spike?: string;
}

/** A source of 10 dollars a day, half of it without a tag, and what was queried. */
function createSource({ since = '', until = '9999', forecast, spike }: SourceOptions = {}) {
  const queries: CostQuery[] = [];
  const price = { requests: 1, usd: money('0.01') };
  const source: CostSource = {
    name: 'a test',
    price: async () => price,
    async query(query): Promise<CostAnswer> {
      queries.push(query);
      const isOfUntagged = query.filters.some(({ values }) => values.includes(null));
      const days = daysOf(query.range).filter((day) => day >= since && day < until);
      const months = splitMonths(query.range).map(({ start }) => start);
      const dayOfLine = (day: string) =>
        query.granularity === 'daily' ? day : months.findLast((start) => start <= day)!;
      const lines = days.flatMap((day): CostLine[] =>
        ['shop', null]
          .filter((project) => !isOfUntagged || project === null)
          .map((project) => ({
            day: dayOfLine(day),
            keys: query.by.map((dimension) =>
              dimension.startsWith('tag:') ? project : `${dimension} ${project === null ? 1 : 2}`,
            ),
            charge: 'usage',
            currency: 'USD',
            cost: money(day === spike ? '55' : '5'),
          })),
      );
      return { lines, estimated: null, notes: ['from a test'], paid: price };
    },
    ...(forecast && {
      forecast: async () => forecast,
      forecastPrice: async () => price,
    }),
  };
  return { source, queries };
}

function inputOf(text: string, more: Partial<CostReportInput> = {}): CostReportInput {
  return { period: parsePeriod(text, { nowMs }), by: ['service'], metric: 'unblended', ...more };
}

describe('reportCosts', () => {
  it('takes one query by day for the period, the days before and the forecast', async () => {
    const { source, queries } = createSource();

    const { summary, forecasts, comparedWith } = await reportCosts(
      inputOf('this-month', { forecast: 'own' }),
      { source, nowMs },
    );

    expect(queries.map(({ range, granularity }) => [range.start, range.end, granularity])).toEqual([
      ['2026-08-01', '2026-11-22', 'daily'],
    ]);
    expect(comparedWith).toEqual({ start: '2026-10-01', end: '2026-10-21' });
    const [usd] = summary.currencies;
    expect([usd!.total.cost, usd!.total.before].map((cost) => moneyText(cost!))).toEqual(['200', '200']);
    expect(forecasts.map(({ cost }) => moneyText(cost))).toEqual(['300']);
    expect(summary.paid).toEqual({ requests: 1, usd: money('0.01') });
  });

  it('reports the same by separate queries if these take fewer pages', async () => {
    const input = inputOf('this-month', { forecast: 'own', budget: money(290), tag: 'tag:Project' });
    const [shared, separate] = [createSource(), createSource()];
    const pricedByDays = async (query: CostQuery) => {
      const requests = query.granularity === 'daily' && query.by.length > 0 ? daysOf(query.range).length : 1;
      return { requests, usd: money(requests) };
    };

    const results = [
      await reportCosts(input, { source: shared.source, nowMs }),
      await reportCosts(input, { source: { ...separate.source, price: pricedByDays }, nowMs }),
    ];

    expect(shared.queries).toHaveLength(3);
    expect(separate.queries.map(({ range, granularity, by }) => [range.start, granularity, by])).toEqual([
      ['2026-11-01', 'daily', ['service']],
      ['2026-10-01', 'monthly', ['service']],
      ['2026-08-01', 'daily', []],
      ['2026-11-01', 'monthly', ['tag:Project', 'service']],
      ['2026-11-01', 'monthly', ['service', 'resource']],
    ]);
    const [one, other] = results.map(({ summary: { paid: _, ...summary }, report: __, ...result }) => ({
      ...result,
      summary,
    }));
    expect(other).toEqual(one);
  });

  it('compares months, and the year before, by separate queries', async () => {
    const { source, queries } = createSource();

    await reportCosts(inputOf('2026-01..2026-06'), { source, nowMs });
    await reportCosts(inputOf('2026-10', { comparison: 'year' }), { source, nowMs });

    expect(queries.map(({ range, granularity }) => [range.start, range.end, granularity])).toEqual([
      ['2026-01-01', '2026-07-01', 'monthly'],
      ['2025-07-01', '2026-01-01', 'monthly'],
      ['2026-10-01', '2026-11-01', 'daily'],
      ['2025-10-01', '2025-11-01', 'monthly'],
    ]);
  });

  it('compares with nothing if there is nothing, and the report contains the reason', async () => {
    const { source } = createSource({ since: '2026-11-01' });

    const { comparedWith, summary, notes } = await reportCosts(inputOf('this-month'), { source, nowMs });

    expect(comparedWith).toBeUndefined();
    expect(summary.isCompared).toBe(false);
    expect(notes).toEqual([
      'Data to 20 November 2026 (final): 21 November 2026 is not delivered as a whole, and left out of all figures and comparisons.',
      'Nothing is compared: there are no costs of 2026-10-01..2026-10-20.',
    ]);
  });

  it('compares with nothing if the costs begin within the days before', async () => {
    const { source } = createSource({ since: '2026-10-05' });

    const { comparedWith, notes } = await reportCosts(inputOf('this-month'), { source, nowMs });

    expect(comparedWith).toBeUndefined();
    expect(notes).toContain(
      'Nothing is compared: the data begin on 5 October 2026, within the days before (2026-10-01..2026-10-20).',
    );
  });

  it.each([
    ['by month', '2026-01..2026-06', '2025-07..2025-12'],
    ['by day', '2025-09', '2025-08'],
  ])('compares with nothing if Cost Explorer refuses the days before, %s', async (_, text, before) => {
    const { source } = createSource();
    const refusing: CostSource = {
      ...source,
      async query(query) {
        if (query.range.start < '2025-09-01')
          throw new GroundcrewError('aws-cost-explorer.get-cost-failed', 'AWS refused it', {
            details: { awsError: 'ValidationException' },
          });
        return source.query(query);
      },
    };

    const { comparedWith, summary, notes } = await reportCosts(inputOf(text), { source: refusing, nowMs });

    expect(comparedWith).toBeUndefined();
    expect(notes).toContain(
      `Nothing is compared: Cost Explorer refuses ${before}; it has the costs of 14 months, unless more are enabled in its settings.`,
    );
    // The refused request may have been paid for.
    expect(summary.paid.requests).toBe(2);
  });

  it('does not report without costs of the period if these are refused', async () => {
    const { source } = createSource();
    const refusal = new GroundcrewError('aws-cost-explorer.get-cost-failed', 'AWS refused it', {
      details: { awsError: 'ValidationException' },
    });
    const refusing: CostSource = { ...source, query: () => Promise.reject(refusal) };

    await expect(reportCosts(inputOf('2026-10'), { source: refusing, nowMs })).rejects.toBe(refusal);
  });

  it('is of the delivered days, whatever the day: costs, comparison, forecast, budget and untagged costs', async () => {
    const input = (text: string, day: number): CostReportInput => ({
      period: parsePeriod(text, { nowMs: Date.UTC(2026, 10, day, 8) }),
      by: ['service'],
      metric: 'unblended',
      tag: 'tag:Project',
      forecast: 'own',
      budget: money(290),
    });
    const results = [];
    for (const day of [21, 22, 28]) {
      const { source, queries } = createSource({ until: '2026-11-21' });
      const result = await reportCosts(input('this-month', day), {
        source,
        nowMs: Date.UTC(2026, 10, day, 8),
      });
      results.push({
        total: moneyText(result.summary.currencies[0]!.total.cost),
        comparedWith: result.comparedWith,
        periods: result.summary.periods.at(-1),
        forecasts: result.forecasts,
        paces: result.paces,
        untagged: queries.find(({ by }) => by[0] === 'tag:Project')!.range,
      });
    }
    expect(results[0]).toMatchObject({
      total: '200',
      comparedWith: { start: '2026-10-01', end: '2026-10-21' },
      periods: '2026-11-20',
      untagged: { start: '2026-11-01', end: '2026-11-21' },
      paces: [{ state: 'too-fast', elapsedPercent: 66.67 }],
    });
    expect([results[1], results[2]]).toEqual([results[0], results[0]]);
  });

  it("adds AWS's forecast to the ended days, and its price", async () => {
    const forecast: ForecastAnswer = {
      forecast: { cost: money(100), low: money(90), high: money(120), currency: 'USD' },
      notes: ['from a cache'],
      paid: { requests: 1, usd: money('0.01') },
    };
    const { source } = createSource({ forecast });
    const prices: number[] = [];
    const onPrice = ({ requests }: { readonly requests: number }) => prices.push(requests);

    const result = await reportCosts(inputOf('this-month', { forecast: 'aws', budget: money(290) }), {
      source,
      nowMs,
      onPrice,
    });

    expect(prices).toEqual([2]);
    expect(result.summary.paid).toEqual({ requests: 2, usd: money('0.02') });
    expect(result.forecasts).toMatchObject([{ cost: money(300), low: money(290), high: money(320) }]);
    expect(result.paces).toMatchObject([{ state: 'too-fast' }]);
    expect(result.notes).toContain('from a cache');
  });

  it.each([
    [
      'has none',
      { forecast: null, reason: 'AWS has too little history', notes: [], paid: free } as const,
      'a test has no forecast, it is calculated from daily costs: AWS has too little history.',
    ],
    [
      'is a file',
      undefined,
      'a test has no forecast, it is calculated from daily costs: the source is not Cost Explorer.',
    ],
  ])('calculates the forecast with a note if the source %s', async (_, forecast, note) => {
    const { source } = createSource(forecast && { forecast });

    const { forecasts, notes } = await reportCosts(inputOf('this-month', { forecast: 'aws' }), {
      source,
      nowMs,
    });

    expect(forecasts.map(({ cost }) => moneyText(cost))).toEqual(['300']);
    expect(notes).toContain(note);
  });

  it('sends no query if all of them together are too expensive, and drops a forecast that is one too many', async () => {
    const forecast = { forecast: null, reason: 'it is too expensive', notes: [], paid: free } as const;
    const { source, queries } = createSource({ forecast });
    const input = inputOf('2026-11', { forecast: 'aws', tag: 'tag:Project' });
    const prices: number[] = [];
    const options = { source, nowMs, onPrice: (price: { requests: number }) => prices.push(price.requests) };

    await expect(reportCosts(input, { ...options, maxSpendUsd: money('0.02') })).rejects.toMatchObject({
      code: 'cost.spend.exceeded',
    });
    expect(queries).toEqual([]);
    await reportCosts(input, { ...options, maxSpendUsd: money('0.03') });
    await reportCosts(input, { ...options, maxSpendUsd: money('0.04') });

    expect(prices).toEqual([3, 4]);
  });

  it('has no forecast for a period that is over, and no budget for days that begin in a month', async () => {
    const { source } = createSource();
    const asked = { forecast: 'own', budget: money(100) } as const;

    const month = await reportCosts(inputOf('2026-10', asked), { source, nowMs });
    const days = await reportCosts(inputOf('last-7-days', asked), { source, nowMs });

    expect([month.forecasts, days.forecasts]).toEqual([[], []]);
    expect(month.paces).toMatchObject([{ state: 'exceeded' }]);
    expect(days.paces).toEqual([]);
    expect(days.notes).toContain(
      'The budget is not compared: 2026-11-14..2026-11-20 does not consist of months.',
    );
  });

  it('judges the last days of a running month by the three months before, if anomalies are wanted', async () => {
    const { source, queries } = createSource({ since: '2026-11-01' });

    const { notes, anomalies } = await reportCosts(inputOf('this-month', { anomalies: true }), {
      source,
      nowMs,
    });

    expect(queries.map(({ range }) => range)).toEqual([{ start: '2026-08-19', end: '2026-11-22' }]);
    expect(anomalies).toEqual([]);
    expect(notes).toContain(
      'There are no costs before 2026-11-01: the first three weeks from then on only serve as history.',
    );
  });

  it('reports the anomalies of a month that are detected in it by themselves', async () => {
    const { source } = createSource({ spike: '2026-10-14' });
    const input = inputOf('2026-10', { by: ['tag:Project'] });

    const { anomalies, notes } = await reportCosts({ ...input, anomalies: true }, { source, nowMs });
    const detected = await detectAnomalies({ ...input, filters: [] }, { source, nowMs });

    expect(anomalies.map(({ keys, range }) => [keys, range.start])).toEqual([
      [['shop'], '2026-10-14'],
      [[null], '2026-10-14'],
    ]);
    expect(detected.anomalies).toEqual(anomalies);
    for (const { evidence } of anomalies) expect(notes).toContainEqual(expect.stringContaining(evidence));
  });

  it.each([
    [{ by: ['service'], tag: 'tag:Project' } as const, ['tag:Project', 'service']],
    [{ by: ['cost-category:Team'], tag: 'tag:Project' } as const, ['cost-category:Team', 'service']],
    [{ by: ['tag:Project', 'service'], tag: 'tag:Project' } as const, undefined],
    [{ by: ['service'] } as const, undefined],
    [
      {
        by: ['service'],
        tag: 'tag:Project',
        filters: [{ dimension: 'tag:Project', values: ['shop'] }],
      } as const,
      undefined,
    ],
  ])('queries what has no tag, unless the report has it already: %j', async (asked, by) => {
    const { source, queries } = createSource();

    await reportCosts(inputOf('2026-10', asked), { source, nowMs });

    const [untagged, resources] = queries.filter(({ filters }) =>
      filters.some(({ dimension }) => dimension === 'charge'),
    );
    expect(untagged?.by).toEqual(by);
    expect(resources?.by).toEqual(by && ['service', 'resource']);
  });
});
