import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { denialReason } from './denial.ts';
import { type Decision, evaluate } from './evaluate.ts';
import { readPolicyDocument } from './read-policy.ts';

const complete = { values: {}, complete: true };
const named = (name: string, ...Statement: object[]) => ({
  name,
  policy: readPolicyDocument({ Version: '2012-10-17', Statement }, name),
});
const allow = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
const deny = { Sid: 'NoDeletes', Effect: 'Deny', Action: 's3:Delete*', Resource: 'arn:aws:s3:::shop/*' };
const object = 'arn:aws:s3:::shop/a.csv';

test('a statement that allows decides, if none denies', () => {
  const decision = evaluate(
    { identity: [named('one', { ...allow, Action: 'sns:*' }), named('two', allow)] },
    { action: 's3:GetObject', resource: object, context: complete },
  );
  expect(decision).toMatchObject({ outcome: 'allowed', by: { policy: 'two', index: 0 } });
});

test('a statement that denies decides over all that allow, wherever it is', () => {
  const decision = evaluate(
    { identity: [named('one', allow, deny)] },
    { action: 'S3:deleteobject', resource: object, context: complete },
  );
  expect(decision).toMatchObject({
    outcome: 'denied',
    reason: 'explicit-deny',
    by: { policy: 'one', index: 1, statement: { sid: 'NoDeletes' } },
  });
});

test('what nothing allows is denied', () => {
  const request = { action: 'sns:Publish', resource: '*', context: complete };
  expect(evaluate({ identity: [] }, request)).toEqual({
    outcome: 'denied',
    reason: 'implicit-deny',
    of: 'identity',
  });
  expect(evaluate({ identity: [named('one', allow)] }, request)).toMatchObject({ reason: 'implicit-deny' });
});

test('NotAction and NotResource are about everything but what they name', () => {
  const identity = [
    named('one', { Effect: 'Allow', NotAction: ['iam:*'], NotResource: ['arn:aws:s3:::shop/*'] }),
  ];
  const outcome = (action: string, resource: string) =>
    evaluate({ identity }, { action, resource, context: complete }).outcome;
  expect(outcome('s3:GetObject', 'arn:aws:s3:::depot/a')).toBe('allowed');
  expect(outcome('s3:GetObject', object)).toBe('denied');
  expect(outcome('iam:GetRole', 'arn:aws:s3:::depot/a')).toBe('denied');
  expect(outcome('s3:ListAllMyBuckets', '*')).toBe('allowed');
});

test('an action without a resource is only allowed on all resources', () => {
  const outcome = (Resource: string) =>
    evaluate(
      { identity: [named('one', { Effect: 'Allow', Action: 'ec2:Describe*', Resource })] },
      { action: 'ec2:DescribeInstances', resource: '*', context: complete },
    ).outcome;
  expect(outcome('*')).toBe('allowed');
  expect(outcome('arn:aws:ec2:*:*:*')).toBe('denied');
});

test('a boundary has to allow it, too, and can deny it', () => {
  const decide = (...statements: object[]) =>
    evaluate(
      { identity: [named('own', allow)], boundary: named('limit', ...statements) },
      { action: 's3:DeleteObject', resource: object, context: complete },
    );
  expect(decide(allow)).toMatchObject({
    outcome: 'allowed',
    by: { policy: 'own' },
    boundary: { policy: 'limit' },
  });
  expect(decide({ ...allow, Action: 'sns:*' })).toEqual({
    outcome: 'denied',
    reason: 'implicit-deny',
    of: 'boundary',
  });
  expect(decide(allow, deny)).toMatchObject({
    reason: 'explicit-deny',
    of: 'boundary',
    by: { policy: 'limit' },
  });
});

