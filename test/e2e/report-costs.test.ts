import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { money, moneyText, sumMoney } from '@groundcrew/cost/money';
import { addDays, addMonths, dayOf, firstOfMonth } from '@groundcrew/cost/periods';
import { stack } from '@groundcrew/functions/stacks/costs';
import { createMovableClock, type LocalEvent, type LocalOptions, startLocal } from '@groundcrew/local';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { testedFunctions } from '@groundcrew/functions/testing';
import { roleUse } from '../support/role-use.ts';

// The function has no clock but the machine's: the bill ends with the day of the test.
const today = dayOf(Date.now());
const month = firstOfMonth(today);
const lastMonth = addMonths(month, -1);
/** No day of the month is complete: nothing is known of its budget, but that more was spent than there is. */
const isFirst = today === month;
const hostile = '<img src=x onerror=alert(1)>';

interface Charge {
  readonly day: string;
  readonly service: string;
  readonly project: string;
  readonly category: 'Usage' | 'Tax' | 'Credit';
  readonly cost: string;
}

/** Three months of a small bill, with more digits than anybody prints. */
function makeBill(): Charge[] {
  const first = addMonths(month, -2);
  const charges: Charge[] = [];
  for (let day = first; day <= today; day = addDays(day, 1)) {
    const usage = { day, category: 'Usage' } as const;
    charges.push(
      { ...usage, service: 'Amazon Elastic Compute Cloud', project: 'shop', cost: '12.3456789012' },
      { ...usage, service: 'Amazon Simple Storage Service', project: hostile, cost: '1.0000000007' },
      { ...usage, service: 'AWS Lambda', project: '', cost: '0.0333333333' },
    );
    if (day === firstOfMonth(day)) {
      charges.push(
        { day, service: 'Tax', project: '', category: 'Tax', cost: '3.21' },
        { day, service: 'AWS Lambda', project: '', category: 'Credit', cost: '-1.5' },
      );
    }
  }
  return charges;
}

function billText(charges: readonly Charge[]): string {
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const header = 'BilledCost,BillingCurrency,ChargeCategory,ChargePeriodStart,ServiceName,Tags';
  const rows = charges.map(({ day, service, project, category, cost }) =>
    [cost, 'USD', category, `${day}T00:00:00Z`, service, JSON.stringify({ Project: project })]
      .map(quote)
      .join(','),
  );
  return `${[header, ...rows].join('\n')}\n`;
}

/** The plainest of sums. */
function sumOf(charges: readonly Charge[], start: string, end: string): string {
  const those = charges.filter(({ day }) => day >= start && day < end);
  return moneyText(sumMoney(those.map(({ cost }) => money(cost))));
}

const charges = makeBill();
let folder = '';
let bill = '';
const built = await testedFunctions('thread', ['report-costs']);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'groundcrew-report-costs-'));
  bill = join(folder, 'bill.csv');
  await writeFile(bill, billText(charges));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The embedded AWS with the bill, the schedules and the function. */
async function start(options: Partial<LocalOptions> = {}) {
  const events: LocalEvent[] = [];
  const local = await startLocal({
    stack,
    ...built,
    bill,
    retryDelaysMs: [10, 10],
    onEvent: (event) => events.push(event),
    ...options,
  });
  const config = {
    endpoint: local.endpoint,
    region: local.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const lambda = new LambdaClient(config);
  closers.push(
    () => local.close(),
    () => s3.destroy(),
    () => lambda.destroy(),
  );
  const Bucket = local.resources.bucketName('CostsBucket');
  return {
    local,
    events,
    log: () => events.flatMap((event) => (event.type === 'log' ? [event.line] : [])).join('\n'),
    published: () => local.published('CostReportsTopic'),
    keys: async () => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
      return Contents.map(({ Key }) => Key);
    },
    read: async (Key: string) => {
      const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return { text: await Body!.transformToString(), type: ContentType };
    },
    report: async (event: object = {}) => {
      const { Payload, FunctionError } = await lambda.send(
        new InvokeCommand({ FunctionName: 'report-costs', Payload: JSON.stringify(event) }),
      );
      return { failed: FunctionError !== undefined, ...JSON.parse(Payload!.transformToString()) };
    },
  };
}

interface ReportData {
  readonly about: { readonly paidRequests: number };
  readonly totals: readonly { readonly cost: string; readonly before: string; readonly forecast?: string }[];
}

