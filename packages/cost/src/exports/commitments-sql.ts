import type { Commitment } from '../commitments/model.ts';
import type { DateRange } from '../model.ts';
import { money } from '../money/index.ts';
import { DECIMAL_TYPE, sqlName, sqlText } from './dialect.ts';
import { exportError } from './errors.ts';
import { decimalOf, finderOf, malformedOf, textOf } from './shape.ts';
import { shapeOf } from './shape-of.ts';
import type { ColumnFinder, ExportTable } from './table.ts';

/** Of the columns of the statement. */
const MALFORMED_AT = 9;
const NULL_TEXT = 'CAST(NULL AS VARCHAR)';
const ZERO = `CAST(0 AS ${DECIMAL_TYPE})`;

/**
 * The SQL statement of the commitments in the tables, for `rowsToCommitments`; `null`: no table has their columns.
 *
 * Of a FOCUS export, the effective cost of what is used and unused: FOCUS, "Commitment Discount Status". Of a CUR, the used
 * and the total commitment of the recurring fees of Savings Plans, the effective cost of discounted usage and the unused
 * parts of the fees of reservations: Data Exports user guide, "Savings Plans details" and "Reservation details".
 */
export function commitmentsSql(range: DateRange, tables: readonly ExportTable[]): string | null {
  const parts = tables.flatMap((table) => {
    const find = finderOf(table);
    const within = shapeOf(table, 'duckdb').within(range.start, range.end);
    const selected = table.format.startsWith('FOCUS') ? focusParts(find) : curParts(find);
    return selected.map(
      ({ columns, where }) => `SELECT ${columns.join(', ')} FROM ${table.from} WHERE ${within} AND ${where}`,
    );
  });
  if (parts.length === 0) return null;
  const texts = ['kind', 'id', 'currency'];
  return [
    `SELECT ${texts.join(', ')}, CAST(CAST(sum(used) AS ${DECIMAL_TYPE}) AS VARCHAR) AS used,`,
    `  CAST(CAST(sum(unused) AS ${DECIMAL_TYPE}) AS VARCHAR) AS unused,`,
    '  max(starts) AS starts, max(ends) AS ends, max(type) AS type, max(payment) AS payment, min(malformed) AS malformed',
    `FROM (${parts.join('\nUNION ALL\n')}) AS committed`,
    'GROUP BY 1, 2, 3 ORDER BY 1, 2, 3',
  ].join('\n');
}

interface Part {
  readonly columns: readonly string[];
  readonly where: string;
}

function part(
  columns: Readonly<
    Record<
      'kind' | 'id' | 'currency' | 'used' | 'unused' | 'starts' | 'ends' | 'type' | 'payment' | 'malformed',
      string | undefined
    >
  >,
  where: string,
): Part {
  return {
    columns: Object.entries(columns).map(([name, sql]) => `${sql ?? NULL_TEXT} AS ${name}`),
    where,
  };
}

function readers(find: ColumnFinder) {
  return {
    textOr(name: string): string | undefined {
      const column = find(name);
      return column === undefined ? undefined : `nullif(${textOf(column)}, '')`;
    },
    currencyOr(name: string): string | undefined {
      const column = find(name);
      return column === undefined ? undefined : `nullif(upper(trim(${textOf(column)})), '')`;
    },
    amountOr(name: string): string {
      const column = find(name);
      return column === undefined ? ZERO : `coalesce(${decimalOf(column)}, 0)`;
    },
    /** The first cell of these that is not a number. */
    malformedOr(...names: readonly string[]): string | undefined {
      const cells = names.flatMap((name) => find(name) ?? []).flatMap((column) => malformedOf(column) ?? []);
      return cells.length > 1 ? `coalesce(${cells.join(', ')})` : cells[0];
    },
  };
}

