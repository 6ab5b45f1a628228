import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { daysOf } from '@groundcrew/cost/periods';
import { expect, test } from 'vitest';
import { cost, startCostExplorer } from '../testing/cost.ts';
import { temporaryFolder } from '../testing/groundcrew.ts';

type Rows = readonly Readonly<Record<string, string | number | null>>[];

interface ReportJson {
  readonly about: Readonly<Record<string, string | number | null>>;
  readonly totals: Rows;
  readonly costs: Rows;
  readonly anomalies: Rows;
  readonly outlook?: Rows;
  readonly notes: readonly string[];
}

const header = [
  ...[
    'BilledCost',
    'EffectiveCost',
    'BillingAccountId',
    'BillingCurrency',
    'BillingPeriodStart',
    'BillingPeriodEnd',
  ],
  ...[
    'ChargeCategory',
    'ChargePeriodStart',
    'ChargePeriodEnd',
    'ServiceName',
    'ConsumedQuantity',
    'ConsumedUnit',
  ],
  ...['SubAccountId', 'RegionId', 'ProviderName', 'PricingCategory', 'ChargeDescription', 'x_UsageType'],
];

/** A Cost Explorer of 100 dollars a day, without some of them. */
async function startWithout(lacks: (day: string) => boolean, start = '2026-07-01') {
  const path = join(await temporaryFolder(), 'bill.csv');
  const rows = daysOf({ start, end: '2026-11-19' })
    .filter((day) => !lacks(day))
    .map((day) => {
      const month = `${day.slice(0, 7)}-01T00:00:00Z`;
      return [
        '100',
        '100',
        '444455556666',
        'USD',
        month,
        month,
        'Usage',
        `${day}T00:00:00Z`,
        `${day}T01:00:00Z`,
        'Amazon EC2',
        '24',
        'Hours',
        '444455556666',
        'ap-northeast-2',
        'AWS',
        'Standard',
        'x',
        'BoxUsage:m5.large',
      ].join(',');
    });
  await writeFile(path, `${[header.join(','), ...rows].join('\n')}\n`);
  return await startCostExplorer(path);
}

async function answerOf(words: readonly string[]): Promise<ReportJson> {
  const { code, out, err } = await cost([...words, '--output', 'json']);
  expect([code, err.replace(/^Cost Explorer: .*\n/, '')]).toEqual([0, '']);
  return JSON.parse(out) as ReportJson;
}

const inOctober = (day: string) => day >= '2026-10-09' && day <= '2026-10-18';

test('days that Cost Explorer has nothing of are unknown: no later day is an anomaly', async () => {
  await startWithout(inOctober);
  const { anomalies, notes } = await answerOf(['anomalies', '--by', 'service']);
  expect(anomalies).toEqual([]);
  expect(notes).toContain(
    'There is no usage of 9 October 2026 to 18 October 2026, and some on each day around: their costs are probably not processed yet, and are in no figure.',
  );
});

test('nothing is compared with them, and they are empty among the costs by day', async () => {
  await startWithout(inOctober);
  const { about, costs, totals, notes } = await answerOf([
    'report',
    '--tag',
    '',
    '--period',
    '2026-10',
    '--by',
    'service',
  ]);
  expect(about['comparedWith']).toBeNull();
  expect(totals).toMatchObject([{ cost: '2100' }]);
  expect(costs[0]).toMatchObject({ '2026-10-08': '100', '2026-10-09': null, '2026-10-19': '100' });
  expect(notes).toContain(
    'Nothing is compared: Cost Explorer has no usage of 9 October 2026 to 18 October 2026; it may be there later.',
  );
});

test('a month that lacks days has no forecast', async () => {
  await startWithout((day) => day >= '2026-11-05' && day <= '2026-11-09');
  const { outlook, notes } = await answerOf([
    'report',
    '--forecast',
    '--tag',
    '',
    '--budget',
    '2000',
    '--by',
    'service',
  ]);
  expect(outlook).toMatchObject([{ budgetState: 'unknown' }]);
  expect(notes).toContain(
    'There is no forecast: Cost Explorer has no usage of 5 November 2026 to 9 November 2026.',
  );
});

test('cost diff refuses a month that Cost Explorer has nothing of', async () => {
  await startWithout(() => false, '2026-10-01');
  const { code, out, err } = await cost(['diff', '2026-09', '2026-10']);
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain("2026-09 can't be compared: Cost Explorer has no costs of it");
});
