import { EC2Client } from '@aws-sdk/client-ec2';
import { STSClient } from '@aws-sdk/client-sts';
import { onTestFinished } from 'vitest';
import { parseAccounts } from '../account/index.ts';
import type { LocalOptions } from '../options.ts';
import { startLocal } from '../start-local.ts';
import { createTestClock } from './start-services.ts';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The embedded AWS with these accounts, and real clients of it; all closed when the test ends. */
export async function startAccounts(document: unknown, options: LocalOptions = {}) {
  const clock = createTestClock();
  const local = await startLocal({ accounts: parseAccounts(document), clock, ...options });
  onTestFinished(() => local.close());
  const settings = (
    region: string,
    credentials: Credentials = { accessKeyId: 'a', secretAccessKey: 'b' },
  ) => ({
    endpoint: local.endpoint,
    region,
    credentials,
    maxAttempts: 1,
  });
  function closing<Client extends { destroy(): void }>(client: Client): Client {
    onTestFinished(() => client.destroy());
    return client;
  }
  return {
    local,
    clock,
    /** A client of any service. */
    client: <Client extends { destroy(): void }>(
      Client: new (options: ReturnType<typeof settings>) => Client,
      region = 'us-east-1',
      credentials?: Credentials,
    ) => closing(new Client(settings(region, credentials))),
    ec2: (region: string, credentials?: Credentials) => closing(new EC2Client(settings(region, credentials))),
    sts: (credentials?: Credentials) => closing(new STSClient(settings('us-east-1', credentials))),
  };
}
