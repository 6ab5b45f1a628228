import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lockDataFolder } from './data-folder.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'groundcrew-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each(['lock.3', 'process-id'])('a folder that another process holds by %s is refused', (lock) => {
  writeFileSync(join(folder, lock), String(process.ppid));
  expect(() => lockDataFolder(folder)).toThrow(
    expect.objectContaining({
      code: 'local.data.in-use',
      message: expect.stringContaining(`process ${process.ppid}`) as string,
    }),
  );
});

test('a folder that this process holds is refused', () => {
  const release = lockDataFolder(folder);
  expect(() => lockDataFolder(folder)).toThrow('is in use');
  release();
});

test('a folder that was released contains no lock', () => {
  const release = lockDataFolder(join(folder, 'data'));
  expect(readdirSync(join(folder, 'data'))).toEqual(['lock.1']);
  release();
  expect(readdirSync(join(folder, 'data'))).toEqual([]);
});

test('a folder that a killed process held is free, and what that left is removed', () => {
  const { pid } = spawnSync(process.execPath, ['--eval', '']);
  writeFileSync(join(folder, 'process-id'), String(pid));
  writeFileSync(join(folder, 'lock.7'), String(pid));
  const release = lockDataFolder(folder);
  expect(readdirSync(folder)).toEqual(['lock.8']);
  release();
});

test.runIf(process.platform === 'linux')(
  'a folder that a killed process held is free before its parent asked for its exit code',
  async () => {
    // sleep takes the place of the shell, and asks for no child's exit code; the child lives until then.
    const parent = spawn('sh', ['-c', 'cat <&3 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    });
    const pid = String((await once(parent.stdout!, 'data'))[0]).trim();
    const isTrue = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 20_000, interval: 5 });
    await isTrue(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8') === 'sleep\n');
    (parent.stdio[3] as Writable).end();
    await isTrue(() => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '));
    writeFileSync(join(folder, 'lock.1'), pid);
    lockDataFolder(folder)();
    parent.kill();
    await once(parent, 'exit');
  },
);

test('of processes that start at once on a folder with a stale lock, one gets it', async () => {
  const { pid } = spawnSync(process.execPath, ['--eval', '']);
  writeFileSync(join(folder, 'lock.1'), String(pid));
  const module = new URL('./data-folder.ts', import.meta.url).href;
  // Each holds the folder until its input ends: none can be a successor of another.
  const script = `const { lockDataFolder } = await import(${JSON.stringify(module)});
    try { lockDataFolder(${JSON.stringify(folder)}); console.log('locked'); process.stdin.resume(); } catch { console.log('refused'); }`;
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );

  const outcomes = await Promise.all(
    children.map(async ({ stdout }) => String((await once(stdout, 'data'))[0]).trim()),
  );
  for (const { stdin } of children) stdin.end();
  const running = children.filter(({ exitCode }) => exitCode === null);
  await Promise.all(running.map((child) => once(child, 'exit')));

  expect(outcomes.filter((outcome) => outcome === 'locked')).toHaveLength(1);
});

test('a folder that cannot be made is reported by its name', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => lockDataFolder(join(folder, 'file', 'data'))).toThrow(
    expect.objectContaining({
      code: 'local.data.unusable',
      message: expect.stringContaining('file/data"') as string,
    }),
  );
});
