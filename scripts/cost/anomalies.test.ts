import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { daysOf } from '@groundcrew/cost/periods';
import { expect, test } from 'vitest';
import { cost, costOfExport, startCostExplorer, yearExport } from '../testing/cost.ts';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

interface AnomaliesJson {
  readonly anomalies: readonly Readonly<Record<string, string>>[];
  readonly notes: readonly string[];
}

const year = ['anomalies', '--period', '2026-01..2026-10', '--output', 'json'];

test('a forgotten instance is reported with its evidence, and the first of the month is not', async () => {
  const { code, out } = await costOfExport(year, await yearExport());
  const { anomalies } = JSON.parse(out) as AnomaliesJson;
  expect(code).toBe(0);
  expect(anomalies.every(({ from }) => !from!.endsWith('-01'))).toBe(true);
  expect(anomalies[0]).toMatchObject({
    from: '2026-08-12',
    to: '2026-08-14',
    service: 'Amazon Elastic Compute Cloud',
    evidence: expect.stringMatching(
      /^\$\d+\.\d\d in 3 days, against \$\d+\.\d\d by the 13 weeks before, their weekdays/,
    ),
  });
});

test('Cost Explorer returns the same', async () => {
  await startCostExplorer();
  const asked = await cost(['anomalies', '--period', '2026-08', '--output', 'json']);
  const exported = await costOfExport(['anomalies', '--period', '2026-08', '--output', 'json']);
  const of = (out: string) => (JSON.parse(out) as AnomaliesJson).anomalies;
  expect(asked.err).toBe('Cost Explorer: 1 request, $0.01\n');
  expect(of(asked.out)).toHaveLength(1);
  expect(of(asked.out)).toEqual(of(exported.out));
});

test('a pipeline can fail on anomalies, and only on these', async () => {
  const codeOf = async (period: string, ...more: string[]) => {
    const words = ['anomalies', '--period', period, '--fail-on', 'anomalies', ...more];
    return (await costOfExport(words, await yearExport())).code;
  };
  expect(await codeOf('2026-08')).toBe(3);
  expect(await codeOf('2026-08', '--minimum', '500')).toBe(0);
  expect(await codeOf('2026-09')).toBe(0);
});

test('the days before a bill begins are unknown, not zero', async () => {
  const { out } = await costOfExport(
    ['anomalies', '--period', '2025-11', '--output', 'json'],
    await yearExport(),
  );
  const { anomalies, notes } = JSON.parse(out) as AnomaliesJson;
  expect(anomalies).toEqual([]);
  expect(notes).toContain(
    'There are no costs before 2025-11-01: the first three weeks from then on only serve as history.',
  );
});

test('of a bill that is a month late, the last delivered days are judged, and a leak is reported', async () => {
  const path = join(await temporaryFolder(), 'leak.csv');
  const rowOf = (day: string, service: string, amount: string) =>
    `${amount},1,USD,${day.slice(0, 7)}-01 00:00:00,Usage,${day} 00:00:00,${service}`;
  const days = daysOf({ start: '2026-06-01', end: '2026-10-29' });
  const rows = days.flatMap((day) => [
    rowOf(day, 'Amazon EC2', '100'),
    ...(day < '2026-09-15' ? [] : [rowOf(day, 'Amazon Managed Blockchain', '9.5')]),
  ]);
  const header =
    'BilledCost,BillingAccountId,BillingCurrency,BillingPeriodStart,ChargeCategory,ChargePeriodStart,ServiceName';
  await writeFile(path, `${[header, ...rows].join('\n')}\n`);
  const now = () => Date.parse('2026-11-28T09:00:00Z');

  const late = await groundcrew(['cost', 'anomalies', '--source', path, '--output', 'json'], { now });
  expect((JSON.parse(late.out) as AnomaliesJson).anomalies).toMatchObject([
    { from: '2026-09-15', to: '2026-10-28', service: 'Amazon Managed Blockchain', cost: '418' },
  ]);

  const undelivered = await groundcrew(['cost', 'anomalies', '--source', path, '--period', 'last-7-days'], {
    now,
  });
  expect(undelivered.out).toContain('None of these days is delivered yet: nothing was judged.');
  expect(undelivered.out).not.toContain('No day stands out');
});
