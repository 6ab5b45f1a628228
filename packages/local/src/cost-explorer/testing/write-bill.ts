import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

export type TestRow = Readonly<Record<string, string>>;

const usage: TestRow = {
  ProviderName: 'AWS',
  BillingCurrency: 'USD',
  BillingAccountId: '000000000000',
  SubAccountId: '111111111111',
  ChargeCategory: 'Usage',
  ChargeClass: 'NULL',
  ChargeDescription: '',
  ChargeFrequency: 'Usage-Based',
  ChargePeriodStart: '2026-10-01T00:00:00Z',
  CommitmentDiscountType: 'NULL',
  ServiceName: 'Amazon S3',
  RegionId: 'eu-west-1',
  BilledCost: '1',
  EffectiveCost: '1',
  ConsumedQuantity: '1',
  ConsumedUnit: 'GB',
  Tags: 'NULL',
  x_UsageType: 'EU-TimedStorage',
  x_CostCategories: '',
};

/** A FOCUS file of these rows, for the time of a test; values that a row omits are those of {@link usage}. */
export function writeBill(rows: readonly TestRow[], name = 'bill.csv'): string {
  const columns = [...new Set([usage, ...rows].flatMap((row) => Object.keys(row)))];
  const line = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? usage[column] ?? ''))];
  return writeText(`${lines.map(line).join('\n')}\n`, name);
}

/** Compressed if its name ends with `.gz`. */
export function writeText(text: string, name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'bill-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, name);
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}
