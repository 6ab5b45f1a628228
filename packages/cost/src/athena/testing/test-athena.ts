import type { Athena, TableColumn, TableDescription } from '@groundcrew/aws/athena';
import { type Duckdb, openDuckdb, quoteName } from '@groundcrew/duckdb';

/** A fake Athena table, and the statements that ran on it. */
export interface TestAthena {
  readonly athena: Athena;
  readonly statements: string[];
  /** The table `bills.bill` from a SELECT, its columns named and typed as in Glue. */
  createTable(select: string, partitionKeys?: readonly string[]): Promise<void>;
  readonly duckdb: Duckdb;
}

/**
 * An Athena whose statements DuckDB runs: it understands the same text, with three functions defined under their names in
 * Athena.
 */
export async function openTestAthena(): Promise<TestAthena> {
  const duckdb = await openDuckdb({ threads: 1 });
  await duckdb.query('CREATE SCHEMA bills');
  await duckdb.query('CREATE MACRO element_at(entries, name) AS entries[name]');
  // `$["a"]` is `$."a"` in DuckDB.
  await duckdb.query(
    `CREATE MACRO json_extract_scalar(json, path) AS json_extract_string(json, '$.' || path[3:length(path) - 1])`,
  );
  await duckdb.query("CREATE MACRO json_parse(json) AS json_extract(json, '$')");
  const statements: string[] = [];
  let described: TableDescription = { columns: [], partitionKeys: [] };

  return {
    duckdb,
    statements,
    async createTable(select, partitionKeys = []) {
      const { rows } = await duckdb.query(`DESCRIBE ${select}`);
      const columns: TableColumn[] = rows.map(([name, type]) => ({
        name: String(name).toLowerCase(),
        type: glueType(String(type)),
      }));
      const renamed = rows.map(
        ([name]) => `${quoteName(String(name))} AS ${quoteName(String(name).toLowerCase())}`,
      );
      await duckdb.query(
        `CREATE OR REPLACE TABLE bills.bill AS SELECT ${renamed.join(', ')} FROM (${select})`,
      );
      described = {
        columns: columns.filter(({ name }) => !partitionKeys.includes(name)),
        partitionKeys: columns.filter(({ name }) => partitionKeys.includes(name)),
      };
    },
    athena: {
      describeTable: async () => described,
      async runQuery({ sql }) {
        statements.push(sql);
        const { rows } = await duckdb.query(sql);
        return {
          id: 'q-1',
          billedBytes: 10 * 1024 ** 2,
          async *rows() {
            yield rows as readonly (readonly (string | null)[])[];
          },
        };
      },
    },
  };
}

function glueType(type: string): string {
  if (type === 'VARCHAR') return 'string';
  return type
    .toLowerCase()
    .replace('map(varchar, varchar)', 'map<string,string>')
    .replace(/^struct\("?(\w+)"? varchar\)$/, 'struct<$1:string>');
}
