import type { BenchOptions, BenchRow } from '../bench-row.ts';
import { benchExports } from './exports.ts';
import { benchReports } from './reports.ts';

/** Costs: questions to a large billing export, and a report of many groups. */
export async function benchCost(options: BenchOptions): Promise<BenchRow[]> {
  return [...(await benchExports(options)), ...(await benchReports(options))];
}
