import { expect, test } from 'vitest';
import { checkSettings } from './settings.ts';

test("the service's own addresses are the default", () => {
  expect(checkSettings({}).endpoint).toBe('http://169.254.169.254');
  expect(checkSettings({ mode: 'IPv6' }).endpoint).toBe('http://[fd00:ec2::254]');
});

test('an endpoint takes precedence over a mode, and loses trailing slashes', () => {
  expect(checkSettings({ mode: 'IPv6', endpoint: 'https://proxy.test/imds//' }).endpoint).toBe(
    'https://proxy.test/imds',
  );
});

test.each([
  '169.254.169.254',
  '',
  'ftp://169.254.169.254',
  'file:///etc/passwd',
  'http://169.254.169.254?x=1',
  'http://a/#b',
])('an endpoint that is not an HTTP URL is refused and quoted: "%s"', (endpoint) => {
  expect(() => checkSettings({ endpoint })).toThrow(
    expect.objectContaining({
      code: 'imds.endpoint.invalid',
      message: expect.stringContaining(JSON.stringify(endpoint)),
    }),
  );
});

test('a password in an endpoint is refused, and is not in the message', () => {
  const check = () => checkSettings({ endpoint: 'http://user:s3cret@169.254.169.254' });
  expect(check).toThrow(expect.objectContaining({ code: 'imds.endpoint.invalid' }));
  expect(check).toThrow(expect.objectContaining({ message: expect.not.stringContaining('s3cret') }));
});

test.each([
  { tokenTtlSeconds: 0 },
  { tokenTtlSeconds: 21_601 },
  { timeoutMs: 0.5 },
  { timeoutMs: Number.NaN },
  { attempts: 0 },
])('a number out of bounds is refused: %o', (settings) => {
  expect(() => checkSettings(settings)).toThrow(expect.objectContaining({ code: 'imds.setting.invalid' }));
});
