import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import { readExactly, readZipDirectory, startOfZipEntry, ZipProblem, type ZipSource } from './index.ts';
import { zip } from './testing/write-zip.ts';

function sourceOf(bytes: Buffer): ZipSource {
  return { sizeBytes: bytes.length, read: async (at, length) => bytes.subarray(at, at + length) };
}

const files = [
  { name: 'a.csv', bytes: 'store,item,count\n', method: 0 },
  { name: '재고/b.csv', bytes: 'x'.repeat(1_000) },
  { name: 'empty', bytes: '' },
];

/** The name and the packed bytes of each file. */
async function contentsOf(source: ZipSource): Promise<[string, Buffer][]> {
  const found: [string, Buffer][] = [];
  for (const entry of await readZipDirectory(source)) {
    found.push([
      entry.name,
      await readExactly(source, await startOfZipEntry(source, entry), entry.packedBytes),
    ]);
  }
  return found;
}

test('files are listed in order, and their bytes are where the list has them', async () => {
  const entries = await readZipDirectory(sourceOf(zip(files)));
  expect(entries.map(({ name, method, sizeBytes }) => [name, method, sizeBytes])).toEqual([
    ['a.csv', 0, 17],
    ['재고/b.csv', 8, 1_000],
    ['empty', 8, 0],
  ]);
  const [[, first] = []] = await contentsOf(sourceOf(zip(files)));
  expect(first?.toString()).toBe('store,item,count\n');
});

test('the list of files is found behind a comment', async () => {
  const file = zip(files);
  const comment = Buffer.from('made by hand');
  file.writeUInt16LE(comment.length, file.length - 2);
  expect(await contentsOf(sourceOf(Buffer.concat([file, comment])))).toHaveLength(3);
});

test('numbers of a ZIP64 archive are read', async () => {
  const plain = zip(files);
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
  const large = sourceOf(Buffer.concat([plain.subarray(0, end), end64, locator, last]));
  expect(await contentsOf(large)).toEqual(await contentsOf(sourceOf(plain)));
});

describe('a damaged archive', () => {
  test('that claims a list of files of gigabytes is refused as too large', async () => {
    const file = zip(files);
    file.writeUInt32LE(3_000_000_000, file.length - 10);
    await expect(readZipDirectory(sourceOf(file))).rejects.toMatchObject({ kind: 'too-large' });
  });

  test('is refused as such wherever it is cut', async () => {
    const file = zip(files);
    for (let length = 0; length < file.length; length++) {
      await expect(contentsOf(sourceOf(file.subarray(0, length))), String(length)).rejects.toBeInstanceOf(
        ZipProblem,
      );
    }
  });

  test('is read or refused, whatever its bytes are', async () => {
    const file = zip(files);
    const changes = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(changes, async (changed) => {
        const damaged = Buffer.from(file);
        for (const [at, byte] of changed) damaged[at] = byte;
        try {
          await contentsOf(sourceOf(damaged));
        } catch (error) {
          expect(error).toBeInstanceOf(ZipProblem);
        }
      }),
      { numRuns: Math.max(100, 500 * inject('effort')) },
    );
  });
});
