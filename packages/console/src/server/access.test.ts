import { expect, test } from 'vitest';
import { hasToken, refusalOf, tokenCookie } from './access.ts';

const options = { port: 4580, token: 'secret' };
const own = { host: '127.0.0.1:4580', cookie: tokenCookie(options).split(';')[0]! };
const get = (headers: Record<string, string | undefined>) =>
  refusalOf({ method: 'GET', headers: { ...own, ...headers } }, options);
const post = (headers: Record<string, string | undefined>) =>
  refusalOf({ method: 'POST', headers: { ...own, ...headers } }, options);

test('own pages are served, whichever name of this machine they are under', () => {
  expect(get({})).toBeUndefined();
  expect(get({ host: 'LOCALHOST:4580' })).toBeUndefined();
  expect(get({ 'sec-fetch-site': 'none' })).toBeUndefined();
  expect(post({ origin: 'http://127.0.0.1:4580', 'sec-fetch-site': 'same-origin' })).toBeUndefined();
});

test.each([
  'evil.example',
  'evil.example:4580',
  '127.0.0.1',
  '127.0.0.1:80',
  '',
  '127.0.0.1:4580.evil.example',
])('the host %j is refused: its owner could let it point here', (host) => {
  expect(get({ host })).toBe('foreign-host');
});

test('pages of other origins are refused, also of another port of this machine, whose cookie is sent along', () => {
  expect(get({ 'sec-fetch-site': 'cross-site' })).toBe('foreign-page');
  expect(get({ 'sec-fetch-site': 'same-site' })).toBe('foreign-page');
  expect(get({ origin: 'http://127.0.0.1:3000' })).toBe('foreign-page');
  expect(post({ origin: 'http://localhost:4580' })).toBe('foreign-page');
  expect(post({ origin: 'null' })).toBe('foreign-page');
  expect(post({})).toBe('foreign-page');
});

test.each([
  undefined,
  '',
  'groundcrew-console-4580=',
  'groundcrew-console-4580=wrong',
  'groundcrew-console-1=secret',
  'x=secret',
])('without the token in the cookie, nothing is served: %j', (cookie) => {
  expect(get({ cookie })).toBe('no-token');
});

test('the cookie is strict, and no script reads it; others beside it do not matter', () => {
  expect(tokenCookie(options)).toBe('groundcrew-console-4580=secret; HttpOnly; SameSite=Strict; Path=/');
  expect(get({ cookie: `a=b; ${own.cookie}; c=d` })).toBeUndefined();
  expect(hasToken('secret', options)).toBe(true);
  expect(hasToken('secret ', options)).toBe(false);
});
