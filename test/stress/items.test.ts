import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startLocal } from '@groundcrew/local';
import { expect, onTestFinished, test } from 'vitest';
import { loadItems } from './items.ts';

test('items that were loaded into a folder are there after a restart', async () => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'groundcrew-items-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const start = async () => {
    const local = await startLocal({ dataDir });
    return { endpoint: local.endpoint, pid: process.pid, stop: () => local.close() };
  };
  const { problems, diskMib } = await loadItems({ start, dataDir, items: 1_010 });
  expect(problems).toEqual([]);
  expect(diskMib).toBeGreaterThan(0.05);
});
