import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Duckdb, type DuckdbOptions, openDuckdb } from '@groundcrew/duckdb';
import { isGroundcrewError, messageOf, nearestNames } from '@groundcrew/errors';
import { wholeAccountId } from '../accounts/index.ts';
import { deliveryOfDays, withHoles } from '../delivery/index.ts';
import type { CommitmentsAnswer } from '../commitments/model.ts';
import type { CostFilter, CostQuery, CostSource, DateRange, DeliveryAnswer, Dimension } from '../model.ts';
import { money } from '../money/index.ts';
import { addDays, dayOf, dayText } from '../periods/index.ts';
import { unknownValue } from '../query/index.ts';
import { alikeServices } from '../services/index.ts';
import { answerOf, selectsUnlabeled, unusedLabels, unusedNote } from './answer.ts';
import { codeNamesOf, codeNamesSql, spellingsOf } from './code-names.ts';
import { nameInError } from './copy-names.ts';
import { commitmentsSql, rowsToCommitments } from './commitments-sql.ts';
import { exportError, wrapUnreadable } from './errors.ts';
import { type InspectedTable, inspectFiles } from './inspect.ts';
import { listLocal } from './local-files.ts';
import { createRowReader } from './lost-rows.ts';
import { assertNoOverlap } from './overlap.ts';
import { type ExportStore, fetchExports } from './s3-files.ts';
import { readLargest } from './read-largest.ts';
import { readOnce } from './read-once.ts';
import { assertDifferentParts } from './same-files.ts';
import { refuseRepeatedHeader } from './repeated-header.ts';
import { assertNoShiftedRows } from './shifted-rows.ts';
import { pickSnapshots } from './snapshots.ts';
import { rowsToDays } from './rows.ts';
import { unpackZips } from './unzip.ts';
import { accountNamesSql, deliverySql, valuesSql } from './facts-sql.ts';
import { shapeOf } from './shape-of.ts';
import { type SqlOptions, sqlOf } from './sql.ts';
import type { ExportTable } from './table.ts';
import { listedKeys, tagKeysOf, tagKeysSql } from './tag-keys.ts';

export interface OpenExportsOptions {
  /** Folders, globs, files, `s3://bucket/prefix`. */
  readonly paths: readonly string[];
  /** Reads `s3://` paths. */
  readonly s3?: ExportStore;
  /** Maximum size of a download from `s3://` paths; default: 10 GiB. */
  readonly maxDownloadBytes?: number;
  /** Only charges of these providers (`AWS`); default: all. */
  readonly providers?: readonly string[];
  /** Called before large files are read: their size and number. */
  readonly onRead?: (bytes: number, files: number) => void;
  readonly now?: () => number;
  /** How to open DuckDB, or one that is open: several exports may share it, and it stays open. */
  readonly duckdb?: DuckdbOptions | Duckdb;
  readonly signal?: AbortSignal;
}

