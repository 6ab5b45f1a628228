import { type Money, money, moneyText } from '@groundcrew/cost/money';
import { answersOf, days } from './groups.ts';
import { measureReport } from './report-measurement.ts';

// A process of its own: the script that one writes for lack of a report. It adds the same lines up by group and day,
// as decimals, and writes the sums as JSON in one go; no shares, no changes, nothing rounded.

const { now } = answersOf(Number(process.argv[2]));
const at = new Map(days.map((day, index) => [day, index]));
await measureReport(now.lines.length, {
  build() {
    const sums = new Map<string | null, Sum>();
    for (const { day, keys, cost } of now.lines) {
      const key = keys[0] ?? null;
      const sum = sums.get(key) ?? { total: money(0), series: days.map(() => money(0)) };
      sums.set(key, sum);
      const index = at.get(day)!;
      sum.total = sum.total.plus(cost);
      sum.series[index] = sum.series[index]!.plus(cost);
    }
    return [...sums]
      .sort(([, one], [, other]) => other.total.cmp(one.total))
      .map(([resource, { total, series }]) => ({
        resource,
        cost: moneyText(total),
        ...Object.fromEntries(series.map((cost, index) => [days[index], moneyText(cost)])),
      }));
  },
  write: async (rows) => JSON.stringify(rows).length,
});

interface Sum {
  total: Money;
  readonly series: Money[];
}
