import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type DuckdbOptions, openDuckdb } from '@groundcrew/duckdb';
import { messageOf } from '@groundcrew/errors';
import type { CostQuery, CostSource } from '../model.ts';
import { money } from '../money/index.ts';
import { answerOf } from './answer.ts';
import { exportError, wrapUnreadable } from './errors.ts';
import { type InspectedTable, inspectFiles } from './inspect.ts';
import { listLocal } from './local-files.ts';
import { assertNoOverlap } from './overlap.ts';
import { type ExportStore, fetchExports } from './s3-files.ts';
import { pickSnapshots } from './snapshots.ts';
import { sqlOf } from './sql.ts';

export interface OpenExportsOptions {
  /** Folders, globs, files, `s3://bucket/prefix`. */
  readonly paths: readonly string[];
  /** Reads `s3://` paths. */
  readonly s3?: ExportStore;
  /** Maximum size of a download from `s3://` paths; default: 10 GiB. */
  readonly maxDownloadBytes?: number;
  /** Only charges of these providers (`AWS`); default: all. */
  readonly providers?: readonly string[];
  readonly now?: () => number;
  readonly duckdb?: DuckdbOptions;
  readonly signal?: AbortSignal;
}

export interface ExportSource extends CostSource {
  /** The statement that `query` runs. */
  sql(query: CostQuery): string;
  /** Removes what was downloaded. */
  close(): Promise<void>;
}

/**
 * Opens billing exports: FOCUS 1.0 to 1.2, CUR 2.0 and legacy CUR, as CSV, CSV.gz and Parquet. Only the newest whole
 * delivery of a billing period counts. Queries are free.
 *
 * @throws GroundcrewError `cost.exports.…`; see the files that this one reads with
 */
export async function openExports(options: OpenExportsOptions): Promise<ExportSource> {
  const { signal, now = Date.now } = options;
  const remote = options.paths.filter((path) => path.startsWith('s3://'));
  const local = options.paths.filter((path) => !path.startsWith('s3://'));
  const listing = await listLocal(local);
  const picked = pickSnapshots(listing.files, listing.manifests);
  const fetched = await fetchExports(remote, options);
  const snapshots = [...picked.snapshots, ...fetched.snapshots];
  const files = snapshots.flatMap((snapshot) => snapshot.files.map(({ path }) => path));

  const duckdb = await openDuckdb(options.duckdb);
  const close = async () => {
    duckdb.close();
    await fetched.close();
  };
  let tables: InspectedTable[];
  try {
    tables = await inspectFiles(duckdb, files, signal);
    await assertNoOverlap(duckdb, snapshots, tables, signal);
  } catch (error) {
    await close();
    throw wrapUnreadable(error, files.length === 1 ? files[0]! : 'one of the files');
  }
  const notes = [...picked.notes, ...fetched.notes];
  const gzips = files.filter((file) => /\.gz$/i.test(file));
  let checked: Promise<void> | undefined;

  const sql = (query: CostQuery) =>
    sqlOf(query, tables, {
      dialect: 'duckdb',
      ...(options.providers !== undefined && { providers: options.providers }),
    });
  const name = nameOf(tables, options.paths);
  return {
    name,
    price: async () => ({ requests: 0, usd: money(0) }),
    sql,
    async query(query, { signal: querySignal } = {}) {
      const statement = sql(query);
      checked ??= checkGzips(gzips);
      checked.catch(() => {});
      try {
        const { rows } = await duckdb.query(
          statement,
          querySignal === undefined ? {} : { signal: querySignal },
        );
        await checked;
        const named = tables.map((table) => ({ table, name: table.files[0]! }));
        const answer = answerOf(query, rows as readonly (readonly (string | null)[])[], named, now());
        return { ...answer, notes: [...notes, ...answer.notes] };
      } catch (error) {
        querySignal?.throwIfAborted();
        // The error of a truncated file is clearer than that of its last row.
        await checked;
        throw wrapUnreadable(error, `the ${name}`);
      }
    },
    close,
  };
}

/** DuckDB accepts a truncated gzip file as a whole one. */
async function checkGzips(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
    try {
      await pipeline(createReadStream(file), createGunzip(), sink);
    } catch (error) {
      throw exportError(
        'cost.exports.file-unreadable',
        `${file} can't be unpacked (${messageOf(error)}): it is truncated or damaged; copy it again`,
        { file },
        error,
      );
    }
  }
}

function nameOf(tables: readonly InspectedTable[], paths: readonly string[]): string {
  const formats = [...new Set(tables.map(({ format }) => format))].join(' and ');
  return `${formats} export ${paths.join(', ')}`;
}
