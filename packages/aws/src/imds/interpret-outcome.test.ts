import { GroundcrewError } from '@groundcrew/errors';
import { expect, test } from 'vitest';
import type { Answer, ExchangeFailure, Outcome } from './exchange.ts';
import { explainNoToken, isTransient, needsProbe, readToken, readValue } from './interpret-outcome.ts';

const question = { endpoint: 'http://169.254.169.254', timeoutMs: 1000, allowV1: false };

function answer(status: number, body = '', headers: Answer['headers'] = {}): Answer {
  return { kind: 'answer', status, headers, body: new TextEncoder().encode(body) };
}
function none(kind: ExchangeFailure['kind']): ExchangeFailure {
  return { kind, cause: new Error(kind) };
}
function explain(put: Outcome, probe?: Outcome, allowV1 = false): string {
  const found = explainNoToken(put, probe, { ...question, allowV1 });
  return found instanceof GroundcrewError ? found.code : `version ${found.version}`;
}

test.each([
  [
    'is not answered, though a GET is refused for lack of a token',
    none('timeout'),
    answer(401),
    'imds.hop-limit',
  ],
  ['is not answered, though a GET is answered', none('timeout'), answer(200), 'imds.hop-limit'],
  ['is cut off, though a GET is answered', none('reset'), answer(401), 'imds.hop-limit'],
  ['is not answered, as nothing is', none('timeout'), none('timeout'), 'imds.slow'],
  ['is not answered, while the service is switched off', none('timeout'), answer(403), 'imds.disabled'],
  ['is cut off, as everything is', none('reset'), none('reset'), 'imds.unavailable'],
  ['is forbidden, as everything is', answer(403), answer(403), 'imds.disabled'],
  ['is forbidden, while a GET requires a token', answer(403), answer(401), 'imds.token-refused'],
  ['is forbidden, while a GET is answered', answer(403), answer(200), 'imds.proxied'],
  [
    'is forbidden, as everything is without the header of another cloud',
    answer(403, '', { 'metadata-flavor': 'Google' }),
    answer(403, '', { 'metadata-flavor': 'Google', server: 'Metadata Server for VM' }),
    'imds.not-an-instance',
  ],
  ['is a bad request', answer(400), answer(401), 'imds.token-refused'],
  ['is unknown, while a GET is answered', answer(404), answer(200), 'imds.v1-only'],
  ['is not allowed, while a GET is answered', answer(405), answer(200), 'imds.v1-only'],
  ['is unknown, as the GET is', answer(404), answer(404), 'imds.not-an-instance'],
  ['is unknown, and the GET is not answered', answer(404), none('timeout'), 'imds.token-refused'],
  ['reaches no listener', none('unreachable'), undefined, 'imds.not-an-instance'],
  ['fails within the service', answer(500), undefined, 'imds.unavailable'],
  ['is too much', answer(429), undefined, 'imds.unavailable'],
  ['is redirected', answer(302, '', { location: 'http://evil' }), undefined, 'imds.bad-answer'],
  ['is answered by a server without HTTP', none('malformed'), undefined, 'imds.bad-answer'],
  ['is answered without end', none('too-long'), undefined, 'imds.too-long'],
  ['is answered with a page for people', answer(200, '<html> log in'), undefined, 'imds.bad-answer'],
] as const)('the request for a token %s', (_, put, probe, code) => {
  expect(readToken(put, 60)).toBeUndefined();
  expect(needsProbe(put)).toBe(probe !== undefined);
  expect(explain(put, probe)).toBe(code);
});

test.each([
  ['a service that knows no tokens', answer(405)],
  ['a token that never arrives', none('timeout')],
] as const)('where it is allowed, one continues without a token: %s', (_, put) => {
  expect(explain(put, answer(200), true)).toBe('version 1');
});

test('a service that requires a token is not called without one, even if that is allowed', () => {
  expect(explain(none('timeout'), answer(401), true)).toBe('imds.hop-limit');
});

test('each failure names the option of the instance to change, or what else to do', () => {
  const messageOf = (put: Outcome, probe?: Outcome) =>
    (explainNoToken(put, probe, question) as GroundcrewError).message;
  expect(messageOf(none('timeout'), answer(401))).toContain('--http-put-response-hop-limit 2');
  expect(messageOf(answer(403), answer(403))).toContain('--http-endpoint enabled');
  expect(messageOf(answer(405), answer(200))).toContain('--allow-imdsv1');
  expect(messageOf(none('unreachable'))).toContain('AWS_EC2_METADATA_SERVICE_ENDPOINT');
  expect(messageOf(none('timeout'), none('timeout'))).toContain('1000 ms');
});

test('a token lives as long as the service reports, and not longer than requested', () => {
  const sessionOf = (seconds: string) =>
    readToken(answer(200, 'abc', { 'x-aws-ec2-metadata-token-ttl-seconds': seconds }), 60);
  expect(sessionOf('30')).toEqual({ version: 2, token: 'abc', ttlSeconds: 30 });
  expect(sessionOf('3600')).toMatchObject({ ttlSeconds: 60 });
  expect(sessionOf('soon')).toMatchObject({ ttlSeconds: 60 });
});

test.each(['', 'a b', 'a\r\nHost: evil', 'é', 'x'.repeat(1025)])(
  'a text that cannot be in a header is not a token: %j',
  (body) => {
    expect(readToken(answer(200, body), 60)).toBeUndefined();
  },
);

test.each([
  [answer(500), true],
  [answer(503), true],
  [answer(429), true],
  [none('timeout'), true],
  [none('reset'), true],
  [answer(401), false],
  [answer(404), false],
  [none('unreachable'), false],
  [none('too-long'), false],
])('only transient failures are retried: %o', (outcome, expected) => {
  expect(isTransient(outcome)).toBe(expected);
});

test('a missing value is not a failure', () => {
  expect(readValue(answer(404), 'meta-data/spot/instance-action', question)).toBeUndefined();
});

test.each([
  [answer(401), 'imds.token-refused'],
  [answer(403), 'imds.forbidden'],
  [answer(500), 'imds.unavailable'],
  [answer(400), 'imds.bad-answer'],
  [answer(301, '', { location: '/x' }), 'imds.bad-answer'],
  [none('timeout'), 'imds.slow'],
  [none('reset'), 'imds.unavailable'],
  // It was there when it issued the token.
  [none('unreachable'), 'imds.unavailable'],
  [none('too-long'), 'imds.too-long'],
])('a missing response is explained: %o', (outcome, code) => {
  expect(readValue(outcome, 'meta-data/ami-id', question)).toMatchObject({ code });
});

test.each([
  ['meta-data/tags/instance/', '<html>x</html>', {}],
  ['meta-data/local-hostname', ' <!DOCTYPE html><p>log in', {}],
  ['user-data', 'log in', { 'content-type': 'text/html; charset=utf-8' }],
])('a page in place of %s is refused', (path, body, headers) => {
  expect(readValue(answer(200, body, headers), path, question)).toMatchObject({ code: 'imds.bad-answer' });
});

test.each(['user-data', 'meta-data/tags/instance/Note'])(
  '%s may be a page, as anyone may write it',
  (path) => {
    expect(
      readValue(answer(200, '<html>x', { 'content-type': 'text/plain' }), path, question),
    ).toBeInstanceOf(Uint8Array);
  },
);

test('a page is not a token', () => {
  expect(readToken(answer(200, '<html>login</html>'), 60)).toBeUndefined();
  expect(readToken(answer(200, 'login', { 'content-type': 'text/html' }), 60)).toBeUndefined();
});
