import { expect, test } from 'vitest';
import { proxyEnvOf } from './network.ts';

test('without a proxy there is none, whatever NO_PROXY has', () => {
  expect(proxyEnvOf({ NO_PROXY: 'example.com', HTTPS_PROXY: '' })).toBeUndefined();
});

test('lower-case names take precedence, and a proxy without a scheme is an http proxy', () => {
  expect(
    proxyEnvOf({ HTTPS_PROXY: 'https://a:1', https_proxy: 'b:2', HTTP_PROXY: 'http://c:3' }),
  ).toMatchObject({
    HTTPS_PROXY: 'http://b:2',
    HTTP_PROXY: 'http://c:3',
  });
});

test('a lower-case name that is set and empty takes the proxy away; ALL_PROXY counts as little as for aws', () => {
  expect(proxyEnvOf({ HTTPS_PROXY: 'http://a:1', https_proxy: '' })).toBeUndefined();
  expect(proxyEnvOf({ ALL_PROXY: 'http://a:1', all_proxy: 'http://a:1' })).toBeUndefined();
  expect(proxyEnvOf({ https_proxy: '//a:1' })).toMatchObject({ HTTPS_PROXY: 'http://a:1' });
});

test('names in NO_PROXY include those below; addresses of credentials are always direct', () => {
  const { NO_PROXY = '' } =
    proxyEnvOf({ HTTPS_PROXY: 'p:1', NO_PROXY: ' example.com, .corp ,*.in,10.0.0.1 ' }) ?? {};
  expect(NO_PROXY.split(',')).toEqual(
    expect.arrayContaining([
      'example.com',
      '*.example.com',
      'corp',
      '*.corp',
      'in',
      '*.in',
      '10.0.0.1',
      '169.254.169.254',
    ]),
  );
});
