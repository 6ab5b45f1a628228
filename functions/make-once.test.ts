import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeOnce } from './make-once.ts';

async function newMarker(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'new/bundle.building');
}

async function leaveMarker(pid: number, ageMs = 0): Promise<string> {
  const marker = await newMarker();
  await mkdir(dirname(marker));
  await writeFile(marker, String(pid));
  const at = (Date.now() - ageMs) / 1000;
  await utimes(marker, at, at);
  return marker;
}

/** What can be made once, and is found from then on. */
function workOf(make: () => Promise<string>) {
  let made: string | undefined;
  return { find: async () => made, make: vi.fn(async () => (made = await make())) };
}

test('several that want the same at the same time make it once, and leave no marker', async () => {
  const marker = await newMarker();
  const work = workOf(async () => `with the marker: ${existsSync(marker)}`);
  const made = await Promise.all([1, 2, 3].map(() => makeOnce(marker, work)));
  expect(new Set(made)).toEqual(new Set(['with the marker: true']));
  expect(work.make).toHaveBeenCalledTimes(1);
  expect(existsSync(marker)).toBe(false);
});

test('a marker that another one leaves meanwhile stays', async () => {
  const rounds = Array.from({ length: 20 }, async () => {
    const marker = await newMarker();
    const work = workOf(() => new Promise((resolve) => setTimeout(resolve, 3, 'made')));
    await Promise.all(Array.from({ length: 8 }, () => makeOnce(marker, work)));
    return work.make.mock.calls.length;
  });
  expect(new Set(await Promise.all(rounds))).toEqual(new Set([1]));
});

test('what one cannot make, another one that waits for it tries', async () => {
  const marker = await newMarker();
  let tries = 0;
  const work = workOf(() => (++tries === 1 ? Promise.reject(new Error('no')) : Promise.resolve('made')));
  const ends = await Promise.allSettled([makeOnce(marker, work), makeOnce(marker, work)]);
  expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('a marker of a process that has ended, or whose time is over, is taken over', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  for (const marker of [await leaveMarker(pid), await leaveMarker(process.pid, 61_000)]) {
    expect(
      await makeOnce(
        marker,
        workOf(async () => 'made'),
      ),
    ).toBe('made');
    expect(existsSync(marker)).toBe(false);
  }
});

test('a process that is at work is waited for', async () => {
  const marker = await leaveMarker(process.pid);
  const { make } = workOf(async () => 'made again');
  let looks = 0;
  const find = async () => (++looks < 3 ? undefined : 'made by another');
  expect(await makeOnce(marker, { find, make })).toBe('made by another');
  expect(make).not.toHaveBeenCalled();
  expect(existsSync(marker)).toBe(true);
});
