import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { buildBundle } from '@groundcrew/functions/build';
import { builtFunctions } from '@groundcrew/functions/built';
import { type BenchOptions, type BenchRow, median } from '../bench-row.ts';
import { startEndpoint } from './endpoint.ts';

const run = promisify(execFile);
const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** How many records of a thousand make an alert. */
const cases = [
  { name: 'no shelf goes empty', emptied: 0 },
  { name: '10 of 1,000 go empty', emptied: 100 },
  { name: 'all go empty', emptied: 1 },
];

/**
 * Stream records per processor second through the built alert function, in batches of a thousand, beside the
 * training lab's handler. Each runs in a process of its own; DynamoDB and SNS are a loopback endpoint in this
 * one that answers at once, so that only the function's own work counts.
 */
export async function benchStream({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-stream-'));
  const endpoint = await startEndpoint();
  try {
    const [ours] = await builtFunctions(['alert-no-stock']);
    const lab = await buildBundle('lab', fileOf('lab-handler.ts'), join(folder, 'lab'));
    const rows: BenchRow[] = [];
    for (const { name, emptied } of cases) {
      printLine(`${name} …`);
      const samples = { ours: [] as number[], lab: [] as number[] };
      for (let round = 0; round < (short ? 1 : 5); round++) {
        samples.ours.push(await measure(ours!.directory, emptied, short ? 0.2 : 3, endpoint.url));
        samples.lab.push(await measure(lab.directory, emptied, short ? 0.2 : 3, endpoint.url));
      }
      const [value, against] = [median(samples.ours), median(samples.lab)];
      const unit = 'records/CPU-s';
      rows.push(
        {
          name: `alert-no-stock, ${name}`,
          value,
          unit,
          ratio: value / against,
          against: 'a call for each zero',
        },
        { name: `a call for each zero, ${name}`, value: against, unit },
      );
    }
    return rows;
  } finally {
    endpoint.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  directory: string,
  emptied: number,
  seconds: number,
  endpoint: string,
): Promise<number> {
  const module = pathToFileURL(join(directory, 'index.mjs')).href;
  const { stderr } = await run(
    process.execPath,
    [fileOf('measure.ts'), module, String(emptied), String(seconds)],
    {
      env: {
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'bench',
        AWS_SECRET_ACCESS_KEY: 'bench',
        ALERTS_TABLE: 'InventoryAlerts',
        INVENTORY_TABLE: 'Inventory',
        REJECTS_BUCKET: 'rejects',
        NO_STOCK_TOPIC_ARN: 'arn:aws:sns:us-east-1:000000000000:NoStock',
      },
      maxBuffer: 100_000_000,
    },
  );
  return Number(stderr.trim().split('\n').at(-1));
}
