import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createS3Client, putObject } from '@groundcrew/aws/s3';
import { clientConfig } from '@groundcrew/aws-core';
import type { BenchOptions, BenchRow } from '../bench-row.ts';
import { backfill, type Contender, guardedLoop, plainLoop } from './contenders.ts';
import { type OldFiles, oldFiles } from './files.ts';
import { benchFlow } from './flow.ts';
import { startServer } from './start-server.ts';

const PLAIN = 'a plain loop, batches of 25';

/**
 * A backfill of files that all name the same shelves: what one file costs of the client's processor and in requests, beside loops
 * that write each file, and the whole flow by 1, 4 and 16 functions at a time.
 */
export async function benchBackfill({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const sample = short ? { files: 3, rowsEach: 300 } : { files: 30, rowsEach: 5_000 };
  // One by one, some tens of times slower; each file takes as long as the one before.
  const few = short ? { files: 1, rowsEach: 300 } : { files: 2, rowsEach: 5_000 };
  const costs = {
    'groundcrew inventory backfill': await costOf(backfill, sample, printLine),
    [PLAIN]: await costOf(plainLoop, sample, printLine),
    'the same on a condition, one by one': await costOf(guardedLoop, few, printLine),
  };
  const plain = costs[PLAIN]!;
  const rows = Object.entries(costs).flatMap(([name, { cpuMs, requests }]): BenchRow[] => {
    const beside = name === PLAIN ? undefined : PLAIN;
    return [
      {
        name: `a file of ${sample.rowsEach} rows: ${name}`,
        value: cpuMs,
        unit: 'CPU-ms',
        ...(beside && { ratio: cpuMs / plain.cpuMs, against: beside }),
      },
      {
        name: `requests for it: ${name}`,
        value: requests,
        unit: 'requests',
        ...(beside && { ratio: requests / plain.requests, against: beside }),
      },
    ];
  });
  const flow = short
    ? await benchFlow({ files: 2, rowsEach: 300, parts: 2 }, [1, 2], printLine)
    : await benchFlow({ ...sample, parts: 16 }, [1, 4, 16], printLine);
  return [...rows, ...flow];
}

interface CostOfFile {
  readonly cpuMs: number;
  readonly requests: number;
}

/** In an embedded AWS of its own, in another process; once before, for compilers to warm up. */
async function costOf(
  contender: Contender,
  sample: OldFiles,
  printLine: BenchOptions['printLine'],
): Promise<CostOfFile> {
  const server = await startServer();
  const connection = {
    region: server.region,
    endpointUrl: server.endpoint,
    credentials: { accessKeyId: 'AKIDBENCH', secretAccessKey: 'bench' },
  };
  const s3 = createS3Client(connection);
  const dynamodb = new DynamoDBClient(clientConfig(connection));
  try {
    for (const { key, body } of oldFiles(sample)) await putObject(s3, { bucket: server.stock, key, body });
    await contender({ s3, dynamodb, server });
    const requestsBefore = await server.requests();
    const before = process.cpuUsage();
    const written = await contender({ s3, dynamodb, server });
    const { user, system } = process.cpuUsage(before);
    const requests = (await server.requests()) - requestsBefore;
    if (written % sample.rowsEach !== 0 || written === 0) throw new Error(`${written} shelves are written`);
    const cost = { cpuMs: (user + system) / 1_000 / sample.files, requests: requests / sample.files };
    printLine(`a file: ${cost.cpuMs.toFixed(1)} CPU-ms, ${cost.requests.toFixed(1)} requests`);
    return cost;
  } finally {
    s3.destroy();
    dynamodb.destroy();
    server.close();
  }
}
