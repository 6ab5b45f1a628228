import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { compileGlob, globsOverlap } from '@groundcrew/settings';
import { canonicalValue, forbiddenFor, keptFor, matchKey, rulesFor } from './index.ts';
import { policyOf, resourceOf } from './testing/policy-of.ts';

const nowMs = Date.parse('2026-11-21T09:00:00Z');
const ruleOf = (rule: string) => policyOf(`keys: { Project: { ${rule} } }`).keys[0]!;

test.each([
  ['Project', 'exact'],
  ['project', 'variant'],
  ['PROJECT ', 'variant'],
  ['Proj', 'variant'],
  ['PROJ', 'variant'],
  ['Projekt', undefined],
  ['aws:Project', undefined],
])('the key %o is %s to a rule that ignores case', (key, expected) => {
  expect(matchKey(ruleOf('variants: [Proj]'), key)).toBe(expected);
});

test('a rule that does not ignore case has only the misspellings that it lists', () => {
  const rule = ruleOf('variants: [Proj], ignoreCase: false');
  expect(['Proj', 'PROJ', 'project'].map((key) => matchKey(rule, key))).toEqual([
    'variant',
    undefined,
    undefined,
  ]);
});

test('a key in letters taken apart, as macOS writes Korean, is a misspelling of it', () => {
  const [rule] = policyOf('keys: { 부서: {} }').keys;
  expect(matchKey(rule!, '부서'.normalize('NFD'))).toBe('variant');
});

test.each([
  ['values: { list: [shop, web], variants: { store: shop } }', 'shop', { value: 'shop', how: 'as-is' }],
  ['values: { list: [shop, web], variants: { store: shop } }', 'Store', { value: 'shop', how: 'variant' }],
  ['values: { list: [shop, web] }', 'SHOP', { value: 'shop', how: 'case' }],
  ['values: { list: [shop, web] }', ' Shop ', { value: 'shop', how: 'trimmed' }],
  ['values: { list: [shop, web] }', 'shops', { problem: 'is not one of "shop", "web"' }],
  ['values: { list: [shop], ignoreCase: false }', 'Shop', { problem: 'is not one of "shop"' }],
  ['values: { list: [prod], like: ["PRO*"] }', 'PROD', { value: 'PROD', how: 'as-is' }],
  ['values: { list: [prod], like: ["x*"] }', 'Prod', { value: 'prod', how: 'case' }],
  ['values: { like: ["200*", "?"] }', '300', { problem: 'is not one of 200*, ?' }],
  ['values: { pattern: "[a-z]+" }', 'a1', { problem: 'does not match [a-z]+' }],
  ['values: { pattern: "[a-z]+", variants: { shp: shop } }', 'shp', { value: 'shop', how: 'variant' }],
  ['values: { variants: { SHOP: shop } }', 'shop', { value: 'shop', how: 'as-is' }],
  ['values: { variants: { SHOP: shop } }', 'Shop', { value: 'shop', how: 'variant' }],
  ['values: { minLength: 1 }', '', { problem: 'is empty' }],
  ['values: { minLength: 3 }', '재고', { problem: 'has 2 characters, fewer than 3' }],
  ['values: { maxLength: 2 }', '😀😀', { value: '😀😀', how: 'as-is' }],
  ['values: { maxLength: 2 }', '😀😀😀', { problem: 'has 3 characters, more than 2' }],
  ['required: true', ' anything', { value: ' anything', how: 'as-is' }],
])('a rule with %s makes of %o %o', (rule, value, expected) => {
  expect(canonicalValue(ruleOf(rule), value)).toEqual(expected);
});

test('what a value is to be is never to be something else', () => {
  const rules = [
    'values: { list: [shop, Web, ""], variants: { store: shop, W: Web } }',
    'values: { list: [a, A, b], ignoreCase: false, variants: { c: b } }',
    'values: { pattern: "[a-z ]*", variants: { SHOP: shop, s: shop } }',
    'values: { minLength: 1, maxLength: 3 }',
  ].map(ruleOf);
  const value = fc.oneof(
    fc.constantFrom('shop', 'SHOP', ' web', 'store ', 'STORE', 'w', 'a', 'A', 'c', 's', ' '),
    fc.string({ unit: fc.constantFrom('a', 'B', ' ', 's', '\u3000', '가'), maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...rules), value, (rule, found) => {
      const first = canonicalValue(rule, found);
      fc.pre('value' in first);
      expect(canonicalValue(rule, first.value)).toEqual({ value: first.value, how: 'as-is' });
    }),
  );
});

test('a rule is for resources of its types, regions and accounts, but for what it leaves out', () => {
  const policy = policyOf(`keys:
  A: { for: { types: ["ec2:*"], regions: [ap-*], accounts: ["1234*"], not: { types: ["ec2:image"], regions: [ap-south-1] } } }
`);
  const isFor = (facts: object) => rulesFor(policy, resourceOf({}, facts), nowMs).length === 1;
  expect(isFor({})).toBe(true);
  expect(isFor({ type: 's3:bucket' })).toBe(false);
  expect(isFor({ type: 'ec2:image' })).toBe(false);
  expect(isFor({ region: 'us-east-1' })).toBe(false);
  expect(isFor({ region: 'ap-south-1' })).toBe(false);
  expect(isFor({ accountId: '210987654321' })).toBe(false);
});

