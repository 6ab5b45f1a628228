import { expect, test } from 'vitest';
import { isThrottle, isTransient } from './classify.ts';

function sdkError(name: string, status?: number, more: object = {}): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status }, ...more });
}

function nodeError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

test.each([
  sdkError('ProvisionedThroughputExceededException', 400),
  sdkError('ThrottlingException', 400),
  sdkError('SlowDown', 503),
  sdkError('AnythingAtAll', 429),
  sdkError('Odd', 400, { $retryable: { throttling: true } }),
])('$name is throttling', (error) => {
  expect(isThrottle(error)).toBe(true);
});

test.each([
  sdkError('InternalServerError', 500),
  sdkError('ServiceUnavailable', 503),
  sdkError('TimeoutError'),
  nodeError('ECONNRESET'),
  nodeError('EPIPE'),
  new AggregateError([nodeError('ECONNREFUSED')]),
  sdkError('Odd', 400, { $retryable: {} }),
])('%s is retryable', (error) => {
  expect(isTransient(error)).toBe(true);
  expect(isThrottle(error)).toBe(false);
});

test.each([
  sdkError('AbortError', 500),
  sdkError('ValidationException', 400),
  sdkError('AccessDeniedException', 400),
  sdkError('ResourceNotFoundException', 400),
  new TypeError('x is undefined'),
  undefined,
  null,
  'text',
])('%s is final', (error) => {
  expect(isTransient(error)).toBe(false);
  expect(isThrottle(error)).toBe(false);
});