export interface ExportSource extends CostSource {
  /** The statement that `query` runs. */
  sql(query: CostQuery): string;
  /**
   * Savings Plans and reservations, and what of them was used on these days.
   *
   * @throws GroundcrewError `cost.exports.dimension-absent` if no file has columns of commitments
   */
  commitments(
    range: DateRange,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Pick<CommitmentsAnswer, 'commitments' | 'notes'>>;
  /** Removes what was downloaded. */
  close(): Promise<void>;
}

/**
 * Opens billing exports: FOCUS 1.0 to 1.4, CUR 2.0 and legacy CUR, as CSV, gzip or zip files of CSV, and Parquet. Only the newest whole
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
  const unpacked = await unpackZips([...picked.snapshots, ...fetched.snapshots]).catch(
    async (error: unknown) => {
      await fetched.close();
      throw nameInError(error, fetched.nameIn);
    },
  );
  const nameIn = (text: string) => fetched.nameIn(unpacked.nameIn(text));
  const renamed = (error: unknown) => nameInError(error, nameIn);
  const { snapshots } = unpacked;
  const files = snapshots.flatMap((snapshot) => snapshot.files.map(({ path }) => path));

  const { duckdb, closeOwn } = await duckdbOf(options.duckdb);
  const reader = createRowReader(duckdb);
  let closeCopies = async () => {};
  const close = async () => {
    closeOwn();
    await closeCopies();
    await unpacked.close();
    await fetched.close();
  };
  let tables: readonly InspectedTable[];
  try {
    tables = await inspectFiles(duckdb, files, signal);
    await assertDifferentParts(snapshots);
    await assertNoOverlap(reader, snapshots, tables, signal);
  } catch (error) {
    await close();
    throw renamed(wrapUnreadable(error, files.length === 1 ? files[0]! : 'one of the files'));
  }
  const inspected = tables;
  const notes = [...picked.notes, ...fetched.notes];
  const gzips = inspected.flatMap((table) => (table.csv.isGzip ? table.files : []));
  let checked: Promise<void> | undefined;

  const sqlOptions: SqlOptions = {
    dialect: 'duckdb',
    ...(options.providers !== undefined && { providers: options.providers }),
  };
  let covers = (_statement: string) => true;
  let serviceNames: Pick<ExportTable, 'codeNames' | 'spellings'> = {};
  const named = (some: readonly InspectedTable[]) => some.map((table) => ({ ...table, ...serviceNames }));
  /** A statement on the copies, or on the files if it needs more than these. */
  const onTables = <Statement extends string | null>(
    make: (some: readonly InspectedTable[]) => Statement,
  ) => {
    const statement = make(named(tables));
    return statement === null || covers(statement) ? statement : make(named(inspected));
  };
  const sql = (query: CostQuery) => onTables((some) => sqlOf(query, some, sqlOptions));
  const lostNotes = () => reader.notes().map(nameIn);
  const name = nameOf(tables, options.paths);
  async function checkFiles(checkSignal: AbortSignal | undefined): Promise<void> {
    await checkGzips(gzips);
    await assertNoShiftedRows(duckdb, inspected, checkSignal);
  }
  /** Runs a statement, and refuses a file that is cut off. */
  async function run(statement: string, runSignal: AbortSignal | undefined) {
    checked ??= checkFiles(runSignal).catch((error: unknown) => {
      // Of a query that was aborted, the next one checks again.
      if (runSignal?.aborted) checked = undefined;
      throw renamed(error);
    });
    checked.catch(() => {});
    try {
      const { rows } = await reader.query(statement, runSignal === undefined ? {} : { signal: runSignal });
      await checked;
      return rows as readonly (readonly (string | null)[])[];
    } catch (error) {
      runSignal?.throwIfAborted();
      // The error of a truncated file is clearer than that of its last row.
      await checked;
      throw renamed(wrapUnreadable(error, `the ${name}`));
    }
  }
  /** The rows of the statement of `sql`. */
  function rowsOf(query: CostQuery, querySignal: AbortSignal | undefined) {
    const statement = sql(query);
    const { largest } = query;
    if (largest === undefined) return run(statement, querySignal);
    const some = named(covers(statement) ? tables : inspected);
    return readLargest({ ...query, largest }, some, {
      ...sqlOptions,
      run: (each) => run(each, querySignal),
    });
  }
  let readingNames: Promise<void> | undefined;
  /** The names of services, over all files and days: one service is one group in each answer. */
  function readServiceNames(namesSignal: AbortSignal | undefined): Promise<void> {
    readingNames ??= run(onTables(codeNamesSql), namesSignal).then(
      (rows) => {
        serviceNames = { codeNames: codeNamesOf(rows), spellings: spellingsOf(rows) };
      },
      (error: unknown) => {
        if (namesSignal?.aborted) readingNames = undefined;
        throw error;
      },
    );
    return readingNames;
  }
  const valuesOf = new Map<string, readonly string[]>();
  /**
   * A value that no charge has is probably misspelled, and an export can be asked for free: it would select nothing, or, of
   * values to leave out, leave nothing out.
   */
  async function assertValuesExist(query: CostQuery, runSignal: AbortSignal | undefined) {
    for (const { dimension, values } of query.filters) {
      // Charges without a value are none that can be misspelled.
      const named = values.filter((value) => value !== null);
      if (dimension === 'charge' || named.length === 0) continue;
      const known = await knownValues(dimension, runSignal);
      if (known !== null) for (const value of named) assertKnownValue(dimension, value, known);
    }
  }
  /** All values of a dimension; `null`: the export has no column for it. */
  async function knownValues(dimension: Exclude<Dimension, 'charge'>, runSignal: AbortSignal | undefined) {
    const statement = onTables((some) => valuesSql(dimension, some, 'duckdb'));
    if (statement === null) return null;
    const known =
      valuesOf.get(statement) ?? (await run(statement, runSignal)).flatMap(([value]) => value ?? []);
    valuesOf.set(statement, known);
    return known;
  }
  /** Labels of filters by charges without them, that no charge has. */
  async function unusedFilters({ filters, largest }: CostQuery, runSignal: AbortSignal | undefined) {
    const unused: string[] = [];
    // A report lists the largest untagged resources without being asked for them.
    if (largest !== undefined) return unused;
    for (const { dimension } of filters.filter(selectsUnlabeled)) {
      if (dimension === 'charge') continue;
      const known = await knownValues(dimension, runSignal);
      if (known?.length === 0) unused.push(dimension);
    }
    return [...new Set(unused)];
  }

