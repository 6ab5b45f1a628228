import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { editYaml, type EditValue } from './index.ts';

const text = `# A network.
name:   shop   # its name
tiers:
  public:  { share: 1/4 }

# Given ranges.
subnets:
  public:
    az1: 10.0.0.0/24 # the printers
    az2: 10.0.1.0/24
# What follows.
nat: one
`;

test('a part is set, and all other lines stay as they are, with the comments within the part', () => {
  const subnets = {
    public: { az1: '10.0.0.0/24', az2: ['10.0.1.0/24', '10.0.2.0/24'] },
    data: { az1: '10.0.3.0/24' },
  };
  expect(editYaml(text, { subnets })).toBe(`# A network.
name:   shop   # its name
tiers:
  public:  { share: 1/4 }

# Given ranges.
subnets:
  public:
    az1: 10.0.0.0/24 # the printers
    az2:
      - 10.0.1.0/24
      - 10.0.2.0/24
  data:
    az1: 10.0.3.0/24
# What follows.
nat: one
`);
});

test('what is set as it is already changes nothing, and what is not there is added at the end', () => {
  const subnets = { public: { az1: '10.0.0.0/24', az2: '10.0.1.0/24' } };
  expect(editYaml(text, { subnets })).toBe(text);
  expect(editYaml('a: 1 # one', { b: ['x'] })).toBe('a: 1 # one\nb:\n  - x\n');
});

test('JSON stays JSON', () => {
  expect(editYaml('{"a": 1}', { b: { c: 'd' } })).toBe('{\n  "a": 1,\n  "b": {\n    "c": "d"\n  }\n}\n');
  expect(parse(editYaml('{a: 1, b: 2}', { b: { c: 'd' } }))).toEqual({ a: 1, b: { c: 'd' } });
});

test('a part with an anchor of another one is written, too', () => {
  const edited = editYaml('a: &x { b: c }\nd: { e: *x, f: 1 }\n', { d: { f: 2 } });
  expect(parse(edited)).toEqual({ a: { b: 'c' }, d: { f: 2 } });
});

const leaf = fc.oneof(
  fc.constantFrom('10.0.0.0/24', 'yes', '1', 'a: b', '# c', ''),
  fc.integer(),
  fc.boolean(),
);
const value: fc.Arbitrary<EditValue> = fc.letrec<{ value: EditValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { minLength: 1, maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'az-1', 'on'), tie('value'), { minKeys: 1, maxKeys: 3 }),
  ),
})).value;
const file = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), value, { minKeys: 1 });

test('a text is read after an edit as it was, but for the part', () => {
  fc.assert(
    fc.property(file, fc.constantFrom('a', 'c', 'e'), value, fc.boolean(), (given, name, part, isJson) => {
      const written = isJson ? JSON.stringify(given) : `# before\n${stringify(given)}# after\n`;
      const edited = editYaml(written, { [name]: part });
      expect(parse(edited)).toEqual({ ...given, [name]: part });
      if (!isJson) expect(edited).toContain('# after\n');
    }),
    { numRuns: 100 },
  );
});
