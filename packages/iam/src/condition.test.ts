import { expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { readPolicyDocument } from './read-policy.ts';

type Values = string | readonly string[];

/** Whether `{ operator: { "test:Key": expected } }` is met by a request with these values of the key. */
function meets(
  operator: string,
  expected: Values,
  values: readonly string[],
  more: Record<string, string[]> = {},
): boolean {
  const policy = readPolicyDocument(
    {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: '*',
        Resource: '*',
        Condition: { [operator]: { 'test:Key': expected } },
      },
    },
    'test',
  );
  const context = { values: { 'TEST:key': values, ...more }, complete: true };
  const { outcome } = evaluate(
    { identity: [{ name: 'test', policy }] },
    { action: 's3:GetObject', resource: '*', context },
  );
  return outcome === 'allowed';
}

test.each([
  ['StringEquals', 'shop', 'shop', true],
  ['StringEquals', 'shop', 'Shop', false],
  ['StringEquals', 'sh*', 'shop', false],
  ['StringNotEquals', 'shop', 'depot', true],
  ['StringNotEquals', ['shop', 'depot'], 'depot', false],
  ['StringEqualsIgnoreCase', 'shop', 'SHOP', true],
  ['StringNotEqualsIgnoreCase', 'shop', 'SHOP', false],
  ['StringLike', ['x', 'sh?p*'], 'shop/a', true],
  ['StringNotLike', 'shop/*', 'shop/a', false],
  ['StringLike', 'a${*}b', 'a*b', true],
  ['StringLike', 'a${*}b', 'axb', false],
  ['StringLike', '${?}${$}', '?$', true],
  ['NumericEquals', '10', '1e1', true],
  ['NumericNotEquals', '10', '11', true],
  ['NumericLessThan', '10', '9.5', true],
  ['NumericLessThan', '10', '10', false],
  ['NumericLessThanEquals', '10', '10', true],
  ['NumericGreaterThan', '-1', '0', true],
  ['NumericGreaterThanEquals', '10', '9', false],
  ['NumericEquals', '10', 'ten', false],
  ['DateEquals', '2026-11-28T00:00:00Z', '1795824000', true],
  ['DateLessThan', '2026-11-28T00:00:00Z', '2026-11-27T23:59:59.999Z', true],
  ['DateGreaterThan', '2026-11-28', '2026-11-28T01:00:00+02:00', false],
  ['DateGreaterThanEquals', '2026', '2026-01-01T00:00:00Z', true],
  ['DateLessThanEquals', '2026-11-28T00:00:00Z', '2026-11-28T00:00:00Z', true],
  ['DateNotEquals', '2026-11-28', '2026-11-29', true],
  ['Bool', 'true', 'True', true],
  ['Bool', 'false', 'true', false],
  ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
  ['BinaryEquals', 'QmluYXJ5', 'qmluYXJ5', false],
  ['IpAddress', '203.0.113.0/24', '203.0.113.9', true],
  ['IpAddress', ['10.0.0.0/8', '2001:db8::/32'], '2001:db8::1', true],
  ['NotIpAddress', '203.0.113.0/24', '203.0.114.9', true],
  ['ArnEquals', 'arn:aws:sns:*:123456789012:*', 'arn:aws:sns:eu-west-1:123456789012:a', true],
  ['ArnLike', 'arn:aws:sns:*:123456789012:b', 'arn:aws:sns:eu-west-1:123456789012:a', false],
  ['ArnNotLike', 'arn:aws:sns:*:123456789012:b', 'arn:aws:sns:eu-west-1:123456789012:a', true],
  ['ArnNotEquals', 'arn:aws:sns:*:123456789012:a', 'arn:aws:sns:eu-west-1:123456789012:a', false],
] as const)('%s %j of %j: %s', (operator, expected, value, met) => {
  expect(meets(operator, expected, [value])).toBe(met);
  expect(meets(`${operator}IfExists`, expected, [value])).toBe(met);
});

test.each([
  ['StringEquals', false],
  ['StringLike', false],
  ['NumericLessThan', false],
  ['Bool', false],
  ['IpAddress', false],
  ['ArnLike', false],
  // A negated operator holds for what is not there.
  ['StringNotEquals', true],
  ['StringNotLike', true],
  ['NumericNotEquals', true],
  ['DateNotEquals', true],
  ['NotIpAddress', true],
  ['ArnNotLike', true],
])('%s of an absent key: %s; with IfExists it always holds', (operator, met) => {
  const value = /Numeric|Date/.test(operator)
    ? '1'
    : operator === 'Bool'
      ? 'true'
      : operator.includes('Ip')
        ? '::/0'
        : 'a:b:c:d:e:f';
  expect(meets(operator, value, [])).toBe(met);
  expect(meets(`${operator}IfExists`, value, [])).toBe(true);
});

test('Null asks whether a key is absent', () => {
  expect(meets('Null', 'true', [])).toBe(true);
  expect(meets('Null', 'true', ['x'])).toBe(false);
  expect(meets('Null', 'false', ['x'])).toBe(true);
  expect(meets('Null', 'FALSE', [])).toBe(false);
});

test.each([
  // Each value of the request is one of the policy's; also if there is none.
  ['ForAllValues:StringEquals', ['a', 'b'], ['a'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
  ['ForAllValues:StringEquals', ['a', 'b'], [], true],
  ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'd'], true],
  ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'a'], false],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'a'], true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c'], false],
  ['ForAnyValue:StringEquals', ['a', 'b'], [], false],
  ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'c'], true],
  ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'b'], false],
  ['ForAnyValue:StringNotEquals', ['a', 'b'], [], false],
  ['ForAnyValue:StringLikeIfExists', ['a*'], [], true],
] as const)('%s %j of %j: %s', (operator, expected, values, met) => {
  expect(meets(operator, expected, values)).toBe(met);
});

test('values of a policy may have variables, whose values are taken as they are', () => {
  const variable = (name: string, value: string[]) => ({ [name]: value });
  expect(meets('StringEquals', '${aws:username}', ['kim'], variable('aws:UserName', ['kim']))).toBe(true);
  expect(
    meets('StringLike', 'home/${aws:username}/*', ['home/kim/a'], variable('aws:username', ['kim'])),
  ).toBe(true);
  expect(meets('StringLike', '${aws:username}', ['kim'], variable('aws:username', ['*']))).toBe(false);
  expect(meets('StringEquals', "${aws:PrincipalTag/team, 'none'}", ['none'])).toBe(true);
  expect(
    meets(
      'StringEquals',
      "${aws:PrincipalTag/team, 'none'}",
      ['shop'],
      variable('aws:PrincipalTag/team', ['shop']),
    ),
  ).toBe(true);
});

test('a variable without a value makes the statement inapplicable, a negated condition included', () => {
  expect(meets('StringNotEquals', '${aws:username}', ['kim'])).toBe(false);
  expect(meets('StringNotEquals', '${aws:username}', ['kim'], { 'aws:username': ['a', 'b'] })).toBe(false);
});
