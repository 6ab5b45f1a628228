import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '@groundcrew/errors';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { wrapDuckdbError } from './errors.ts';
import { loadDuckdb } from './load-duckdb.ts';
import { quoteText } from './sql-text.ts';

export interface DuckdbOptions {
  /** Default: one per core. */
  readonly threads?: number;
  /** Memory limit above which DuckDB writes to `temporaryFolder`; default: its own (80 %). */
  readonly memoryLimitBytes?: number;
  /**
   * Memory above which DuckDB writes to `temporaryFolder`, if it can: a statement that needs more anyway, or has no
   * place to write to, runs again within `memoryLimitBytes`. Default: none.
   */
  readonly memoryTargetBytes?: number;
  /** Folder for data that does not fit in memory; created when it is needed. */
  readonly temporaryFolder?: string;
}

/** Decimals, dates and times are exact texts; integers of 64 bits and more are `bigint`. */
export type SqlValue = string | bigint | number | boolean | null;

export interface SqlResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
  /** Rows of CSV files that a statement with `store_rejects` left out, by file and kind of error; of others, none. */
  readonly rejected: readonly RejectedRows[];
}

export interface RejectedRows {
  readonly file: string;
  /** DuckDB's name: `TOO MANY COLUMNS`, `MISSING COLUMNS`, `INVALID ENCODING`, … */
  readonly kind: string;
  readonly count: number;
  /** The first of them, from 1. */
  readonly line: number;
}

export interface Duckdb {
  /**
   * Runs one statement and reads its whole result: for results that fit in memory.
   *
   * @throws GroundcrewError, see `wrapDuckdbError`; the signal's reason
   */
  query(sql: string, options?: { readonly signal?: AbortSignal }): Promise<SqlResult>;
  close(): void;
}

const WAIT_FOR_MEMORY_MS = 10;

/**
 * Opens DuckDB inside this process, in memory, with access to the files that a query names. Extensions are neither
 * downloaded nor loaded from disk: only built-in ones (CSV, gzip, Parquet, JSON) are available.
 *
 * @throws GroundcrewError `duckdb.not-installed`
 */
export async function openDuckdb(options: DuckdbOptions = {}): Promise<Duckdb> {
  const { DuckDBInstance } = await loadDuckdb();
  const folder = options.temporaryFolder ?? join(tmpdir(), `groundcrew-duckdb-${process.pid}`);
  const { memoryLimitBytes, memoryTargetBytes } = options;
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    // The order of a file's rows does not matter for a sum, and costs memory.
    preserve_insertion_order: 'false',
    // Of `IN (SELECT …)`, the rows of the file would be kept in memory, as the number of rows of the other side is unknown.
    disabled_optimizers: 'build_side_probe_side',
    // DuckDB's default is `.tmp` in the current folder.
    temp_directory: folder,
    ...(options.threads !== undefined && { threads: String(options.threads) }),
    ...(memoryLimitBytes !== undefined && { memory_limit: `${memoryLimitBytes}B` }),
  });
  const setLimit = (connection: DuckDBConnection, limit: string) =>
    connection.run(`SET GLOBAL memory_limit = ${quoteText(limit)}`);
  /** The limit to go back to from the target; `undefined`: it applies. */
  let limit: string | undefined;
  if (memoryTargetBytes !== undefined) {
    const connection = await instance.connect();
    // Set back by its text: RESET leaves the limit of the buffers as it is.
    const { rows } = await readAll(connection, "SELECT current_setting('memory_limit')");
    limit = String(rows[0]![0]);
    await setLimit(connection, `${memoryTargetBytes}B`);
    connection.closeSync();
  }
  let running = 0;
  const run = async (connection: DuckDBConnection, sql: string): Promise<SqlResult> => {
    running++;
    try {
      return await readAll(connection, sql);
    } finally {
      running--;
    }
  };
  /** To set a limit takes memory, too: where statements that run have all of it, they are waited for. */
  const leaveTarget = async (connection: DuckDBConnection, wider: string): Promise<void> => {
    for (;;) {
      const isAlone = running === 0;
      try {
        await setLimit(connection, wider);
        limit = undefined;
        return;
      } catch (error) {
        if (isAlone || !isOfMemory(error, folder)) throw error;
        await sleep(WAIT_FOR_MEMORY_MS);
      }
    }
  };
  return {
    async query(sql, { signal } = {}) {
      // One connection per query: an interrupt stops all queries of its connection.
      const connection = await instance.connect();
      let interrupts: NodeJS.Timeout | undefined;
      const interrupt = () => {
        connection.interrupt();
        // A query that is about to start loses an earlier interrupt.
        interrupts ??= setInterval(interrupt, 20);
      };
      signal?.addEventListener('abort', interrupt, { once: true });
      try {
        signal?.throwIfAborted();
        // Of several at a time, each that began within the target runs again.
        const wider = limit;
        return await run(connection, sql).catch(async (error: unknown) => {
          signal?.throwIfAborted();
          if (wider === undefined || !isOfMemory(error, folder)) throw error;
          await leaveTarget(connection, wider);
          return await run(connection, sql);
        });
      } catch (error) {
        signal?.throwIfAborted();
        throw wrapDuckdbError(error);
      } finally {
        signal?.removeEventListener('abort', interrupt);
        clearInterval(interrupts);
        connection.closeSync();
      }
    },
    close: () => instance.closeSync(),
  };
}

/** Whether there was too little memory, or no place to write what did not fit. */
function isOfMemory(error: unknown, folder: string): boolean {
  const message = messageOf(error);
  return message.startsWith('Out of Memory Error: ') || message.includes(folder);
}

async function readAll(connection: DuckDBConnection, sql: string): Promise<SqlResult> {
  const reader = await connection.runAndReadAll(sql);
  const rows = reader.getRows().map((row) => row.map(plain));
  const rejected = sql.includes('store_rejects') ? await rejectedRows(connection) : [];
  return { columns: reader.columnNames(), rows, rejected };
}

/** DuckDB keeps them in tables of the connection, which exist once there is one; a row may have several errors. */
async function rejectedRows(connection: DuckDBConnection): Promise<RejectedRows[]> {
  // Nearly always there is none: to plan the statement below takes longer than to read a small file.
  if (!(await hasRejects(connection))) return [];
  const found = await connection.runAndReadAll(
    `SELECT file_path, CAST(error_type AS VARCHAR) AS kind, count(DISTINCT (scan_id, line)), min(line)
     FROM reject_errors JOIN reject_scans USING (scan_id, file_id)
     GROUP BY ALL ORDER BY ALL`,
  );
  return found.getRows().map(([file, kind, count, line]) => ({
    file: String(file),
    kind: String(kind),
    count: Number(count),
    line: Number(line),
  }));
}

async function hasRejects(connection: DuckDBConnection): Promise<boolean> {
  try {
    const { currentRowCount } = await connection.runAndReadAll('FROM reject_errors LIMIT 1');
    return currentRowCount > 0;
  } catch (error) {
    if (messageOf(error).startsWith('Catalog Error: Table with name reject_errors does not exist'))
      return false;
    throw error;
  }
}

function plain(value: DuckDBValue): SqlValue {
  return value !== null && typeof value === 'object' ? String(value) : value;
}
