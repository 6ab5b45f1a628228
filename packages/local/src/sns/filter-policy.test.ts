import { expect, test } from 'vitest';
import { acceptsMessage, type FilterPolicyScope, findPolicyProblem } from './filter-policy.ts';
import type { MessageAttribute } from './message.ts';
import type { Subscription } from './topics.ts';

function subscriptionOf(policy: unknown, scope: FilterPolicyScope): Subscription {
  return {
    arn: 'arn:aws:sns:us-east-1:000000000000:t:1',
    topicArn: 'arn:aws:sns:us-east-1:000000000000:t',
    protocol: 'sqs',
    endpoint: '',
    token: '',
    isConfirmed: true,
    attributes: { FilterPolicy: JSON.stringify(policy), FilterPolicyScope: scope },
  };
}

function passes(policy: unknown, attributes: Record<string, MessageAttribute>, message = 'x'): boolean {
  return acceptsMessage(subscriptionOf(policy, 'MessageAttributes'), { message, attributes });
}

const text = (value: string): MessageAttribute => ({ type: 'String', value });
const number = (value: string): MessageAttribute => ({ type: 'Number', value });
const list = (value: string): MessageAttribute => ({ type: 'String.Array', value });

test.each<[unknown, Record<string, MessageAttribute>, boolean]>([
  [{ store: ['Seoul', 'Busan'] }, { store: text('Busan') }, true],
  [{ store: ['Seoul'] }, { store: text('seoul') }, false],
  [{ store: ['Seoul'] }, {}, false],
  [{ store: ['Seoul'], kind: ['low'] }, { store: text('Seoul'), kind: text('none') }, false],
  [{ store: ['Seoul'] }, { store: list('["Busan","Seoul"]') }, true],
  [{ store: ['Seoul'] }, { store: list('not JSON') }, false],
  [{ count: [3] }, { count: number('3.0') }, true],
  // A text is not a number.
  [{ count: [3] }, { count: text('3') }, false],
  [{ count: ['3'] }, { count: number('3') }, false],
  [{ count: [3, true, null] }, { count: list('[null]') }, true],
  [{ count: [{ numeric: ['>', 0, '<=', 5] }] }, { count: number('5') }, true],
  [{ count: [{ numeric: ['>', 0, '<=', 5] }] }, { count: number('0') }, false],
  [{ count: [{ numeric: ['=', 3.5] }] }, { count: number('35e-1') }, true],
  [{ store: [{ 'anything-but': ['Seoul', 'Busan'] }] }, { store: text('Jeju') }, true],
  [{ store: [{ 'anything-but': 'Seoul' }] }, { store: text('Seoul') }, false],
  [{ store: [{ 'anything-but': ['Seoul'] }] }, { store: list('["Seoul","Jeju"]') }, true],
  [{ store: [{ 'anything-but': ['Seoul'] }] }, {}, false],
  [{ store: [{ 'anything-but': { prefix: 'Se' } }] }, { store: text('Seoul') }, false],
  [{ store: [{ 'anything-but': { suffix: 'ul' } }] }, { store: text('Busan') }, true],
  [{ count: [{ 'anything-but': [1, 2] }] }, { count: number('3') }, true],
  [{ store: [{ prefix: 'Se' }] }, { store: text('Seoul') }, true],
  [{ store: [{ suffix: 'ul' }] }, { store: text('Seoul') }, true],
  [{ store: [{ suffix: 'ul' }] }, { store: text('l') }, false],
  [{ store: [{ 'equals-ignore-case': 'SEOUL' }] }, { store: text('seoul') }, true],
  [{ store: [{ exists: true }] }, { store: text('x') }, true],
  [{ store: [{ exists: true }] }, { other: text('x') }, false],
  [{ store: [{ exists: false }] }, { other: text('x') }, true],
  [{ store: [{ exists: false }, 'Seoul'] }, { store: text('Seoul') }, true],
  [{ from: [{ cidr: '10.0.0.0/24' }] }, { from: text('10.0.0.255') }, true],
  [{ from: [{ cidr: '10.0.0.0/24' }] }, { from: text('10.0.1.0') }, false],
  [{ from: [{ cidr: '10.0.0.0/24' }] }, { from: text('not an address') }, false],
  [{ from: [{ cidr: 'fd00::/8' }] }, { from: text('fd12::1') }, true],
  [{ $or: [{ store: ['Seoul'] }, { count: [{ numeric: ['>', 5] }] }] }, { count: number('6') }, true],
  [{ $or: [{ store: ['Seoul'] }, { count: [{ numeric: ['>', 5] }] }] }, { count: number('5') }, false],
  [{ kind: ['a'], $or: [{ store: ['Seoul'] }, { store: ['Jeju'] }] }, { store: text('Jeju') }, false],
  // Binary attributes are not looked at.
  [{ bytes: [{ exists: true }] }, { bytes: { type: 'Binary', value: 'AA==' } }, false],
  [{ __proto__x: ['a'], ['__proto__']: ['b'] }, { __proto__x: text('a'), ['__proto__']: text('b') }, true],
  [{ ['__proto__']: ['b'] }, {}, false],
  [{}, {}, true],
])('the policy %j lets a message with %j pass: %j', (policy, attributes, expected) => {
  expect(findPolicyProblem(JSON.stringify(policy), 'MessageAttributes')).toBeUndefined();
  expect(passes(policy, attributes)).toBe(expected);
});

