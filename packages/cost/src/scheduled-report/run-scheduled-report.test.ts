import { GroundcrewError } from '@groundcrew/errors';
import { describe, expect, it, test, vi } from 'vitest';
import { money, moneyText } from '../money/index.ts';
import { runScheduledReport } from './run-scheduled-report.ts';
import { createDeps, createFakeCostExplorer, settings } from './testing/fake-cost-explorer.ts';

const byAws = { ...settings, forecast: 'aws' } as const;
const spent = (text: string | undefined) => JSON.parse(text!) as { requests: number; done: object };

describe('runScheduledReport', () => {
  it('queries the month so far, the same days of the month before and the history in one query by day', async () => {
    const { costExplorer, asked } = createFakeCostExplorer();
    const { deps, objects } = createDeps({ costExplorer });

    const report = await runScheduledReport(settings, deps);

    expect(asked.map(({ timePeriod, granularity }) => [timePeriod, granularity])).toEqual([
      [{ start: '2026-08-01', end: '2026-11-22' }, 'DAILY'],
      [{ start: '2026-08-01', end: '2026-11-22' }, 'DAILY'],
    ]);
    const [usd] = report.status === 'done' ? report.summary.currencies : [];
    // 21 days of 11 dollars, and as many before.
    expect([usd!.total.cost, usd!.total.before].map((cost) => moneyText(cost!))).toEqual(['220', '220']);
    expect([...objects.keys()]).toEqual([
      'reports/daily/2026-11-21.html',
      'reports/daily/2026-11-21.json',
      'spending.json',
    ]);
  });

  it('has the message in the schema of chats, if that is wanted, and only then', async () => {
    const { deps, notifications } = createDeps({});
    await runScheduledReport({ ...settings, format: 'chat' }, deps);
    await runScheduledReport(settings, deps);
    const [chat, text] = notifications;
    expect(text!.chat).toBeUndefined();
    expect(chat!.text).toBe(text!.text);

    const notification = JSON.parse(chat!.chat!) as {
      content: Record<'title' | 'description', string>;
    };
    expect(notification).toMatchObject({
      version: '1.0',
      source: 'custom',
      id: 'reports/daily/2026-11-21',
      content: { textType: 'client-markdown', title: chat!.subject },
      metadata: { summary: chat!.subject, eventType: 'cost-report' },
    });
    const { description } = notification.content;
    expect(description).toContain('Total: $220.00');
    expect(description.split('\n').at(-1)).toMatch(/^The whole report: /);
  });

  it('is in Korean, the report and the message, if that is wanted', async () => {
    const { deps, objects, notifications } = createDeps({});

    await runScheduledReport({ ...settings, format: 'chat', language: 'ko' }, deps);
    await runScheduledReport({ ...settings, language: 'ko', maxSpendUsd: money('0.01') }, deps);

    const html = objects.get('reports/daily/2026-11-21.html')!;
    expect(html).toContain('<html lang="ko"');
    expect(html).toContain('비용은 $220.00');
    const [done, spent] = notifications;
    expect(done!.subject).toBe('AWS 비용 2026-11 현재까지: USD 220.00 (0.0%)');
    expect(done!.text).toContain('전체 보고서: s3://costs/reports/daily/2026-11-21.html');
    expect(done!.chat).toContain('합계: $220.00');
    expect(spent!.subject).toMatch(/^비용 보고서를 만들지 못했습니다/);
    expect(spent!.text).toMatch(/^비용을 보고하지 못했습니다: 2026-11에 .*\$0\.01입니다\. .*\n$/);
    for (const { subject, text } of notifications)
      expect(`${subject}\n${text}`).not.toMatch(/[a-z]{4,} [a-z]{2,}/);
  });

  it('compares with nothing if there was nothing', async () => {
    const { costExplorer } = createFakeCostExplorer({ since: '2026-11-01' });
    const { deps, objects, notifications } = createDeps({ costExplorer });

    await runScheduledReport(settings, deps);

    const { totals } = JSON.parse(objects.get('reports/daily/2026-11-21.json')!) as { totals: object[] };
    expect(totals[0]).not.toHaveProperty('change');
    expect(notifications[0]!.text).toMatch(/^Costs of 2026-11-01\.\.2026-11-20, so far \(UTC\)\n/);
  });

  it('notes on 31 March that February has fewer days', async () => {
    const { deps, objects } = createDeps({ now: () => Date.UTC(2026, 2, 31, 8) });

    await runScheduledReport(settings, deps);

    const { notes, about } = JSON.parse(objects.get('reports/daily/2026-03-31.json')!) as {
      notes: string[];
      about: { comparedWith: string };
    };
    expect(about.comparedWith).toBe('2026-02');
    expect(notes).toContainEqual(expect.stringContaining('30 days are compared with 28'));
  });

  it("adds Cost Explorer's forecast from today on to what was spent before", async () => {
    const forecast = async () => ({
      total: { amount: '100', unit: 'USD' },
      periods: [{ start: '2026-11-21', end: '2026-12-01', mean: '100', low: '90', high: '120' }],
    });
    const { costExplorer } = createFakeCostExplorer({ forecast });
    const { deps, notifications } = createDeps({ costExplorer });

    const report = await runScheduledReport({ ...byAws, budget: money('319.99') }, deps);

    // 20 days of 11 dollars are over.
    expect(notifications[0]!.text).toContain(
      'Expected by the end of the month: $320.00 ($310.00 to $340.00)',
    );
    expect(report).toMatchObject({ status: 'done', pace: { state: 'too-fast' } });
  });

  it.each([
    ['has none', async () => undefined, 'AWS has too little history'],
    [
      'refuses it',
      async () => {
        throw new GroundcrewError('aws-cost-explorer.forecast-failed', 'not allowed');
      },
      'not allowed',
    ],
  ])(
    'calculates the forecast from daily costs if Cost Explorer %s, with the reason',
    async (_, forecast, reason) => {
      const { costExplorer } = createFakeCostExplorer({ forecast });
      const { deps, objects, notifications } = createDeps({ costExplorer });

      await runScheduledReport(byAws, deps);

      // 30 days of 10 dollars, and the taxes.
      expect(notifications[0]!.text).toMatch(/Expected by the end of the month: \$3\d\d\.00/);
      expect(objects.get('reports/daily/2026-11-21.json')).toContain(
        `Cost Explorer has no forecast, it is calculated from daily costs: ${reason}.`,
      );
    },
  );

  it("does not request Cost Explorer's forecast unless it is requested by name", async () => {
    const forecast = vi.fn(async () => undefined);
    const { costExplorer } = createFakeCostExplorer({ forecast });
    const { deps, notifications } = createDeps({ costExplorer });

    await runScheduledReport(settings, deps);

    expect(forecast).not.toHaveBeenCalled();
    expect(notifications[0]!.text).toMatch(/Expected by the end of the month: \$3\d\d\.00/);
  });
});

