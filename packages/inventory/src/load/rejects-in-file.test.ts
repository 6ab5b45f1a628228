import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readBatches } from '../stock-file/testing/read-all.ts';
import { createRejectsInFile } from './index.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'groundcrew-rejects-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = Buffer.from('store,item,count\nBerlin,,1\nBerlin,Echo,\n');

test('rejects of several parts become one file, and only when the load is finished', async () => {
  const [{ rejects, state } = { rejects: [], state: undefined! }] = await readBatches(file);
  const sink = createRejectsInFile({ path: join(folder, 'a.csv') });
  const part = await sink.save({ rejects: rejects.slice(0, 1), state });
  expect(await readdir(folder)).not.toContain('a.csv');
  expect(await sink.finish([part], { rejects: rejects.slice(1), state })).toBe(join(folder, 'a.csv'));
  expect(await readdir(folder)).toEqual(['a.csv']);
  const lines = (await readFile(join(folder, 'a.csv'), 'utf8')).split('\n');
  expect(lines.map((line) => line.split(',').slice(0, 4).join())).toEqual([
    'store,item,count,reject_line',
    'Berlin,,1,2',
    'Berlin,Echo,,3',
    '',
  ]);
});

test('a load without rejects creates no file, and a load that failed leaves none behind', async () => {
  const [{ rejects, state } = { rejects: [], state: undefined! }] = await readBatches(file);
  const good = createRejectsInFile({ path: join(folder, 'a.csv') });
  expect(await good.finish([], { rejects: [], state })).toBeUndefined();
  const failed = createRejectsInFile({ path: join(folder, 'b.csv') });
  await failed.save({ rejects, state });
  await failed.discard();
  expect(await readdir(folder)).toEqual([]);
});

test('the file that is loaded is never overwritten', async () => {
  await writeFile(join(folder, 'a.csv'), file);
  const paths = { path: `${folder}/./a.csv`, inputPath: join(folder, 'a.csv') };
  expect(() => createRejectsInFile(paths)).toThrow(
    expect.objectContaining({ code: 'inventory.rejects.is-input' }),
  );
});

test.each([
  ['in a folder that does not exist', 'missing/a.csv'],
  ['in the place of a folder', '.'],
])('a file %s is refused before there is anything to write', (_, name) => {
  expect(() => createRejectsInFile({ path: join(folder, name) })).toThrow(
    expect.objectContaining({
      code: 'inventory.rejects.write-failed',
      message: expect.stringContaining('--rejects') as string,
    }),
  );
});

test('the error of a file that can no longer be written contains its name and what to do', async () => {
  const [{ rejects, state } = { rejects: [], state: undefined! }] = await readBatches(file);
  const sink = createRejectsInFile({ path: join(folder, 'a.csv') });
  await rm(folder, { recursive: true });
  await expect(sink.save({ rejects, state })).rejects.toMatchObject({
    code: 'inventory.rejects.write-failed',
    message: expect.stringContaining('--rejects') as string,
  });
});
