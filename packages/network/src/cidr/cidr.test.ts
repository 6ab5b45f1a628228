import { BlockList, isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Address,
  bestFit,
  bitsOf,
  type Cidr,
  cidr,
  cidrOf,
  contains,
  containsAddress,
  formatAddress,
  formatCidr,
  freeRanges,
  halves,
  lastOf,
  overlaps,
  parseAddress,
  parseCidr,
  sizeOf,
  split,
  subtract,
} from './index.ts';

// The oracle is Node's own: net.isIPv4 and isIPv6 decide what an address is, URL how IPv6 is printed, BlockList what is in a
// range. None of it shares code with this package.

const family = fc.constantFrom(4 as const, 6 as const);
const address: fc.Arbitrary<Address> = family.chain((of) =>
  fc.record({ family: fc.constant(of), value: fc.bigInt({ min: 0n, max: (1n << BigInt(bitsOf[of])) - 1n }) }),
);
const range: fc.Arbitrary<Cidr> = address.chain((at) =>
  fc.integer({ min: 0, max: bitsOf[at.family] }).map((length) => cidrOf(at, length)),
);
/** Ranges of few bits, which overlap often, and whose addresses can be counted one by one. */
const smallRange = fc
  .record({ value: fc.bigInt({ min: 0n, max: 255n }), length: fc.integer({ min: 24, max: 32 }) })
  .map(({ value, length }) => cidrOf({ family: 4, value }, length));

const addressesOf = (each: Cidr): bigint[] =>
  Array.from({ length: Number(sizeOf(each)) }, (_, index) => each.first + BigInt(index));
const textFamily = ({ family: of }: { family: 4 | 6 }) => (of === 4 ? 'ipv4' : 'ipv6');

test('an address is read as it was printed, and Node knows it', () => {
  fc.assert(
    fc.property(address, (given) => {
      const text = formatAddress(given);
      expect(parseAddress(text)).toEqual(given);
      expect(given.family === 4 ? isIPv4(text) : isIPv6(text)).toBe(true);
      if (given.family === 6) expect(new URL(`http://[${text}]/`).hostname).toBe(`[${text}]`);
    }),
  );
});

test('what is an address here is one for Node, and the reverse', () => {
  const piece = fc.constantFrom(
    '0',
    '1',
    '255',
    '256',
    '01',
    'ffff',
    'F',
    ':',
    '::',
    '.',
    'g',
    '10.0.0.1',
    '',
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  const colons = fc.array(fc.constantFrom('0', 'ab', '1'), { maxLength: 9 }).map((words) => words.join(':'));
  const any = fc.oneof(
    text,
    colons,
    fc.tuple(colons, colons).map((both) => both.join('::')),
  );
  fc.assert(
    fc.property(any, (given) => {
      expect(parseAddress(given)?.family).toBe(isIPv4(given) ? 4 : isIPv6(given) ? 6 : undefined);
    }),
  );
});

test('an address is in a range if it is for Node', () => {
  fc.assert(
    fc.property(range, fc.bigInt({ min: -3n, max: 3n }), fc.boolean(), (given, offset, atEnd) => {
      const value = (atEnd ? lastOf(given) : given.first) + offset;
      fc.pre(value >= 0n && value < 1n << BigInt(bitsOf[given.family]));
      const list = new BlockList();
      const first = formatAddress({ family: given.family, value: given.first });
      list.addSubnet(first, given.length, textFamily(given));
      const at = { family: given.family, value };
      expect(containsAddress(given, at)).toBe(list.check(formatAddress(at), textFamily(given)));
    }),
  );
});

test('ranges contain and overlap as the sets of their addresses do', () => {
  fc.assert(
    fc.property(smallRange, smallRange, (one, other) => {
      const inOne = new Set(addressesOf(one));
      const others = addressesOf(other);
      expect(overlaps(one, other)).toBe(others.some((each) => inOne.has(each)));
      expect(contains(one, other)).toBe(others.every((each) => inOne.has(each)));
    }),
  );
});

test('IPv4 is in no range of IPv6', () => {
  expect(overlaps(cidr('0.0.0.0/0'), cidr('::/0'))).toBe(false);
});

test('what is subtracted is gone, all else is left, once, in the fewest ranges', () => {
  fc.assert(
    fc.property(smallRange, fc.array(smallRange, { maxLength: 4 }), (given, taken) => {
      const left = subtract(given, taken);
      const gone = new Set(taken.flatMap(addressesOf));
      expect(left.flatMap(addressesOf)).toEqual(addressesOf(given).filter((each) => !gone.has(each)));
      const joined = left.some((each, index) => {
        const next = left[index + 1];
        return (
          next !== undefined &&
          next.length === each.length &&
          next.first === lastOf(each) + 1n &&
          halves(cidrOf({ family: 4, value: each.first }, each.length - 1))[0].first === each.first
        );
      });
      expect(joined).toBe(false);
    }),
  );
});

test('free ranges of ranges that overlap are counted once', () => {
  const free = freeRanges([cidr('10.0.1.0/24'), cidr('10.0.0.0/23')], [cidr('10.0.0.0/24')]);
  expect(free.map(formatCidr)).toEqual(['10.0.1.0/24']);
});

test('a range is put where the least is broken up', () => {
  const free = [cidr('10.0.0.0/20'), cidr('10.0.32.0/24'), cidr('10.0.48.0/24')];
  expect(bestFit(free, 25)).toEqual(cidr('10.0.32.0/25'));
  expect(bestFit(free, 22)).toEqual(cidr('10.0.0.0/22'));
  expect(bestFit(free, 19)).toBeUndefined();
});

test('a range is split into all of its parts', () => {
  expect([...split(cidr('10.0.0.0/22'), 24)].map(formatCidr)).toEqual([
    '10.0.0.0/24',
    '10.0.1.0/24',
    '10.0.2.0/24',
    '10.0.3.0/24',
  ]);
  expect([...split(cidr('10.0.0.0/24'), 22)]).toEqual([]);
  expect([...split(cidr('2001:db8::/62'), 64)].map(formatCidr).at(-1)).toBe('2001:db8:0:3::/64');
});

describe('what is not a range is reported', () => {
  test.each([
    ['10.0.0.1/16', 'does not begin at its own /16; write 10.0.0.0/16, or 10.0.0.1/32 for the one address'],
    ['10.0.0.0', 'is an address, not a range; write 10.0.0.0/32 for it alone'],
    ['10.0.0.0/33', 'is not a range of addresses such as 10.0.0.0/16'],
    ['10.0.0/24', 'is not a range of addresses such as 10.0.0.0/16'],
    ['10.0.0.0/016', 'is not a range of addresses such as 10.0.0.0/16'],
    [
      '2001:db8::1/56',
      'does not begin at its own /56; write 2001:db8::/56, or 2001:db8::1/128 for the one address',
    ],
  ])('%s', (text, problem) => {
    expect(parseCidr(text)).toBe(problem);
  });
});
