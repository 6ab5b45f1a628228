import { readFile, stat } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { type Money, money, moneyText, sumMoney } from '@groundcrew/cost/money';
import { parse } from 'csv-parse/sync';
import { afterAll, expect, test } from 'vitest';
import type { BillCharge } from './make-bill/charge.ts';
import { makeCharges } from './make-bill/charges.ts';
import { billFile, billForms, billPeriod } from './make-bill.ts';

const charges = makeCharges(billPeriod);
/** Months with every kind of charge: to read the whole bill in all its forms takes long. */
const summer = charges.filter(({ start }) => start >= '2026-07-01' && start < '2026-10-01');

type Row = Readonly<Record<string, string>>;

const parsed = new Map<keyof typeof billForms, readonly Row[]>();
// The files after this one share its worker.
afterAll(() => parsed.clear());

function rowsOf(form: keyof typeof billForms): readonly Row[] {
  const rows = parsed.get(form) ?? parse<Row>(billForms[form](summer), { columns: true });
  parsed.set(form, rows);
  return rows;
}

/** Sums by month and service, as texts. */
function sums<T>(
  of: readonly T[],
  keyOf: (one: T) => string,
  amountOf: (one: T) => Money,
): Record<string, string> {
  const groups = Map.groupBy(of, keyOf);
  const texts = [...groups].map(([key, group]) => [key, moneyText(sumMoney(group.map(amountOf)))]);
  return Object.fromEntries(texts);
}

const chargeKey = ({ start, product }: BillCharge) => `${start.slice(0, 7)} ${product.code}`;
const amount = (text: string | undefined) => money(text === undefined || text === '' ? 0 : text);

test('the committed sample equals the output of the script, and is small', async () => {
  const committed = gunzipSync(await readFile(billFile)).toString();
  expect(committed === billForms.focus(charges)).toBe(true);
  expect((await stat(billFile)).size).toBeLessThan(1_000_000);
});

test('another seed generates another bill, the same seed the same one', () => {
  const short = { start: '2026-02-27', end: '2026-03-02' };
  const bill = (seed: number) => billForms.focus(makeCharges({ ...short, seed }));
  expect(bill(1)).toBe(bill(1));
  expect(bill(1)).not.toBe(bill(2));
});

test('every form bills the same for each month and service', () => {
  const expected = sums(summer, chargeKey, ({ billed }) => billed);
  const focus = (row: Row) => `${row.ChargePeriodStart!.slice(0, 7)} ${row.x_ServiceCode}`;
  expect(sums(rowsOf('focus'), focus, (row) => amount(row.BilledCost))).toEqual(expected);
  const legacy = (row: Row) =>
    `${row['lineItem/UsageStartDate']!.slice(0, 7)} ${row['lineItem/ProductCode']}`;
  expect(sums(rowsOf('legacy-cur'), legacy, (row) => amount(row['lineItem/UnblendedCost']))).toEqual(
    expected,
  );
  const cur2 = (row: Row) => `${row.line_item_usage_start_date!.slice(0, 7)} ${row.line_item_product_code}`;
  expect(sums(rowsOf('cur2'), cur2, (row) => amount(row.line_item_unblended_cost))).toEqual(expected);
});

test('the plan is distributed over covered usage in the same way in FOCUS and in a Cost and Usage Report', () => {
  const expected = sums(summer, chargeKey, ({ effective }) => effective);
  const focus = (row: Row) => `${row.ChargePeriodStart!.slice(0, 7)} ${row.x_ServiceCode}`;
  expect(sums(rowsOf('focus'), focus, (row) => amount(row.EffectiveCost))).toEqual(expected);
  const cur2 = (row: Row) => `${row.line_item_usage_start_date!.slice(0, 7)} ${row.line_item_product_code}`;
  const amortized = (row: Row) => {
    switch (row.line_item_line_item_type) {
      case 'SavingsPlanCoveredUsage':
        return amount(row.savings_plan_savings_plan_effective_cost);
      case 'SavingsPlanRecurringFee':
        return amount(row.savings_plan_total_commitment_to_date).minus(
          amount(row.savings_plan_used_commitment),
        );
      case 'SavingsPlanNegation':
        return money(0);
      default:
        return amount(row.line_item_unblended_cost);
    }
  };
  expect(sums(rowsOf('cur2'), cur2, amortized)).toEqual(expected);
});

test('the tags are the same in every form', () => {
  const projects = (rows: readonly Row[], projectOf: (row: Row) => string | undefined) =>
    new Set(rows.map((row) => projectOf(row) ?? ''));
  const expected = new Set(['', 'shop', 'catalog', 'inventory', 'analytics']);
  const ofMap = (text: string | undefined, key: string) =>
    JSON.parse(text || '{}')[key] as string | undefined;
  expect(projects(rowsOf('focus'), ({ Tags }) => ofMap(Tags, 'Project'))).toEqual(expected);
  expect(projects(rowsOf('cur2'), (row) => ofMap(row.resource_tags, 'user_project'))).toEqual(expected);
  expect(projects(rowsOf('legacy-cur'), (row) => row['resourceTags/user:Project'])).toEqual(expected);
});

test('the bill has a forgotten instance for three days, and a refund of half of it', () => {
  const forgotten = charges.filter(({ resource }) => resource === 'i-0feedfacecafe0042');
  expect(forgotten.map(({ start }) => start)).toEqual(['2026-08-12', '2026-08-13', '2026-08-14']);
  const cost = sumMoney(forgotten.map(({ billed }) => billed));
  const refund = charges.find(({ type }) => type === 'Refund')!;
  expect(moneyText(refund.billed.times(-2))).toBe(moneyText(cost));
});

test('much of the bill has no project, and support, credit and tax are on the first of a month', () => {
  const usage = charges.filter(({ type }) => type === 'Usage');
  const untagged = sumMoney(usage.filter(({ tags }) => !tags.Project).map(({ billed }) => billed));
  const share = untagged.div(sumMoney(usage.map(({ billed }) => billed))).toNumber();
  expect(share).toBeGreaterThan(0.1);
  expect(share).toBeLessThan(0.4);
  const ofMonth = charges.filter(
    ({ type, product }) => type === 'Tax' || type === 'Credit' || product.code === 'AWSSupportBusiness',
  );
  expect(new Set(ofMonth.map(({ start }) => start.slice(8)))).toEqual(new Set(['01']));
});
