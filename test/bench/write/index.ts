import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientConfig } from '@groundcrew/aws-core';
import { type BenchOptions, type BenchRow, median } from '../bench-row.ts';
import { startEndpoint } from '../start-endpoint.ts';
import {
  type Contender,
  type Endpoint,
  prepareBareHttp,
  type Row,
  sdkLoop,
  tableWriter,
} from './contenders.ts';

const wantedRowsPerCpuSecond = 150_000;
const ours = 'groundcrew table writer';
const loop = 'loop over BatchWriteItemCommand';
const limit = 'bare node:http, prepared bodies, unsigned';

/**
 * Acknowledged rows per CPU-second, user and system, of this process, garbage collector and compiler
 * included, into an endpoint in another process that answers at once. Contenders take turns; the first
 * round warms up and is not counted.
 */
export async function benchWrite({ short, say }: BenchOptions): Promise<BenchRow[]> {
  const count = short ? 25_000 : 300_000;
  const rounds = short ? 1 : 5;
  const rows = makeRows(count);
  const contenders: Readonly<Record<string, Contender>> = {
    [ours]: tableWriter,
    [loop]: sdkLoop,
    [limit]: await prepareBareHttp(rows),
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
        const rate = await rowsPerCpuSecond(contender, rows, { client, port: endpoint.port });
        if (round > 0) rates.get(name)!.push(rate);
      }
      say(round === 0 ? `write: ${count} rows, warm` : `write: round ${round} of ${rounds}`);
    }
  } finally {
    client.destroy();
    endpoint.close();
  }
  return report(rates, say);
}

function report(rates: ReadonlyMap<string, readonly number[]>, say: BenchOptions['say']): BenchRow[] {
  const loopRate = median(rates.get(loop)!);
  return [...rates].map(([name, values]) => {
    const value = median(values);
    say(`${name}: ${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))} rows/CPU-s`);
    return {
      name,
      value,
      unit: 'rows/CPU-s',
      ...(name !== loop && { ratio: value / loopRate, against: loop }),
      ...(name === ours && {
        target: `≥ ${wantedRowsPerCpuSecond.toLocaleString('en-US')}`,
        met: value >= wantedRowsPerCpuSecond,
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
