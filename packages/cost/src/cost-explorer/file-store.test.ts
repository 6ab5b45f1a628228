import { mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createFileStore } from './file-store.ts';

async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'answers-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'cost', 'answers');
}

test('what one run stores, another finds, and no other user may read it', async () => {
  const folder = await createFolder();
  expect(await createFileStore(folder).get('a')).toBeUndefined();
  await createFileStore(folder).put('a', '{"cost":1}');
  await createFileStore(folder).put('a', '{"cost":2}');
  expect(await createFileStore(folder).get('a')).toBe('{"cost":2}');
  expect(await readdir(folder)).toEqual(['a.json']);
  expect((await stat(join(folder, 'a.json'))).mode & 0o077).toBe(0);
  expect((await stat(folder)).mode & 0o077).toBe(0);
});

test('expired responses are removed', async () => {
  const folder = await createFolder();
  const store = createFileStore(folder);
  await store.put('old', '{}');
  await utimes(join(folder, 'old.json'), 0, 0);
  await store.put('new', '{}');
  expect(await readdir(folder)).toEqual(['new.json']);
});
