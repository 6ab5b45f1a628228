import { isGroundcrewError } from '@groundcrew/errors';
import { expect, test } from 'vitest';
import type { PolicyProblem } from './errors.ts';
import { initialPolicy, matchKey, parsePolicy } from './index.ts';

const file = 'tags.yaml';

function refusal(input: string | Uint8Array) {
  try {
    parsePolicy(input, { file });
  } catch (thrown) {
    if (isGroundcrewError(thrown)) return thrown;
    throw thrown;
  }
  throw new Error('the policy was taken');
}

function faultsOf(input: string): string[] {
  const { faults } = refusal(input).details as { faults: readonly PolicyProblem[] };
  return faults.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
}

test('the policy to start from is one', () => {
  const policy = parsePolicy(initialPolicy(), { file });
  expect(policy.keys.map(({ key }) => key)).toEqual(['Project', 'Owner', 'Environment', 'CostCenter']);
  expect(policy.ownerKey).toBe('Owner');
});

test('the policy to start from has the usual short key, so that no plan sets a second one beside it', () => {
  const rule = parsePolicy(initialPolicy(), { file }).keys.find(({ key }) => key === 'Environment')!;
  expect(['Env', 'env', 'environment', 'ENVIRONMENT'].map((key) => matchKey(rule, key))).toEqual(
    Array(4).fill('variant'),
  );
});

test('what is left out is filled in', () => {
  expect(parsePolicy('version: 1\nkeys: { Project: {} }\n', { file })).toEqual({
    version: 1,
    file,
    keys: [
      {
        key: 'Project',
        required: false,
        appliesTo: { types: ['*'], regions: ['*'], accounts: ['*'] },
        variants: [],
        ignoreCase: true,
        inherit: [],
      },
    ],
    forbidden: [],
    exemptions: [],
  });
});

test.each([
  ['JSON indented with tabs', '{\n\t"version": 1,\n\t"keys": {\n\t\t"Project": {}\n\t}\n}'],
  ['a byte order mark', '\ufeffversion: 1\nkeys: { Project: {} }'],
  ['bytes with a byte order mark', Buffer.from('\ufeffversion: 1\nkeys: { Project: {} }')],
  ['line ends of Windows', 'version: 1\r\nkeys:\r\n  Project: {}\r\n'],
  ['anchors', 'version: 1\nkeys:\n  Owner: &rule { required: true }\n  Project: *rule\n'],
])('a policy with %s is read', (_, input) => {
  expect(parsePolicy(input, { file }).keys.at(-1)?.key).toBe('Project');
});

test('a merged map provides what the map itself does not have', () => {
  const text = 'version: 1\nkeys:\n  A: &a { required: true, default: x }\n  B: { <<: *a, default: y }\n';
  expect(parsePolicy(text, { file }).keys[1]).toMatchObject({ required: true, default: 'y' });
});

test('all problems are reported together, each with its place', () => {
  const text = `version: 2
keys:
  Project:
    requird: true
    values: { list: [shop, Shop, 12], minLength: 5, maxLength: 2 }
    inherit: [instanc]
  aws:team: {}
  project: {}
exemptions:
  - { match: { account: 012345678901 }, keys: [Projct], reason: x, until: 2027-02-30 }
`;
  expect(faultsOf(text)).toEqual([
    '1:10 version: 2 is not 1',
    '4:5 keys.Project.requird: is unknown here; did you mean required?',
    '5:28 keys.Project.values.list[1]: "Shop" and "shop" differ only in case; keep one, or set ignoreCase: false',
    '5:34 keys.Project.values.list[2]: 12 is a number; put quotes around it: "12"',
    '5:50 keys.Project.values.minLength: 5 is more than maxLength, which is 2: no value would do',
    '6:15 keys.Project.inherit[0]: "instanc" is not one of instance, volume, network-interface, subnet, vpc, snapshot; did you mean instance?',
    '7:3 keys["aws:team"]: "aws:team" is not a tag key of your own',
    '8:3 keys.project: "project" is meant by the key "Project" too; a spelling belongs to one key',
    '10:25 exemptions[0].match.account: 012345678901 is a number; put quotes around it: "012345678901"',
    '10:48 exemptions[0].keys[0]: "Projct" is not a key of this policy; did you mean Project or project?',
    '10:75 exemptions[0].until: 2027-02-30 is not a day of the calendar',
  ]);
});