describe('report-costs', () => {
  it('keeps the month so far, to the last digit, and publishes a few lines', async () => {
    // Today is not delivered as a whole; on the first of a month, there is no other day.
    const { report, keys, read, published, local } = await start();

    const result = await report();

    const reportKey = `reports/daily/${today}.html`;
    expect(result).toEqual({
      failed: false,
      status: 'done',
      report: expect.stringContaining(reportKey),
    });
    expect(await keys()).toEqual([reportKey, `reports/daily/${today}.json`, 'spending.json']);
    const html = await read(reportKey);
    expect(html.type).toBe('text/html; charset=utf-8');
    const data = JSON.parse((await read(`reports/daily/${today}.json`)).text) as ReportData;
    expect(data.totals[0]).toMatchObject({
      cost: sumOf(charges, month, isFirst ? addDays(today, 1) : today),
      ...(!isFirst && { before: sumOf(charges, lastMonth, addDays(addMonths(addDays(today, -1), -1), 1)) }),
    });
    // Two by two groupings; the forecast is calculated.
    expect([data.about.paidRequests, local.paidRequests()]).toEqual([2, 2]);
    const [message, ...more] = published();
    expect(more).toEqual([]);
    expect(message!.subject).toMatch(/^AWS costs of \d{4}-\d\d so far: USD \d+\.\d\d[\x20-\x7e]*$/);
    expect(message!.subject!.length).toBeLessThanOrEqual(100);
    expect(message!.message).toContain(reportKey);
    expect(message!.message).toContain('Without Project');
    expect(message!.message.split('\n').length).toBeLessThan(20);
    expect(message!.attributes).toMatchObject({ kind: 'cost-report' });
  });

  it('reports the month before for two requests, without a forecast', async () => {
    const { report, read, published, local } = await start();

    await report({ report: 'monthly' });

    const name = lastMonth.slice(0, 7);
    const data = JSON.parse((await read(`reports/monthly/${name}.json`)).text) as ReportData;
    expect(data.totals[0]).toMatchObject({
      cost: sumOf(charges, lastMonth, month),
      before: sumOf(charges, addMonths(month, -2), lastMonth),
    });
    expect(data.totals[0]).not.toHaveProperty('forecast');
    expect(local.paidRequests()).toBe(2);
    expect(published()[0]!.subject).toMatch(new RegExp(`^AWS costs of ${name}: USD`));
  });

  it('lets nothing in a tag run where the report is looked at', async () => {
    const { report, read } = await start();

    await report();

    const { text } = await read(`reports/daily/${today}.html`);
    expect(text).toContain('&lt;img src=x');
    expect(text).not.toContain('<img');
  });

  it.each([
    ['is exceeded', '1', 1, /over the budget/],
    [
      'is kept',
      '1000000',
      0,
      isFirst ? /within the budget is not known yet/ : /(?<!whether that is )within the budget/,
    ],
  ])(
    'reports in the message, and to the alarm, that the budget %s',
    async (_, CostsBudget, metric, expected) => {
      const { report, published, log } = await start({ settings: { CostsBudget } });

      await report();

      expect(published()[0]!.message).toMatch(expected);
      // A function's lines arrive beside its answer, the metrics last.
      await vi.waitUntil(() => log().includes('"ReportsDone":1'), { timeout: 30_000 });
      if (isFirst && metric === 0) expect(log()).not.toContain('"BudgetPaceExceeded"');
      else expect(log()).toContain(`"BudgetPaceExceeded":${metric}`);
    },
  );

  it.each(['', '0'])('has no budget where the setting is "%s"', async (CostsBudget) => {
    const { report, published, log } = await start({ settings: { CostsBudget } });

    await report();

    expect(published()[0]!.message).not.toMatch(/budget/i);
    await vi.waitUntil(() => log().includes('"ReportsDone":1'), { timeout: 30_000 });
    expect(log()).not.toContain('BudgetPaceExceeded');
  });

  it('spends no more in a month than the setting allows, and reports that', async () => {
    const { report, published, log, local, keys } = await start({
      settings: { CostsMaxSpendUsd: '0.02', CostsForecast: 'aws' },
    });

    const first = await report();
    const second = await report({ report: 'monthly' });

    // AWS's forecast would have been one request too many: it was calculated from daily costs.
    expect([first.status, second.status]).toEqual(['done', 'spent']);
    expect(local.paidRequests()).toBe(2);
    expect(published().map(({ message }) => message)).toEqual([
      expect.stringContaining('Expected by the end of the month'),
      expect.stringContaining('the maximum of a month is $0.02'),
    ]);
    await vi.waitUntil(() => log().includes('"SpendExceeded":1'), { timeout: 30_000 });
    expect(await keys()).not.toContain(`reports/monthly/${lastMonth.slice(0, 7)}.html`);
  });

  it('pays once where the schedule fires twice', async () => {
    const { report, published, local } = await start();
    const event = { source: 'aws.scheduler', time: `${today}T08:00:00Z`, resources: ['x/report-costs'] };

    await report(event);

    expect(await report(event)).toEqual({ failed: false, status: 'repeated' });
    expect(published()).toHaveLength(1);
    expect(local.paidRequests()).toBe(2);
  });
});

describe('the schedules of report-costs', () => {
  it('run every day at eight, and for the month before on the second, by the time zone', async () => {
    const directory = await mkdtemp(join(folder, 'echo-'));
    await writeFile(
      join(directory, 'index.cjs'),
      'exports.handler = async ({ time, resources }) => [time, resources[0].split("/").at(-1)];',
    );
    const clock = createMovableClock(Date.UTC(2026, 9, 31, 12));
    const { local, events } = await start({
      clock,
      bundles: [{ name: 'report-costs', directory, handler: 'index.handler' }],
      settings: { CostsTimeZone: 'Asia/Seoul' },
    });

    await clock.advance(48 * 3_600_000);
    await local.idle();

    const results = events.flatMap((event) => (event.type === 'finished' ? [String(event.result)] : []));
    // Side by side, as the clock made one leap.
    expect(results.toSorted()).toEqual([
      '2026-10-31T23:00:00Z,report-costs',
      '2026-11-01T23:00:00Z,report-costs',
      '2026-11-01T23:30:00Z,report-costs-monthly',
    ]);
  });
});

it('uses all that its manifest grants, and nothing else', async () => {
  const { local, report } = await start({ settings: { CostsForecast: 'aws' } });

  await report();

  // The bucket was asked for what was spent before: nothing is there yet.
  expect(await roleUse(local, stack.functions[0]!)).toEqual({ unused: [], problems: [] });
});
