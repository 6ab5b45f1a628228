import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataFolder } from './data-folder.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'groundcrew-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a folder in use by another process is refused', () => {
  writeFileSync(join(folder, 'process-id'), String(process.ppid));
  expect(() => lockDataFolder(folder)).toThrow(
    expect.objectContaining({
      code: 'local.data.in-use',
      message: expect.stringContaining(`process ${process.ppid}`) as string,
    }),
  );
});

test('a released folder contains no lock file', () => {
  const giveBack = lockDataFolder(join(folder, 'data'));
  expect(readdirSync(join(folder, 'data'))).toEqual(['process-id']);
  giveBack();
  expect(readdirSync(join(folder, 'data'))).toEqual([]);
});

test('a folder that a killed process used is available', () => {
  const { pid } = spawnSync(process.execPath, ['--eval', '']);
  writeFileSync(join(folder, 'process-id'), String(pid));
  expect(() => lockDataFolder(folder)()).not.toThrow();
});

test('a folder that can not be created is reported by its name', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => lockDataFolder(join(folder, 'file', 'data'))).toThrow(
    expect.objectContaining({
      code: 'local.data.unusable',
      message: expect.stringContaining('file/data"') as string,
    }),
  );
});
