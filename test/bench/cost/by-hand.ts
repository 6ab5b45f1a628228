import { DuckDBInstance } from '@duckdb/node-api';
import { money } from '@groundcrew/cost/money';
import { reportMeasurement } from './measurement.ts';
import { chargeColumns, questionOf, rowsOf } from './questions.ts';

// A process of its own: the query that one writes by hand, and nothing but DuckDB. `decimal` answers the same question
// as we do, and exactly, with the decimal type that DuckDB adds up fastest and the places that the export has; `float` adds all charges as they are.

const [name, folder = '', kind] = process.argv.slice(2);
const { groups } = questionOf(name);
const isExact = kind === 'decimal';
const columns = isExact ? [...groups, ...chargeColumns] : groups;
const sum = isExact ? 'sum(CAST(BilledCost AS DECIMAL(18, 10)))' : 'sum(BilledCost)';
await reportMeasurement(
  async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const reader = await connection.runAndReadAll(
      `SELECT ${columns.join(', ')}, ${sum} ${rowsOf(folder)} GROUP BY ALL`,
    );
    return reader.getRows();
  },
  (rows) =>
    rows.map((row) => {
      const keys = row.slice(0, groups.length).map((key) => (key === null ? null : String(key)));
      return [JSON.stringify(keys), money(String(row.at(-1)))];
    }),
);
