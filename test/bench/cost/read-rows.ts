import { DuckDBInstance } from '@duckdb/node-api';
import { type Money, money } from '@groundcrew/cost/money';
import { reportMeasurement } from './measurement.ts';
import { chargeColumns, questionOf, rowsOf } from './questions.ts';

// A process of its own: DuckDB hands out the rows, and JavaScript adds them up as decimals; a sample of them, as all
// would take minutes.

const [name, folder = '', sample] = process.argv.slice(2);
const { groups } = questionOf(name);
const sums = new Map<string, Money>();
await reportMeasurement(
  async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const result = await connection.stream(
      `SELECT ${[...groups, ...chargeColumns, 'BilledCost'].join(', ')} ${rowsOf(folder)} LIMIT ${sample}`,
    );
    let length = 0;
    for await (const rows of result.yieldRows()) {
      for (const row of rows) {
        const cost = money(Number(row.pop()));
        const group = row.join('\n');
        sums.set(group, sums.get(group)?.plus(cost) ?? cost);
        length += 1;
      }
    }
    return { length };
  },
  () => sums,
);
