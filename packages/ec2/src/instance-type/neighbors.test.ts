import { expect, test } from 'vitest';
import { compareSizes, familyOf, neighborsOf, parseInstanceType, tryParseInstanceType } from './index.ts';
import { otherGenerations } from './generations.ts';
import { knownFamilies } from './known-types.ts';

test.each([
  ['m7gd.4xlarge', ['m7gd.2xlarge', 'm7gd.8xlarge', 'm6gd.4xlarge', 'm8gd.4xlarge']],
  ['m7gd.medium', [null, 'm7gd.large', 'm6gd.medium', 'm8gd.medium']],
  ['i3en.6xlarge', ['i3en.3xlarge', 'i3en.12xlarge', null, 'i7ie.6xlarge']],
  ['c7i.metal-48xl', ['c7i.metal-24xl', null, 'c6i.metal', 'c8i.metal-48xl']],
  ['c5.metal', [null, null, null, 'c6i.metal']],
  ['r5b.large', [null, 'r5b.xlarge', 'r4.large', 'r8ib.large']],
  ['m5a.xlarge', ['m5a.large', 'm5a.2xlarge', null, 'm6a.xlarge']],
  ['c5n.large', [null, 'c5n.xlarge', 'c4.large', 'c6in.large']],
  ['g4dn.xlarge', [null, 'g4dn.2xlarge', 'g3s.xlarge', 'g5.xlarge']],
  ['t4g.nano', [null, 't4g.micro', null, null]],
  ['m5.2xlarge', ['m5.xlarge', 'm5.4xlarge', 'm4.2xlarge', 'm6i.2xlarge']],
  ['c7i-flex.large', [null, 'c7i-flex.xlarge', 'c6i.large', 'c8i-flex.large']],
  ['mac-m4pro.metal', [null, null, null, null]],
])('beside %s there are %j', (name, [smaller, larger, older, newer]) => {
  expect(neighborsOf(parseInstanceType(name))).toEqual({ smaller, larger, older, newer });
});

const types = [...knownFamilies].flatMap(([family, sizes]) =>
  sizes.map((size) => parseInstanceType(`${family}.${size}`)),
);

const inSeries = Map.groupBy(types, ({ series }) => series);

test('a smaller type has the larger one as its neighbor', () => {
  for (const type of types) {
    const { smaller, larger } = neighborsOf(type);
    if (smaller) expect(neighborsOf(parseInstanceType(smaller)).larger).toBe(type.name);
    if (larger) expect(neighborsOf(parseInstanceType(larger)).smaller).toBe(type.name);
  }
});

test('a type has a newer one if its series has its size and processor in a later generation, and only then', () => {
  for (const type of types) {
    const { newer } = neighborsOf(type);
    const later = inSeries
      .get(type.series)!
      .filter(
        (other) =>
          other.size === type.size &&
          other.processor === type.processor &&
          other.variant === undefined &&
          type.variant === undefined &&
          (other.generation ?? 0) > (type.generation ?? Number.POSITIVE_INFINITY) &&
          familyOf(other).category === familyOf(type).category,
      );
    if (later.length > 0) expect(newer, type.name).not.toBeNull();
    if (newer === null) continue;
    const found = parseInstanceType(newer);
    expect(found.series).toBe(type.series);
    expect(found.generation!).toBeGreaterThan(type.generation!);
    if (!type.metal) expect(found.size).toBe(type.size);
    if (familyOf(type).category !== 'accelerated computing') expect(found.processor).toBe(type.processor);
  }
});

test('every type of a series with a later generation for the same purpose has later types, near in size if not the same', () => {
  const without = types.filter((type) => {
    const later = inSeries
      .get(type.series)!
      .filter(
        (other) =>
          (other.generation ?? 0) > (type.generation ?? Number.POSITIVE_INFINITY) &&
          familyOf(other).category === familyOf(type).category &&
          other.metal === type.metal,
      );
    return later.length > 0 && otherGenerations(type, 'later').length === 0;
  });
  // Of high memory machines, a later one has to have as much.
  expect([...new Set(without.map(({ family }) => family))]).toEqual(['u-18tb1', 'u-3tb1', 'u-9tb1']);
});

test.each([
  ['c5.9xlarge', 'c6i.12xlarge', '9xlarge is not there'],
  ['p4d.24xlarge', 'p5.48xlarge', ''],
  ['p5.48xlarge', 'p6-b200.48xlarge', ''],
  ['u-6tb1.112xlarge', 'u7i-6tb.112xlarge', ''],
  ['mac1.metal', 'mac2-m2.metal', ''],
  ['i4i.32xlarge', 'i7i.48xlarge', ''],
])('%s has the later %s', (name, later) => {
  const found = otherGenerations(parseInstanceType(name), 'later').map(({ type }) => type.name);
  expect(found).toContain(later);
});

test('nothing is lost where a later generation has it all', () => {
  // Of accelerators the processor may change, too.
  const others = types.filter((type) => familyOf(type).category !== 'accelerated computing');
  for (const type of others) {
    const choices = otherGenerations(type, 'later').filter(
      (other) => other.hasSameSize && other.type.processor === type.processor && other.loses.length === 0,
    );
    const { newer } = neighborsOf(type);
    if (choices.length > 0) expect(choices.map((choice) => choice.type.name)).toContain(newer);
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
