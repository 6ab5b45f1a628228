import { performance } from 'node:perf_hooks';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { builtFunctions } from '@groundcrew/functions/built';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { startLocal } from '@groundcrew/local';
import { type BenchOptions, type BenchRow, median } from '../bench-row.ts';

const EMPTY_SHARE = 0.01;

/** The embedded AWS: how soon it is up, and how fast rows go from the bucket to the last alert. */
export async function benchLocal({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const bundles = await builtFunctions();
  const rounds = short ? 1 : 3;
  const rows = short ? 2_000 : 100_000;
  const startsMs: number[] = [];
  const rates: number[] = [];
  const warmRates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    printLine(`local: round ${round + 1} of ${rounds}`);
    const begin = performance.now();
    const local = await startLocal({ stack, bundles });
    startsMs.push(performance.now() - begin);
    const s3 = new S3Client({
      endpoint: local.endpoint,
      region: local.region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      forcePathStyle: true,
    });
    try {
      for (const [name, into] of [
        ['cold', rates],
        ['warm', warmRates],
      ] as const) {
        const body = stockFile(name, rows);
        const sent = performance.now();
        await s3.send(
          new PutObjectCommand({
            Bucket: local.resources.bucketName('StockBucket'),
            Key: `${name}.csv`,
            Body: body,
          }),
        );
        await local.idle({ timeoutMs: 600_000 });
        into.push(rows / ((performance.now() - sent) / 1000));
      }
      const recorded = local.streamRecords('InventoryTable').length;
      if (recorded !== 2 * rows) throw new Error(`${recorded} stream records instead of ${2 * rows}`);
    } finally {
      s3.destroy();
      await local.close();
    }
  }
  return [
    { name: 'embedded AWS: start, with the stack wired', value: median(startsMs), unit: 'ms' },
    { name: `whole flow, ${rows} rows, first file (functions start)`, value: median(rates), unit: 'rows/s' },
    { name: `whole flow, ${rows} rows, second file`, value: median(warmRates), unit: 'rows/s' },
  ];
}

/** Every row another shelf, one in a hundred of them empty. */
function stockFile(name: string, rows: number): string {
  const lines = ['store,item,count'];
  for (let row = 0; row < rows; row++) {
    lines.push(`Store ${row % 50},${name} item ${row},${row % (1 / EMPTY_SHARE) === 0 ? 0 : row % 90 || 1}`);
  }
  return `${lines.join('\n')}\n`;
}
