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

test('a folder that another process holds is refused', () => {
  writeFileSync(join(folder, 'process-id'), String(process.ppid));
  expect(() => lockDataFolder(folder)).toThrow(
    expect.objectContaining({
      code: 'local.data.in-use',
      message: expect.stringContaining(`process ${process.ppid}`) as string,
    }),
  );
});

test('a folder that was given back holds nothing of it', () => {
  const giveBack = lockDataFolder(join(folder, 'data'));
  expect(readdirSync(join(folder, 'data'))).toEqual(['process-id']);
  giveBack();
  expect(readdirSync(join(folder, 'data'))).toEqual([]);
});

test('a folder that a killed process held is free', () => {
  const { pid } = spawnSync(process.execPath, ['--eval', '']);
  writeFileSync(join(folder, 'process-id'), String(pid));
  expect(() => lockDataFolder(folder)()).not.toThrow();
});

test('a folder that can not be made is told by its name', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => lockDataFolder(join(folder, 'file', 'data'))).toThrow(
    expect.objectContaining({
      code: 'local.data.unusable',
      message: expect.stringContaining('file/data"') as string,
    }),
  );
});
