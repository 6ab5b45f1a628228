import { expect, test } from 'vitest';
import { readImdsSettings } from './env.ts';

test('an empty environment has no settings', () => {
  expect(readImdsSettings({ AWS_EC2_METADATA_DISABLED: '' })).toEqual({});
});

test('all variables of AWS are read', () => {
  const settings = readImdsSettings({
    AWS_EC2_METADATA_DISABLED: 'TRUE',
    AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:1338',
    AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'ipv6',
    AWS_METADATA_SERVICE_TIMEOUT: '0.5',
    AWS_METADATA_SERVICE_NUM_ATTEMPTS: '3',
  });
  expect(settings).toEqual({
    disabled: true,
    endpoint: 'http://127.0.0.1:1338',
    mode: 'IPv6',
    timeoutMs: 500,
    attempts: 3,
  });
});

test.each([
  ['AWS_EC2_METADATA_DISABLED', 'yes'],
  ['AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE', 'IPv5'],
  ['AWS_METADATA_SERVICE_TIMEOUT', '0'],
  ['AWS_METADATA_SERVICE_TIMEOUT', '1s'],
  ['AWS_METADATA_SERVICE_TIMEOUT', '601'],
  ['AWS_METADATA_SERVICE_NUM_ATTEMPTS', '1.5'],
  ['AWS_METADATA_SERVICE_NUM_ATTEMPTS', '0'],
])('an invalid value is refused by its name: %s=%s', (name, value) => {
  expect(() => readImdsSettings({ [name]: value })).toThrow(
    expect.objectContaining({
      code: 'imds.setting.invalid',
      message: expect.stringContaining(`${name}="${value}"`),
    }),
  );
});