test('a variable of a resource is replaced, but not in policies of 2008', () => {
  const decide = (Version: string) =>
    evaluate(
      {
        identity: [
          {
            name: 'one',
            policy: readPolicyDocument(
              {
                Version,
                Statement: { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::shop/${aws:username}/*' },
              },
              'one',
            ),
          },
        ],
      },
      {
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::shop/kim/a',
        context: { values: { 'aws:username': ['kim'] }, complete: true },
      },
    ).outcome;
  expect(decide('2012-10-17')).toBe('allowed');
  expect(decide('2008-10-17')).toBe('denied');
});

test('where nothing is known of a condition key, the answer is unknown unless it makes no difference', () => {
  const fromOffice = { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } };
  const decide = (...statements: object[]) =>
    evaluate(
      { identity: [named('one', ...statements)] },
      {
        action: 's3:DeleteObject',
        resource: object,
        context: { values: { 'aws:username': ['kim'] }, complete: false },
      },
    );
  expect(decide({ ...allow, ...fromOffice })).toMatchObject({ outcome: 'unknown', keys: ['aws:SourceIp'] });
  expect(decide(allow, { ...deny, ...fromOffice })).toMatchObject({
    outcome: 'unknown',
    keys: ['aws:SourceIp'],
  });
  expect(decide(allow, { ...allow, ...fromOffice })).toMatchObject({ outcome: 'allowed' });
  expect(decide({ ...allow, ...fromOffice }, deny)).toMatchObject({ reason: 'explicit-deny' });
  // Nothing allows it anyway.
  expect(decide({ ...deny, ...fromOffice })).toMatchObject({ reason: 'implicit-deny' });
  expect(
    decide({ ...allow, Condition: { ...fromOffice.Condition, StringEquals: { 'aws:username': 'lee' } } }),
  ).toMatchObject({ reason: 'implicit-deny' });
  expect(decide({ ...allow, Resource: 'arn:aws:s3:::shop/${aws:PrincipalTag/team}/*' })).toMatchObject({
    outcome: 'unknown',
    keys: ['aws:PrincipalTag/team'],
  });
});

test('a denial is reported in the words of AWS', () => {
  const decide = (...statements: object[]) =>
    evaluate(
      { identity: [named('one', ...statements)] },
      { action: 's3:DeleteObject', resource: object, context: complete },
    ) as Extract<Decision, { outcome: 'denied' }>;
  expect(denialReason(decide(deny), 's3:DeleteObject')).toBe(
    'with an explicit deny in an identity-based policy',
  );
  expect(denialReason(decide(), 's3:DeleteObject')).toBe(
    'because no identity-based policy allows the s3:DeleteObject action',
  );
});

/** The order of decisions, by the simplest means: names and resources are sets here. */
function oracle(
  statements: readonly Sample[],
  action: string,
  resource: string,
  key: string | undefined,
): string {
  const applies = ({ actions, notActions, resources, notResources, value, negated }: Sample) =>
    actions.includes(action) !== notActions &&
    resources.includes(resource) !== notResources &&
    (value === undefined || (value === key) !== negated);
  const found = statements.filter(applies);
  if (found.some(({ effect }) => effect === 'Deny')) return 'explicit-deny';
  return found.some(({ effect }) => effect === 'Allow') ? 'allowed' : 'implicit-deny';
}

interface Sample {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly notActions: boolean;
  readonly resources: readonly string[];
  readonly notResources: boolean;
  readonly value: string | undefined;
  readonly negated: boolean;
}

const actions = ['s3:GetObject', 's3:PutObject', 'sns:Publish'];
const resources = ['arn:aws:s3:::a/x', 'arn:aws:s3:::a/y', 'arn:aws:sns:us-east-1:123456789012:t'];
const sample: fc.Arbitrary<Sample> = fc.record({
  effect: fc.constantFrom('Allow', 'Deny'),
  actions: fc.subarray(actions, { minLength: 1 }),
  notActions: fc.boolean(),
  resources: fc.subarray(resources, { minLength: 1 }),
  notResources: fc.boolean(),
  value: fc.option(fc.constantFrom('red', 'blue'), { nil: undefined }),
  negated: fc.boolean(),
});

function statementOf({
  effect,
  actions,
  notActions,
  resources,
  notResources,
  value,
  negated,
}: Sample): object {
  return {
    Effect: effect,
    [notActions ? 'NotAction' : 'Action']: actions,
    [notResources ? 'NotResource' : 'Resource']: resources,
    ...(value !== undefined && {
      Condition: { [negated ? 'StringNotEquals' : 'StringEquals']: { 'aws:PrincipalTag/color': value } },
    }),
  };
}

test('any statements decide by the rules, however they are spread over policies', () => {
  const keys = fc.constantFrom<string | undefined>('red', 'blue', undefined);
  fc.assert(
    fc.property(
      fc.array(fc.array(sample, { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
      fc.constantFrom(...actions),
      fc.constantFrom(...resources),
      keys,
      (policies, action, resource, key) => {
        const decision = evaluate(
          {
            identity: policies.map((samples, index) => named(`policy ${index}`, ...samples.map(statementOf))),
          },
          {
            action,
            resource,
            context: { values: key === undefined ? {} : { 'aws:PrincipalTag/color': [key] }, complete: true },
          },
        );
        const found = decision.outcome === 'denied' ? decision.reason : decision.outcome;
        expect(found).toBe(oracle(policies.flat(), action, resource, key));
      },
    ),
    { numRuns: Math.max(100, 1_000 * inject('effort')) },
  );
});

test('an answer given without all keys is the one that any values of them would lead to', () => {
  fc.assert(
    fc.property(
      fc.array(sample, { maxLength: 4 }),
      fc.constantFrom(...actions),
      fc.constantFrom(...resources),
      (samples, action, resource) => {
        const identity = [named('one', ...samples.map(statementOf))];
        const decide = (context: { values: Record<string, string[]>; complete: boolean }) => {
          const decision = evaluate({ identity }, { action, resource, context });
          return decision.outcome;
        };
        const open = decide({ values: {}, complete: false });
        const possible = [[], ['red'], ['blue'], ['green']].map((values) =>
          decide({ values: { 'aws:PrincipalTag/color': values }, complete: true }),
        );
        if (open !== 'unknown') expect(new Set(possible)).toEqual(new Set([open]));
        else expect(samples.some(({ value }) => value !== undefined)).toBe(true);
      },
    ),
    { numRuns: Math.max(100, 1_000 * inject('effort')) },
  );
});
