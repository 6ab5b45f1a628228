import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startLocal } from '@groundcrew/local';
import { runClients } from './clients.ts';

/* `npm run stress -- --clients 200 --seconds 60`: see clients.ts. */

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '60' },
    /** One that runs already; default: one of its own, with a data folder. */
    endpoint: { type: 'string' },
  },
});

const dataDir = await mkdtemp(path.join(os.tmpdir(), 'groundcrew-stress-'));
const local = values.endpoint === undefined ? await startLocal({ dataDir }) : undefined;
try {
  const { calls, seconds, problems } = await runClients({
    endpoint: values.endpoint ?? local!.endpoint,
    clients: Number(values.clients),
    durationMs: Number(values.seconds) * 1000,
  });
  for (const problem of problems) process.stdout.write(`${problem}\n`);
  process.stdout.write(
    `${calls} calls of ${values.clients} clients in ${seconds.toFixed(1)} s (${Math.round(calls / seconds)} per second), ` +
      `${problems.length} wrong or lost\n`,
  );
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  await local?.close();
  await rm(dataDir, { recursive: true, force: true });
}
