import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { chunksOf, collect } from '../testing/read-all.ts';
import { zip } from '../testing/write-workbook.ts';
import { keepSource } from './kept-source.ts';
import { openZipEntry, readZipDirectory } from './zip.ts';

const limits = { anyRatioBytes: 1_000, maxRatio: 10 };

async function unpack(file: Buffer): Promise<Buffer> {
  const source = await keepSource(chunksOf(file));
  const [entry] = await readZipDirectory(source);
  return Buffer.concat(await collect(openZipEntry(source, entry!, 'ZIP archive', limits).chunks));
}

test('what expands beyond measure is refused by the bytes it has, whatever it claims', async () => {
  const blank = '\n'.repeat(100_000);
  const refused = expect.objectContaining({ code: 'inventory.file.archive-too-large' }) as Error;
  await expect(unpack(zip([{ name: 'a', bytes: blank }]))).rejects.toThrow(refused);
  await expect(unpack(zip([{ name: 'a', bytes: blank, claimedBytes: 10 }]))).rejects.toThrow(refused);
  expect(await unpack(zip([{ name: 'a', bytes: '\n'.repeat(1_000) }]))).toHaveLength(1_000);
});

test('the list of files is found behind a comment, and in front of what looks like an end', async () => {
  const file = zip([{ name: 'a', bytes: 'text' }]);
  const comment = Buffer.from('made by hand');
  file.writeUInt16LE(comment.length, file.length - 2);
  const source = await keepSource(chunksOf(Buffer.concat([file, comment])));
  expect((await readZipDirectory(source)).map(({ name }) => name)).toEqual(['a']);
});

test('numbers of a ZIP64 archive are read', async () => {
  const plain = zip([{ name: 'a', bytes: 'text' }]);
  const end = plain.length - 22;
  const directoryAt = plain.readUInt32LE(end + 16);
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(BigInt(end - directoryAt), 40);
  end64.writeBigUInt64LE(BigInt(directoryAt), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(end), 8);
  const last = Buffer.from(plain.subarray(end));
  last.fill(0xff, 12, 20);
  const source = await keepSource(chunksOf(Buffer.concat([plain.subarray(0, end), end64, locator, last])));
  const [entry] = await readZipDirectory(source);
  expect(Buffer.concat(await collect(openZipEntry(source, entry!, 'ZIP archive').chunks)).toString()).toBe(
    'text',
  );
});

test('a source that is too large for memory is kept in a temporary file, and read the same', async () => {
  const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, i) => i % 251));
  const folders = async () =>
    (await readdir(tmpdir())).filter((name) => name.startsWith('groundcrew-archive-'));
  const before = await folders();
  const source = await keepSource(chunksOf(bytes, [10, 999, 4_000]), 1_000);
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
  await expect(keepSource(broken(), 1_000)).rejects.toThrow('connection lost');
  expect((await readdir(tmpdir())).length).toBe(before);
});
