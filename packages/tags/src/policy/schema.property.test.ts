import { readFileSync } from 'node:fs';
import { isGroundcrewError } from '@groundcrew/errors';
import { Ajv } from 'ajv';
import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { readYaml } from '@groundcrew/settings';
import { parse, stringify } from 'yaml';
import type { PolicyProblem } from './errors.ts';
import { initialPolicy, parsePolicy } from './index.ts';
import { policyKind } from './parse-policy.ts';
import { readShape } from './shape.ts';

const schema: unknown = JSON.parse(
  readFileSync(new URL('../../policy.schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv({ allErrors: true });
const fitsSchema = ajv.compile(schema as object);

/** The problems that the parser finds by shape alone: a schema can't find contradictions. */
function shapeFaults(text: string): string[] {
  const faults: string[] = [];
  const root = readYaml(text, policyKind, (_, __, message) => faults.push(message));
  if (root) readShape(root, [], (_, path, message) => faults.push(`${path.join('.')}: ${message}`));
  return faults;
}

test('the policy to start from fits the schema', () => {
  expect(fitsSchema(parse(initialPolicy()))).toBe(true);
});

const rule = (own: string) => `version: 1\nkeys: { K: { ${own} } }`;

test.each([
  [true, rule('')],
  [true, rule('required: false, owner: true, ignoreCase: false, description: d, default: ""')],
  [
    true,
    rule(
      'for: { types: ["*", "ec2:*"], regions: [us-*], accounts: ["123456789012", "12*"], not: { types: ["s3:bucket"] } }',
    ),
  ],
  [
    true,
    rule(
      'values: { list: ["", a], pattern: "a?", minLength: 0, maxLength: 256, ignoreCase: true, variants: { b: a } }',
    ),
  ],
  [true, rule('values: { like: ["200*", ""] }, requiredFor: { types: ["ec2:*"] }')],
  [false, rule('values: { like: [] }')],
  [false, rule('requiredFor: ["ec2:*"]')],
  [true, rule('values: { maxLength: 3.0 }')],
  [true, rule('inherit: [instance, volume, network-interface, subnet, vpc, snapshot]')],
  [true, `${rule('')}\n$schema: ./policy.schema.json`],
  [true, `${rule('')}\nforbidden: [{ key: "t*", remove: true, reason: r, for: { types: ["s3:*"] } }]`],
  [true, `${rule('')}\nforbidden: [{ key: "t*", except: [temp, "to?"] }]`],
  [false, `${rule('')}\nforbidden: [{ key: "t*", except: [] }]`],
  [false, `${rule('')}\nforbidden: [{ key: "t*", except: [a, a] }]`],
  [false, `${rule('')}\nforbidden: [{ key: "t*", except: temp }]`],
  [
    true,
    `${rule('')}\nexemptions: [{ match: { type: "ec2:*", region: us-*, account: "1*", arn: "arn:*", tag: { a: b* } }, keys: all, reason: r, until: 2027-02-28 }]`,
  ],
  [true, `${rule('')}\nexemptions: [{ match: { arn: "*" }, keys: [K], reason: r }]`],
  [true, rule(`default: ${'😀'.repeat(256)}`)],
  [false, rule(`default: ${'😀'.repeat(257)}`)],
  [false, ''],
  [false, 'version: 1'],
  [false, 'keys: { K: {} }'],
  [false, 'version: 1\nkeys: {}'],
  [false, 'version: "1"\nkeys: { K: {} }'],
  [false, 'version: 1\nkeys: { K: }'],
  [false, 'version: 1\nkeys: { AWS:x: {} }'],
  [false, `version: 1\nkeys: { ${'k'.repeat(129)}: {} }`],
  [false, rule('requird: true')],
  [false, rule('required: "true"')],
  [false, rule('default: 12')],
  [false, rule('default: true')],
  [false, rule('variants: []')],
  [false, rule('variants: [a, a]')],
  [false, rule('variants: [aws:a]')],
  [false, rule('values: {}')],
  [false, rule('values: { list: a }')],
  [false, rule('values: { minLength: 1.5 }')],
  [false, rule('values: { minLength: -1 }')],
  [false, rule('values: { maxLength: 257 }')],
  [false, rule('values: { pattern: "" }')],
  [false, rule('values: { variants: {} }')],
  [false, rule('for: { not: {} }')],
  [false, rule('for: { types: [EC2:Instance] }')],
  [false, rule('for: { accounts: ["12345"] }')],
  [false, rule('for: { accounts: [123456789012] }')],
  [false, rule('for: { regions: ["us east"] }')],
  [false, rule('inherit: [parent]')],
  [false, `${rule('')}\nforbidden: [{ remove: true }]`],
  [false, `${rule('')}\nforbidden: [temp]`],
  [false, `${rule('')}\nexemptions: [{ match: {}, keys: all, reason: r }]`],
  [false, `${rule('')}\nexemptions: [{ match: { arn: "s3" }, keys: all, reason: r }]`],
  [false, `${rule('')}\nexemptions: [{ match: { arn: "*" }, keys: some, reason: r }]`],
  [false, `${rule('')}\nexemptions: [{ match: { arn: "*" }, keys: [], reason: r }]`],
  [false, `${rule('')}\nexemptions: [{ match: { arn: "*" }, keys: all, reason: "" }]`],
  [false, `${rule('')}\nexemptions: [{ match: { arn: "*" }, keys: all }]`],
  [false, `${rule('')}\nexemptions: [{ match: { arn: "*" }, keys: all, reason: r, until: 2027-13-01 }]`],
])('schema and parser return %s for %s', (expected, text) => {
  expect(fitsSchema(parse(text))).toBe(expected);
  expect(shapeFaults(text).length === 0).toBe(expected);
});

const starter: unknown = parse(initialPolicy());
const oddValue = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, 1, 2.5, '', 'all', 'ec2:*', 'vpc', 'aws:x', 'prod', '123456789012'),
  fc.constantFrom<unknown>([], ['vpc'], ['vpc', 'vpc'], {}, { types: ['s3:*'] }, { key: 'a' }, { a: 'b' }, [
    {},
  ]),
  fc.string({ maxLength: 5 }),
);

/** `value` with one place in it replaced, taken out or put in, by a list of random numbers. */
function mutate(value: unknown, steps: readonly number[], odd: unknown): unknown {
  const [step = 0, ...rest] = steps;
  if (typeof value !== 'object' || value === null || rest.length === 0) return odd;
  if (Array.isArray(value)) {
    if (value.length === 0) return [odd];
    const at = step % value.length;
    return value.map((item, index) => (index === at ? mutate(item, rest, odd) : (item as unknown)));
  }
  const entries = Object.entries(value);
  if (step % 7 === 0 || entries.length === 0) return { ...value, default: odd };
  const at = step % entries.length;
  if (step % 11 === 0) return Object.fromEntries(entries.filter((_, index) => index !== at));
  return Object.fromEntries(
    entries.map(([key, item], index) => [key, index === at ? mutate(item, rest, odd) : (item as unknown)]),
  );
}

test('schema and parser have the same opinion of whatever a policy may be turned into', () => {
  const steps = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(fc.array(fc.tuple(steps, oddValue), { minLength: 1, maxLength: 2 }), (mutations) => {
      const data = mutations.reduce((policy, [path, odd]) => mutate(policy, path, odd), starter);
      const faults = shapeFaults(stringify(data, { aliasDuplicateObjects: false }));
      expect({ fits: fitsSchema(data), faults }).toMatchObject({ fits: faults.length === 0 });
    }),
    { numRuns: Math.ceil(300 * inject('effort')) },
  );
});

test('any text is read as a policy, or reported with an error whose places are in the text', () => {
  const lines = initialPolicy().split('\n');
  const scrap = fc.oneof(
    fc.constantFrom(
      ...lines,
      '- ',
      '? ',
      ': ',
      '&a ',
      '*a',
      '<<: *a',
      '---',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '|',
      '!!set',
      '\t',
    ),
    anyText({ maxLength: 8 }),
  );
  const textOf = fc
    .tuple(fc.array(scrap, { maxLength: 40 }), fc.constantFrom('\n', '\r\n', ''))
    .map(([all, end]) => all.join(end));
  fc.assert(
    fc.property(textOf, (text) => {
      try {
        expect(parsePolicy(text, { file: 'f' }).version).toBe(1);
      } catch (thrown) {
        if (!isGroundcrewError(thrown)) throw thrown;
        const places = text.replace(/^\ufeff/, '').split('\n');
        for (const { line, column } of (thrown.details as { faults?: PolicyProblem[] }).faults ?? []) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(places.length);
          expect(column).toBeLessThanOrEqual(places[line - 1]!.length + 1);
        }
      }
    }),
    { numRuns: Math.ceil(300 * inject('effort')) },
  );
});
