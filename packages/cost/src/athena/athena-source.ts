import { type Athena, billedBytes, TERABYTE, USD_PER_TERABYTE } from '@groundcrew/aws-athena';
import { collectPages } from '@groundcrew/aws-core';
import { answerOf } from '../exports/answer.ts';
import { sqlOf } from '../exports/sql.ts';
import type { ExportTable } from '../exports/table.ts';
import type { CostQuery, CostSource } from '../model.ts';
import { type Money, money } from '../money/index.ts';
import { athenaTable } from './athena-table.ts';

export interface AthenaSourceOptions {
  readonly athena: Athena;
  readonly database: string;
  /** One that has a single delivery of each billing period: Athena adds up whatever lies in its folders. */
  readonly table: string;
  /** `AwsDataCatalog` where left out. */
  readonly catalog?: string;
  readonly workgroup?: string;
  /** `s3://bucket/folder/`; the workgroup's own where left out. */
  readonly outputLocation?: string;
  /** Only charges of these (`AWS`); all of them where left out. */
  readonly providers?: readonly string[];
  readonly now?: () => number;
  readonly signal?: AbortSignal;
}

export interface AthenaSource extends CostSource {
  /** What `query` runs. */
  sql(query: CostQuery): string;
}

/** The same report, asked again while someone looks at it, scans nothing; AWS delivers a few times a day. */
const REUSE_MINUTES = 60;

/**
 * Costs out of a table of Athena on a FOCUS, CUR 2.0 or legacy CUR export. Reading the table's columns costs nothing;
 * each query is charged by what it scans.
 *
 * @throws GroundcrewError `cost.exports.…`, `aws-athena.…`; the signal's reason
 */
export async function createAthenaSource(options: AthenaSourceOptions): Promise<AthenaSource> {
  const { athena, database, table, catalog, workgroup, outputLocation, now = Date.now } = options;
  const name = `${database}.${table}`;
  const described = await athena.describeTable(
    { catalog, database, table, workgroup },
    { signal: options.signal },
  );
  const { format, columns, from, isPruned } = athenaTable({ database, table }, described);

  const tableOf = ({ range }: CostQuery): ExportTable => ({ format, columns, from: from(range.start) });
  const sql = (query: CostQuery) =>
    sqlOf(query, [tableOf(query)], {
      dialect: 'athena',
      ...(options.providers !== undefined && { providers: options.providers }),
    });
  return {
    name: `Athena table ${name} (${format})`,
    price: async () => ({
      requests: 1,
      usd: priceOf(billedBytes(0)),
      note:
        `Athena charges what a query scans, $${USD_PER_TERABYTE} a terabyte in most regions, and tells it afterwards` +
        (isPruned ? '' : `; ${name} has no partitions by month, so that each query reads all months`),
    }),
    sql,
    async query(query, { signal } = {}) {
      const run = await athena.runQuery(
        { sql: sql(query), database, catalog, workgroup, outputLocation, reuseMinutes: REUSE_MINUTES },
        { signal },
      );
      const rows = await collectPages(run.rows({ signal }));
      const answer = answerOf(query, rows, [{ table: tableOf(query), name }], now());
      const requests = run.billedBytes === 0 ? 0 : 1;
      return { ...answer, paid: { requests, usd: priceOf(run.billedBytes) } };
    },
  };
}

/** In most regions; see `USD_PER_TERABYTE`. */
function priceOf(bytes: number): Money {
  return money(bytes).times(USD_PER_TERABYTE).div(TERABYTE);
}
