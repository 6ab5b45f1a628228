import { sleep } from '@groundcrew/async';
import { createEc2Limiters } from '@groundcrew/aws/ec2';
import { createListLimiters } from '@groundcrew/aws/lists';
import { createTaggingLimiters } from '@groundcrew/aws/tagging';
import { type LocalAws, parseAccounts, startLocal } from '@groundcrew/local';
import { readNativeTags } from '@groundcrew/collect';
import { collectTags } from '@groundcrew/tags/collecting';
import { createAccountClients, type AccountClients } from '@groundcrew/collect/account-clients';
import { afterEach, describe, expect, it } from 'vitest';

const accountId = '111122223333';
const organization = {
  accounts: [
    {
      id: accountId,
      regions: {
        'us-east-1': {
          instances: [{ name: 'web-{n}', type: 'm7g.large', count: 3, tags: { Project: 'shop' } }],
          buckets: [{ name: 'shop-us', tags: { Project: 'shop' } }, { name: 'shop-bare' }],
          tables: [{ name: 'Inventory' }],
          functions: [{ name: 'load', tags: { Project: 'shop' } }],
          topics: [{ name: 'NoStock' }],
          queues: [{ name: 'failed', tags: {} }],
          logGroups: [{ name: '/aws/lambda/load' }],
        },
        'eu-west-1': {
          buckets: [{ name: 'shop-eu', tags: { Owner: 'anna' } }],
          queues: [{ name: 'q{n}', count: 1_100 }],
        },
        'ap-northeast-1': { denied: ['tag'], functions: [{ name: 'seoul', tags: { Owner: 'bora' } }] },
        'eu-west-2': { denied: true },
        'ap-east-1': { optIn: 'not-opted-in' },
      },
    },
  ],
};

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The embedded AWS with this account, and real clients of it. */
async function start() {
  const local: LocalAws = await startLocal({ accounts: parseAccounts(organization) });
  closers.push(() => local.close());
  const clock = { now: () => performance.now(), sleep };
  const [ec2, tagging, lists] = [
    createEc2Limiters(clock),
    createTaggingLimiters(clock),
    createListLimiters(clock),
  ];
  const made = new Map<string, AccountClients>();
  const clientsFor = (_: string | undefined, region: string): AccountClients => {
    const known = made.get(region);
    if (known) return known;
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    const connection = { region, endpointUrl: local.endpoint, credentials };
    const clients = createAccountClients(connection, {
      ec2: ec2('', region),
      tagging: tagging('', region),
      lists: lists('', region),
    });
    closers.push(() => clients.close());
    made.set(region, clients);
    return clients;
  };
  const identityOf = async () => ({ accountId });
  return { clientsFor, deps: { currentRegion: 'us-east-1', clientsFor, identityOf, now: Date.now } };
}

describe('collectTags', () => {
  it('finds what was tagged, what was never tagged and what may not be asked, over the wire', async () => {
    const { deps } = await start();
    const regions = ['us-east-1', 'eu-west-1', 'ap-northeast-1', 'eu-west-2', 'ap-east-1'];

    const { resources, coverage } = await collectTags({ regions }, deps);

    const own = resources.filter(({ type, region }) => !type.startsWith('ec2:') && region === 'us-east-1');
    expect(Object.fromEntries(own.map(({ type, id, tags }) => [`${type} ${id}`, tags]))).toEqual({
      'dynamodb:table Inventory': {},
      'lambda:function load': { Project: 'shop' },
      'logs:log-group /aws/lambda/load': {},
      's3:bucket shop-bare': {},
      's3:bucket shop-us': { Project: 'shop' },
      'sns:topic NoStock': {},
      'sqs:queue failed': {},
    });
    const instances = resources.filter(({ type }) => type === 'ec2:instance');
    expect(instances.map(({ tags }) => tags?.Project)).toEqual(['shop', 'shop', 'shop']);
    const volume = resources.find(({ type }) => type === 'ec2:volume');
    expect(instances.map(({ arn }) => arn)).toContain(volume?.parents.instance);
    const queues = resources.filter(({ type, region }) => type === 'sqs:queue' && region === 'eu-west-1');
    expect(queues).toHaveLength(1_100);
    expect(resources).toContainEqual(
      expect.objectContaining({ id: 'shop-eu', region: 'eu-west-1', tags: { Owner: 'anna' } }),
    );
    // One by one, where the tagging API is denied.
    expect(resources).toContainEqual(expect.objectContaining({ id: 'seoul', tags: { Owner: 'bora' } }));
    expect(coverage.filter(({ type }) => type === 'all')).toMatchObject([
      { region: 'ap-east-1', status: 'not-enabled' },
      { region: 'eu-west-2', status: 'denied' },
    ]);
  });
});

describe('readNativeTags', () => {
  it('distinguishes a resource that is there from one that is gone, for each service', async () => {
    const { clientsFor } = await start();
    const clients = clientsFor(undefined, 'us-east-1');
    const here = `us-east-1:${accountId}`;
    const read = (arns: readonly string[]) => Promise.all(arns.map((arn) => readNativeTags(clients, arn)));
    const there = ['arn:aws:s3:::shop-us', `arn:aws:lambda:${here}:function:load`];
    expect(await read(there)).toEqual([{ Project: 'shop' }, { Project: 'shop' }]);
    const gone = [
      'arn:aws:s3:::not-there',
      `arn:aws:lambda:${here}:function:x`,
      `arn:aws:dynamodb:${here}:table/xxx`,
      `arn:aws:sns:${here}:x`,
      `arn:aws:sqs:${here}:x`,
      `arn:aws:logs:${here}:log-group:x`,
      `arn:aws:ec2:${here}:instance/i-0123456789abcdef9`,
    ];
    expect(await read(gone)).toEqual(gone.map(() => 'gone'));
  });
});
