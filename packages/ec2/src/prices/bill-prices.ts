import { type CsvRecord, plainNames } from './csv-records.ts';
import { malformed } from './malformed.ts';
import { createPriceList, type PriceList } from './price-list.ts';

/** Columns of a FOCUS export (FinOps Open Cost and Usage Specification), and the one of AWS with the kind of usage. */
const columns = {
  resource: 'resourceid',
  quantity: 'consumedquantity',
  unit: 'consumedunit',
  cost: 'effectivecost',
  category: 'chargecategory',
  currency: 'billingcurrency',
  usageType: 'xusagetype',
} as const;

/** Whether a header is that of a bill. */
export function isBill(header: CsvRecord): boolean {
  const names = plainNames(header.cells);
  return names.includes(columns.resource) && names.includes(columns.cost);
}

/** The hours of an instance: not its disks, traffic or credits. `APN2-BoxUsage:m6i.large`; of m1.small without its type. */
const INSTANCE_HOURS = /(?:^|-)(?:BoxUsage|SpotUsage|DedicatedUsage|HostBoxUsage)(?::(.+))?$/;
const HOUR = /^(?:hrs?|hours?)$/i;

/**
 * Reads what an hour of each instance cost in a bill, with discounts and commitments (`EffectiveCost`), on average of the file.
 * An instance that had another type then has no price.
 *
 * @throws GroundcrewError `fleet.prices.malformed`
 */
export async function readBillPrices(
  header: CsvRecord,
  records: AsyncIterable<CsvRecord>,
): Promise<PriceList> {
  const names = plainNames(header.cells);
  const position = (key: keyof typeof columns): number => {
    const at = names.indexOf(columns[key]);
    if (at !== -1) return at;
    throw malformed(header.origin, `is that of a bill, and has no column ${columns[key]}`);
  };
  const [resource, quantity, unit, cost] = [
    position('resource'),
    position('quantity'),
    position('unit'),
    position('cost'),
  ];
  const [category, currency, usageType] = [position('category'), position('currency'), position('usageType')];
  const sums = new Map<string, { hours: number; cost: number }>();
  let billed: string | undefined;
  for await (const { cells, origin } of records) {
    const id = /(?:^|:instance\/)(i-[0-9a-f]+)$/.exec(cells[resource] ?? '')?.[1];
    const type = INSTANCE_HOURS.exec(cells[usageType] ?? '');
    if (id === undefined || type === null || cells[category] !== 'Usage' || !HOUR.test(cells[unit] ?? ''))
      continue;
    billed ??= cells[currency];
    if (cells[currency] !== billed) {
      throw malformed(
        origin,
        `has amounts in ${cells[currency]}, and others are in ${billed}; name a bill of one currency`,
      );
    }
    const key = keyOf(id, type[1] ?? 'm1.small');
    const sum = sums.get(key) ?? { hours: 0, cost: 0 };
    sum.hours += amountIn(cells[quantity], origin);
    sum.cost += amountIn(cells[cost], origin);
    sums.set(key, sum);
  }
  if (sums.size === 0)
    throw malformed(header.origin, 'is that of a bill, and no hour of an instance is below it');
  return createPriceList(({ instanceId, instanceType }) => {
    const sum = sums.get(keyOf(instanceId, instanceType));
    return sum === undefined || sum.hours <= 0 ? undefined : sum.cost / sum.hours;
  });
}

function keyOf(instanceId: string, type: string): string {
  return `${instanceId} ${type}`;
}

function amountIn(text: string | undefined, origin: string): number {
  const amount = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(amount)) return amount;
  throw malformed(origin, `has the amount "${(text ?? '').slice(0, 40)}", which is not a number`);
}
