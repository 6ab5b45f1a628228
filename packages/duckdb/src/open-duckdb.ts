import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { wrapDuckdbError } from './errors.ts';
import { loadDuckdb } from './load-duckdb.ts';

export interface DuckdbOptions {
  /** Default: one per core. */
  readonly threads?: number;
  /** Memory limit above which DuckDB writes to `temporaryFolder`; default: its own (80 %). */
  readonly memoryLimitBytes?: number;
  /** Folder for data that does not fit in memory; created when it is needed. */
  readonly temporaryFolder?: string;
}

/** Decimals, dates and times are exact texts; integers of 64 bits and more are `bigint`. */
export type SqlValue = string | bigint | number | boolean | null;

export interface SqlResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
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

/**
 * Opens DuckDB inside this process, in memory, with access to the files that a query names. Extensions are neither
 * downloaded nor loaded from disk: only built-in ones (CSV, gzip, Parquet, JSON) are available.
 *
 * @throws GroundcrewError `duckdb.not-installed`
 */
export async function openDuckdb(options: DuckdbOptions = {}): Promise<Duckdb> {
  const { DuckDBInstance } = await loadDuckdb();
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    // The order of a file's rows does not matter for a sum, and costs memory.
    preserve_insertion_order: 'false',
    // DuckDB's default is `.tmp` in the current folder.
    temp_directory: options.temporaryFolder ?? join(tmpdir(), `groundcrew-duckdb-${process.pid}`),
    ...(options.threads !== undefined && { threads: String(options.threads) }),
    ...(options.memoryLimitBytes !== undefined && { memory_limit: `${options.memoryLimitBytes}B` }),
  });

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
        return await readAll(connection, sql);
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

async function readAll(connection: DuckDBConnection, sql: string): Promise<SqlResult> {
  const reader = await connection.streamAndReadAll(sql);
  return { columns: reader.columnNames(), rows: reader.getRows().map((row) => row.map(plain)) };
}

function plain(value: DuckDBValue): SqlValue {
  return value !== null && typeof value === 'object' ? String(value) : value;
}
