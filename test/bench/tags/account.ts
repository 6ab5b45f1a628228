import type { LocalAccounts } from '@groundcrew/local';

export const ACCOUNT_ID = '123456789012';
/** Where the resources to be tagged are. */
export const FIRST_REGION = 'us-east-1';

/** Instances that lack the tags of the policy, in one region. */
export function untagged(instances: number): LocalAccounts {
  return {
    accounts: [
      {
        id: ACCOUNT_ID,
        regions: {
          [FIRST_REGION]: { instances: [{ name: 'web-{n}', type: 'm7g.large', count: instances }] },
        },
      },
    ],
  };
}

const regionNames = ['us-east-1', 'us-west-2', 'eu-central-1', 'eu-west-1'];
const tags = { Project: 'shop', Team: 'web' };

interface Kind {
  readonly name: string;
  readonly count: number;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Volumes are tagged as their instance, where that is tagged right. */
function withVolumes(kind: Kind) {
  return { type: 'm7g.large', ...kind, ...(kind.tags === tags && { volumeTags: tags }) };
}

/**
 * Resources of all sorts in four regions, about so many hundreds: of each hundred, 30 are instances, 60 their volumes and
 * network interfaces. Of five described, two have all tags of the policy, one misspells a key, two have none.
 */
export function mixed(hundreds: number): LocalAccounts {
  const each = hundreds / regionNames.length;
  const kinds = (count: number) => [
    { count: count * 0.4, tags },
    { count: count * 0.2, tags: { project: 'shop', Team: 'web' } },
    { count: count * 0.4 },
  ];
  const named = (count: number, name: string) =>
    kinds(count).map((kind, i): Kind => ({ name: `${name}-${i}-{n}`, ...kind }));
  const regions = Object.fromEntries(
    regionNames.map((region) => [
      region,
      {
        instances: named(30 * each, 'web').map(withVolumes),
        snapshots: kinds(each * 6).map((kind) => ({ ...kind, instance: 'web-0-{n}' })),
        buckets: named(each * 0.2, `stock-${region}`),
        tables: named(each * 0.2, 'stock'),
        functions: named(each, 'load'),
        topics: named(each, 'alert'),
        queues: named(each, 'job'),
        logGroups: named(each, '/aws/lambda/load'),
      },
    ]),
  );
  return { accounts: [{ id: ACCOUNT_ID, regions }] };
}
