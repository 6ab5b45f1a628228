import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recentExport } from '../testing/cost.ts';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

interface ReportJson {
  readonly about: Readonly<Record<string, string | number | null>>;
  readonly totals: readonly Readonly<Record<string, string | number | null>>[];
  readonly outlook?: readonly Readonly<Record<string, string | number | null>>[];
  readonly notes: readonly string[];
}

async function report(source: string, at: string, ...words: string[]): Promise<ReportJson> {
  const { code, out, err } = await groundcrew(
    ['cost', 'report', '--source', source, '--output', 'json', ...words],
    { now: () => Date.parse(at) },
  );
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as ReportJson;
}

describe('a bill that ends on the 20th', () => {
  const words = ['--forecast', '--budget', '4000', '--tag', ''];

  test('reports the same on the days after it, as far as it goes', async () => {
    const first = await report(recentExport, '2026-11-21T09:00:00Z', ...words);
    expect(first.about).toMatchObject({
      period: '2026-11-01..2026-11-20, so far',
      dataThrough: '2026-11-20',
      comparedWith: '2026-10-01..2026-10-20',
    });
    expect(first.outlook).toMatchObject([{ budgetState: 'too-fast' }]);
    // By the charges that the sample's maker has for the rest of the month, it is $4,070.82.
    expect(Math.abs(Number(first.outlook![0]!.forecast) / 4070.82 - 1)).toBeLessThan(0.003);
    // What the median of four weeks expects stays in its reasons, to compare with.
    expect(first.notes).toContainEqual(expect.stringContaining('it would be $4,040.73'));
    for (const day of ['2026-11-23', '2026-11-28']) {
      const later = await report(recentExport, `${day}T09:00:00Z`, ...words);
      expect(later.totals).toEqual(first.totals);
      expect(later.outlook).toEqual(first.outlook);
      expect(later.notes).toContainEqual(expect.stringMatching(/^Data to 20 November 2026 \(estimated\): /));
    }
  });

  test('has nothing of the next month, and no verdict on it', async () => {
    const { about, notes, outlook } = await report(recentExport, '2026-12-03T09:00:00Z', '--budget', '4000');
    expect(about.comparedWith).toBeNull();
    expect(notes).toContain('Data to 20 November 2026: no day of the period is delivered yet.');
    expect(outlook?.map(({ budgetState }) => budgetState) ?? []).not.toContain('within');
  });

  test('of the month before, only its delivered days are compared', async () => {
    const { about } = await report(recentExport, '2026-12-03T09:00:00Z', '--period', '2026-11');
    expect(about).toMatchObject({
      period: '2026-11-01..2026-11-20, so far',
      comparedWith: '2026-10-01..2026-10-20',
    });
  });
});

/** An account that costs fifty dollars a day since the 3rd. */
async function youngAccount(days: number): Promise<string> {
  const path = join(await temporaryFolder(), 'young.csv');
  const header =
    'BilledCost,BillingAccountId,BillingCurrency,BillingPeriodStart,ChargeCategory,ChargePeriodStart,ServiceName';
  const rows = Array.from(
    { length: days },
    (_, index) =>
      `50,1,USD,2026-11-01 00:00:00,Usage,2026-11-${String(3 + index).padStart(2, '0')} 00:00:00,Amazon EC2`,
  );
  await writeFile(path, `${[header, ...rows].join('\n')}\n`);
  return path;
}

describe('a young account', () => {
  test.each([['--forecast'], []])('has no forecast, and no verdict on the budget (%s)', async (...words) => {
    const { outlook, notes } = await report(
      await youngAccount(5),
      '2026-11-08T09:00:00Z',
      '--budget',
      '1000',
      '--tag',
      '',
      ...words,
    );
    expect(outlook).toMatchObject([{ budgetState: 'unknown', budget: '1000' }]);
    expect(outlook![0]!.forecast ?? null).toBeNull();
    expect(notes).toContainEqual(
      expect.stringContaining(
        'it needs 7 delivered days, and there are 5 (3 November 2026 to 7 November 2026); the data to 9 November 2026 will do',
      ),
    );
  });

  test('has both once a week is delivered', async () => {
    const { outlook } = await report(
      await youngAccount(7),
      '2026-11-10T09:00:00Z',
      '--forecast',
      '--budget',
      '1000',
      '--tag',
      '',
    );
    expect(outlook).toMatchObject([{ budgetState: 'too-fast', forecast: '1400' }]);
  });
});
