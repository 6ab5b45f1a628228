import { isGroundcrewError } from '@groundcrew/errors';
import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import { formatInstanceType, parseInstanceType, tryParseInstanceType } from './index.ts';
import { knownFamilies } from './known-types.ts';

const allNames = [...knownFamilies].flatMap(([family, sizes]) => sizes.map((size) => `${family}.${size}`));
const anyName = fc.constantFrom(...allNames);

test('every type of the API parses, and prints back to its name', () => {
  expect(allNames.length).toBeGreaterThan(1400);
  for (const name of allNames) {
    const type = parseInstanceType(name);
    expect(formatInstanceType(type)).toBe(name);
    expect(`${type.family}.${type.size}`).toBe(name);
    expect(type.metal).toBe(type.size.startsWith('metal'));
    expect(type.processor, name).not.toBe('unknown');
    for (const { meaning } of type.capabilities) expect(meaning, name).not.toBeNull();
  }
});

describe('the parts of a name', () => {
  const partsOf = (name: string) => {
    const { series, generation, processor, capabilities, variant = null, size } = parseInstanceType(name);
    return [series, generation, capabilities.map(({ letter }) => letter).join(' '), variant, size, processor];
  };

  test.each([
    ['m7gd.4xlarge', ['m', 7, 'g d', null, '4xlarge', 'graviton']],
    ['t3a.nano', ['t', 3, 'a', null, 'nano', 'amd']],
    ['m5.large', ['m', 5, '', null, 'large', 'intel']],
    ['a1.metal', ['a', 1, '', null, 'metal', 'graviton']],
    ['c7i.metal-48xl', ['c', 7, 'i', null, 'metal-48xl', 'intel']],
    ['c7i-flex.large', ['c', 7, 'i flex', null, 'large', 'intel']],
    ['x2iezn.metal', ['x', 2, 'i e z n', null, 'metal', 'intel']],
    ['hpc7g.16xlarge', ['hpc', 7, 'g', null, '16xlarge', 'graviton']],
    ['is4gen.2xlarge', ['is', 4, 'g e n', null, '2xlarge', 'graviton']],
    ['gr6f.4xlarge', ['gr', 6, 'f', null, '4xlarge', 'amd']],
    ['dl2q.24xlarge', ['dl', 2, 'q', null, '24xlarge', 'intel']],
    ['trn1n.32xlarge', ['trn', 1, 'n', null, '32xlarge', 'intel']],
    ['p4de.24xlarge', ['p', 4, 'd e', null, '24xlarge', 'intel']],
    ['p6-b200.48xlarge', ['p', 6, '', 'b200', '48xlarge', 'intel']],
    ['p6e-gb200.36xlarge', ['p', 6, 'e', 'gb200', '36xlarge', 'nvidia']],
    ['u-6tb1.112xlarge', ['u', 1, '', '6tb', '112xlarge', 'intel']],
    ['u7in-24tb.224xlarge', ['u', 7, 'i n', '24tb', '224xlarge', 'intel']],
    ['mac1.metal', ['mac', 1, '', null, 'metal', 'intel']],
    ['mac2-m2pro.metal', ['mac', 2, '', 'm2pro', 'metal', 'apple']],
    ['mac-m4pro.metal', ['mac', null, '', 'm4pro', 'metal', 'apple']],
    ['cr1.8xlarge', ['cr', 1, '', null, '8xlarge', 'intel']],
  ])('%s', (name, parts) => {
    expect(partsOf(name)).toEqual(parts);
  });
});

test('a capability has its meaning in its series', () => {
  const meaningOfE = (name: string) =>
    parseInstanceType(name).capabilities.find(({ letter }) => letter === 'e')?.meaning;
  expect(meaningOfE('x2iezn.metal')).toBe('more memory');
  expect(meaningOfE('i7ie.large')).toBe('more storage');
  expect(meaningOfE('g6e.xlarge')).toBe('more GPU memory');
});

test('a type newer than the table is parsed if it may be unknown', () => {
  expect(tryParseInstanceType('m12gdk.4xlarge')).toEqual({
    name: 'm12gdk.4xlarge',
    family: 'm12gdk',
    series: 'm',
    generation: 12,
    processor: 'graviton',
    capabilities: [
      { letter: 'g', meaning: 'AWS Graviton processor' },
      { letter: 'd', meaning: 'instance store on local disks' },
      { letter: 'k', meaning: null },
    ],
    size: '4xlarge',
    metal: false,
  });
  expect(tryParseInstanceType('qpu3.metal-12xl')).toMatchObject({
    series: 'qpu',
    processor: 'unknown',
    metal: true,
  });
  expect(() => parseInstanceType('m12gdk.4xlarge')).toThrow();
});

test.each([
  'm7gd',
  'm7gd.',
  '.large',
  'm7gd.4xlarge.metal',
  'M7GD.4xlarge',
  ' m7gd.4xlarge',
  'm7gd.4xlarge\n',
  'm7gd.1xlarge',
  'm7gd.04xlarge',
  'm7gd.4xl',
  'm7gd.metal-48xlarge',
  'm7gd.metal-1xl',
  'm07gd.large',
  'm0gd.large',
  'u1-6tb.metal',
  'u1.metal',
  'u-6tb2.metal',
  'mac-.metal',
  'db.t3.micro',
  'cache.m5.large',
  'm7gd-.large',
  'constructor.large',
  '',
])('%j is not the name of an instance type', (text) => {
  expect(tryParseInstanceType(text)).toBeNull();
});

const garbage = fc.oneof(
  anyText(),
  fc.string({ unit: fc.constantFrom(...'mcrutxz0123456789gdienb-.lageflxmtpro'.split('')) }),
  // A real name with a part removed and a part inserted.
  fc.tuple(anyName, fc.nat(24), fc.nat(3), fc.string({ maxLength: 4 })).map(([name, at, cut, put]) => {
    return name.slice(0, at) + put + name.slice(at + cut);
  }),
);

test('any text parses to parts that print back to it, or is refused with the typed error', () => {
  fc.assert(
    fc.property(garbage, (text) => {
      const type = tryParseInstanceType(text);
      if (type) expect(formatInstanceType(type)).toBe(text);
      try {
        expect(parseInstanceType(text)).toEqual(type);
        expect(allNames).toContain(text);
      } catch (thrown) {
        if (!isGroundcrewError(thrown)) throw thrown;
        expect(thrown.code).toBe(`fleet.instance-type.${type ? 'unknown' : 'unknown-form'}`);
        for (const name of thrown.details.nearest as string[]) expect(allNames).toContain(name);
      }
    }),
    { numRuns: Math.ceil(500 * inject('effort')) },
  );
});
