import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeEventKey, formatS3Uri, parseS3Uri } from './index.ts';

test.each([
  ['stock.csv', 'stock.csv'],
  ['a+b', 'a b'],
  ['a%2Bb', 'a+b'],
  ['2026+%EB%B4%84/seoul%2Bbusan+%281%29.csv', '2026 봄/seoul+busan (1).csv'],
  ['a%252Fb', 'a%2Fb'],
  ['100%', '100%'],
  ['%E0%A4%A+%41', '%E0%A4%A A'],
])('the event key %s is the object key %s', (encoded, key) => {
  expect(decodeEventKey(encoded)).toBe(key);
});

test("every key is unchanged after S3's encoding and decoding", () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (key) => {
      const encoded = encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
      expect(decodeEventKey(encoded)).toBe(key);
    }),
  );
});

test('a URI keeps the key unchanged', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (key) => {
      expect(parseS3Uri(formatS3Uri({ bucket: 'shop', key }))).toEqual({ bucket: 'shop', key });
    }),
  );
});

test.each(['', 's3://', 's3://shop', 's3://shop/', 'shop/key', 'https://shop/key', 'S3:/shop/key'])(
  '"%s" is refused as a URI',
  (uri) => {
    expect(() => parseS3Uri(uri)).toThrow(expect.objectContaining({ code: 'aws-s3.uri.invalid' }));
  },
);
