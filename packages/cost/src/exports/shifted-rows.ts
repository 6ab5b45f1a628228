import { type Duckdb, quoteText } from '@groundcrew/duckdb';
import { exportError } from './errors.ts';
import { type InspectedTable, csvFormSql, isParquet, listOf } from './inspect.ts';

/** The column of a cell too many; no export has it. */
const CELL_TOO_MANY = '_groundcrew_cell_too_many';

/**
 * Refuses rows of CSV files with one cell too many where the last is empty. DuckDB takes it for a comma at the end of the
 * row; after a comma outside of quotes, all cells are those of other columns. A comma at the end of each row is one.
 *
 * @throws GroundcrewError `cost.exports.file-unreadable`; the signal's reason
 */
export async function assertNoShiftedRows(
  duckdb: Duckdb,
  tables: readonly InspectedTable[],
  signal?: AbortSignal,
): Promise<void> {
  for (const { files, columns, csv } of tables) {
    if (isParquet(files[0]!)) continue;
    const types = [...columns.map(({ name }) => name), CELL_TOO_MANY].map(
      (name) => `${quoteText(name)}: 'VARCHAR'`,
    );
    for (const file of files) {
      const read = (isParallel: boolean) =>
        duckdb.query(
          `SELECT CAST(count(*) FILTER (WHERE ${CELL_TOO_MANY} = '') AS VARCHAR), CAST(count(*) AS VARCHAR)
           FROM read_csv(${listOf([file])}, header=true, auto_detect=false, ${csvFormSql(csv)}, quote='"', escape='"', nullstr='\\N',
             null_padding=true, ignore_errors=true, parallel=${isParallel}, hive_partitioning=false, columns={${types.join(', ')}})`,
          signal === undefined ? {} : { signal },
        );
      // Lines within cells can't be read in parallel with this option.
      const result = await read(true)
        .catch(() => read(false))
        .catch(() => {
          signal?.throwIfAborted();
          // The statement that reads the file for a report has the reason.
          return null;
        });
      const [shifted, all] = (result?.rows[0] ?? [0, 0]).map(Number) as [number, number];
      if (shifted > 0 && shifted < all) throw rowsShifted(file, shifted);
    }
  }
}

function rowsShifted(file: string, count: number): Error {
  return exportError(
    'cost.exports.file-unreadable',
    `rows of ${file} have a cell more than its header, and the last is empty: ${count}; after a comma outside of quotes, all cells would be those of other columns: export it again, unchanged`,
    { file, count },
  );
}
