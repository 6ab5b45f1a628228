import { type Athena, billedBytes, TERABYTE, USD_PER_TERABYTE } from '@groundcrew/aws/athena';
import { collectPages } from '@groundcrew/aws-core';
import { GroundcrewError } from '@groundcrew/errors';
import { deliveryOfDays, withHoles } from '../delivery/index.ts';
import { answerOf } from '../exports/answer.ts';
import { rowsToDays } from '../exports/rows.ts';
import { deliverySql } from '../exports/facts-sql.ts';
import { type SqlOptions, sqlOf } from '../exports/sql.ts';
import { columnFinder, type ExportTable } from '../exports/table.ts';
import { unifyServices } from '../exports/unify-services.ts';
import type { CostQuery, CostSource } from '../model.ts';
import { type Money, money, moneyText } from '../money/index.ts';
import { dayOf } from '../periods/index.ts';
import { athenaTable } from './athena-table.ts';

export interface AthenaSourceOptions {
  readonly athena: Athena;
  readonly database: string;
  /** A table with a single delivery of each billing period: Athena adds up every file in its folders. */
  readonly table: string;
  /** Default: `AwsDataCatalog`. */
  readonly catalog?: string;
  readonly workgroup?: string;
  /** `s3://bucket/folder/`; default: the workgroup's own location. */
  readonly outputLocation?: string;
  /** Only charges of these providers (`AWS`); default: all. */
  readonly providers?: readonly string[];
  /** No query starts once more than this was charged; the price of a query is known only afterwards. */
  readonly maxSpendUsd?: Money;
  readonly now?: () => number;
  readonly signal?: AbortSignal;
}

export interface AthenaSource extends CostSource {
  /** The statement that `query` runs. */
  sql(query: CostQuery): string;
}

/** A report that is repeated within this time scans nothing; AWS delivers a few times a day. */
const REUSE_MINUTES = 60;

/**
 * Costs from an Athena table on a FOCUS, CUR 2.0 or legacy CUR export. Reading the table's columns costs nothing;
 * each query is charged by what it scans.
 *
 * @throws GroundcrewError `cost.exports.…`, `cost.spend.exceeded`, `aws-athena.…`; the signal's reason
 */
export async function createAthenaSource(options: AthenaSourceOptions): Promise<AthenaSource> {
  const {
    athena,
    database,
    table,
    catalog,
    workgroup,
    outputLocation,
    maxSpendUsd,
    now = Date.now,
  } = options;
  const name = `${database}.${table}`;
  const described = await athena.describeTable(
    { catalog, database, table, workgroup },
    { signal: options.signal },
  );
  const { format, columns, from, isPruned } = athenaTable({ database, table }, described);

  const find = columnFinder(columns);
  const isCur = !format.startsWith('FOCUS');
  const hasNames = isCur && (find('product_product_name') ?? find('product')) !== undefined;
  const tableOf = ({ range }: CostQuery): ExportTable => ({ format, columns, from: from(range.start) });
  const sqlOptions: SqlOptions = {
    dialect: 'athena',
    ...(options.providers !== undefined && { providers: options.providers }),
  };
  const sql = (query: CostQuery) => sqlOf(query, [tableOf(query)], sqlOptions);
  let spentUsd = money(0);

  async function run(statement: string, signal: AbortSignal | undefined) {
    if (maxSpendUsd !== undefined && spentUsd.gt(maxSpendUsd)) throw spendExceeded(spentUsd, maxSpendUsd);
    const done = await athena.runQuery(
      { sql: statement, database, catalog, workgroup, outputLocation, reuseMinutes: REUSE_MINUTES },
      { signal },
    );
    const usd = priceOf(done.billedBytes);
    spentUsd = spentUsd.plus(usd);
    const rows = await collectPages(done.rows({ signal }));
    return { rows, paid: { requests: done.billedBytes === 0 ? 0 : 1, usd } };
  }
  return {
    name: `Athena table ${name} (${format})`,
    price: async () => ({
      requests: 1,
      usd: priceOf(billedBytes(0)),
      note:
        `Athena charges what a query scans, $${USD_PER_TERABYTE} a terabyte in most regions, and reports it afterwards` +
        (isPruned ? '' : `; ${name} has no partitions by month, so each query reads all months`),
    }),
    sql,
    async query(query, { signal } = {}) {
      const { rows, paid } = await run(sql(query), signal);
      const asked = { nowMs: now(), providers: options.providers };
      const answer = answerOf(query, rows, [{ table: tableOf(query), name }], asked);
      return { ...answer, lines: unifyServices(answer.lines, query, { hasNames }), paid };
    },
    async delivery({ since, signal }) {
      const table: ExportTable = { format, columns, from: from(since) };
      const { rows, paid } = await run(deliverySql([table], sqlOptions, since), signal);
      const { days, notes } = rowsToDays(rows, options.providers);
      return { delivery: withHoles(deliveryOfDays(days, dayOf(now())), days), notes, paid };
    },
  };
}

function spendExceeded(spentUsd: Money, maxUsd: Money): GroundcrewError {
  const [spent, max] = [moneyText(spentUsd), moneyText(maxUsd)];
  return new GroundcrewError(
    'cost.spend.exceeded',
    `Athena has charged $${spent} so far, and no more than $${max} may be spent; raise --max-spend, ask for fewer days, ` +
      "or limit what the workgroup's queries may scan",
    { details: { spentUsd: spent, maxSpendUsd: max } },
  );
}

/** In most regions; see `USD_PER_TERABYTE`. */
function priceOf(bytes: number): Money {
  return money(bytes).times(USD_PER_TERABYTE).div(TERABYTE);
}
