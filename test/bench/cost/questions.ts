import type { CostQuery } from '@groundcrew/cost/model';

/** A question, as it is put to a source and as one writes it by hand. */
export interface Question {
  readonly title: string;
  readonly query: CostQuery;
  /** SQL of the groups: the day, then the keys. */
  readonly groups: readonly string[];
}

/** The month that the export has. */
export const month = { period: '2026-10', start: '2026-10-01', end: '2026-11-01' } as const;

const shared = {
  range: { start: month.start, end: month.end },
  metric: 'unblended',
  filters: [],
} as const;

export const questions: Readonly<Record<string, Question>> = {
  'service-by-day': {
    title: 'service × day',
    query: { ...shared, granularity: 'daily', by: ['service'] },
    groups: ['CAST(ChargePeriodStart AS DATE)', 'ServiceName'],
  },
  'tag-by-service': {
    title: 'tag × service',
    query: { ...shared, granularity: 'monthly', by: ['tag:Project', 'service'] },
    groups: [`DATE '${month.start}'`, "Tags['Project']", 'ServiceName'],
  },
};

/**
 * What distinguishes charges and currencies, in the columns as they are: to name the charge row by row, with a CASE,
 * would take DuckDB longer. The description marks refunds and discounts among adjustments.
 */
export const chargeColumns = [
  'ChargeCategory',
  'ChargeClass',
  "CASE WHEN ChargeCategory = 'Adjustment' THEN ChargeDescription END",
  'BillingCurrency',
] as const;

/** The rows of the export in its folder. */
export function rowsOf(folder: string): string {
  return (
    `FROM read_parquet('${folder}/data/BILLING_PERIOD=${month.period}/*.parquet', hive_partitioning=false) ` +
    `WHERE ChargePeriodStart >= TIMESTAMP '${month.start}' AND ChargePeriodStart < TIMESTAMP '${month.end}'`
  );
}

export function questionOf(name: string | undefined): Question {
  const question = questions[name ?? ''];
  if (question === undefined) throw new Error(`there is no question "${name}"`);
  return question;
}