const inRule = (rule: string) => `version: 1\nkeys:\n  Project: { ${rule} }\n`;

test.each([
  [
    'values: { list: [shop], variants: { store: shopp } }',
    '"shopp" is not one of "shop": the rule refuses its own value',
  ],
  [
    'values: { list: [shop], variants: { shop: shop } }',
    '"shop" is a value of the list: it can\'t be wrong too',
  ],
  ['values: { variants: { a: a } }', '"a" is a variant of itself; remove it'],
  ['values: { variants: { a: b, b: c } }', 'the rule has "b" as a misspelling of "c"'],
  [
    'values: { variants: { a: x, A: y } }',
    '"A" and "a" differ only in case, but are variants of different values',
  ],
  [
    'values: { pattern: "[a-z]+" }, default: Shop',
    '"Shop" does not match [a-z]+: the rule refuses its own value',
  ],
  ['values: { pattern: "(a" }', '"(a" is not a regular expression: Unterminated group'],
  ['values: { minLength: 1 }, default: ""', '"" is empty: the rule refuses its own value'],
  [
    'default: a|b',
    'the tag value "a|b" has the character "|"; AWS accepts letters, digits, spaces and _ . : / = + - @',
  ],
  ['variants: [Proj, Project]', 'is the key itself'],
  ['required: yes', '"yes" is neither true nor false'],
  ['values: {}', 'is empty; it has list, like, pattern, minLength, maxLength, ignoreCase, variants'],
  ['for: { types: [ec2] }', '"ec2" is not a resource type such as ec2:instance, s3:bucket or ec2:*'],
  ['for: { regions: [] }', 'is an empty list; fill it, or take it out'],
  ['inherit: vpc', '"vpc" is not a list; write [a, b], or one per line after a dash'],
  ['inherit: [vpc, vpc]', '"vpc" is here a second time'],
  ['required: true, required: true', 'is here a second time; keep one of them'],
  ['default: *nothing', '*nothing is not defined before'],
  ['default: !!binary aGk=', 'aGk= is nothing that a tag policy holds; put quotes around it'],
])('a rule with %s is refused', (rule, expected) => {
  const [problem] = (refusal(inRule(rule)).details as { faults: PolicyProblem[] }).faults;
  expect(problem).toMatchObject({ line: 3, message: expected });
});

test.each([
  [
    'version: 1\nkeys: { A: { variants: [x] }, B: { variants: [X] } }',
    '"X" is meant by the key "A" too; a spelling belongs to one key',
  ],
  [
    'version: 1\nkeys: { A: { owner: true }, B: { owner: true } }',
    '"A" is the owner\'s key already; only one can be',
  ],
  [
    'version: 1\nkeys: { A: {} }\nforbidden: [{ key: a }]',
    '"a" is a variant of the key "A": it can\'t be forbidden too',
  ],
  [
    'version: 1\nkeys: { A: {} }\nforbidden: [{ key: A }]',
    '"A" has a rule under keys: it can\'t be forbidden too',
  ],
  [
    'version: 1\nkeys: { A: {} }\nforbidden: [{ key: "t*", except: [other] }]',
    '"other" excepts nothing: "t*" does not match it',
  ],
  [
    'version: 1\nkeys: { A: {} }\nforbidden: [{ key: "temp*", except: ["t*"] }]',
    '"t*" excepts all that "temp*" forbids',
  ],
  [
    '{"tags":{"costcenter":{"tag_key":{"@@assign":"CostCenter"}}}}',
    'is a tag policy of AWS Organizations; make one of it: groundcrew tags policy import tags.yaml',
  ],
  [
    'version: 1\nkeys: { A: { required: false, requiredFor: { types: ["*"] } } }',
    'contradicts required: false',
  ],
  ['version: 1\nkeys: { "A ": {} }', 'has spaces before or after it, which are invisible'],
  ['version: 1\nkeys: {}', 'has no tag key of your own'],
  ['a:\n\tb: 1', 'begins with a tab; YAML accepts spaces only'],
  ['version: 1\n---\nversion: 1', 'a second document begins here; keep one, without a line of ---'],
  ['# nothing', 'is empty; "groundcrew tags policy init" writes one to start from'],
  ['[1]', 'a list is not a map; it has $schema, version, keys, forbidden, exemptions'],
  ['['.repeat(100_000), 'has more than 64 levels of lists and maps; is it a tag policy?'],
  ['a: &a [*a]', '*a contains itself'],
])('%.60s is refused', (text, expected) => {
  expect(refusal(text).message).toContain(expected);
});

