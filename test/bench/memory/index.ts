import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { BenchOptions, BenchRow } from '../bench-row.ts';
import { startEndpoint } from '../start-endpoint.ts';

const command = fileURLToPath(new URL('../../../scripts/groundcrew.mjs', import.meta.url));
const TARGET_MIB = 150;

/** Peak memory of the command that loads a large file, beside the same with a small one: it must not grow with the file. */
export async function benchMemory({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const directory = await mkdtemp(join(tmpdir(), 'groundcrew-memory-'));
  const endpoint = await startEndpoint();
  try {
    const sizes = short ? [2, 16] : [16, 1024];
    const peaks: number[] = [];
    for (const sizeMib of sizes) {
      const path = join(directory, 'stock.csv');
      printLine(`memory: writing ${sizeMib} MiB`);
      await writeStockFile(path, sizeMib);
      printLine(`memory: loading ${sizeMib} MiB`);
      peaks.push(await peakMibOf(path, endpoint.url, join(directory, 'peak')));
    }
    const [small, large] = peaks as [number, number];
    return [
      { name: `peak RSS, ${sizes[0]} MiB file`, value: small, unit: 'MiB' },
      {
        name: `peak RSS, ${sizes[1]} MiB file`,
        value: large,
        unit: 'MiB',
        ratio: large / small,
        against: `${sizes[0]} MiB file`,
        target: `≤ ${TARGET_MIB}`,
        met: large <= TARGET_MIB,
      },
    ];
  } finally {
    endpoint.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Rows as shops write them, with columns that nobody asked for; every row another shelf. */
async function writeStockFile(path: string, sizeMib: number): Promise<void> {
  const file = createWriteStream(path);
  file.write('store,item,count,updated,remark\n');
  const bytes = sizeMib * 2 ** 20;
  let written = 0;
  for (let row = 0; written < bytes;) {
    let block = '';
    for (let line = 0; line < 2_000; line++, row++) {
      block += `Store ${row % 500},Item number ${row},${row % 97},2026-11-21T08:00:00Z,"checked by hand, shelf ${row % 40}"\n`;
    }
    written += block.length;
    if (!file.write(block)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

/** Runs `groundcrew inventory load` in a process of its own, as a user's shell would. */
async function peakMibOf(path: string, endpointUrl: string, peakFile: string): Promise<number> {
  const child = spawn(
    process.execPath,
    [command, 'inventory', 'load', path, '--endpoint-url', endpointUrl, '--output', 'json'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        NODE_OPTIONS: `--import=${new URL('report-peak.mjs', import.meta.url).href}`,
        PEAK_FILE: peakFile,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
      },
    },
  );
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (child.exitCode !== 0)
    throw new Error(`the load of ${path} ended with exit code ${child.exitCode}: ${output}`);
  return Number(await readFile(peakFile, 'utf8'));
}
