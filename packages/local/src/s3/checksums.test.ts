import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ChecksumAlgorithm,
  combineChecksums,
  createDigester,
  defaultChecksumType,
  parseChecksumAlgorithm,
} from './checksums.ts';

function digestOf(algorithm: ChecksumAlgorithm, ...chunks: readonly Uint8Array[]): string {
  const digester = createDigester(algorithm);
  for (const chunk of chunks) digester.update(chunk);
  return digester.digest();
}

// The check values of the catalogue of parametrised CRC algorithms, and of RFC 1321, 3174 and 6234, for "123456789".
test.each([
  ['CRC32', 'cbf43926'],
  ['CRC32C', 'e3069283'],
  ['CRC64NVME', 'ae8b14860a799888'],
  ['MD5', '25f9e794323b453885f5181f1b624d0b'],
  ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
] as const)('%s has the value of its definition', (algorithm, hex) => {
  expect(Buffer.from(digestOf(algorithm, Buffer.from('123456789')), 'base64').toString('hex')).toBe(hex);
});

test.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)(
  '%s of parts is combined to that of the whole',
  (algorithm) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1 }), (chunks) => {
        const parts = chunks.map((chunk) => ({ value: digestOf(algorithm, chunk), sizeBytes: chunk.length }));

        const combined = combineChecksums(algorithm, 'FULL_OBJECT', parts);

        expect(combined.value).toBe(digestOf(algorithm, ...chunks));
      }),
    );
  },
);

test('a composite checksum is the checksum of the checksums and contains the number of parts', () => {
  const parts = ['a', 'b'].map((text) => ({ value: digestOf('SHA256', Buffer.from(text)), sizeBytes: 1 }));

  const { value } = combineChecksums('SHA256', 'COMPOSITE', parts);

  expect(value).toBe(`${digestOf('SHA256', ...parts.map((part) => Buffer.from(part.value, 'base64')))}-2`);
});

test('only CRCs can be combined to a checksum of the whole object', () => {
  expect(() => combineChecksums('SHA1', 'FULL_OBJECT', [])).toThrow("can't be SHA1");
  expect(defaultChecksumType('CRC64NVME')).toBe('FULL_OBJECT');
  expect(defaultChecksumType('CRC32')).toBe('COMPOSITE');
});

test('an unsupported algorithm is refused by name', () => {
  expect(() => parseChecksumAlgorithm('XXHASH3')).toThrow('"XXHASH3" is not supported');
  expect(parseChecksumAlgorithm('crc32c')).toBe('CRC32C');
});
