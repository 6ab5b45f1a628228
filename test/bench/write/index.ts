import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientConfig } from '@groundcrew/aws-core';
import { type BenchOptions, type BenchRow, median } from '../bench-row.ts';
import { startEndpoint } from '../start-endpoint.ts';
import {
  bareSinglePuts,
  type Contender,
  type Endpoint,
  guardedWriter,
  prepareBareHttp,
  type Row,
  sdkLoop,
  sdkSinglePuts,
  tableWriter,
} from './contenders.ts';

const TARGET_ROWS_PER_CPU_SECOND = 150_000;
const OURS = 'groundcrew table writer';
const GUARDED = 'the same with OrderGuard=item: transactions of 100 conditional puts';
const SINGLE = 'loop over PutItemCommand with the same condition';
const BARE_SINGLE = 'bare node:http, conditional puts one by one, unsigned';
const SDK_LOOP = 'loop over BatchWriteItemCommand';
const BARE_HTTP = 'bare node:http, prepared bodies, unsigned';

/**
 * Acknowledged rows per CPU-second, user and system, of this process, garbage collector and compiler
 * included, into an endpoint in another process that answers at once. Contenders take turns; the first
 * round warms up and is not counted.
 */
export async function benchWrite({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const count = short ? 25_000 : 300_000;
  const rounds = short ? 1 : 5;
  const rows = makeRows(count);
  const contenders: Readonly<Record<string, Contender>> = {
    [OURS]: tableWriter,
    [GUARDED]: guardedWriter,
    [SINGLE]: sdkSinglePuts,
    [BARE_SINGLE]: bareSinglePuts,
    [SDK_LOOP]: sdkLoop,
    [BARE_HTTP]: await prepareBareHttp(rows),
  };
  const rates = new Map(Object.keys(contenders).map((name) => [name, [] as number[]]));
  const endpoint = await startEndpoint();
  const client = new DynamoDBClient(
    clientConfig({
      region: 'eu-central-1',
      endpointUrl: endpoint.url,
      credentials: { accessKeyId: 'AKIDBENCH', secretAccessKey: 'bench' },
    }),
  );
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const [name, contender] of Object.entries(contenders)) {
        const isSingle = name === SINGLE || name === BARE_SINGLE;
        // One by one they take as long as all others together.
        const some = isSingle ? rows.slice(0, rows.length / 25) : rows;
        const rate = await rowsPerCpuSecond(contender, some, { client, port: endpoint.port });
        if (round > 0) rates.get(name)!.push(rate);
      }
      printLine(round === 0 ? `write: ${count} rows, warm` : `write: round ${round} of ${rounds}`);
    }
  } finally {
    client.destroy();
    endpoint.close();
  }
  return report(rates, printLine);
}

function report(
  rates: ReadonlyMap<string, readonly number[]>,
  printLine: BenchOptions['printLine'],
): BenchRow[] {
  const loopRate = median(rates.get(SDK_LOOP)!);
  return [...rates].map(([name, values]) => {
    const value = median(values);
    printLine(`${name}: ${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))} rows/CPU-s`);
    return {
      name,
      value,
      unit: 'rows/CPU-s',
      ...(name !== SDK_LOOP && { ratio: value / loopRate, against: SDK_LOOP }),
      ...(name === OURS && {
        target: `≥ ${TARGET_ROWS_PER_CPU_SECOND.toLocaleString('en-US')}`,
        met: value >= TARGET_ROWS_PER_CPU_SECOND,
      }),
    };
  });
}

/** A file of forty stores, mixed; every row has a key of its own. */
function makeRows(count: number): Row[] {
  return Array.from({ length: count }, (_, i) => ({
    store: `Store ${i % 40}`,
    item: `Echo Plus ${i}`,
    count: i % 100,
  }));
}

async function rowsPerCpuSecond(
  contender: Contender,
  rows: readonly Row[],
  endpoint: Endpoint,
): Promise<number> {
  const before = process.cpuUsage();
  await contender(rows, endpoint);
  const { user, system } = process.cpuUsage(before);
  return rows.length / ((user + system) / 1e6);
}
