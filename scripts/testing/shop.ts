import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LocalAws, type LocalOptions, parseAccounts, startLocal } from '@groundcrew/local';
import { onTestFinished, vi } from 'vitest';
import { groundcrew, temporaryFolder } from './groundcrew.ts';

/** A shop with incomplete tags, and another account that is accessed by a role. */
export const shop = {
  accounts: [
    {
      id: '111122223333',
      alias: 'dal-shop',
      regions: {
        'us-east-1': {
          instances: [
            {
              id: 'i-0000000000000a001',
              name: 'web-1',
              type: 'm7g.large',
              tags: { Project: 'shop', Env: 'prod', Owner: 'anna' },
            },
            { id: 'i-0000000000000a002', name: 'web-2', type: 'm7g.large', tags: { project: 'shop' } },
            {
              id: 'i-0000000000000a003',
              name: 'web-3',
              type: 'm7g.large',
              tags: { Project: 'shop', PROJECT: 'warehouse' },
            },
          ],
          volumes: [
            { id: 'vol-0000000000000b001', instance: 'i-0000000000000a001', tags: { tempNote: 'x' } },
            { id: 'vol-0000000000000b002', instance: 'i-0000000000000a002' },
          ],
          buckets: [{ name: 'shop-goods', tags: { Project: 'Shop' } }, { name: 'shop-logs' }],
          topics: [{ name: 'shop-alerts' }],
        },
        'ap-northeast-2': {
          volumes: [{ id: 'vol-0000000000000b003' }],
        },
        'eu-west-1': { denied: true },
      },
    },
    {
      id: '444455556666',
      alias: 'dal-lab',
      roles: [{ name: 'tagger', externalId: 'x-1' }],
      regions: { 'us-east-1': { volumes: [{ id: 'vol-0000000000000c001' }] } },
    },
  ],
};

/** What the shop has, where it has it: the other types and regions would be asked for in vain. */
export const shopScope = [
  '--regions',
  'us-east-1,ap-northeast-2',
  '--types',
  'ec2:instance,ec2:volume,s3:bucket,sns:topic',
];

export const POLICY_TEXT = `version: 1
keys:
  Project:
    required: true
    values: { list: [shop, warehouse] }
    inherit: [instance, volume]
    default: shop
forbidden:
  - { key: 'temp*', remove: true, reason: left over }
`;

export interface Shop {
  readonly local: LocalAws;
  /** Path of a file in a folder of the test's own. */
  file(name: string): string;
  readonly policy: string;
  /** The current tags of a resource, by collecting it again. */
  tagsOf(id: string): Promise<Readonly<Record<string, string>>>;
}

/** The shop in an embedded AWS of the test's own, found by the SDK, and a policy for it. */
export async function openShop(options: LocalOptions = {}): Promise<Shop> {
  const local = await startLocal({ accounts: parseAccounts(shop), ...options });
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await local.close();
  });
  const folder = await temporaryFolder();
  const policy = join(folder, 'tags.yaml');
  await writeFile(policy, POLICY_TEXT);
  return {
    local,
    policy,
    file: (name) => join(folder, name),
    async tagsOf(id) {
      const { out } = await groundcrew(['tags', 'collect', ...shopScope]);
      const { resources } = JSON.parse(out) as {
        resources: { id: string; tags: Record<string, string> }[];
      };
      return resources.find((resource) => resource.id === id)!.tags;
    },
  };
}
