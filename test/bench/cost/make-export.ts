import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDuckdb, quoteText } from '@groundcrew/duckdb';
import { month } from './questions.ts';

const SEED = 20_261_121;
const ROWS_PER_FILE = 2_500_000;
const services = [
  'Amazon Elastic Compute Cloud',
  'Amazon Simple Storage Service',
  'Amazon Relational Database Service',
  'AWS Lambda',
  'AmazonCloudWatch',
  'Amazon DynamoDB',
  'Amazon Virtual Private Cloud',
  'AWS Key Management Service',
  'Elastic Load Balancing',
  'Amazon CloudFront',
  'Amazon Simple Queue Service',
  'Amazon Simple Notification Service',
  'Amazon Elastic Container Service',
  'Amazon ElastiCache',
  'Amazon OpenSearch Service',
  'Amazon Kinesis',
  'AWS Glue',
  'Amazon Athena',
  'Amazon SageMaker',
  'Amazon Redshift',
  'AWS Step Functions',
  'Amazon API Gateway',
  'AWS Secrets Manager',
  'Amazon Route 53',
  'AWS WAF',
  'AWS CloudTrail',
  'AWS Config',
  'Amazon GuardDuty',
  'AWS Backup',
];

/**
 * The folder of a FOCUS 1.0 export of one month as AWS delivers it: Parquet in pieces, tags as a map, costs as
 * floating-point numbers, a manifest. Made once: the content of a row depends on its number and the seed alone.
 */
export async function makeExport(cacheFolder: string, rows: number): Promise<string> {
  const folder = join(cacheFolder, `focus-${rows}-rows-${SEED}`);
  if (await exists(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  const inPeriod = `BILLING_PERIOD=${month.period}`;
  await mkdir(join(unfinished, 'data', inPeriod), { recursive: true });
  await mkdir(join(unfinished, 'metadata', inPeriod), { recursive: true });
  const duckdb = await openDuckdb();
  try {
    await duckdb.query(`CREATE MACRO roll(n, salt) AS hash(n, salt, ${SEED})`);
    await duckdb.query('CREATE MACRO chance(n, salt) AS roll(n, salt) / 18446744073709551616.0');
    await duckdb.query(
      'CREATE MACRO pick(list, n, salt) AS list[1 + CAST(roll(n, salt) % len(list) AS INTEGER)]',
    );
    const keys: string[] = [];
    for (let start = 0; start < rows; start += ROWS_PER_FILE) {
      const key = `data/${inPeriod}/shop-${String(keys.length + 1).padStart(5, '0')}.snappy.parquet`;
      const end = Math.min(rows, start + ROWS_PER_FILE);
      await duckdb.query(
        `COPY (${rowsSql(start, end)}) TO ${quoteText(join(unfinished, key))} (FORMAT parquet)`,
      );
      keys.push(key);
    }
    await writeFile(
      join(unfinished, 'metadata', inPeriod, 'shop-Manifest.json'),
      JSON.stringify({ executionId: 'bench', dataFiles: keys.map((key) => `s3://bills/focus/shop/${key}`) }),
    );
    await rename(unfinished, folder);
  } finally {
    duckdb.close();
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}

async function exists(folder: string): Promise<boolean> {
  return await stat(folder).then(
    () => true,
    () => false,
  );
}

const listSql = (texts: readonly string[]): string => `[${texts.map(quoteText).join(', ')}]`;

/** Few services make most of the rows; a fifth of the rows have no project; one in 20,000 is not usage. */
function rowsSql(start: number, end: number): string {
  const start$ = `TIMESTAMP ${quoteText(month.start)}`;
  return `
    WITH drawn AS (
      SELECT n,
        ${listSql(services)}[1 + CAST(floor(pow(chance(n, 1), 3) * ${services.length}) AS INTEGER)] AS service,
        pick(['eu-central-1', 'eu-west-1', 'us-east-1', 'ap-northeast-2', NULL], n, 2) AS region,
        pick(${listSql(projects)}, n, 3) AS project,
        ${start$} + to_hours(CAST(roll(n, 4) % 744 AS INTEGER)) AS start_time,
        round(pow(chance(n, 5), 6) * 8, 10) AS cost,
        CASE roll(n, 6) % 80000 WHEN 0 THEN 'Tax' WHEN 1 THEN 'Credit' WHEN 2 THEN 'Purchase' WHEN 3 THEN 'Adjustment' ELSE 'Usage' END AS category
      FROM range(${start}, ${end}) AS numbers(n)
    )
    SELECT
      '111122223333' AS BillingAccountId,
      'USD' AS BillingCurrency,
      TIMESTAMP '2026-11-01' AS BillingPeriodEnd,
      ${start$} AS BillingPeriodStart,
      CASE WHEN category IN ('Credit', 'Adjustment') THEN -cost ELSE cost END AS BilledCost,
      round(cost * 0.85, 10) AS EffectiveCost,
      round(cost * 1.1, 10) AS ListCost,
      category AS ChargeCategory,
      CASE WHEN category = 'Adjustment' THEN 'Correction' END AS ChargeClass,
      CASE WHEN category = 'Adjustment' THEN 'Refund for ' || service ELSE '$0.0' || roll(n, 7) % 900 || ' per unit of ' || service END AS ChargeDescription,
      start_time + INTERVAL 1 HOUR AS ChargePeriodEnd,
      start_time AS ChargePeriodStart,
      round(chance(n, 8) * 1000, 6) AS ConsumedQuantity,
      pick(['Hours', 'GB', 'Requests'], n, 9) AS ConsumedUnit,
      'AWS' AS ProviderName,
      region AS RegionId,
      'arn:aws:shop:' || coalesce(region, '') || ':444455556666:unit/' || roll(n, 10) % 200000 AS ResourceId,
      service AS ServiceName,
      CAST(444455556666 + roll(n, 11) % 12 AS VARCHAR) AS SubAccountId,
      CASE WHEN roll(n, 12) % 5 = 0 THEN MAP {'Team': 'web'}
        ELSE MAP {'CreatedBy': 'pipeline', 'Project': project, 'Team': pick(['web', 'data', 'store'], n, 13)} END AS Tags,
      left(service, 8) || ':Unit' || roll(n, 14) % 40 AS x_UsageType
    FROM drawn`;
}

const projects = Array.from({ length: 25 }, (_, at) => `project-${at + 1}`);
