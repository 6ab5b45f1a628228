import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gunzip } from './gunzip.ts';
import { chunksOf, collect } from './testing/read-all.ts';

async function unzipAll(bytes: Uint8Array, cuts: readonly number[] = []): Promise<string> {
  const { chunks } = gunzip(chunksOf(bytes, cuts));
  return Buffer.concat(await collect(chunks)).toString();
}

const hello = gzipSync('hello ');
const world = gzipSync('world');

test('several members are one text, however they are split into chunks', async () => {
  const bytes = Buffer.concat([hello, world, Buffer.alloc(7)]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length)), async (cuts) => {
      expect(await unzipAll(bytes, cuts)).toBe('hello world');
    }),
    { numRuns: 50 },
  );
});

const wrongChecksum = Uint8Array.from(hello, (byte, i) => (i === hello.length - 8 ? byte ^ 1 : byte));

test.each([
  ['truncated', hello.subarray(0, -3), /truncated/],
  ['truncated in its second member', Buffer.concat([hello, world.subarray(0, 8)]), /truncated/],
  ['with a wrong checksum', wrongChecksum, /incorrect data check/],
  ['followed by other data', Buffer.concat([hello, Buffer.from('more')]), /follows its end/],
  ['followed by padding and more', Buffer.concat([hello, Buffer.alloc(9), world]), /follows its end/],
])('gzip data %s is refused however it is split', async (_, bytes, message) => {
  for (let cut = 0; cut <= bytes.length; cut++) {
    await expect(unzipAll(bytes, [cut])).rejects.toMatchObject({
      code: 'inventory.file.gzip-broken',
      message: expect.stringMatching(message),
    });
  }
});

test('an error of the source is thrown unchanged', async () => {
  const broken = new Error('connection reset');
  const source = async function* () {
    yield hello.subarray(0, 5);
    throw broken;
  };
  const { chunks } = gunzip(source());
  await expect(collect(chunks)).rejects.toBe(broken);
});

test('data that expands a thousandfold is returned in small chunks', async () => {
  const { chunks } = gunzip(chunksOf(gzipSync(Buffer.alloc(20_000_000))));
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    expect(chunk.length).toBeLessThanOrEqual(65_536);
    sizeBytes += chunk.length;
  }
  expect(sizeBytes).toBe(20_000_000);
});