test.each<[unknown, string, boolean]>([
  [{ order: { store: ['Seoul'] } }, '{"order":{"store":"Seoul"}}', true],
  [{ order: { store: ['Seoul'] } }, '{"order":{"store":"Jeju"}}', false],
  [{ order: { count: [{ numeric: ['>=', 2] }] } }, '{"order":[{"count":1},{"count":2}]}', true],
  [{ order: { store: [{ exists: false }] } }, '{"order":{}}', true],
  [{ store: ['Seoul'] }, 'Seoul is out of stock', false],
  [{ store: [{ exists: false }] }, '["a list"]', false],
  [{ store: [null] }, '{"store":null}', true],
  [{ a: [1] }, `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, false],
])('the policy %j lets the body %j pass: %j', (policy, message, expected) => {
  expect(findPolicyProblem(JSON.stringify(policy), 'MessageBody')).toBeUndefined();
  expect(acceptsMessage(subscriptionOf(policy, 'MessageBody'), { message, attributes: {} })).toBe(expected);
});

const many = (count: number) => Array.from({ length: count }, (_, n) => `v${n}`);

test.each<[unknown, string]>([
  ['text', 'must be a JSON object'],
  [[], 'must be a JSON object'],
  [{ a: 'x' }, '"a" must be an object or an array'],
  [{ a: [] }, 'Empty arrays'],
  [{ a: [['x']] }, 'Match value must be String'],
  [{ a: [{}] }, 'Only one key'],
  [{ a: [{ prefix: 'x', suffix: 'y' }] }, 'Only one key'],
  [{ a: [{ error: true }] }, 'Unrecognized match type error'],
  [{ a: [{ toString: 'x' }] }, 'Unrecognized match type toString'],
  [{ a: [{ exists: null }] }, 'exists match pattern must be either true or false.'],
  [{ a: [{ prefix: 1 }] }, 'prefix match pattern must be a string'],
  [{ a: [{ prefix: { 'equals-ignore-case': 'x' } }] }, 'prefix match pattern must be a string'],
  [{ a: [1_000_000_001] }, 'must be smaller than 1E9'],
  [{ a: [{ numeric: [] }] }, 'Invalid member in numeric match'],
  [{ a: [{ numeric: ['>', 'x'] }] }, 'must be numeric'],
  [{ a: [{ numeric: ['!', 1] }] }, 'Unrecognized numeric range operator'],
  [{ a: [{ numeric: ['>', 5, '<', 5] }] }, 'Bottom must be less than top'],
  [{ a: [{ numeric: ['<', 1, '>', 5] }] }, 'Bad numeric range operator'],
  [{ a: [{ numeric: ['>', 1, '<', 5, '=', 3] }] }, 'Too many elements'],
  [{ a: [{ cidr: '10.0.0.0' }] }, "one '/' required"],
  [{ a: [{ cidr: '10.0.0.0/x' }] }, 'must be an integer'],
  [{ a: [{ cidr: '10.0.0.0/33' }] }, 'at most 32'],
  [{ a: [{ cidr: '10.0.0/24' }] }, 'is not an IP address'],
  [{ a: [{ 'anything-but': ['x', 1] }] }, 'all strings or all numbers'],
  [{ a: [{ 'anything-but': { wildcard: '*' } }] }, 'Unsupported anything-but pattern'],
  [{ a: many(151) }, 'too complex'],
  [{ a: many(13), b: many(12) }, 'too complex'],
  [Object.fromEntries(many(6).map((name) => [name, ['x']])), 'more than 5 keys'],
  [{ a: { b: ['x'] } }, 'does not support nested'],
])('the policy %j is refused: %s', (policy, reason) => {
  expect(findPolicyProblem(JSON.stringify(policy), 'MessageAttributes')).toContain(reason);
});

test('what is not JSON, too long or too deep is refused', () => {
  expect(findPolicyProblem('{', 'MessageBody')).toBe('FilterPolicy: failed to parse JSON.');
  expect(findPolicyProblem(`{"a":["${'x'.repeat(262_144)}"]}`, 'MessageBody')).toContain('longer than');
  expect(findPolicyProblem('{"a":'.repeat(50_000), 'MessageBody')).toContain('too complex');
  // Nesting multiplies the combinations.
  const nested = { a: { b: { c: many(51) } } };
  expect(findPolicyProblem(JSON.stringify(nested), 'MessageBody')).toContain('too complex');
});
