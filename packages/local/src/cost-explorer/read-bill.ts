import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { GroundcrewError, isGroundcrewError, messageOf } from '@groundcrew/errors';
import { Big } from 'big.js';
import { parse } from 'csv-parse';
import type { Bill, BillRow } from './bill.ts';
import { recordTypeOf } from './record-type.ts';

const requiredColumns = [
  'BilledCost',
  'BillingCurrency',
  'ChargeCategory',
  'ChargePeriodStart',
  'ServiceName',
];

type Cells = Readonly<Record<string, string>>;

/**
 * Reads a bill: a FOCUS file (1.0 or later) as CSV, also compressed by gzip (`.gz`). Charges of other providers than AWS
 * are skipped, as Cost Explorer has none.
 *
 * @throws GroundcrewError `local.bill.unreadable`, `local.bill.not-focus`, `local.bill.value`, `local.bill.currencies`
 */
export async function readBill(path: string): Promise<Bill> {
  const rows: BillRow[] = [];
  const currencies = new Set<string>();
  try {
    for await (const { cells, line } of cellsOf(path)) {
      if (!/^(AWS|Amazon Web Services)?$/i.test(textOf(cells, 'ProviderName'))) continue;
      rows.push(rowOf(cells, path, line));
      currencies.add(textOf(cells, 'BillingCurrency'));
    }
  } catch (error) {
    if (isGroundcrewError(error)) throw error;
    throw new GroundcrewError(
      'local.bill.unreadable',
      `the bill ${path} cannot be read: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  }
  if (currencies.size > 1) {
    const list = [...currencies].join(' and ');
    throw new GroundcrewError(
      'local.bill.currencies',
      `the bill ${path} is in ${list}; Cost Explorer reports in one currency: use a file with one`,
    );
  }
  return { rows: rows.sort((a, b) => a.startMs - b.startMs), currency: [...currencies][0] ?? 'USD' };
}

async function* cellsOf(path: string): AsyncGenerator<{ readonly cells: Cells; readonly line: number }> {
  const parser = parse({
    bom: true,
    info: true,
    columns: (header: string[]) => {
      const missing = requiredColumns.filter((name) => !header.includes(name));
      if (missing.length === 0) return header;
      throw new GroundcrewError(
        'local.bill.not-focus',
        `the bill ${path} is not a FOCUS file: missing column(s) ${missing.join(', ')}`,
      );
    },
  });
  const file = createReadStream(path);
  // A failure of any stream ends the loop below.
  if (path.endsWith('.gz')) pipeline(file, createGunzip(), parser, () => {});
  else pipeline(file, parser, () => {});
  for await (const { record, info } of parser as AsyncIterable<{
    record: Cells;
    info: { readonly lines: number };
  }>) {
    yield { cells: record, line: info.lines };
  }
}

function rowOf(cells: Cells, path: string, line: number): BillRow {
  const text = (name: string) => textOf(cells, name);
  const invalidValue = (name: string, expected: string) =>
    new GroundcrewError(
      'local.bill.value',
      `${name} "${cells[name]}" of the row that ends on line ${line} of ${path} is not a ${expected}`,
    );
  const amount = (name: string, otherwise = '0') => {
    try {
      return new Big(text(name) || otherwise);
    } catch {
      throw invalidValue(name, 'decimal number');
    }
  };
  const map = (name: string): Record<string, string> => {
    try {
      const entries = Object.entries(
        JSON.parse(text(name) || '{}') as Record<string, string | number | boolean | null>,
      );
      return Object.fromEntries(
        entries.map(([key, value]) => [key.replace(/^user:/, ''), String(value ?? '')]),
      );
    } catch {
      throw invalidValue(name, 'JSON object');
    }
  };
  const startMs = timeOf(text('ChargePeriodStart'));
  if (Number.isNaN(startMs)) throw invalidValue('ChargePeriodStart', 'time');
  const region = text('RegionId') || text('Region');
  return {
    startMs,
    account: text('SubAccountId') || text('BillingAccountId'),
    service: text('ServiceName'),
    region: region === 'global' ? '' : region,
    availabilityZone: text('AvailabilityZone'),
    usageType: text('x_UsageType'),
    operation: text('x_Operation'),
    recordType: recordTypeOf({
      category: text('ChargeCategory'),
      chargeClass: text('ChargeClass'),
      description: text('ChargeDescription'),
      service: text('ServiceName'),
      frequency: text('ChargeFrequency'),
      commitmentType: text('CommitmentDiscountType'),
    }),
    tags: map('Tags'),
    costCategories: map('x_CostCategories'),
    billed: amount('BilledCost'),
    effective: amount('EffectiveCost', text('BilledCost')),
    quantity: amount('ConsumedQuantity'),
    unit: text('ConsumedUnit'),
  };
}

/** Some exporters write the word NULL for an empty cell. */
function textOf(cells: Cells, name: string): string {
  const value = cells[name] ?? '';
  return value === 'NULL' ? '' : value;
}

/** `2024-09-18 22:00:00` and `2024-09-18T22:00:00Z`, both in UTC. */
function timeOf(text: string): number {
  const [, day, time = '00:00:00'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?Z?)?$/.exec(text) ?? [];
  return day === undefined ? Number.NaN : Date.parse(`${day}T${time}Z`);
}