  /** Which tags there are, if no charge has one that was asked for. */
  async function tagNotes(dimensions: readonly string[], notesSignal: AbortSignal | undefined) {
    const wanted = dimensions.flatMap((each) => (each.startsWith('tag:') ? [each.slice(4)] : []));
    if (wanted.length === 0) return [];
    const statement = tagKeysSql(inspected);
    const rows = statement === null ? [] : await run(statement, notesSignal);
    const keys = tagKeysOf(rows, inspected);
    return keys.length === 0 ? [] : [`tags that the export has: ${listedKeys(keys, wanted)}`];
  }

  let delivered: Promise<DeliveryAnswer> | undefined;
  function readDelivery(deliverySignal: AbortSignal | undefined): Promise<DeliveryAnswer> {
    delivered ??= run(
      onTables((some) => deliverySql(some, sqlOptions)),
      deliverySignal,
    ).then((rows) => {
      const { days, notes: unread, unreadable } = rowsToDays(rows, options.providers);
      refuseRepeatedHeader(unreadable, inspected);
      if (days.length === 0 && reader.lostCount() > 0)
        throw exportError(
          'cost.exports.file-unreadable',
          `no row of the ${name} can be read: ${lostNotes().join('; ')}; export it again, unchanged`,
        );
      if (rows.length === 0)
        throw exportError(
          'cost.exports.empty',
          `the ${name} holds no rows: what was billed is not known; wait for the next delivery, or name other files`,
        );
      return {
        delivery: withHoles(deliveryOfDays(days, dayOf(now())), days),
        notes: unread,
        paid: { requests: 0, usd: money(0) },
      };
    });
    return delivered;
  }
  /** Reads large CSV files once, for all these queries. */
  async function readLargeOnce(queries: readonly CostQuery[], readSignal: AbortSignal | undefined) {
    if (queries.length < 2 || tables !== inspected) return;
    const statementsOf = (some: readonly InspectedTable[]) => [
      deliverySql(some, sqlOptions),
      accountNamesSql(some, 'duckdb') ?? '',
      ...queries.flatMap((query) => statementsText(() => sqlOf(query, some, sqlOptions))),
    ];
    try {
      const read = await readOnce(reader, inspected, statementsOf, {
        signal: readSignal,
        onRead: options.onRead,
      });
      closeCopies = read.close;
      ({ tables, covers } = read);
    } catch (error) {
      readSignal?.throwIfAborted();
      await checkGzips(gzips).catch((gzipError: unknown) => {
        throw renamed(gzipError);
      });
      throw renamed(wrapUnreadable(error, `the ${name}`));
    }
  }
  /** A row whose day can't be read is in no answer; only texts can be malformed. */
  async function daylessNotes(querySignal: AbortSignal | undefined): Promise<readonly string[]> {
    const mayBe = inspected.some((table) => shapeOf(table, 'duckdb').isDayText);
    return mayBe ? ((await readDelivery(querySignal)).notes ?? []) : [];
  }
  return {
    name,
    price: async () => ({ requests: 0, usd: money(0) }),
    sql,
    async query(query, { signal: querySignal } = {}) {
      if (usesServices(query)) await readServiceNames(querySignal);
      const rows = await rowsOf(query, querySignal);
      const each = tables.map((table) => ({ table, name: nameIn(table.files[0]!) }));
      const answer = answerOf(query, rows, each, { nowMs: now(), providers: options.providers });
      if (answer.lines.length === 0 || query.filters.some(hidesMistakes))
        await assertValuesExist(query, querySignal);
      const dayless = await daylessNotes(querySignal);
      const unused = await unusedFilters(query, querySignal);
      const own = [...answer.notes, ...(unused.length > 0 ? [unusedNote(unused)] : [])];
      const tags = await tagNotes([...unusedLabels(query, answer.lines), ...unused], querySignal);
      return { ...answer, notes: [...notes, ...lostNotes(), ...dayless, ...own, ...tags] };
    },
    delivery: ({ signal: deliverySignal }) => readDelivery(deliverySignal),
    async prepare(queries, { signal: prepareSignal } = {}) {
      await readLargeOnce(queries, prepareSignal);
      if (queries.some(usesServices)) await readServiceNames(prepareSignal);
    },
    async commitments(range, { signal: commitmentsSignal } = {}) {
      const statement = commitmentsSql(range, inspected);
      if (statement === null)
        throw exportError(
          'cost.exports.dimension-absent',
          `the ${name} has no columns of commitments; add those of Savings Plans and reservations, or of FOCUS CommitmentDiscountId and CommitmentDiscountStatus`,
          { dimension: 'commitments' },
        );
      const commitments = rowsToCommitments(await run(statement, commitmentsSignal));
      const { delivery, notes: unread = [] } = await readDelivery(commitmentsSignal);
      const isLate = delivery !== null && addDays(delivery.through, 1) < range.end;
      const late = isLate
        ? [`Data to ${dayText(delivery.through)}: the days after it are in no figure of this report.`]
        : [];
      return { commitments, notes: [...notes, ...lostNotes(), ...unread, ...late] };
    },
    async accountNames({ signal: namesSignal } = {}) {
      const statement = onTables((some) => accountNamesSql(some, 'duckdb'));
      const rows = statement === null ? [] : await run(statement, namesSignal);
      return new Map(rows.flatMap(([id, text]) => (id && text ? [[id, text] as const] : [])));
    },
    close,
  };
}