function focusParts(find: ColumnFinder): Part[] {
  const { textOr, currencyOr, amountOr, malformedOr } = readers(find);
  const [id, status, type] = [
    textOr('CommitmentDiscountId'),
    textOr('CommitmentDiscountStatus'),
    textOr('CommitmentDiscountType'),
  ];
  if (id === undefined || status === undefined || find('EffectiveCost') === undefined) return [];
  const cost = amountOr('EffectiveCost');
  return [
    part(
      {
        kind: `CASE WHEN lower(coalesce(${type ?? NULL_TEXT}, '')) LIKE '%savings%' OR ${id} LIKE '%savingsplan%' THEN 'savings-plan' ELSE 'reservation' END`,
        id,
        currency: currencyOr('BillingCurrency'),
        used: `CASE WHEN ${status} = 'Used' THEN ${cost} ELSE 0 END`,
        unused: `CASE WHEN ${status} = 'Unused' THEN ${cost} ELSE 0 END`,
        starts: undefined,
        ends: undefined,
        type,
        payment: undefined,
        malformed: malformedOr('EffectiveCost'),
      },
      `${id} IS NOT NULL AND ${status} IN ('Used', 'Unused')`,
    ),
  ];
}

function curParts(find: ColumnFinder): Part[] {
  const { textOr, currencyOr, amountOr, malformedOr } = readers(find);
  const lineType = sqlName(find('line_item_line_item_type')!.name);
  const currency = currencyOr('line_item_currency_code');
  const parts: Part[] = [];
  const plan = textOr('savings_plan_savings_plan_a_r_n');
  const [total, used] = ['savings_plan_total_commitment_to_date', 'savings_plan_used_commitment'];
  if (plan !== undefined && find(total) !== undefined && find(used) !== undefined)
    parts.push(
      part(
        {
          kind: sqlText('savings-plan'),
          id: plan,
          currency,
          used: amountOr(used),
          unused: `${amountOr(total)} - ${amountOr(used)}`,
          starts: textOr('savings_plan_start_time'),
          ends: textOr('savings_plan_end_time'),
          type: textOr('savings_plan_offering_type'),
          payment: textOr('savings_plan_payment_option'),
          malformed: malformedOr(total, used),
        },
        `${lineType} = 'SavingsPlanRecurringFee' AND ${plan} IS NOT NULL`,
      ),
    );
  const reservation = textOr('reservation_reservation_a_r_n');
  if (reservation !== undefined && find('reservation_effective_cost') !== undefined)
    parts.push(
      part(
        {
          kind: sqlText('reservation'),
          id: reservation,
          currency,
          used: `CASE WHEN ${lineType} = 'DiscountedUsage' THEN ${amountOr('reservation_effective_cost')} ELSE 0 END`,
          unused: `CASE WHEN ${lineType} = 'RIFee' THEN ${amountOr('reservation_unused_amortized_upfront_fee_for_billing_period')} + ${amountOr('reservation_unused_recurring_fee')} ELSE 0 END`,
          starts: textOr('reservation_start_time'),
          ends: textOr('reservation_end_time'),
          type: textOr('product_instance_type') ?? textOr('line_item_usage_type'),
          payment: textOr('pricing_purchase_option'),
          malformed: malformedOr(
            'reservation_effective_cost',
            'reservation_unused_amortized_upfront_fee_for_billing_period',
            'reservation_unused_recurring_fee',
          ),
        },
        `${lineType} IN ('DiscountedUsage', 'RIFee') AND ${reservation} IS NOT NULL`,
      ),
    );
  return parts;
}

/**
 * The commitments of the rows of `commitmentsSql`.
 *
 * @throws GroundcrewError `cost.exports.file-unreadable` if an amount is not a number: what was used is not known then
 */
export function rowsToCommitments(rows: readonly (readonly (string | null)[])[]): Commitment[] {
  for (const row of rows) {
    const cell = row[MALFORMED_AT] ?? null;
    if (cell !== null)
      throw exportError(
        'cost.exports.file-unreadable',
        `${JSON.stringify(cell)} of ${row[1] ?? 'a commitment'} is not an amount such as 1234.5: what was used of it is not known; export it again, unchanged`,
        { cell },
      );
  }
  return rows.map(([kind, id, currency, used, unused, starts, ends, type, payment]) => ({
    kind: kind as Commitment['kind'],
    id: id ?? '',
    currency: currency ?? 'XXX',
    total: money(used ?? '0').plus(unused ?? '0'),
    unused: money(unused ?? '0'),
    start: dayIn(starts),
    end: dayIn(ends),
    type: type ?? null,
    payment: payment ?? null,
  }));
}

function dayIn(time: string | null | undefined): string | null {
  return time != null && /^\d{4}-\d\d-\d\d/.test(time) ? time.slice(0, 'YYYY-MM-DD'.length) : null;
}
