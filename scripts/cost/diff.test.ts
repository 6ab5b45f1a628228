import { join } from 'node:path';
import { money, moneyText, sumMoney } from '@groundcrew/cost/money';
import { expect, test } from 'vitest';
import { cost, costOfExport, startCostExplorer } from '../testing/cost.ts';

interface Difference {
  readonly usageType: string | null;
  readonly charge: string;
  readonly change: string;
  readonly reason: string;
  readonly useEffect: string | null;
  readonly priceEffect: string | null;
}

interface DiffJson {
  readonly totals: readonly { readonly change: string }[];
  readonly differences: readonly Difference[];
  readonly notes: readonly string[];
}

const words = ['diff', '2026-07', '2026-08', '--output', 'json'];

test('changes are listed largest first, with their reasons, and add up', async () => {
  const { code, out } = await costOfExport(words);
  const { totals, differences } = JSON.parse(out) as DiffJson;
  expect(code).toBe(0);
  expect(differences[0]).toMatchObject({ usageType: 'BoxUsage:g5.12xlarge', charge: 'usage', reason: 'new' });
  const changes = differences.map(({ change }) => money(change));
  expect(moneyText(sumMoney(changes))).toBe(totals[0]!.change);
  const sizes = changes.map((change) => change.abs().toNumber());
  expect(sizes).toEqual(sizes.toSorted((one, other) => other - one));
  const split = differences.filter(({ useEffect }) => useEffect !== null);
  expect(split.length).toBeGreaterThan(5);
  for (const { useEffect, priceEffect, change } of split)
    expect(moneyText(money(useEffect!).plus(money(priceEffect!)))).toBe(change);
});

test('Cost Explorer and the export have the same changes of usage, with the same reasons', async () => {
  // Prepare
  const { local } = await startCostExplorer();

  // Act
  const asked = await cost(words);
  const exported = await costOfExport([...words, '--by', 'usage-type']);

  // Assess
  const usageOf = (out: string) =>
    (JSON.parse(out) as DiffJson).differences.filter(({ charge }) => charge === 'usage');
  expect(usageOf(asked.out)).toEqual(usageOf(exported.out));
  expect(usageOf(asked.out).some(({ reason }) => reason === 'more-use')).toBe(true);
  expect(asked.err).toBe('Cost Explorer: 2 requests, $0.02\n');
  expect(local.paidRequests()).toBe(2);
});

test('a period that is not over, or longer than the other one, is noted', async () => {
  const { out } = await costOfExport(['diff', '2026-10', 'this-month']);
  expect(out).toContain('19 days are compared with 31');
  expect(out).toContain('2026-11-01..2026-11-19, so far is estimated');
});

test('an invalid period is wrong usage', async () => {
  const { code, err } = await costOfExport(['diff', '2026-13', '2026-10']);
  expect(code).toBe(2);
  expect(err).toContain('2026-13');
});

test('an export without usage types is compared by service, unless they are requested', async () => {
  const sample = join(import.meta.dirname, '../../test/fixtures/focus/focus_sample.csv.gz');
  const halves = ['diff', '2024-09-01..2024-09-15', '2024-09-16..2024-09-30', '--source', sample];
  const { code, out, err } = await cost([...halves, '--output', 'csv']);
  expect(code).toBe(0);
  expect(out).toMatch(/^service,charge,/);
  // CSV has no place for it.
  expect(err).toBe(
    'charges of several providers are added up: AWS, Microsoft, Oracle; --provider counts one of them\n',
  );
  expect((await cost([...halves, '--by', 'usage-type'])).err).toContain('no column for usage-type');
});
