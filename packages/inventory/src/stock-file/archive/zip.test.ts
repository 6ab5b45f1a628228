import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { zip } from '@groundcrew/zip/testing/write-zip';
import { expect, test } from 'vitest';
import { chunksOf, collect } from '../testing/read-all.ts';
import { bufferSource } from './buffered-source.ts';
import { openZipEntry, readArchive } from './zip.ts';

const limits = { anyRatioBytes: 1_000, maxRatio: 10 };

async function unpack(file: Buffer): Promise<Buffer> {
  const source = await bufferSource(chunksOf(file));
  const [entry] = await readArchive(source);
  return Buffer.concat(await collect(openZipEntry(source, entry!, 'ZIP archive', limits).chunks));
}

test('what expands beyond measure is refused by the bytes it has, whatever it claims', async () => {
  const blank = '\n'.repeat(100_000);
  const refused = expect.objectContaining({ code: 'inventory.file.archive-too-large' }) as Error;
  await expect(unpack(zip([{ name: 'a', bytes: blank }]))).rejects.toThrow(refused);
  await expect(unpack(zip([{ name: 'a', bytes: blank, claimedBytes: 10 }]))).rejects.toThrow(refused);
  expect(await unpack(zip([{ name: 'a', bytes: '\n'.repeat(1_000) }]))).toHaveLength(1_000);
});

test('a source that is too large for memory is kept in a temporary file, and read the same', async () => {
  const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, i) => i % 251));
  const folders = async () =>
    (await readdir(tmpdir())).filter((name) => name.startsWith('groundcrew-archive-'));
  const before = await folders();
  const source = await bufferSource(chunksOf(bytes, [10, 999, 4_000]), 1_000);
  expect(source.sizeBytes).toBe(5_000);
  expect(await source.read(0, 5_000)).toEqual(bytes);
  expect(await source.read(4_990, 100)).toEqual(bytes.subarray(4_990));
  expect(await source.read(6_000, 10)).toHaveLength(0);
  await source.close();
  expect(await folders()).toEqual(before);
});

test('nothing is left of a source that breaks', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(2_000);
    throw new Error('connection lost');
  }
  const before = (await readdir(tmpdir())).length;
  await expect(bufferSource(broken(), 1_000)).rejects.toThrow('connection lost');
  expect((await readdir(tmpdir())).length).toBe(before);
});
