import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { wrapDuckdbError } from './errors.ts';
import { loadDuckdb } from './load-duckdb.ts';

export interface DuckdbOptions {
  /** One for each core unless said otherwise. */
  readonly threads?: number;
  /** What DuckDB may hold before it writes to `temporaryFolder`; its own measure (80 %) unless said otherwise. */
  readonly memoryLimitBytes?: number;
  /** Where what does not fit in memory goes; made when it is needed. */
  readonly temporaryFolder?: string;
}

/** Decimals, dates and times are exact texts; whole numbers of 64 bits and more are `bigint`. */
export type SqlValue = string | bigint | number | boolean | null;

export interface SqlResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
}

export interface Duckdb {
  /**
   * Runs one statement and reads its whole result: for results that fit in memory.
   *
   * @throws GroundcrewError, see `wrapDuckdbError`; what the signal was aborted with
   */
  query(sql: string, options?: { readonly signal?: AbortSignal }): Promise<SqlResult>;
  close(): void;
}

/**
 * Opens DuckDB inside this process, on nothing but memory and the files that a query names. Extensions are neither
 * downloaded nor loaded from disk: what is built in (CSV, gzip, Parquet, JSON) is what there is.
 *
 * @throws GroundcrewError `duckdb.not-installed`
 */
export async function openDuckdb(options: DuckdbOptions = {}): Promise<Duckdb> {
  const { DuckDBInstance } = await loadDuckdb();
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    // The order of a file's rows means nothing to a sum, and costs memory to keep.
    preserve_insertion_order: 'false',
    // DuckDB's own choice is `.tmp` in the folder that one happens to stand in.
    temp_directory: options.temporaryFolder ?? join(tmpdir(), `groundcrew-duckdb-${process.pid}`),
    ...(options.threads !== undefined && { threads: String(options.threads) }),
    ...(options.memoryLimitBytes !== undefined && { memory_limit: `${options.memoryLimitBytes}B` }),
  });

  return {
    async query(sql, { signal } = {}) {
      // One connection a query: an interrupt stops all that its connection does.
      const connection = await instance.connect();
      let interrupts: NodeJS.Timeout | undefined;
      const interrupt = () => {
        connection.interrupt();
        // A query that is about to begin forgets that it was interrupted.
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
