import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPolicy, readPolicyDocument } from './read-policy.ts';

const good = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::shop/*' };
const document = (statement: object, more = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statement, ...more });

test('one statement and a list of them are both read', () => {
  expect(readPolicy(document(good), 'p.json')).toEqual({
    version: '2012-10-17',
    statements: [
      {
        effect: 'Allow',
        actions: { not: false, patterns: ['s3:GetObject'] },
        resources: { not: false, patterns: ['arn:aws:s3:::shop/*'] },
        conditions: [],
      },
    ],
  });
  expect(readPolicy(`\ufeff${document([good, { ...good, Sid: 'B' }], { Id: 'x' })}`, 'p.json')).toMatchObject(
    {
      id: 'x',
      statements: [{}, { sid: 'B' }],
    },
  );
});

test('without a version it is one of 2008', () => {
  expect(readPolicyDocument({ Statement: good }, 'p').version).toBe('2008-10-17');
});

test('values of conditions may be numbers and booleans', () => {
  const policy = readPolicyDocument(
    {
      Statement: {
        ...good,
        Condition: { Bool: { 'aws:SecureTransport': true }, NumericLessThan: { 's3:max-keys': [10] } },
      },
    },
    'p',
  );
  expect(policy.statements[0]?.conditions.map(({ values }) => values)).toEqual([['true'], ['10']]);
});

test.each([
  ['{', 'is not JSON'],
  ['[]', 'is a list, not an object with Version and Statement'],
  ['{"Version":"2012-10-17"}', 'has no Statement'],
  [document(good, { Version: '2020-01-01' }), 'Version is "2020-01-01"'],
  [
    document(good, { statement: [] }),
    'has the element "statement", which IAM does not have; did you mean Statement?',
  ],
  [document({ ...good, effect: 'Deny' }), 'Statement has the element "effect"'],
  [document({ ...good, Effect: 'allow' }), 'Statement.Effect is "allow"; write "Allow" or "Deny"'],
  [document([good, { Action: 's3:*', Resource: '*' }]), 'Statement[1].Effect is missing'],
  [document({ ...good, NotAction: 's3:*' }), 'has both Action and NotAction'],
  [document({ Effect: 'Allow', Action: 's3:*' }), 'has neither Resource nor NotResource'],
  [document({ ...good, Action: [] }), 'Statement.Action is an empty list'],
  [
    document({ ...good, Action: 'GetObject' }),
    'Statement.Action is "GetObject", which is not SERVICE:ACTION',
  ],
  [document({ ...good, Action: ['s3:GetObject', 7] }), 'Statement.Action[1] is the number 7, not a text'],
  [document({ ...good, Resource: 'shop/*' }), 'is neither an ARN nor "*"'],
  [document({ ...good, Resource: 'arn:aws:s*:::shop' }), 'has a wildcard in the name of the service'],
  [document({ ...good, Resource: 'arn:aws:s3:::shop/${aws:username' }), 'has "${" that begins no variable'],
  [document({ ...good, Principal: '*' }), 'has Principal: this is a policy of a resource'],
  [
    document([
      { ...good, Sid: 'A' },
      { ...good, Sid: 'A' },
    ]),
    'two statements with the Sid "A"',
  ],
  [
    document({ ...good, Condition: { StringsEqual: {} } }),
    'the operator "StringsEqual", which IAM does not have; did you mean StringEquals',
  ],
  [
    document({ ...good, Condition: { NullIfExists: { 'aws:username': 'true' } } }),
    'the operator "NullIfExists"',
  ],
  [document({ ...good, Condition: { StringEquals: { username: 'a' } } }), 'is not a condition key'],
  [document({ ...good, Condition: { StringEquals: { 'aws:username': [] } } }), 'is an empty list'],
  [
    document({ ...good, Condition: { Bool: { 'aws:SecureTransport': 'yes' } } }),
    'is neither "true" nor "false"',
  ],
  [
    document({ ...good, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/40' } } }),
    'is neither an address nor a range',
  ],
  [
    document({ ...good, Condition: { DateLessThan: { 'aws:CurrentTime': '2026-02-30' } } }),
    'is neither a date of ISO 8601',
  ],
  [document({ ...good, Condition: { NumericEquals: { 's3:max-keys': '0x10' } } }), 'is not a number'],
  [document({ ...good, Condition: { BinaryEquals: { 'test:key': '%' } } }), 'is not base64'],
])('%s is refused: %s', (text, problem) => {
  expect(() => readPolicy(text, 'p.json')).toThrow(
    expect.objectContaining({
      code: 'iam.policy.malformed',
      message: expect.stringContaining(problem),
    }),
  );
  expect(() => readPolicy(text, 'p.json')).toThrow('the policy p.json: ');
});

test.each([
  ['{"Version":"2012-10-17","Statement":[],"Statement":[]}', 'Statement is there twice'],
  [
    `{"Statement":[${JSON.stringify(good)},{"Effect":"Allow","Action":"*","Resource":"*","Effect":"Deny"}]}`,
    'Statement[1].Effect is there twice',
  ],
  ['{"Statement":{"Effect":"Allow","\\u0045ffect":"Deny"}}', 'Statement.Effect is there twice'],
])('a member that is there twice is refused: %s', (text, problem) => {
  expect(() => readPolicy(text, 'p.json')).toThrow(problem);
});

test('all problems of a policy are reported', () => {
  try {
    readPolicy(document({ Effect: 'Maybe', Action: 'x' }), 'p.json');
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({
      message: expect.stringMatching(/ \(and 2 more\)$/),
      details: { problems: [expect.any(String), expect.any(String), expect.any(String)] },
    });
  }
});

test('any JSON is read or refused with an error of its own', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      try {
        readPolicy(text, 'p');
      } catch (error) {
        expect(error).toMatchObject({ code: 'iam.policy.malformed' });
      }
    }),
  );
  expect(() => readPolicy(`{"Statement":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'p')).toThrow(
    'Statement[0] is a list',
  );
});