test.each([
  [
    'forbidden: [{ key: "k*" }]\nexemptions: [{ match: { type: "*" }, keys: ["k[0-9]*"], reason: x }]',
    '4:45',
  ],
  [
    'forbidden: [{ key: "k*" }]\nexemptions: [{ match: { type: "*" }, keys: ["{ka,kb}*"], reason: x }]',
    '4:45',
  ],
  ['forbidden: [{ key: "k*", except: ["k[0-9]"] }]', '3:35'],
])("brackets of a shell's globs would protect nothing, and are refused: %s", (rules, place) => {
  expect(faultsOf(`version: 1\nkeys: { A: {} }\n${rules}\n`)).toEqual([
    expect.stringMatching(new RegExp(`^${place} .* has brackets, which are not wildcards here`)),
  ]);
});

const k8s = 'exemptions: [{ match: { type: "*" }, keys: ["kubernetes.io/*"], reason: k8s }]';

test.each([
  ['forbidden: [{ key: "*" }]', []],
  ['forbidden: [{ key: "kube*" }]', []],
  ['forbidden: [{ key: "*/prod" }]', []],
  [
    'forbidden: [{ key: "temp*" }]',
    [
      '4:45 exemptions[0].keys[0]: "kubernetes.io/*" matches no key of this policy, and nothing that it forbids',
    ],
  ],
])('a glob of an exemption has to match something: with %s', (forbidden, expected) => {
  const text = `version: 1\nkeys: { A: {} }\n${forbidden}\n${k8s}\n`;
  if (expected.length > 0) expect(faultsOf(text)).toEqual(expected);
  else expect(parsePolicy(text, { file }).exemptions[0]?.keys).toEqual(['kubernetes.io/*']);
});

const exempting = (match: string, keys = 'all') =>
  `version: 1
keys: { Project: { required: true } }
forbidden: [{ key: "kubernetes.io/*", remove: true }, { key: "team-*", except: ["team-*-x"] }]
exemptions: [{ match: { ${match} }, keys: ${keys}, reason: r }]
`;

test.each([
  [
    'type: "ec2:vcp"',
    'all',
    'match.type: "ec2:vcp" is not a resource type of AWS that this version knows; did you mean ec2:vpc',
  ],
  ['type: "ec2:instnace"', 'all', 'match.type: "ec2:instnace" is not a resource type'],
  ['type: "ec2:vcp*"', 'all', 'match.type: "ec2:vcp*" matches no resource type of AWS'],
  ['type: "ecc2:instance"', 'all', 'did you mean ec2:instance'],
  [
    'region: us-esat-1',
    'all',
    'match.region: "us-esat-1" is not a region of AWS that this version knows; did you mean us-east-1',
  ],
  [
    'region: global',
    'all',
    'match.region: "global" is not a region: resources of global services (CloudFront, IAM, Route 53) are listed in us-east-1 (cn-north-1 in China, us-gov-west-1 in GovCloud); write that region, with their type',
  ],
  ['region: "us-esat-*"', 'all', 'match.region: "us-esat-*" matches no region of AWS'],
  ['tag: { "k{a,b}": "*" }', 'all', 'match.tag["k{a,b}"]: "k{a,b}" has brackets'],
  ['arn: "arn:aws:s3:::[ab]*"', 'all', 'match.arn: "arn:aws:s3:::[ab]*" has brackets'],
  ['arn: "arn:aws:s3::logs-*"', 'all', 'matches no ARN: "logs-*" is in the place of the account'],
  ['arn: "arn:aws:sqs:us-east-1:jobs"', 'all', 'matches no ARN: "jobs" is in the place of the account'],
  ['arn: "arn:aws:ec2:instance/i-*"', 'all', 'matches no ARN: "instance/i-*" is in the place of the region'],
  ['arn: "arn:s3:::logs"', 'all', 'matches no ARN: "s3" is in the place of the partition'],
  ['arn: "arn:aws:s3"', 'all', 'matches no ARN: an ARN is'],
  [
    'type: "*"',
    '["team-*-x"]',
    '"team-*-x" exempts nothing: "team-*", which would forbid it, has it under except',
  ],
])('an exemption of %s for %s, which protects nothing, is refused', (match, keys, expected) => {
  expect(faultsOf(exempting(match, keys))).toEqual([expect.stringContaining(expected)]);
});

