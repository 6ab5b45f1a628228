import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { money, moneyText, sumMoney } from '@groundcrew/cost/money';
import { describe, expect, test, vi } from 'vitest';
import { makeCharges } from '../make-bill/charges.ts';
import { billFile, billForms } from '../make-bill.ts';
import {
  cost,
  costOfExport,
  startCostExplorer,
  startCostExplorerElsewhere,
  yearExport,
} from '../testing/cost.ts';
import { temporaryFolder } from '../testing/groundcrew.ts';

interface Row {
  readonly service: string | null;
  readonly charge: string;
  readonly cost: string;
  readonly [column: string]: string | number | null;
}

interface ReportJson {
  readonly about: Readonly<Record<string, string | number | null>>;
  readonly totals: readonly Row[];
  readonly outlook?: readonly Row[];
  readonly costs: readonly Row[];
  readonly details?: readonly Row[];
  readonly untagged?: readonly Row[];
  readonly untaggedResources?: readonly Row[];
  readonly notes: readonly string[];
}

function read(out: string): ReportJson {
  return JSON.parse(out) as ReportJson;
}

/** Cost Explorer does not name accounts. */
function withoutAccountName(row: Row): Row {
  return 'accountName' in row ? { ...row, accountName: null } : row;
}

async function cachedIn({ XDG_CACHE_HOME: folder }: Readonly<Record<string, string>>): Promise<string[]> {
  return readdir(join(folder!, 'groundcrew/cost')).catch(() => []);
}

const october = ['report', '--period', '2026-10', '--output', 'json'];

describe('by Cost Explorer', () => {
  test.each([[], ['--by', 'tag:Project,service'], ['--by', 'account'], ['--filter', 'service!=AWS Glue']])(
    'a month has the same costs as its export, to the last digit (%j)',
    async (...words) => {
      // Prepare
      await startCostExplorer();

      // Act
      const asked = await cost([...october, ...words]);
      const exported = await costOfExport([...october, ...words]);

      // Assess
      expect([asked.code, exported.code]).toEqual([0, 0]);
      const [one, other] = [read(asked.out), read(exported.out)];
      expect(one.totals).toEqual(other.totals);
      expect(one.costs).toEqual(other.costs.map(withoutAccountName));
      expect(one.details).toEqual(other.details);
      expect(one.untagged).toEqual(other.untagged);
      expect(one.costs.length).toBeGreaterThan(3);
    },
  );

  test('the price is printed before, and nothing is paid for twice', async () => {
    // Prepare
    const { local, environment } = await startCostExplorerElsewhere();

    // Act
    const first = await cost(october, environment);
    const paid = local.paidRequests();
    const second = await cost(october, environment);

    // Assess
    expect(first.err).toBe('Cost Explorer: 2 requests, $0.02\n');
    expect(read(first.out).about).toMatchObject({ paidRequests: 2, paidUsd: '0.02' });
    expect(paid).toBe(2);
    expect(second.err).toBe('');
    expect(read(second.out)).toMatchObject({
      costs: read(first.out).costs,
      about: { paidRequests: 0, paidUsd: '0' },
      notes: [expect.stringContaining('come from the cache, at no cost'), expect.anything()],
    });
    expect(local.paidRequests()).toBe(2);
    expect(local.calls().some(({ action }) => action === 'sts:GetCallerIdentity')).toBe(true);
  });

  test('--no-cache requests, and pays, again', async () => {
    const { local, environment } = await startCostExplorerElsewhere();
    await cost(october, environment);
    const { err } = await cost([...october, '--no-cache'], environment);
    expect(err).toBe('Cost Explorer: 2 requests, $0.02\n');
    expect(local.paidRequests()).toBe(4);
    expect((await cachedIn(environment)).length).toBeGreaterThan(0);
  });

  test('an embedded AWS with another bill on the same port is asked anew', async () => {
    // Prepare
    const { local, environment } = await startCostExplorer();
    const first = await cost(october, environment);
    await local.close();
    const bill = join(await temporaryFolder(), 'bill.csv');
    await writeFile(bill, billForms.focus(makeCharges({ start: '2026-09-01', end: '2026-11-01', seed: 1 })));
    await startCostExplorer(bill, { port: Number(new URL(local.endpoint).port) });

    // Act
    const second = await cost(october, environment);

    // Assess
    expect([first.err, second.err]).toEqual(Array(2).fill('Cost Explorer: 2 requests, $0.02\n'));
    const { totals } = read((await costOfExport(october, bill)).out);
    expect(read(second.out).totals).toEqual(totals);
    expect(read(first.out).totals).not.toEqual(totals);
  });

  test.each(['--endpoint-url', 'AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_COST_EXPLORER'])(
    'nothing is cached of an endpoint on this machine by %s',
    async (name) => {
      const { local, environment } = await startCostExplorerElsewhere();
      const here = local.endpoint.replace('127.0.0.1', 'localhost');
      const isOption = name.startsWith('--');
      if (!isOption) vi.stubEnv(name, here);
      const words = isOption ? [...october, name, here] : october;
      for (const paid of [2, 4]) {
        expect((await cost(words, environment)).code).toBe(0);
        expect(local.paidRequests()).toBe(paid);
      }
      expect(await cachedIn(environment)).toEqual([]);
    },
  );

  test('no request is sent if all of them exceed the limit', async () => {
    const { local, environment } = await startCostExplorer();
    const { code, out, err } = await cost([...october, '--max-spend', '0.01'], environment);
    expect({ code, out, paid: local.paidRequests() }).toEqual({ code: 1, out: '', paid: 0 });
    expect(err).toContain(
      'this takes 2 requests to Cost Explorer, $0.02, and no more than $0.01 may be spent',
    );
    expect(err).toContain('[cost.spend.exceeded]');
  });

  test('fewer requests are sent for less', async () => {
    const { local } = await startCostExplorer();
    const { err } = await cost([...october, '--compare', 'none', '--tag', '']);
    expect(err).toBe('Cost Explorer: 1 request, $0.01\n');
    expect(local.paidRequests()).toBe(1);
  });
});

