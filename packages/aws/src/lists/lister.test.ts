import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createTaggingClient } from '../tagging/index.ts';
import { createLister } from './lister.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lister-'));
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The host that keys of KMS are listed from. */
async function hostAsked(connection: { profile?: string; endpointUrl?: string }): Promise<string> {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const client = createTaggingClient({ region: 'us-east-1', credentials, ...connection });
  const hosts: string[] = [];
  const handle = vi.fn(async ({ hostname }: { hostname: string }) => {
    hosts.push(hostname);
    throw Object.assign(new Error('no response here'), { name: 'Refused' });
  });
  client.config.requestHandler = { ...client.config.requestHandler, handle } as never;
  const lister = createLister({
    client,
    connection,
    limiter: { take: async () => {}, throttled: () => {} },
  });
  const listed = lister.list('kms:key', { accountId: '111122223333', region: 'us-east-1' });
  await expect(listed.next()).rejects.toMatchObject({ code: 'aws-lists.list-failed' });
  return hosts[0]!;
}

test('requests go to endpoints that conform to FIPS if the environment or the profile requires them', async () => {
  const config = join(folder, 'config');
  await writeFile(
    config,
    '[profile plain]\nregion = us-east-1\n[profile gov]\nuse_fips_endpoint = true\nregion = us-east-1\n',
  );
  vi.stubEnv('AWS_CONFIG_FILE', config);
  expect(await hostAsked({ profile: 'plain' })).toBe('kms.us-east-1.amazonaws.com');
  expect(await hostAsked({ profile: 'gov' })).toBe('kms-fips.us-east-1.amazonaws.com');

  vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'true');
  expect(await hostAsked({ profile: 'plain' })).toBe('kms-fips.us-east-1.amazonaws.com');
  expect(await hostAsked({ endpointUrl: 'http://127.0.0.1:4566' })).toBe('127.0.0.1');
});
