import { BlockList } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInRange, readIpRange } from './ip-range.ts';

test('an address of version 4 is in the ranges that Node finds it in', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (network, address, bits) => {
      const list = new BlockList();
      list.addSubnet(network, bits, 'ipv4');
      expect(isInRange(readIpRange(`${network}/${bits}`)!, address)).toBe(list.check(address, 'ipv4'));
    }),
  );
});

test('an address of version 6 is in the ranges that Node finds it in', () => {
  fc.assert(
    fc.property(fc.ipV6(), fc.ipV6(), fc.integer({ min: 0, max: 128 }), (network, address, bits) => {
      const list = new BlockList();
      list.addSubnet(network, bits, 'ipv6');
      expect(isInRange(readIpRange(`${network}/${bits}`)!, address)).toBe(list.check(address, 'ipv6'));
    }),
  );
});

test('a single address is a range of one, and versions are never mixed', () => {
  expect(isInRange(readIpRange('203.0.113.7')!, '203.0.113.7')).toBe(true);
  expect(isInRange(readIpRange('203.0.113.7')!, '203.0.113.8')).toBe(false);
  expect(isInRange(readIpRange('0.0.0.0/0')!, '::ffff:203.0.113.7')).toBe(false);
});

test.each([
  '',
  '203.0.113',
  '203.0.113.256',
  '203.0.113.07',
  '203.0.113.7/33',
  '::1/129',
  '1::2::3',
  ':1',
  '1:2:3:4:5:6:7',
  'x',
])('"%s" is not a range', (text) => {
  expect(readIpRange(text)).toBeUndefined();
});