const exempting = (match: string) =>
  policyOf(
    `keys: { A: {}, B: {} }\nexemptions: [{ match: { ${match} }, keys: [A], reason: r, until: 2026-11-21 }]`,
  );

test.each([
  ['type: "ec2:*"', true],
  ['type: "s3:*"', false],
  ['region: "*-2", account: "123456789012"', true],
  ['arn: "arn:aws:ec2:*:instance/i-?"', true],
  ['arn: "arn:aws:ec2:*:instance/i-??"', false],
  ['tag: { Team: sh* }', true],
  ['tag: { Team: sh*, Other: "*" }', false],
  ['tag: { "T*": "*" }', true],
  ['tag: { "T*": other }', false],
])('an exemption of %s is for an instance: %s', (match, expected) => {
  const rules = rulesFor(exempting(match), resourceOf({ Team: 'shop' }), nowMs);
  expect(rules.map(({ exempt }) => exempt !== undefined)).toEqual([expected, false]);
});

test('an exemption holds through its last day in UTC, and of what has unknown tags none by tag does', () => {
  const policy = exempting('tag: { Team: shop }');
  const isExempt = (tags: Record<string, string> | null, now: string) =>
    rulesFor(policy, resourceOf(tags), Date.parse(now))[0]!.exempt !== undefined;
  expect(isExempt({ Team: 'shop' }, '2026-11-21T23:59:59.999Z')).toBe(true);
  expect(isExempt({ Team: 'shop' }, '2026-11-22T00:00:00Z')).toBe(false);
  expect(isExempt(null, '2026-11-21T00:00:00Z')).toBe(false);
});

test('forbidden tags are reported, but never those of AWS, or those of a rule', () => {
  const policy = policyOf(`keys: { Project: {}, Table: { for: { types: ["dynamodb:table"] } } }
forbidden: [{ key: "*", reason: r }]
exemptions: [{ match: { region: "*" }, keys: [old], reason: r }]`);
  const tags = { 'aws:x': '1', project: '2', Project: '3', Table: '4', old: '5' };
  const found = forbiddenFor(policy, resourceOf(tags), nowMs);
  expect(found.map(({ key, exempt }) => [key, exempt !== undefined])).toEqual([
    ['Table', false],
    ['old', true],
  ]);
});

test('a tag that a system lives by is kept, unless an exemption keeps it already', () => {
  const policy = policyOf(`keys: { Project: {} }
forbidden: [{ key: "*" }]
exemptions: [{ match: { tag: { Team: shop } }, keys: ["eks:*"], reason: r }]`);
  const keptOf = (tags: Record<string, string>) =>
    keptFor(policy, resourceOf(tags), nowMs).map(({ key, system }) => `${key}: ${system}`);
  expect(keptOf({ 'eks:cluster': 'a', Team: 'web' })).toEqual(['eks:cluster: EKS']);
  expect(keptOf({ 'eks:cluster': 'a', Team: 'shop' })).toEqual([]);
});

test('an exemption by a glob is for forbidden keys and keys of rules alike', () => {
  const policy = policyOf(`keys: { Project: {}, Product: {}, Env: {} }
forbidden: [{ key: "*", remove: true }]
exemptions: [{ match: { type: "*" }, keys: ["Pro*", "legacy/*"], reason: r }]`);
  const resource = resourceOf({ 'legacy/a': '1', other: '2' });
  const isExempt = ({ exempt }: { readonly exempt?: unknown }) => exempt !== undefined;
  expect(rulesFor(policy, resource, nowMs).map(isExempt)).toEqual([true, true, false]);
  expect(forbiddenFor(policy, resource, nowMs).map(isExempt)).toEqual([true, false]);
});

test('what a forbidden key excepts is not forbidden by it, but may be by another one', () => {
  const policy = policyOf(`keys: { Project: {} }
forbidden: [{ key: "*", except: ["team-*", Name] }, { key: "team-x*" }]`);
  const tags = { Name: '1', 'team-a': '2', 'team-x1': '3', other: '4' };
  const found = forbiddenFor(policy, resourceOf(tags), nowMs);
  expect(found.map(({ key, rule }) => [key, rule.key])).toEqual([
    ['team-x1', 'team-x*'],
    ['other', '*'],
  ]);
});

test('two globs overlap if some text matches both', () => {
  const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 4 });
  const texts = [''];
  for (let from = 0; texts.length < 500; from += 1) texts.push(`${texts[from]}a`, `${texts[from]}b`);
  fc.assert(
    fc.property(glob, glob, (one, other) => {
      // Two of up to four characters that overlap do so within eight.
      const [first, second] = [compileGlob(one), compileGlob(other)];
      expect(globsOverlap(one, other)).toBe(texts.some((text) => first(text) && second(text)));
    }),
    { numRuns: Math.max(100, 500 * inject('effort')) },
  );
});

test('a glob matches what the same regular expression does', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀'), maxLength: 8 });
  fc.assert(
    fc.property(letters, text, (glob, tested) => {
      const regex = new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u');
      expect(compileGlob(glob)(tested)).toBe(regex.test(tested));
    }),
    { numRuns: Math.max(100, 500 * inject('effort')) },
  );
});
