import { expect, test, vi } from 'vitest';
import { attachSession } from './attached-session.ts';
import { wrapServiceError } from './service-error.ts';

const context = { code: 'aws-ec2.describe-instances-failed', doing: 'list the instances' } as const;

interface Response {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly requestId?: string;
}

function wrapped(name: string, message: string, { status = 400, headers, requestId }: Response = {}) {
  const error = Object.assign(new Error(message), {
    name,
    $metadata: { httpStatusCode: status, ...(requestId && { requestId }) },
    ...(headers && { $response: { statusCode: status, headers } }),
  });
  return wrapServiceError(error, context);
}

test.each(['InvalidClientTokenId', 'UnrecognizedClientException', 'InvalidAccessKeyId'])(
  '%s: AWS does not know the key',
  (name) => {
    const error = wrapped(name, 'The security token included in the request is invalid.', { requestId: 'r' });
    expect(error.details.reason).toBe('bad-credentials');
    expect(error.message).toContain('AWS does not know the access key');
    expect(error.message).not.toMatch(/clock|region/);
  },
);

test.each(['SignatureDoesNotMatch', 'InvalidSignatureException'])('%s: the secret is wrong', (name) => {
  const error = wrapped(
    name,
    'The request signature we calculated does not match the signature you provided.',
    { requestId: 'r', headers: { date: new Date().toUTCString() } },
  );
  expect(error.details.reason).toBe('bad-credentials');
  expect(error.message).toContain('the secret does not belong to the access key');
});

test.each([
  [
    'Signature expired: 20261128T190000Z is now earlier than 20261128T191500Z (20261128T192000Z - 5 min.)',
    'behind',
  ],
  [
    'Signature not yet current: 20261128T194000Z is still later than 20261128T192500Z (20261128T192000Z + 5 min.)',
    'ahead',
  ],
])('%s: the clock is named, with its minutes', (message, side) => {
  for (const name of ['SignatureDoesNotMatch', 'InvalidSignatureException']) {
    const error = wrapped(name, message, { status: 403, requestId: 'r' });
    expect(error.details).toMatchObject({
      reason: 'clock-skew',
      clockSkewSeconds: side === 'behind' ? -1200 : 1200,
    });
    expect(error.message).toContain(`the clock of this machine is 20 minutes ${side}`);
  }
});

test('RequestExpired is the clock if the response is of another time, and otherwise the session', () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 28, 12) });
  const of = (date: Date) =>
    wrapped('RequestExpired', 'Request has expired.', {
      requestId: 'r',
      headers: { date: date.toUTCString() },
    });
  expect(of(new Date(Date.UTC(2026, 10, 28, 12, 20))).message).toContain('20 minutes behind');
  expect(of(new Date(Date.UTC(2026, 10, 28, 11, 40))).message).toContain('20 minutes ahead');
  const expired = of(new Date());
  expect(expired.details.reason).toBe('expired-credentials');
  expect(expired.message).not.toContain('aws sso login');
  vi.useRealTimers();
});

const MINUTE_MS = 60_000;

test.each([
  [
    'keys without a session',
    false,
    undefined,
    'clock-skew',
    /^.*: the clock of this machine is wrong; set it/,
  ],
  ['keys without a session, a clock that is right', false, 0, 'refused', /too long after it was signed/],
  ['keys without a session, a wrong clock', false, 20, 'clock-skew', /20 minutes behind/],
  ['a session', true, undefined, 'expired-credentials', /session .* has expired, or the clock .* is wrong/],
  ['a session, a clock that is right', true, 0, 'expired-credentials', /the session .* has expired \(/],
  ['a session, a wrong clock', true, -20, 'clock-skew', /20 minutes ahead/],
  ['an unknown kind of keys', undefined, undefined, 'expired-credentials', /, or the clock .* is wrong/],
])('RequestExpired with %s', (_, hasSession, minutes, reason, text) => {
  const headers =
    minutes === undefined ? {} : { date: new Date(Date.now() + minutes * MINUTE_MS).toUTCString() };
  const error = Object.assign(new Error('Request has expired.'), {
    name: 'RequestExpired',
    $metadata: { httpStatusCode: 400, requestId: 'r' },
    $response: { statusCode: 400, headers },
  });
  if (hasSession !== undefined) attachSession(error, hasSession);
  const { message, details } = wrapServiceError(error, context);
  expect(details.reason).toBe(reason);
  expect(message).toMatch(text);
  if (hasSession === false) expect(message).not.toMatch(/the session|get (?:a )?new/);
});

test.each(['AuthFailure', 'SignatureDoesNotMatch', 'InvalidSignatureException'])(
  '%s is the clock if the response is of another time, and otherwise the keys',
  (name) => {
    const at = (minutes: number) => ({
      requestId: 'r',
      headers: { date: new Date(Date.now() - minutes * 60_000).toUTCString() },
    });
    const skewed = wrapped(name, 'AWS was not able to validate the provided access credentials', at(20));
    expect(skewed.details.reason).toBe('clock-skew');
    expect(skewed.message).toContain('the clock of this machine is 20 minutes ahead');
    expect(wrapped(name, 'AWS was not able to validate', at(0)).details.reason).toBe('bad-credentials');
  },
);

test('RequestTimeTooSkewed is the clock, also without a time', () => {
  const error = wrapped('RequestTimeTooSkewed', 'The difference is too large.', {
    status: 403,
    requestId: 'r',
  });
  expect(error.details.reason).toBe('clock-skew');
});

test.each([
  [
    302,
    { location: 'https://login.corp.example/', 'content-type': 'text/html' },
    'HTTP 302, a redirect to https://login.corp.example/',
  ],
  [502, { server: 'nginx', 'content-type': 'text/html' }, 'HTTP 502, server nginx'],
  [403, { via: '1.1 squid', 'content-type': 'text/html' }, 'HTTP 403, via 1.1 squid'],
  [200, { 'content-type': 'text/html; charset=utf-8' }, 'HTTP 200'],
])('HTTP %s of something else than AWS is reported with its status', (status, headers, reported) => {
  for (const name of ['Unknown', 'SyntaxError']) {
    const error = wrapped(name, 'Unexpected token <', { status, headers });
    expect(error.details).toMatchObject({ reason: 'not-aws', status });
    expect(error.message).toContain(`the answer is not one of AWS (${reported}`);
  }
});

test("an error of AWS without a body is AWS's", () => {
  expect(wrapped('Unknown', 'UnknownError', { status: 503, requestId: 'r' }).details.reason).toBe(
    'unavailable',
  );
  expect(
    wrapped('NotFound', 'UnknownError', { status: 404, headers: { server: 'AmazonS3' } }).details.reason,
  ).toBe('not-found');
});

test('an explicit deny has its policy among the details', () => {
  const error = wrapped(
    'UnauthorizedOperation',
    'You are not authorized to perform this operation. User: arn:aws:iam::1:user/a is not authorized to perform: ' +
      'ec2:DescribeInstances with an explicit deny in a service control policy',
    { status: 403, requestId: 'r' },
  );
  expect(error.details).toMatchObject({
    reason: 'access-denied',
    denial: { explicit: true, policy: 'service-control-policy' },
  });
});

test.each([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'AWS_CA_BUNDLE'],
  ['ERR_PROXY_TUNNEL', 'HTTPS_PROXY'],
])('%s: the setting is named', (code, setting) => {
  const error = wrapServiceError(Object.assign(new Error('x'), { code }), context);
  expect(error.details.reason).toBe('unreachable');
  expect(error.message).toContain(setting);
});