describe('what scheduled reports spend', () => {
  it('is counted if the notification fails, and the run is repeated', async () => {
    const { deps, objects } = createDeps();
    const run = { ...settings, run: '2026-11-21T08:00:00Z' };
    const failing = async () => {
      throw new Error('no subscriber');
    };

    await expect(runScheduledReport(run, { ...deps, notify: failing })).rejects.toThrow('no subscriber');
    expect(spent(objects.get('spending.json'))).toMatchObject({ requests: 2, done: {} });
    const again = await runScheduledReport(run, deps);

    expect(again.status).toBe('done');
    expect(spent(objects.get('spending.json'))).toMatchObject({ requests: 4, done: { daily: run.run } });
  });

  it('skips a run that is done, but not one of the other kind at the same time', async () => {
    const { deps, objects, notifications } = createDeps();
    const run = { ...settings, run: '2026-11-02T08:00:00Z' };

    const statuses = [
      await runScheduledReport(run, deps),
      await runScheduledReport(run, deps),
      await runScheduledReport({ ...run, kind: 'monthly' }, deps),
    ].map(({ status }) => status);

    expect(statuses).toEqual(['done', 'repeated', 'done']);
    expect(notifications).toHaveLength(2);
    expect(spent(objects.get('spending.json')).requests).toBe(4);
  });

  it('stops at the maximum of a month, and starts again in the next', async () => {
    const { costExplorer, asked } = createFakeCostExplorer();
    const { deps, notifications } = createDeps({ costExplorer });
    const tight = { ...settings, maxSpendUsd: money('0.03') };
    await runScheduledReport(tight, deps);

    const refused = await runScheduledReport(tight, deps);
    const later = await runScheduledReport(tight, { ...deps, now: () => Date.UTC(2026, 11, 1, 8) });

    expect(refused).toMatchObject({ status: 'spent', error: { code: 'cost.spend.exceeded' } });
    expect(notifications[1]!.text).toContain('2 requests to Cost Explorer, $0.02, were paid for in 2026-11');
    expect(later.status).toBe('done');
    // Two queries of the first report and two of the last.
    expect(asked).toHaveLength(4);
  });

  test.each(['', '{', 'null', '7', '{"format":"groundcrew-cost-spending/2","requests":0,"done":{}}'])(
    'stops without a request if the record is %j',
    async (text) => {
      const { costExplorer, asked } = createFakeCostExplorer();
      const { deps, objects } = createDeps({ costExplorer });
      objects.set('spending.json', text);

      await expect(runScheduledReport(settings, deps)).rejects.toMatchObject({
        code: 'cost.spending.unreadable',
      });

      expect(asked).toEqual([]);
      expect(objects.get('spending.json')).toBe(text);
    },
  );
});
