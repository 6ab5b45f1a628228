import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientConfig } from '@groundcrew/aws-core';
import { expect, onTestFinished, test, vi } from 'vitest';
import { connectionOf } from './connection.ts';
import { temporaryFolder } from './testing/groundcrew.ts';

const global = { output: 'table', color: true } as const;

test('settings without options are left to the SDK', () => {
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

test('AWS_DEFAULT_REGION is used if AWS_REGION is not set, as by the aws command', () => {
  const environment = { AWS_DEFAULT_REGION: 'eu-west-1' };
  expect(connectionOf(global, { environment })).toEqual({ region: 'eu-west-1' });
  expect(connectionOf(global, { environment: { ...environment, AWS_REGION: 'us-west-2' } })).toEqual({});
});

test('a profile provides region and credentials to the SDK', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'aws');
  await writeFile(
    path,
    '[profile shop]\nregion = eu-north-1\naws_access_key_id = AKSHOP\naws_secret_access_key = x\n',
  );
  vi.stubEnv('AWS_CONFIG_FILE', path);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'none'));
  for (const name of ['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
    vi.stubEnv(name, undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  const client = new DynamoDBClient(
    clientConfig(connectionOf({ ...global, profile: 'shop' }, { environment: {} })),
  );
  expect(await client.config.region()).toBe('eu-north-1');
  expect((await client.config.credentials()).accessKeyId).toBe('AKSHOP');
});