test.each([
  'type: "ec2:*"',
  'type: "*:bucket"',
  'type: "apigateway:restapis/stages"',
  'type: "codepipeline:codepipeline"',
  'type: "sqs:queue"',
  'type: "backup:recovery-point"',
  'region: "ap-*"',
  'region: eusc-de-east-1',
  'arn: "*:jobs"',
  'arn: "arn:aws*:s3:::logs-*"',
  'arn: "arn:aws:sqs:*:111122223333:jobs-*"',
  'arn: "arn:aws:ec2:us-east-1:1111*"',
  'arn: "arn:aws:iam::aws:policy/*"',
  'arn: "arn:aws-cn:logs:cn-north-1:111122223333:log-group:/a:*"',
  'tag: { "kubernetes.io/*": "*" }',
])('an exemption of %s is taken', (match) => {
  expect(parsePolicy(exempting(match), { file }).exemptions).toHaveLength(1);
});

test('a type or region of a rule that does not exist is refused', () => {
  const text = `version: 1
keys: { A: { for: { types: ["ec2:instnace"], not: { regions: [us-esat-1] } }, requiredFor: { regions: [ap-northeast2] } } }
forbidden: [{ key: x, for: { types: ["s3:buckte"] } }]
`;
  expect(faultsOf(text).map((fault) => fault.split(' ')[1])).toEqual([
    'keys.A.for.types[0]:',
    'keys.A.for.not.regions[0]:',
    'keys.A.requiredFor.regions[0]:',
    'forbidden[0].for.types[0]:',
  ]);
});

test('lists of aliases that would grow beyond all bounds are stopped', () => {
  const rows = ['a: &r0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let row = 1; row < 12; row += 1) {
    rows.push(`b${row}: &r${row} [${Array.from({ length: 10 }, () => `*r${row - 1}`).join(', ')}]`);
  }
  expect(refusal(rows.join('\n')).message).toContain(
    'more than 200000 values up to here; are its aliases right?',
  );
});

test.each([
  [Buffer.from('\ufeffversion: 1', 'utf16le'), 'tags.yaml looks like UTF-16; save it as UTF-8'],
  [
    Buffer.from([0x61, 0x3a, 0x0a, 0xb0, 0xa1]),
    'tags.yaml is not UTF-8 on line 2 (Windows may have written it as CP949',
  ],
])('another encoding is reported', (bytes, expected) => {
  expect(refusal(bytes)).toMatchObject({
    code: 'tags.policy.encoding',
    message: expect.stringContaining(expected),
  });
});

test('a file of more than 1 MiB is not read', () => {
  expect(refusal(`#${'x'.repeat(1024 * 1024)}`)).toMatchObject({ code: 'tags.policy.too-large' });
});

test('a message lists fifty problems, and how many more there are', () => {
  const text = `version: 1\nkeys:\n${Array.from({ length: 60 }, (_, index) => `  k${index}: 1\n`).join('')}`;
  const { message, details } = refusal(text);
  expect(message.split('\n')).toHaveLength(52);
  expect(message).toContain('and 10 more');
  expect(details).toMatchObject({ count: 60 });
});
