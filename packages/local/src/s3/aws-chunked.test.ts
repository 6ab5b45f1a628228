import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createChunkedDecoder } from './aws-chunked.ts';

function encode(
  chunks: readonly Uint8Array[],
  signed: boolean,
  trailers: Readonly<Record<string, string>>,
): Buffer {
  const signature = signed ? `;chunk-signature=${'a'.repeat(64)}` : '';
  const filled = chunks.filter((chunk) => chunk.length > 0);
  return Buffer.concat([
    ...filled.flatMap((chunk) => [
      Buffer.from(`${chunk.length.toString(16)}${signature}\r\n`),
      chunk,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`0${signature}\r\n`),
    Buffer.from(
      Object.entries(trailers)
        .map(([name, value]) => `${name}:${value}\r\n`)
        .join(''),
    ),
    Buffer.from('\r\n'),
  ]);
}

function decode(pieces: readonly Uint8Array[]) {
  const decoder = createChunkedDecoder();
  const payload = pieces.flatMap((piece) => decoder.push(piece).map((view) => Buffer.from(view)));
  return { payload: Buffer.concat(payload), trailers: decoder.end() };
}

const trailers = { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-trailer-signature': 'b'.repeat(64) };

describe.each([true, false])('with signatures: %o', (signed) => {
  test('a body split in two at any position is the same body', () => {
    const chunks = [
      Buffer.from('store,item,count\r\n'),
      Buffer.from([0, 13, 10, 48, 13, 10]),
      Buffer.from('0\r\n\r\n'),
    ];
    const encoded = encode(chunks, signed, trailers);

    for (let at = 0; at <= encoded.length; at++) {
      const decoded = decode([encoded.subarray(0, at), encoded.subarray(at)]);
      expect(decoded).toEqual({ payload: Buffer.concat(chunks), trailers });
    }
  });

  test('any body in any chunks is decoded completely, even byte by byte', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 50 })),
        fc.integer({ min: 1, max: 20 }),
        (chunks, step) => {
          const encoded = encode(chunks, signed, trailers);
          const pieces = [];
          for (let at = 0; at < encoded.length; at += step) pieces.push(encoded.subarray(at, at + step));

          expect(decode(pieces)).toEqual({ payload: Buffer.concat(chunks), trailers });
        },
      ),
    );
  });

  test('a body truncated before its last chunk is refused', () => {
    const encoded = encode([Buffer.from('abc')], signed, {});
    const lastChunk = encoded.length - encode([], signed, {}).length;

    for (let at = 0; at <= lastChunk; at++) {
      expect(() => decode([encoded.subarray(0, at)])).toThrow('before its last chunk');
    }
  });
});

test('the empty line after the last trailer may be missing', () => {
  expect(decode([Buffer.from('1\r\na\r\n0\r\nx-amz-checksum-crc32:AA==')])).toEqual({
    payload: Buffer.from('a'),
    trailers: { 'x-amz-checksum-crc32': 'AA==' },
  });
});

test.each([
  ['no size', 'hello\r\n', 'is not the size of a chunk'],
  ['a size too small', '1\r\nabc\r\n0\r\n\r\n', 'longer than its size'],
  ['a trailer without a name', '0\r\n:a\r\n\r\n', 'is not a trailer'],
  ['bytes after the end', '0\r\n\r\nmore', 'after the last chunk'],
  ['an endless line', 'a'.repeat(5000), 'longer than 4096 bytes'],
])('%s is refused', (_, body, message) => {
  expect(() => decode([Buffer.from(body)])).toThrow(message);
});
