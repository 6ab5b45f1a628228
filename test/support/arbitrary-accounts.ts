import { type LocalAccounts, parseAccounts } from '@groundcrew/local';
import { arbitraryOthers } from './arbitrary-others.ts';
import fc from 'fast-check';

import { ACCOUNT_ID } from './account-id.ts';

export { ACCOUNT_ID } from './account-id.ts';
export const accountRegions = ['eu-west-1', 'us-east-1'] as const;

const tags = fc.option(
  fc.dictionary(
    fc.constantFrom('Project', 'project', 'Env', 'a b', '재고'),
    fc.constantFrom('shop', '', '{n}', 'x&<y>'),
    {
      maxKeys: 2,
    },
  ),
  { nil: undefined },
);
const name = fc.option(fc.constantFrom('web', 'db', 'a'), { nil: undefined });
const count = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined });
const createdAt = fc.option(fc.constant('2026-01-02T03:04:05.678Z'), { nil: undefined });
const instanceWord = fc.option(fc.constantFrom('one', 'two'), { nil: undefined });

const instance = fc.record(
  {
    type: fc.constantFrom('t3.micro', 'm7g.large'),
    state: fc.constantFrom('running', 'stopped', 'terminated', 'stopping'),
    tags,
    volumeTags: tags,
    networkInterfaceTags: tags,
    publicIp: fc.constantFrom(true, '203.0.113.9'),
    ipv6: fc.boolean(),
    vpc: fc.constantFrom('main', 'other'),
    securityGroups: fc.constantFrom(['web', 'db'], ['sg-0123456789abcdef0=named']),
    profile: fc.constant('worker'),
    lifecycle: fc.constantFrom('spot', 'on-demand'),
    platform: fc.constantFrom('linux', 'windows'),
    imdsv2: fc.constantFrom('required', 'optional'),
    hibernation: fc.boolean(),
    keyName: fc.constant('ops'),
    launchTime: fc.constant('2026-03-04T05:06:07.000Z'),
  },
  { requiredKeys: ['type'] },
);

const lists = {
  volumes: fc.record(
    {
      tags,
      name,
      instance: instanceWord,
      createdAt,
      sizeGiB: fc.integer({ min: 1, max: 9 }),
      volumeType: fc.constantFrom('gp2', 'io2'),
      encrypted: fc.boolean(),
      count,
    },
    { requiredKeys: [] },
  ),
  snapshots: fc.record(
    { tags, createdAt, instance: instanceWord, description: fc.constantFrom('nightly', 'a <b>'), count },
    { requiredKeys: [] },
  ),
  networkInterfaces: fc.record(
    {
      tags,
      instance: instanceWord,
      description: fc.constant('ELB app/x/1'),
      privateIps: fc.constant(['10.9.9.9']),
      mac: fc.constant('02:00:00:00:00:01'),
    },
    { requiredKeys: [] },
  ),
  addresses: fc.record(
    { tags, instance: instanceWord, publicIp: fc.constant('203.0.113.77') },
    { requiredKeys: [] },
  ),
  images: fc.record(
    { tags, name, imageName: fc.constant('base'), instance: instanceWord, createdAt },
    { requiredKeys: [] },
  ),
  securityGroups: fc.record(
    { tags, groupName: fc.constant('g'), vpc: fc.constantFrom('main', 'third') },
    { requiredKeys: [] },
  ),
  vpcs: fc.record({ tags, cidr: fc.constant('10.9.0.0/16'), isDefault: fc.boolean() }, { requiredKeys: [] }),
  subnets: fc.record(
    { tags, vpc: fc.constantFrom('main', 'third'), cidr: fc.constant('10.9.1.0/24') },
    { requiredKeys: [] },
  ),
  routeTables: fc.record({ tags, vpc: fc.constant('main') }, { requiredKeys: [] }),
  internetGateways: fc.record({ tags, vpc: fc.constant('main') }, { requiredKeys: [] }),
  natGateways: fc.record(
    { tags, subnet: fc.constant('nat'), createdAt, connectivity: fc.constantFrom('public', 'private') },
    { requiredKeys: [] },
  ),
};
const named = (prefix: string) =>
  fc.uniqueArray(
    fc.record(
      { name: fc.constantFrom(`${prefix}-a`, `${prefix}-b`), tags, createdAt },
      { requiredKeys: ['name'] },
    ),
    {
      maxLength: 2,
      selector: (entry) => entry.name,
    },
  );

const unique = <Entry extends { readonly name: string }>(entry: fc.Arbitrary<Entry>) =>
  fc.uniqueArray(entry, { maxLength: 3, selector: ({ name: of }) => of });

