import { expect, test } from 'vitest';
import { GroundcrewError, isGroundcrewError, messageOf, toError } from './index.ts';

test('an error carries its code, fault, details and cause', () => {
  const cause = new Error('socket hang up');
  const error = new GroundcrewError('aws-s3.read-failed', 'no answer in 2 s', {
    fault: 'service',
    cause,
    details: { host: 'h' },
  });
  expect(error).toMatchObject({
    code: 'aws-s3.read-failed',
    fault: 'service',
    details: { host: 'h' },
    cause,
  });
  expect(String(error)).toBe('GroundcrewError: no answer in 2 s');
});

test('the default fault is that of the user', () => {
  expect(new GroundcrewError('cli.usage', 'm').fault).toBe('user');
});

test('an error of another copy of the class is recognized', () => {
  const foreign = Object.assign(new Error('m'), { [Symbol.for('groundcrew.error')]: true, code: 'a.b' });
  expect(isGroundcrewError(foreign)).toBe(true);
  expect(isGroundcrewError(foreign, 'a.b')).toBe(true);
  expect(isGroundcrewError(foreign, 'a.c')).toBe(false);
});

test.each([undefined, null, 'a.b', new Error('m'), { code: 'a.b' }])('%o is not one of ours', (value) => {
  expect(isGroundcrewError(value)).toBe(false);
});

test.each([
  [new Error('m'), 'm'],
  [new TypeError(''), 'TypeError'],
  ['text', 'text'],
  [{ a: 1 }, '{"a":1}'],
  [undefined, 'undefined'],
])('any thrown value has a message: %o', (thrown, expected) => {
  expect(messageOf(thrown)).toBe(expected);
});

test('anything that was thrown becomes an Error, and an Error stays itself', () => {
  const error = new TypeError('no');
  expect(toError(error)).toBe(error);
  expect(toError('text')).toEqual(new Error('text'));
  expect(toError({ code: 7 }).message).toBe('{"code":7}');
});
