import { createHash } from 'node:crypto';
import { type Money, moneyText } from '@groundcrew/cost/money';
import { peakRssMib } from '../peak-rss.mjs';

/** What a contender prints of a question on its standard output. */
export interface Measurement {
  readonly seconds: number;
  /** Of all threads. */
  readonly processorSeconds: number;
  /** Of the process. */
  readonly peakRssMib: number;
  /** Groups of the answer; rows that were read, where it reads rows. */
  readonly count: number;
  /** A digest of all its sums: the same for all who answer the same question exactly. */
  readonly digest: string;
}

/** Measures the work; `sumsOf` is for comparing the answers, and its time is nobody's. */
export async function reportMeasurement<Answer extends { readonly length: number }>(
  work: () => Promise<Answer>,
  sumsOf: (answer: Answer) => Iterable<readonly [group: string, cost: Money]>,
): Promise<void> {
  const begin = performance.now();
  const used = process.cpuUsage();
  const answer = await work();
  const { user, system } = process.cpuUsage(used);
  const measured = {
    seconds: (performance.now() - begin) / 1_000,
    processorSeconds: (user + system) / 1e6,
    peakRssMib: peakRssMib(),
  };
  const measurement: Measurement = { ...measured, count: answer.length, digest: digestOf(sumsOf(answer)) };
  process.stdout.write(`${JSON.stringify(measurement)}\n`);
}

/** Of the sums by group, charges together: who distinguishes charges by their raw columns has more lines of them. */
function digestOf(costs: Iterable<readonly [group: string, cost: Money]>): string {
  const sums = new Map<string, Money>();
  for (const [group, cost] of costs) sums.set(group, sums.get(group)?.plus(cost) ?? cost);
  const lines = [...sums].map(([group, cost]) => `${group} ${moneyText(cost)}\n`).sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
}
