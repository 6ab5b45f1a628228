import { expect, test } from 'vitest';
import { canonicalValue, parsePolicy, rulesFor } from '../policy/index.ts';
import { resourceOf } from '../policy/testing/policy-of.ts';
import { importTagPolicy } from './index.ts';

const assign = (value: unknown, more: object = {}) => ({ '@@assign': value, ...more });
const tagsOf = (tags: object) => JSON.stringify({ tags });

function imported(...policies: readonly string[]) {
  const { text, notes } = importTagPolicy(
    policies.map((input, index) => ({ file: `${index + 1}.json`, input })),
  );
  return { policy: parsePolicy(text, { file: 'tags.yaml' }), text, notes };
}

const valuesOf = (policies: readonly object[]) =>
  imported(...policies.map((setting) => tagsOf({ env: { tag_value: setting } }))).policy.keys[0]?.values
    ?.list;

test('a policy with wildcards becomes one that takes the same values', () => {
  const { policy, notes } = imported(
    '{"tags":{"costcenter":{"tag_key":{"@@assign":"CostCenter","@@operators_allowed_for_child_policies":["@@none"]},"tag_value":{"@@assign":["100","200*"]},"enforced_for":{"@@assign":["secretsmanager:*"]}}}}',
  );
  expect(policy.keys).toMatchObject([
    {
      key: 'CostCenter',
      required: false,
      ignoreCase: true,
      values: { list: ['100'], like: ['200*'] },
      description: 'AWS enforces it on secretsmanager:*',
    },
  ]);
  const [rule] = policy.keys;
  const isValid = (value: string) => !('problem' in canonicalValue(rule!, value));
  expect(['100', '200', '2001', '1000', '300', ''].map(isValid)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(notes).toEqual([
    'AWS itself refuses other values of CostCenter on secretsmanager:*; here they are reported on every type.',
  ]);
});

test('without a tag key, lower case is the key; without values, any will do', () => {
  const { policy } = imported(tagsOf({ Project: {} }));
  expect(policy.keys).toMatchObject([{ key: 'project' }]);
  expect(policy.keys[0]?.values).toBeUndefined();
});

test('a key that is to be reported as missing is required on those types, and its values count on all', () => {
  const { policy } = imported(
    tagsOf({
      env: {
        tag_key: assign('Env'),
        tag_value: assign(['prod']),
        report_required_tag_for: assign(['ec2:ALL_SUPPORTED', 's3:bucket']),
      },
    }),
  );
  const requiredOn = (type: string) => rulesFor(policy, resourceOf({}, { type }), 0)[0]?.rule.required;
  expect([requiredOn('ec2:volume'), requiredOn('s3:bucket'), requiredOn('sqs:queue')]).toEqual([
    true,
    true,
    false,
  ]);
});

/** As boto3 has it beside the answer. */
const responseMetadata = {
  RequestId: '5a1f',
  HTTPStatusCode: 200,
  HTTPHeaders: { 'content-type': 'application/x-amz-json-1.1', tags: 'none' },
  RetryAttempts: 0,
};

test('what an effective policy has needs no operators, and what the aws command and boto3 print is read', () => {
  const effective = tagsOf({ costcenter: { tag_key: 'CostCenter', tag_value: ['Dev', 'Support'] } });
  const own = tagsOf({
    costcenter: { tag_key: assign('CostCenter'), tag_value: assign(['Dev', 'Support']) },
  });
  const printed = [
    effective,
    JSON.stringify({ EffectivePolicy: { PolicyType: 'TAG_POLICY', PolicyContent: effective } }),
    JSON.stringify({ Policy: { PolicySummary: { Type: 'TAG_POLICY' }, Content: own } }),
    JSON.stringify({ EffectivePolicy: { PolicyContent: effective }, ResponseMetadata: responseMetadata }),
    JSON.stringify({ ResponseMetadata: responseMetadata, Policy: { Content: own } }, null, 2),
  ];
  for (const input of printed) {
    expect(imported(input).policy.keys).toMatchObject([
      { key: 'CostCenter', values: { list: ['Dev', 'Support'] } },
    ]);
  }
});

test('values that differ in case stay different ones', () => {
  expect(
    imported(tagsOf({ env: { tag_value: assign(['Prod', 'prod']) } })).policy.keys[0]?.values,
  ).toMatchObject({
    list: ['Prod', 'prod'],
    ignoreCase: false,
  });
});

test.each([
  ['assigns', [assign(['a', 'b']), assign(['c'])], ['c']],
  ['appends', [assign(['a']), { '@@append': ['b', 'a'] }], ['a', 'b']],
  ['appends to nothing', [{ '@@append': ['b'] }], ['b']],
  ['removes', [assign(['a', 'b']), { '@@remove': ['a'] }], ['b']],
  ['has no operator', [assign(['a']), {}], ['a']],
  [
    'may not assign, and appends',
    [
      assign(['a'], { '@@operators_allowed_for_child_policies': ['@@append'] }),
      { '@@assign': ['x'], '@@append': ['b'] },
    ],
    ['a', 'b'],
  ],
  [
    'may nothing, whatever a policy between has',
    [
      assign(['a'], { '@@operators_allowed_for_child_policies': ['@@none'] }),
      { '@@operators_allowed_for_child_policies': ['@@all'] },
      assign(['x']),
    ],
    ['a'],
  ],
])('a policy below another one %s', (_, policies, expected) => {
  expect(valuesOf(policies)).toEqual(expected);
});

test('what a policy above does not allow is reported, also for all tags, or all of one', () => {
  const none = { '@@operators_allowed_for_child_policies': ['@@none'] };
  const below = tagsOf({ env: { tag_value: assign(['x']) } });
  for (const above of [
    { ...none, env: { tag_value: assign(['a']) } },
    { env: { ...none, tag_value: assign(['a']) } },
  ]) {
    const { policy, notes } = imported(tagsOf(above), below);
    expect(policy.keys[0]?.values?.list).toEqual(['a']);
    expect(notes).toEqual([
      '2.json:1:29: tags.env.tag_value: @@assign is not allowed by a policy above it, and ignored, as AWS does.',
    ]);
  }
});

test.each([
  ['{}', '1:1: has no tags: it is not a tag policy of AWS Organizations'],
  ['{"tags":{}}', 'tags: has no tag key'],
  ['{"tags":{"a":{"tag_values":["x"]}}}', '1:15: tags.a.tag_values: is unknown here'],
  ['{"tags":{"a":{"tag_value":{"@@set":["x"]}}}}', 'tags.a.tag_value["@@set"]: is unknown here'],
  ['{"tags":{"a":{"tag_value":{"@@assign":[100]}}}}', '100 is not text; put quotes around it'],
  ['{"tags":{"a":{"tag_value":{"@@assign":["*@*.com"]}}}}', 'has more than one *'],
  ['{"tags":{"a":{"tag_key":{"@@append":"A"}}}}', 'a tag key is one value, which @@assign sets'],
  ['{"tags":{"a":{"tag_key":{"@@assign":["A","b"]}}}}', 'is a list, not one tag key'],
  [
    '{"tags":{"a":{"tag_value":{"@@operators_allowed_for_child_policies":["@@some"]}}}}',
    'is not a list of @@all, @@none',
  ],
  ['{"tags":{"a":{}},"x":1}', 'x: is unknown here'],
  ['{"tags":{"a":{"tag_value":{"@@assign":["x"]},"tag_value":{}}}}', 'is here a second time'],
  ['{"tags":{"a":{"tag_key":"A"},"a":{"tag_key":"a"}}}', '1:30: tags.a: is here a second time'],
  [
    '{"tags":{"env":{"tag_key":"Env"},"ENV":{"tag_key":"ENV"}}}',
    '1:34: tags.ENV: is the policy key "env" of 1:10 in another case',
  ],
  ['{"tags":{"ÉTAT":{},"état":{}}}', 'tags.état: is the policy key "ÉTAT" of 1:10 in another case'],
  ['{"tags":{"a":{}},"Policy":{"Content":"{\\"tags\\":{\\"b\\":{}}}"}}', 'Policy: is unknown here'],
  ['{"ResponseMetadata":{}}', 'has no tags'],
  ['{"tags":{"a":{}},"ResponseMetadata":{}}', 'ResponseMetadata: is unknown here'],
  [
    '{"Policy":{"Content":"{\\"tags\\":{\\"b\\":{}}}"},"EffectivePolicy":{},"ResponseMetadata":{}}',
    'has no tags',
  ],
  ['{"Policy":{"Content":"{\\"tags\\":{\\"b\\":{}}}"},"responsemetadata":{}}', 'has no tags'],
  [
    '{"Policy":{"Content":"{\\"tags\\":{\\"env\\":{},\\"Env\\":{}}}"}}',
    'Policy.Content):1:19: tags.Env: is the policy key "env" of 1:10',
  ],
])('%s is refused with its place', (input, message) => {
  expect(() => imported(input)).toThrow(
    expect.objectContaining({
      code: 'tags.policy.invalid',
      message: expect.stringContaining(message) as string,
    }),
  );
});

test('__proto__ is a key like any other', () => {
  expect(imported('{"tags":{"__proto__":{"tag_value":["x"]}}}').policy.keys).toMatchObject([
    { key: '__proto__', values: { list: ['x'] } },
  ]);
});

test.each(['{"tags":{"a":{"tag_k', '{"tags":{"a":{"tag_value":["x"', '{\n  "tags": {\n    "a": {}\n'])(
  'of JSON that is cut off, the end is the problem: %j',
  (input) => {
    expect(() => imported(input)).toThrow(/ends before all its \{ and \[ are closed; is the file complete\?/);
  },
);

test.each([
  [{ a: { tag_key: assign('B') } }, '"B" is not the policy key "a" in another case'],
  [{ a: { tag_value: { '@@assign': ['x'], '@@remove': ['x'] } } }, 'no tag value is left'],
  [{ a: { enforced_for: assign(['ec2']) } }, 'enforced_for has "ec2", which is not a resource type'],
  [{ a: { tag_value: assign(['a|b']) } }, 'has the character "|"'],
])('%j, which makes no policy, is refused', (tags, message) => {
  expect(() => imported(tagsOf(tags))).toThrow(
    expect.objectContaining({
      code: 'tags.policy.not-importable',
      message: expect.stringContaining(message) as string,
    }),
  );
});

test('a policy key in another case in a policy below is the same one, and the notes say so', () => {
  const { policy, notes } = imported(
    tagsOf({ costcenter: { tag_key: assign('CostCenter'), tag_value: assign(['100']) } }),
    tagsOf({ CostCenter: { tag_value: { '@@append': ['200'] } } }),
  );
  expect(policy.keys).toMatchObject([{ key: 'CostCenter', values: { list: ['100', '200'] } }]);
  expect(notes).toEqual([
    expect.stringMatching(
      /^2\.json:1:\d+: tags\.CostCenter: is taken for the policy key "costcenter" \(1\.json:/,
    ),
  ]);
});

test.each([
  ['restricts the policies below', { '@@operators_allowed_for_child_policies': ['@@none'] }],
  ['removes what no policy above has', { '@@remove': ['x'] }],
  ['has nothing', {}],
])('a key stays whose tag_value %s', (_, setting) => {
  const { policy } = imported(tagsOf({ env: { tag_value: setting }, team: { tag_key: assign('Team') } }));
  expect(policy.keys).toMatchObject([{ key: 'env' }, { key: 'Team' }]);
});

test('more enforced types than a description holds are counted, and all in the notes', () => {
  const types = Array.from({ length: 120 }, (_, index) => `service${index}:ALL_SUPPORTED`);
  const { policy, notes } = imported(tagsOf({ env: { enforced_for: assign(types) } }));
  const description = policy.keys[0]?.description ?? '';
  const shown = description.match(/service\d+:ALL_SUPPORTED/g)?.length ?? 0;
  expect(description).toMatch(/:ALL_SUPPORTED and \d+ more$/);
  expect(description.length).toBeLessThanOrEqual(1000);
  expect(description).toContain(`and ${120 - shown} more`);
  expect(notes[0]).toContain(types.join(', '));
});

test('a key that only a policy names which may not is none', () => {
  const { policy, notes } = imported(
    tagsOf({ '@@operators_allowed_for_child_policies': ['@@none'], env: { tag_key: assign('Env') } }),
    tagsOf({ team: { tag_key: assign('Team'), tag_value: assign(['web']) } }),
  );
  expect(policy.keys.map(({ key }) => key)).toEqual(['Env']);
  expect(notes).toEqual([
    expect.stringMatching(/tags\.team\.tag_key: @@assign is not allowed/),
    expect.stringMatching(/tags\.team\.tag_value: @@assign is not allowed/),
  ]);
});
