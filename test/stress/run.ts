import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startLocal } from '@groundcrew/local';
import { buildCommand } from '../support/built-command.ts';
import { startEmbedded } from '../bench/emulators/embedded.ts';
import { runClients } from './clients.ts';
import { loadItems } from './items.ts';

/* `npm run stress -- --clients 200 --seconds 60`: see clients.ts; `npm run stress -- --items 10000000`: see items.ts. */

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '60' },
    /** One that runs already; default: one of its own, with a data folder. */
    endpoint: { type: 'string' },
    items: { type: 'string' },
  },
});

const folder = await mkdtemp(path.join(os.tmpdir(), 'groundcrew-stress-'));
try {
  const problems =
    values.items === undefined ? await strainByClients() : await strainByItems(Number(values.items));
  for (const problem of problems) process.stdout.write(`${problem}\n`);
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function strainByClients(): Promise<readonly string[]> {
  const local = values.endpoint === undefined ? await startLocal({ dataDir: folder }) : undefined;
  try {
    const { calls, seconds, problems } = await runClients({
      endpoint: values.endpoint ?? local!.endpoint,
      clients: Number(values.clients),
      durationMs: Number(values.seconds) * 1000,
    });
    process.stdout.write(
      `${calls} calls of ${values.clients} clients in ${seconds.toFixed(1)} s (${Math.round(calls / seconds)} per second), ` +
        `${problems.length} wrong or lost\n`,
    );
    return problems;
  } finally {
    await local?.close();
  }
}

async function strainByItems(items: number): Promise<readonly string[]> {
  const command = await buildCommand(path.join(folder, 'command'));
  const dataDir = path.join(folder, 'data');
  const report = await loadItems(
    { start: () => startEmbedded(command, ['--data', dataDir]), dataDir, items },
    (share) => process.stderr.write(`${Math.round(share * 100)} %\n`),
  );
  const mib = (value: number | undefined) => (value === undefined ? 'unknown' : `${Math.round(value)} MiB`);
  process.stdout.write(
    `${items} items: ${Math.round(report.rowsPerSecond)} rows/s, peak memory ${mib(report.peakWhileLoadingMib)}, ` +
      `${mib(report.diskMib)} on disk; started again in ${(report.restartMs / 1000).toFixed(1)} s, ` +
      `peak memory ${mib(report.peakAfterRestartMib)}; ${report.problems.length} wrong or lost\n`,
  );
  return report.problems;
}
