import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startLocal } from '@groundcrew/local';
import { expect, onTestFinished, test } from 'vitest';
import { runClients } from './clients.ts';

test('forty clients at once get right answers, and lose nothing', async () => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'groundcrew-stress-'));
  const local = await startLocal({ dataDir });
  onTestFinished(async () => {
    await local.close();
    await rm(dataDir, { recursive: true });
  });
  const { calls, problems } = await runClients({ endpoint: local.endpoint, clients: 40, turns: 2 });
  expect(problems).toEqual([]);
  // A turn has six calls, and more while it finds messages.
  expect(calls).toBeGreaterThan(40 * 2 * 5);
});
