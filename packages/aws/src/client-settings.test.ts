import { expect, test } from 'vitest';
import { serviceConfig } from './client-settings.ts';

test('a default gives way to what the caller sets', () => {
  expect(serviceConfig('athena')).toMatchObject({ maxAttempts: 8 });
  expect(serviceConfig('athena', { maxAttempts: 2 })).toMatchObject({ maxAttempts: 2 });
  expect(serviceConfig('sts', { requestTimeoutMs: 700 }).requestHandler).toMatchObject({
    requestTimeout: 700,
  });
  expect(serviceConfig('sts').requestHandler).toMatchObject({ requestTimeout: 15_000 });
});

test.each(['cost-explorer', 'ec2', 'tagging'] as const)(
  'the client of %s never retries: its wrapper counts attempts',
  (service) => {
    expect(serviceConfig(service, { maxAttempts: 5 })).toMatchObject({ maxAttempts: 1 });
  },
);

test('a service without settings of its own leaves retries to the SDK', () => {
  expect(serviceConfig('s3')).not.toHaveProperty('maxAttempts');
});
