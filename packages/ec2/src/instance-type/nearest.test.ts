import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestTypes, parseInstanceType } from './index.ts';

test.each([
  ['m7gd.3xlarge', ['m7gd.4xlarge', 'm7gd.2xlarge']],
  ['c7i.metal', ['c7i.metal-48xl', 'c7i.metal-24xl']],
  ['t2.mciro', ['t2.micro']],
  ['m5.2xlarg', ['m5.2xlarge']],
  ['m7dg.large', ['m7gd.large', 'm7g.large']],
  ['m10gd.large', ['m9gd.large', 'm8gd.large']],
  ['M7GD.4XLARGE', ['m7gd.4xlarge']],
  ['m7gd4xlarge', ['m7gd.4xlarge']],
  ['mac-m4por.metal', ['mac-m4pro.metal']],
])('%s is similar to %j', (text, expected) => {
  expect(nearestTypes(text).slice(0, expected.length)).toEqual(expected);
});

test('an invalid name has no similar ones', () => {
  expect(nearestTypes('')).toEqual([]);
  expect(nearestTypes('the big one with much memory')).toEqual([]);
  expect(nearestTypes('m'.repeat(100_000))).toEqual([]);
});

test('at most the requested number is returned, and each is real', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'m57gi.xlarge24'.split('')) }),
      fc.integer({ min: 1, max: 5 }),
      (text, count) => {
        const near = nearestTypes(text, count);
        expect(near.length).toBeLessThanOrEqual(count);
        for (const name of near) expect(parseInstanceType(name).name).toBe(name);
      },
    ),
  );
});

test('an error has the sizes of the family, and the nearest names', () => {
  expect(() => parseInstanceType('m7gd.3xlarge')).toThrow(
    'EC2 has no instance type "m7gd.3xlarge": the family m7gd has medium, large, xlarge, 2xlarge, 4xlarge, 8xlarge, ' +
      '12xlarge, 16xlarge, metal; did you mean m7gd.4xlarge, m7gd.2xlarge, m7gd.8xlarge?',
  );
  expect(() => parseInstanceType('m7dg.large')).toThrow(
    /m7dg is not one of the \d+ families known on [-\d]+; did you mean m7gd\.large, /,
  );
  expect(() => parseInstanceType('m7gd')).toThrow(
    /"m7gd" is a family of instance types; name a size too: medium, /,
  );
  expect(() => parseInstanceType('x'.repeat(5000))).toThrow(/^"x{60}…" is not the name of an instance type/);
});
