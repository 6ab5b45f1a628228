import {
  type AccountInstance,
  findInstance,
  type ImdsFaults,
  type LocalImds,
  parseAccounts,
  startImds,
} from '@groundcrew/local';
import { onTestFinished } from 'vitest';

export const instanceId = 'i-0123456789abcdef0';

const instance: AccountInstance = {
  id: instanceId,
  name: 'web-1',
  type: 'm7gd.4xlarge',
  ami: 'ami-0abcdef1234567890',
  launchTime: '2026-11-01T02:03:04Z',
  zone: 'a',
  privateIps: ['10.0.1.10', '10.0.1.11'],
  publicIp: '203.0.113.7',
  lifecycle: 'spot',
  profile: 'web-role',
  tags: { Project: 'shop' },
  metadataTags: true,
};

/** The metadata service of an instance, and the environment variables with its address. */
export async function startInstance(
  changes: Partial<AccountInstance> = {},
  faults: ImdsFaults = {},
): Promise<{ imds: LocalImds; environment: Record<string, string> }> {
  const accounts = parseAccounts({
    accounts: [
      {
        id: '123456789012',
        regions: { 'ap-northeast-2': { instances: [{ ...instance, ...changes }] } },
      },
    ],
  });
  const imds = await startImds({ instance: findInstance(accounts, instanceId), faults });
  onTestFinished(() => imds.close());
  return {
    imds,
    environment: { AWS_EC2_METADATA_SERVICE_ENDPOINT: imds.endpoint, PATH: '/usr/bin:/bin' },
  };
}
