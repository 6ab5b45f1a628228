import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contains, formatCidr, overlaps, parseCidr } from './cidr.ts';

test.each([
  ['10.0.0.7/16', '10.0.0.0/16'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['2001:DB8:0:1:1::/64', '2001:db8:0:1::/64'],
  ['::/0', '::/0'],
  ['2001:db8::ffff/128', '2001:db8::ffff/128'],
  ['10.0.0.0', undefined],
  ['10.0.0.0/33', undefined],
  ['10.0.0.256/24', undefined],
  ['2001:db8::/129', undefined],
  ['::ffff:10.0.0.1/128', undefined],
  ['a/b', undefined],
])('%s is read as %s', (text, expected) => {
  const range = parseCidr(text);
  expect(range && formatCidr(range)).toBe(expected);
});

const cidrs = fc
  .oneof(
    fc.record({ family: fc.constant<4 | 6>(4), first: fc.bigInt(0n, 2n ** 32n - 1n), length: fc.nat(32) }),
    fc.record({ family: fc.constant<4 | 6>(6), first: fc.bigInt(0n, 2n ** 128n - 1n), length: fc.nat(128) }),
  )
  .map((range) => parseCidr(formatCidr(range))!);

test('a range is read as it was written, and two of them are apart, or one is in the other', () => {
  fc.assert(
    fc.property(cidrs, cidrs, (one, other) => {
      expect(parseCidr(formatCidr(one))).toEqual(one);
      expect(overlaps(one, other)).toBe(contains(one, other) || contains(other, one));
    }),
  );
});
