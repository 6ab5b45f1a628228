import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openDuckdb, quoteText } from '@groundcrew/duckdb';
import {
  type Bill,
  createMovableClock,
  type LocalAws,
  type LocalOptions,
  readBill,
  startLocal,
} from '@groundcrew/local';
import { onTestFinished, vi } from 'vitest';
import { billFile } from '../make-bill.ts';
import { startForwardProxy } from './forward-proxy.ts';
import { groundcrew, temporaryFolder } from './groundcrew.ts';

const folder = join(import.meta.dirname, '../../.cache/test-bills');

/** The last day that the bill knows, at noon. */
export const nowMs = Date.UTC(2026, 10, 20, 12);

/** The bill from July on: less than half as long to read as that of the whole year. */
export const recentBill = await writeRecentBill('2026-07');

async function writeRecentBill(firstMonth: string): Promise<string> {
  const packed = await readFile(billFile);
  const path = join(folder, `bill-focus-${firstMonth}-${hashOf(packed)}.csv`);
  if (await exists(path)) return path;
  const [header, ...lines] = gunzipSync(packed).toString().split('\n');
  // Its seventh column is the first day of the month that a charge is billed in; none before it has a comma.
  const kept = lines.filter((line) => (line.split(',', 7)[6] ?? '') >= firstMonth);
  await mkdir(folder, { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${[header, ...kept].join('\n')}\n`);
  await rename(draft, path);
  return path;
}

/** The same as a Parquet file of texts, of which DuckDB reads only the columns that a report needs. */
export const recentExport = await writeParquet(recentBill, recentBill.replace(/\.csv$/, '.parquet'));

let year: Promise<string> | undefined;

/** The bill of the whole year in the same form. */
export function yearExport(): Promise<string> {
  year ??= readFile(billFile).then((packed) =>
    writeParquet(billFile, join(folder, `year-${hashOf(packed)}.parquet`)),
  );
  return year;
}

async function writeParquet(bill: string, path: string): Promise<string> {
  if (await exists(path)) return path;
  const draft = `${path}.${randomUUID()}`;
  await mkdir(folder, { recursive: true });
  const duckdb = await openDuckdb();
  try {
    await duckdb.query(
      `COPY (FROM read_csv(${quoteText(bill)}, all_varchar=true)) TO ${quoteText(draft)} (FORMAT parquet)`,
    );
  } finally {
    duckdb.close();
  }
  await rename(draft, path);
  return path;
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

const readBills = new Map<string, Promise<Bill>>();

/** A bill for the embedded AWS, read once for all tests of a worker. */
export function billOf(path: string): Promise<Bill> {
  const bill = readBills.get(path) ?? readBill(path);
  readBills.set(path, bill);
  return bill;
}

/** Runs `groundcrew cost …` on that day. */
export function cost(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return groundcrew(['cost', ...words], { now: () => nowMs, environment });
}

/** The same, from the bill as an export. */
export function costOfExport(words: readonly string[], bill: string = recentExport) {
  return cost([...words, '--source', bill]);
}

/** A Cost Explorer that answers from the bill, found by the SDK, and a cache folder of the test's own. */
export async function startCostExplorer(
  bill: string = recentBill,
  options: Pick<LocalOptions, 'allowHosts' | 'port'> = {},
): Promise<{
  readonly local: LocalAws;
  readonly environment: Readonly<Record<string, string>>;
}> {
  const clock = createMovableClock(nowMs);
  const local = await startLocal({ ...options, bill: await billOf(bill), clock });
  const environment = { XDG_CACHE_HOME: await temporaryFolder() };
  for (const [name, value] of Object.entries({ ...local.environment(), ...environment })) {
    vi.stubEnv(name, value);
  }
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await local.close();
  });
  return { local, environment };
}

/** The same by a name that only a proxy knows, as one elsewhere: what it returns is cached. */
export async function startCostExplorerElsewhere(): ReturnType<typeof startCostExplorer> {
  const name = 'aws.example.test';
  const started = await startCostExplorer(recentBill, { allowHosts: [name] });
  const proxy = await startForwardProxy(Number(new URL(started.local.endpoint).port));
  vi.stubEnv('AWS_ENDPOINT_URL', `http://${name}`);
  vi.stubEnv('HTTP_PROXY', proxy.url);
  return started;
}