describe('from an export', () => {
  test('this month so far is compared with the same days of the last one', async () => {
    const { about, totals, costs, notes } = read((await costOfExport(['report', '--output', 'json'])).out);
    expect(about).toMatchObject({
      period: '2026-11-01..2026-11-19, so far',
      dataThrough: '2026-11-19',
      comparedWith: '2026-10-01..2026-10-19',
      estimated: '2026-11-01 to 2026-11-19, may still change',
      paidRequests: 0,
    });
    expect(notes).toContain(
      'Data to 19 November 2026 (estimated): 20 November 2026 is not delivered as a whole, and left out of all figures and comparisons.',
    );
    const total = totals[0]!;
    expect(moneyText(sumMoney(costs.map((row) => money(row.cost))))).toBe(total.cost);
    expect(moneyText(sumMoney(costs.map((row) => money(String(row.before)))))).toBe(total.before);
    expect(costs.filter(({ charge }) => charge !== 'usage').map(({ charge }) => charge)).toEqual([
      'support',
      'fee',
      'tax',
    ]);
  });

  test('the printed table adds up to the cent, with a folded row', async () => {
    const { out } = await costOfExport(['report', '--period', '2026-10', '--top', '4', '--compare', 'none']);
    const section = out.slice(out.indexOf('By service\n'), out.indexOf('Without Project'));
    const amounts = [...section.matchAll(/(-?)\$([\d,]+\.\d\d)/g)].map(([, sign, digits]) =>
      money(`${sign}${digits!.replaceAll(',', '')}`),
    );
    expect(section).toMatch(/\d+ others/);
    expect(sumMoney(amounts).toFixed(2)).toBe('3970.71');
    expect(out).toContain('$3,970.71');
  });

  test('untagged costs are listed by service, and by their largest resources', async () => {
    const { untagged, untaggedResources } = read((await costOfExport(october)).out);
    expect(untagged!.map(({ service }) => service)).toContain('Amazon Elastic Compute Cloud');
    const costs = untaggedResources!.map((row) => Number(row.cost));
    expect(costs).toEqual(costs.toSorted((one, other) => other - one));
    expect(untaggedResources![0]).toMatchObject({ resource: expect.stringContaining('natgateway') });
    const sum = (rows: readonly Row[]) => sumMoney(rows.map((row) => money(row.cost)));
    expect(sum(untaggedResources!).lte(sum(untagged!))).toBe(true);
  });

  test('by one tag, untagged costs are those without this tag', async () => {
    const { costs, untagged } = read((await costOfExport([...october, '--by', 'tag:Team'])).out);
    const none = costs.find((row) => row['tag:Team'] === null && row.charge === 'usage');
    expect(moneyText(sumMoney(untagged!.map((row) => money(row.cost))))).toBe(none!.cost);
  });

  test('an export without the tag still reports the costs', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'cur.csv');
    const charges = makeCharges({ start: '2026-09-01', end: '2026-11-01', seed: 1 });
    await writeFile(path, billForms['legacy-cur'](charges));
    const words = ['--tag', 'Owner', '--source', path];
    const { code, out } = await cost([...october, ...words]);
    const { costs, untagged, notes } = read(out);
    expect(code).toBe(0);
    expect(costs.length).toBeGreaterThan(5);
    expect(untagged).toBeUndefined();
    expect(notes).toContainEqual(expect.stringMatching(/^Untagged costs are not reported: .*tag:Owner/));
  });

  test('the month has a forecast, and is compared with its budget', async () => {
    const { code, out } = await costOfExport([
      'report',
      '--forecast',
      '--budget',
      '5000',
      '--output',
      'json',
    ]);
    const { totals, outlook } = read(out);
    const [month] = outlook!;
    expect(code).toBe(0);
    expect(month).toMatchObject({ budget: '5000', budgetState: 'within' });
    const [low, forecast, high] = [month!.forecastLow, month!.forecast, month!.forecastHigh].map(Number);
    expect(low).toBeLessThanOrEqual(forecast!);
    expect(forecast).toBeLessThanOrEqual(high!);
    expect(Number(totals[0]!.cost)).toBeLessThan(low!);
  });

  test('a period without costs is not compared with', async () => {
    const { out } = await costOfExport(
      ['report', '--period', '2025-11', '--output', 'json'],
      await yearExport(),
    );
    expect(read(out).about.comparedWith).toBeNull();
    expect(read(out).notes).toContain('Nothing is compared: there are no costs of 2025-10.');
  });

  test('--show-sql prints the statement, and does not change the result', async () => {
    const { out, err } = await costOfExport([...october, '--show-sql']);
    expect(err).toMatch(/SELECT/i);
    expect(err).toContain('bill-focus-2026-07');
    expect(read(out).about.period).toBe('2026-10');
  });

  test('a page loads nothing from elsewhere', async () => {
    const { out } = await costOfExport(['report', '--period', '2026-10', '--output', 'html']);
    expect(out).toMatch(/^<!doctype html>/i);
    expect(out).toContain('<svg');
    expect(out).not.toMatch(/<script|src=|https?:\/\/(?!www\.w3\.org)/i);
  });
});

