import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressMatcher } from './address-matcher.ts';
import { matchesPattern } from './pattern.ts';

test.each([
  ['10.80.0.0/24', ['10.80.0.0', '10.80.0.255'], ['10.80.1.0', '10.8.0.0', '2001:db8::1']],
  ['10.80.16.0/20', ['10.80.16.1', '10.80.31.255'], ['10.80.32.0', '10.80.15.255']],
  ['10.80.16.77/20', ['10.80.16.1'], ['10.80.32.0']],
  ['0.0.0.0/0', ['1.2.3.4'], []],
  ['10.80.0.4/32', ['10.80.0.4'], ['10.80.0.40']],
  ['2001:db8::/64', ['2001:db8::1', '2001:db8::ffff:1'], ['2001:db8:0:1::1', '10.0.0.1']],
  ['10.0.1.*', ['10.0.1.7'], ['10.0.10.7']],
  ['2001:DB8:0::1', ['2001:db8::1'], ['2001:db8::2']],
])('%s', (text, inside, outside) => {
  const { matches } = addressMatcher(text);
  for (const address of inside) expect(matches(address), address).toBe(true);
  for (const address of outside) expect(matches(address), address).toBe(false);
});

test.each([
  '10.80.0.0/33',
  '10.80.0.0/',
  '10.80/16',
  '2001:db8::/129',
  'shop',
  '10.0.1',
  '10.0.0.0/8/8',
  '::g',
])('%s is refused: it would match nothing', (text) => {
  expect(() => addressMatcher(text)).toThrow(`"${text}" is not an address`);
});

test('what EC2 is asked for includes everything that is meant', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, network, bits) => {
      const { matches, pattern } = addressMatcher(`${network}/${bits}`);
      if (matches(address)) expect(matchesPattern(pattern, address)).toBe(true);
    }),
  );
});
