import { expect, test } from 'vitest';
import { connectionOf } from './connection.ts';

const global = { output: 'table', color: true } as const;

test('what is not said is left to the SDK', () => {
  expect(connectionOf(global, { environment: { AWS_REGION: 'eu-west-1' } })).toEqual({});
});

test('options are passed on', () => {
  const said = { ...global, region: 'ap-northeast-2', profile: 'shop', endpointUrl: 'http://127.0.0.1:4566' };
  expect(connectionOf(said, { environment: { AWS_DEFAULT_REGION: 'eu-west-1' } })).toEqual({
    region: 'ap-northeast-2',
    profile: 'shop',
    endpointUrl: 'http://127.0.0.1:4566',
  });
});

test('AWS_DEFAULT_REGION counts where AWS_REGION is not set, as for the aws command', () => {
  const environment = { AWS_DEFAULT_REGION: 'eu-west-1' };
  expect(connectionOf(global, { environment })).toEqual({ region: 'eu-west-1' });
  expect(connectionOf(global, { environment: { ...environment, AWS_REGION: 'us-west-2' } })).toEqual({});
});