test('another currency is shown beside the billed one, and marked as converted', async () => {
  const words = ['report', '--period', '2026-10', '--compare', 'none', '--currency', 'KRW', '--rate', '1380'];
  const { out } = await costOfExport([...words, '--output', 'json']);
  const { totals, costs, notes } = read(out);
  expect(totals[0]!.converted).toBe(moneyText(money(totals[0]!.cost).times(1380)));
  expect(moneyText(sumMoney(costs.map(({ converted }) => money(String(converted)))))).toBe(
    totals[0]!.converted,
  );
  expect(notes).toContain('Amounts in KRW are converted by the rate 1380; the bill is in USD.');
  expect((await costOfExport(words)).out).toMatch(/KRW, converted[\s\S]*₩5,479,583/);
});

test.each([
  [['--currency', 'KRW'], '--currency and --rate belong together'],
  [['--currency', 'KRW', '--rate', '13x'], '"13x" on --rate is not a rate'],
  [['--period', '2027'], 'is in the future'],
  [['--by', 'project'], 'dimension "project" is not known'],
  [['--by', 'service,region,account'], 'name two at most'],
  [['--metric', 'nett'], 'metric "nett" is not known'],
  [['--filter', 'service'], 'has no ='],
  [['--budget', '12 hundred'], '--budget "12 hundred" is not an amount'],
  [['--budget', '50', '--period', 'last-7-days'], '--budget is for whole months or a month so far'],
  [
    ['--budget', '50', '--period', '2026-11-05..2026-11-25'],
    '--budget is for whole months or a month so far',
  ],
  [['--forecast', '--period', 'last-month'], '--forecast is for this month so far, not for 2026-10'],
  [['--forecast', 'aws', '--source', billFile], '--forecast aws is for Cost Explorer'],
  [['--forecast', 'ours'], 'Allowed choices are own, aws'],
  [['--max-spend', '-1'], '--max-spend "-1" is not an amount'],
  [['--source', 'cost-explorer', '--source', billFile], "can't be combined with another source"],
  [['--show-sql'], '--show-sql is for billing exports and Athena'],
  [['--provider', 'AWS'], '--provider is for FOCUS exports'],
])('%j is refused as wrong usage, before any request', async (words, message) => {
  const { code, out, err } = await cost(['report', ...words]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});