const region = (at: string) =>
  fc.record(
    {
      instances: fc.array(instance, { maxLength: 3 }),
      ...Object.fromEntries(
        Object.entries(lists).map(([list, entry]) => [
          list,
          fc.array(entry as fc.Arbitrary<object>, { maxLength: 2 }),
        ]),
      ),
      buckets: named(`bucket-${at}`),
      tables: named('table'),
      functions: named('function'),
      topics: named('topic'),
      queues: named('queue'),
      logGroups: named('logs'),
      dbClusters: unique(
        fc.record(
          {
            name: fc.constantFrom('orders', 'carts'),
            tags,
            engineMode: fc.constantFrom('provisioned', 'serverless'),
            status: fc.constantFrom('available', 'stopped', 'stopping'),
            globalCluster: fc.constant('world'),
            replicaOfCluster: fc.constant(`arn:aws:rds:us-west-2:${ACCOUNT_ID}:cluster:main`),
            securityGroups: fc.constant(['sg-0123456789abcdef0']),
            createdAt,
          },
          { requiredKeys: ['name'] },
        ),
      ),
      dbInstances: unique(
        fc.record(
          {
            name: fc.constantFrom('main', 'copy', 'orders-1'),
            tags,
            engine: fc.constantFrom('postgres', 'sqlserver-se'),
            class: fc.constant('db.r6g.large'),
            status: fc.constantFrom('available', 'stopped', 'backing-up'),
            multiAz: fc.boolean(),
            encrypted: fc.boolean(),
            sizeGiB: fc.integer({ min: 1, max: 900 }),
            vpc: fc.constant('vpc-0123456789abcdef0'),
            replicaOf: fc.constantFrom('main', `arn:aws:rds:us-west-2:${ACCOUNT_ID}:db:far`),
            replicaClusters: fc.constant(['orders']),
            cluster: fc.constant('orders'),
            createdAt,
          },
          { requiredKeys: ['name'] },
        ),
      ),
      autoScalingGroups: unique(
        fc.record(
          {
            name: fc.constantFrom('web', 'a b/c'),
            min: fc.constant(0),
            desired: fc.integer({ min: 0, max: 2 }),
            max: fc.integer({ min: 2, max: 3 }),
            tags,
            createdAt,
            members: fc.constantFrom(
              ['i-0123456789abcdef0'],
              ['i-0123456789abcdef0', 'i-12345678=Terminating'],
            ),
          },
          { requiredKeys: ['name', 'min', 'desired', 'max'] },
        ),
      ),
      others: arbitraryOthers(at),
      // Buckets are listed in the first region, for all of them.
      denied: fc.constantFrom(
        ['sqs'],
        ['tag'],
        ['sns', 'tag'],
        ['kms', 'iam', 'ecs'],
        ['rds', 'cloudfront'],
        ...(at === accountRegions[0] ? [] : [true]),
      ),
    },
    { requiredKeys: [] },
  );

type Databases = Readonly<
  Record<'dbClusters' | 'dbInstances', { name: string; cluster?: string; replicaOf?: string }[] | undefined>
>;

/** Only references to what there is. */
function withoutUnknown({ dbClusters = [], dbInstances = [] }: Databases): void {
  for (const entry of dbInstances) {
    if (!dbClusters.some(({ name: of }) => of === entry.cluster)) delete entry.cluster;
    if (entry.replicaOf === 'main' && !dbInstances.some(({ name: of }) => of === 'main'))
      delete entry.replicaOf;
  }
}

/** Random accounts of a file, with what is generated for them. */
export const arbitraryAccounts: fc.Arbitrary<LocalAccounts> = fc
  .record(Object.fromEntries(accountRegions.map((at) => [at, region(at)])))
  .map((regions) => {
    for (const described of Object.values(regions) as Record<string, { id?: string; name?: string }[]>[]) {
      // What refers to them by these words.
      withoutUnknown(described as Databases);
      const [one, two] = described.instances ?? [];
      if (one) one.name = 'one';
      if (two) two.name = 'two';
      for (const list of Object.values(described)) {
        if (!Array.isArray(list)) continue;
        for (const entry of list as { instance?: string; tags?: Record<string, string>; name?: string }[]) {
          if ((entry.instance === 'one' && !one) || (entry.instance === 'two' && !two)) delete entry.instance;
        }
      }
    }
    const plain: unknown = JSON.parse(
      JSON.stringify({ accounts: [{ id: ACCOUNT_ID, alias: 'shop', regions }] }),
    );
    return parseAccounts(plain);
  });
