import { expect, test } from 'vitest';
import { clientConfig } from './connection.ts';

test('an absent setting is left to the SDK', () => {
  expect(Object.keys(clientConfig())).toEqual(['requestHandler']);
});

test('settings are passed to the client under the names of the SDK', () => {
  const credentials = { accessKeyId: 'A', secretAccessKey: 'B' };
  const config = clientConfig({
    region: 'eu-central-1',
    profile: 'shop',
    endpointUrl: 'http://127.0.0.1:4566',
    credentials,
    maxAttempts: 7,
    requestTimeoutMs: 1234,
  });
  expect(config).toMatchObject({
    region: 'eu-central-1',
    profile: 'shop',
    endpoint: 'http://127.0.0.1:4566',
    credentials,
    maxAttempts: 7,
    requestHandler: { requestTimeout: 1234, throwOnRequestTimeout: true },
  });
});