async function duckdbOf(given: DuckdbOptions | Duckdb = {}) {
  if ('query' in given) return { duckdb: given, closeOwn: () => {} };
  const duckdb = await openDuckdb({ memoryTargetBytes: MEMORY_TARGET_BYTES, ...given });
  return { duckdb, closeOwn: () => duckdb.close() };
}

/** None if a table alone lacks a column of the query: the others have it. */
function statementsText(make: () => string): readonly string[] {
  try {
    return [make()];
  } catch (error) {
    if (isGroundcrewError(error)) return [];
    throw error;
  }
}

function usesServices({ by, filters }: CostQuery): boolean {
  return by.includes('service') || filters.some(({ dimension }) => dimension === 'service');
}

/** Whether a misspelled value may not show, as the others of the filter, or all charges, are left. */
function hidesMistakes({ values, negated }: CostFilter): boolean {
  return negated === true || values.length > 1;
}

/** @throws GroundcrewError `cost.filter.unknown-value` if no charge of the export has the value */
function assertKnownValue(dimension: Dimension, value: string, known: readonly string[]): void {
  const { names, aliases = [], part } = alikeServices(value);
  const services = [...names, ...aliases, ...(part?.of ?? [])];
  const isService = dimension === 'service';
  const isPlain = isService || dimension === 'region';
  const plain = (text: string) => (isPlain ? text.trim().toLowerCase() : text);
  const all = new Set(known.map(plain));
  const wanted = isService ? services : [value, ...(dimension === 'account' ? [wholeAccountId(value)] : [])];
  if (wanted.some((one) => all.has(plain(one)))) return;
  throw unknownValue(dimension, value, nearestNames(value, known));
}

/** For an export of any size; the groups of a question that need more are written to the disk. */
const MEMORY_TARGET_BYTES = 200 * 2 ** 20;

/** Large, as most of the time would be spent between chunks. */
const CHUNK_BYTES = 2 ** 20;

/** DuckDB accepts a truncated gzip file as a whole one. */
async function checkGzips(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
    try {
      await pipeline(
        createReadStream(file, { highWaterMark: CHUNK_BYTES }),
        createGunzip({ chunkSize: CHUNK_BYTES }),
        sink,
      );
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
