import { DuckDBInstance } from '@duckdb/node-api';
import { chargeColumns, month } from './questions.ts';

// A process of its own: the questions of a report written by hand for DuckDB. `exact` has four statements, with exact
// decimals; `one-scan` the same in one statement; `float` the four in floating point, charges together; `bare` adds the
// costs up by service and day, in floating point, and answers nothing else.

const [kind, files = ''] = process.argv.slice(2);
const isCsv = files.endsWith('.csv.gz');
const from = isCsv
  ? `read_csv('${files}', all_varchar=true)`
  : `read_parquet('${files}', hive_partitioning=false)`;
const at = isCsv ? 'CAST(ChargePeriodStart AS TIMESTAMP)' : 'ChargePeriodStart';
const tag = isCsv ? `json_extract_string(Tags, '$."Project"')` : "Tags['Project']";
const within = `${at} >= TIMESTAMP '${month.start}' AND ${at} < TIMESTAMP '${month.end}'`;
const exact = isCsv ? 'CAST(BilledCost AS DECIMAL(38, 18))' : 'CAST(BilledCost AS DECIMAL(18, 10))';
const float = isCsv ? 'CAST(BilledCost AS DOUBLE)' : 'BilledCost';
const rows = `FROM ${from} WHERE ${within}`;
const untagged = `ChargeCategory = 'Usage' AND ${tag} IS NULL AND ResourceId IS NOT NULL`;

const questionsBy = (cost: string, charges: readonly string[]): readonly string[] => [
  `SELECT max(CAST(${at} AS DATE)) FROM ${from}`,
  `SELECT ${['CAST(' + at + ' AS DATE)', 'ServiceName', ...charges].join(', ')}, sum(${cost}) ${rows} GROUP BY ALL`,
  `SELECT ${tag}, ServiceName, sum(${cost}) ${rows} AND ChargeCategory = 'Usage' GROUP BY ALL`,
  `SELECT ServiceName, ResourceId, sum(${cost}) AS cost ${rows} AND ${untagged} GROUP BY ALL ORDER BY cost DESC LIMIT 20`,
];
/** A table of the columns, if the file is parsed for each statement; else the file itself. */
const inOneScan = `
  WITH charged AS (
    SELECT CAST(${at} AS DATE) AS day, ServiceName AS service, ${tag} AS tag, ChargeCategory AS category,
      ${chargeColumns.map((sql, index) => `${sql} AS charge_${index}`).join(', ')},
      CASE WHEN ${untagged} THEN ResourceId END AS resource, ${exact} AS cost
    ${rows}
  ), added AS MATERIALIZED (
    SELECT day, service, tag, category, ${chargeColumns.map((_, index) => `charge_${index}`).join(', ')}, resource,
      sum(cost) AS cost, grouping(resource) AS is_whole
    FROM charged
    GROUP BY GROUPING SETS (
      (day, service, ${chargeColumns.map((_, index) => `charge_${index}`).join(', ')}), (tag, service, category), (service, resource)
    )
  )
  SELECT * FROM added WHERE is_whole = 1
  UNION ALL (SELECT * FROM added WHERE is_whole = 0 AND resource IS NOT NULL ORDER BY cost DESC LIMIT 20)`;

const statements: Readonly<Record<string, readonly string[]>> = {
  exact: questionsBy(exact, chargeColumns),
  'one-scan': [inOneScan],
  float: questionsBy(float, []),
  bare: [`SELECT CAST(${at} AS DATE), ServiceName, sum(${float}) ${rows} GROUP BY ALL`],
};
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
for (const statement of statements[kind ?? '']!) {
  const reader = await connection.runAndReadAll(statement);
  reader.getRows();
}
