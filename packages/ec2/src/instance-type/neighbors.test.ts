import { expect, test } from 'vitest';
import { compareSizes, familyOf, neighborsOf, parseInstanceType, tryParseInstanceType } from './index.ts';
import { knownFamilies } from './known-types.ts';

test.each([
  ['m7gd.4xlarge', ['m7gd.2xlarge', 'm7gd.8xlarge', 'm6gd.4xlarge', 'm8gd.4xlarge']],
  ['m7gd.medium', [null, 'm7gd.large', 'm6gd.medium', 'm8gd.medium']],
  ['i3en.6xlarge', ['i3en.3xlarge', 'i3en.12xlarge', null, null]],
  ['c7i.metal-48xl', ['c7i.metal-24xl', null, null, 'c8i.metal-48xl']],
  ['c5.metal', [null, null, null, null]],
  ['m5.2xlarge', ['m5.xlarge', 'm5.4xlarge', 'm4.2xlarge', null]],
  ['c7i-flex.large', [null, 'c7i-flex.xlarge', null, 'c8i-flex.large']],
  ['mac-m4pro.metal', [null, null, null, null]],
])('beside %s there are %j', (name, [smaller, larger, older, newer]) => {
  expect(neighborsOf(parseInstanceType(name))).toEqual({ smaller, larger, older, newer });
});

test('every neighbor is real, and has the other as its neighbor', () => {
  for (const [family, sizes] of knownFamilies) {
    for (const size of sizes) {
      const { name, ...type } = parseInstanceType(`${family}.${size}`);
      const { smaller, larger, older, newer } = neighborsOf({ name, ...type });
      if (smaller) expect(neighborsOf(parseInstanceType(smaller)).larger).toBe(name);
      if (larger) expect(neighborsOf(parseInstanceType(larger)).smaller).toBe(name);
      if (older) expect(neighborsOf(parseInstanceType(older)).newer).toBe(name);
      if (newer) expect(neighborsOf(parseInstanceType(newer)).older).toBe(name);
    }
  }
});

test('an unknown size and an unknown family have the existing types beside them', () => {
  expect(neighborsOf(tryParseInstanceType('m7gd.3xlarge')!)).toMatchObject({
    smaller: 'm7gd.2xlarge',
    larger: 'm7gd.4xlarge',
  });
  expect(neighborsOf(tryParseInstanceType('m15gd.large')!)).toEqual({
    smaller: null,
    larger: null,
    older: 'm9gd.large',
    newer: null,
  });
});

test('sizes go from small to large, bare metal last', () => {
  const sizes = [
    'metal-48xl',
    '10xlarge',
    'metal',
    'nano',
    'xlarge',
    'large',
    'metal-24xl',
    '2xlarge',
    'micro',
  ];
  expect(sizes.sort(compareSizes).join(' ')).toBe(
    'nano micro large xlarge 2xlarge 10xlarge metal-24xl metal-48xl metal',
  );
});

test('every family has a purpose', () => {
  for (const [name, sizes] of knownFamilies) {
    const family = familyOf(parseInstanceType(`${name}.${sizes[0]}`));
    expect(family.category, name).not.toBeNull();
    expect(family.sizes).toEqual(sizes);
  }
  expect(familyOf({ family: 'm2', series: 'm' }).category).toBe('memory optimized');
  expect(familyOf({ family: 'qpu3', series: 'qpu' })).toEqual({
    name: 'qpu3',
    category: null,
    purpose: 'a series newer than this version of groundcrew',
    sizes: [],
  });
});
