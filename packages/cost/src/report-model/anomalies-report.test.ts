import { render } from '@groundcrew/report';
import { expect, it } from 'vitest';
import { findAnomalies } from './anomalies.ts';
import { anomaliesReport } from './anomalies-report.ts';
import { answerOf, line } from './testing/cost-lines.ts';

const range = { start: '2026-09-01', end: '2026-10-31' };
const about = { by: ['service'], period: '2026-10', source: 'a test', metric: 'unblended' } as const;

it('an anomaly is reported with its days, both ends included, and its evidence', async () => {
  const lines = ['2026-10-14', '2026-10-15'].map((day) => line(day, [null], '60.5'));
  const report = anomaliesReport(findAnomalies(answerOf(lines), { range }), about);
  const csv = await textOf(report, 'csv');
  expect(csv).toBe(
    'from,to,service,currency,cost,expected,excess,evidence\r\n' +
      '2026-10-14,2026-10-15,,USD,121,0,121,"$121.00 in 2 days, against nothing in the 43 days before"\r\n',
  );
  expect(await textOf(report, 'table')).toMatch(/2026-10-14 +2026-10-15 +\(none\) +\$121\.00/);
});

it('a report without an anomaly contains that sentence', async () => {
  expect(await textOf(anomaliesReport([], about), 'table')).toContain(
    'No day stands out from its own history.',
  );
});

async function textOf(report: Parameters<typeof render>[0], format: 'csv' | 'table'): Promise<string> {
  let text = '';
  for await (const chunk of render(report, format)) text += chunk;
  return text;
}
