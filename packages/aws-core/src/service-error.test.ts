import { GroundcrewError } from '@groundcrew/errors';
import { expect, test } from 'vitest';
import { wrapServiceError } from './service-error.ts';

const context = { code: 'aws-dynamodb.write-failed', doing: 'write to table "Inventory"' } as const;

function sdkError(name: string, status: number, message: string): Error {
  return Object.assign(new Error(message), {
    name,
    $metadata: { httpStatusCode: status, requestId: 'R-1' },
  });
}

test('a missing permission is reported with principal, action and resource', () => {
  const cause = sdkError(
    'AccessDeniedException',
    400,
    'User: arn:aws:sts::1:assumed-role/loader/x is not authorized to perform: dynamodb:BatchWriteItem on resource: arn:aws:dynamodb:eu-central-1:1:table/Inventory because no identity-based policy allows it',
  );
  const error = wrapServiceError(cause, context);
  expect(error).toMatchObject({
    code: 'aws-dynamodb.write-failed',
    fault: 'user',
    cause,
    details: { reason: 'access-denied', awsError: 'AccessDeniedException', status: 400, requestId: 'R-1' },
  });
  expect(error.message).toBe(
    'could not write to table "Inventory": arn:aws:sts::1:assumed-role/loader/x lacks the permission ' +
      'dynamodb:BatchWriteItem on arn:aws:dynamodb:eu-central-1:1:table/Inventory; add it to its policy',
  );
});

test('a missing resource is reported with the region that was searched', () => {
  const cause = sdkError('ResourceNotFoundException', 400, 'Requested resource not found');
  const error = wrapServiceError(cause, { ...context, region: 'eu-central-1' });
  expect(error.message).toContain('it does not exist in region eu-central-1');
  expect(error.details.reason).toBe('not-found');
});

test('an endpoint that refuses connections is named', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:4566'), {
    code: 'ECONNREFUSED',
    address: '127.0.0.1',
    port: 4566,
  });
  const error = wrapServiceError(cause, context);
  expect(error).toMatchObject({ fault: 'service', details: { reason: 'unreachable' } });
  expect(error.message).toContain('127.0.0.1:4566 cannot be reached (ECONNREFUSED)');
});

test('a host name whose addresses all refuse is reported like a single address', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED ::1:4566'), {
    code: 'ECONNREFUSED',
    address: '::1',
    port: 4566,
  });
  const error = wrapServiceError(new AggregateError([refused]), context);
  expect(error.message).toContain('::1:4566 cannot be reached');
});

test.each([
  ['Region is missing', 'Error', 'no-region', '--region'],
  ['Region not accepted: region="x y" is not a valid hostname component.', 'Error', 'no-region', 'us-east-1'],
  [
    'Could not load credentials from any providers',
    'CredentialsProviderError',
    'no-credentials',
    'AWS_PROFILE',
  ],
  [
    'The SSO session associated with this profile has expired.',
    'CredentialsProviderError',
    'expired-credentials',
    'aws sso login',
  ],
])('%s: the message contains what to do', (message, name, reason, advice) => {
  const error = wrapServiceError(Object.assign(new Error(message), { name }), context);
  expect(error).toMatchObject({ fault: 'user', details: { reason } });
  expect(error.message).toContain(advice);
});

test.each([
  ['ExpiredTokenException', 400, 'expired-credentials', 'user'],
  ['UnrecognizedClientException', 400, 'bad-credentials', 'user'],
  ['ForbiddenException', 403, 'access-denied', 'user'],
  ['ProvisionedThroughputExceededException', 400, 'throttled', 'service'],
  ['InternalServerError', 500, 'unavailable', 'service'],
  ['ValidationException', 400, 'refused', 'user'],
  ['ConditionalCheckFailedException', 400, 'condition-failed', 'user'],
])('%s (HTTP %s) has the reason %s and the fault %s', (name, status, reason, fault) => {
  expect(wrapServiceError(sdkError(name, status, 'why'), context)).toMatchObject({
    fault,
    details: { reason },
  });
});

test('an endpoint that is not a URL is reported', () => {
  const cause = Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: 'nonsense' });
  const error = wrapServiceError(cause, context);
  expect(error).toMatchObject({ fault: 'user', details: { reason: 'unreachable' } });
  expect(error.message).toContain('--endpoint-url');
});

test('a message that repeats the request is shortened to its start and end', () => {
  const cause = sdkError(
    'ValidationException',
    400,
    `Value '${'x'.repeat(5_000)}' failed to satisfy constraint`,
  );
  const { message } = wrapServiceError(cause, context);
  expect(message.length).toBeLessThan(600);
  expect(message).toMatch(/Value 'x.* … .*failed to satisfy constraint/);
});

test('an error that does not come from a service is a bug', () => {
  const error = wrapServiceError(new TypeError('x is not a function'), context);
  expect(error).toMatchObject({ fault: 'bug', details: { reason: 'unknown' } });
  expect(error.message).toBe('could not write to table "Inventory": x is not a function');
});

test('a GroundcrewError is not wrapped again', () => {
  const error = new GroundcrewError('aws-core.pages.loop', 'm');
  expect(wrapServiceError(error, context)).toBe(error);
});
