import { describe, expect, it } from 'vitest';
import { byAccountRegionType, type Resource } from '@groundcrew/account';
import { collectAccount } from './collect-account.ts';
import type { CollectDeps, CollectProgress, CollectScope } from './deps.ts';
import { ACCOUNT_ID, createFakeAccount, type FakeAccount, failure } from './testing/fake-account.ts';

const east = `us-east-1:${ACCOUNT_ID}`;
const queue = `arn:aws:sqs:${east}:failed`;
const topic = `arn:aws:sns:${east}:NoStock`;
const crawler = `arn:aws:glue:${east}:crawler/shop`;
const instanceArn = `arn:aws:ec2:${east}:instance/i-1`;

async function collectAll(scope: CollectScope, deps: CollectDeps) {
  const resources: Resource[] = [];
  const collection = await collectAccount(scope, deps, (page) => void resources.push(...page));
  return { ...collection, resources: resources.sort(byAccountRegionType) };
}

async function collect(fake: FakeAccount, scope: Partial<CollectScope> = {}) {
  const { deps, calls } = createFakeAccount(fake);
  const snapshot = await collectAll({ regions: 'current', ...scope }, deps);
  const tags = Object.fromEntries(snapshot.resources.map((resource) => [resource.arn, resource.tags]));
  const row = (type: string) => snapshot.coverage.find((each) => each.type === type);
  return { snapshot, tags, row, calls };
}

/** Only the current region, as this. */
const inEast = (region: FakeAccount['regions'][string]): FakeAccount => ({
  regions: { 'us-east-1': region },
});

describe('collectAccount', () => {
  it('takes the tags of what is listed from the tagging API, and has none for what that does not return', async () => {
    const { tags, row } = await collect(
      inEast({
        listed: { 'sqs:queue': [queue], 'sns:topic': [topic] },
        tagged: { [queue]: { Project: 'shop' } },
      }),
    );
    expect(tags).toEqual({ [queue]: { Project: 'shop' }, [topic]: {} });
    expect(row('sns:topic')).toEqual({
      accountId: ACCOUNT_ID,
      region: 'us-east-1',
      type: 'sns:topic',
      status: 'listed',
      resources: 1,
      unknown: 0,
    });
  });

  it('takes EC2 as it is described, whatever the tagging API still returns of it', async () => {
    const gone = `arn:aws:ec2:${east}:instance/i-gone`;
    const { tags } = await collect(
      inEast({
        ec2: { 'ec2:instance': [{ id: 'i-1', tags: { Project: 'new' } }] },
        tagged: { [instanceArn]: { Project: 'old' }, [gone]: { Project: 'old' } },
      }),
    );
    expect(tags).toEqual({ [instanceArn]: { Project: 'new' } });
  });

  it('leaves out what a complete list leaves out, even if the tagging API still returns it', async () => {
    const { tags } = await collect(inEast({ tagged: { [queue]: { Project: 'shop' } } }));
    expect(tags).toEqual({});
  });

  it('includes all other types that the tagging API returns, and reports that there may be more', async () => {
    const { snapshot, row } = await collect(inEast({ tagged: { [crawler]: { Project: 'shop' } } }));
    expect(snapshot.resources).toEqual([
      {
        arn: crawler,
        type: 'glue:crawler',
        id: 'shop',
        accountId: ACCOUNT_ID,
        region: 'us-east-1',
        tags: { Project: 'shop' },
        links: {},
      },
    ]);
    expect(row('other')).toMatchObject({
      status: 'tagged-only',
      resources: 1,
      reason: expect.stringContaining('only resources that are or were tagged') as string,
    });
  });

  it('makes ARNs of parents, and leaves what another account shares to that one', async () => {
    const other = '999999999999';
    const { snapshot } = await collect(
      inEast({
        ec2: {
          'ec2:vpc': [{ id: 'vpc-1', ownerId: other }],
          'ec2:instance': [{ id: 'i-1', parents: { vpc: 'vpc-1', subnet: 'subnet-1' } }],
        },
      }),
    );
    expect(snapshot.resources).toMatchObject([
      {
        arn: instanceArn,
        links: {
          vpc: `arn:aws:ec2:us-east-1:${other}:vpc/vpc-1`,
          subnet: `arn:aws:ec2:${east}:subnet/subnet-1`,
        },
      },
    ]);
  });

  it('lists buckets once, and has each in its own region', async () => {
    const { snapshot, calls, tags } = await collect(
      {
        regions: {
          'us-east-1': {},
          'eu-west-1': { tagged: { 'arn:aws:s3:::b': { Project: 'shop' } } },
        },
        buckets: { a: '', b: 'eu-west-1' },
      },
      { regions: 'all' },
    );
    expect(snapshot.resources.map(({ id, region }) => [id, region])).toEqual([
      ['b', 'eu-west-1'],
      ['a', 'us-east-1'],
    ]);
    expect(tags).toEqual({ 'arn:aws:s3:::a': {}, 'arn:aws:s3:::b': { Project: 'shop' } });
    expect(calls.filter((call) => call.endsWith('list s3:bucket'))).toHaveLength(1);
  });

  it('reports buckets whose region is unknown', async () => {
    const { snapshot, row } = await collect({
      regions: { 'us-east-1': {} },
      buckets: { a: '' },
      bucketRegion: failure('access-denied', 'AccessDenied'),
    });
    expect(snapshot.resources).toEqual([]);
    expect(snapshot.coverage.find(({ region }) => region === 'all')).toMatchObject({
      type: 's3:bucket',
      status: 'failed',
      unknown: 1,
      reason: expect.stringMatching(/region of a .*allow s3:GetBucketLocation/) as string,
    });
    expect(row('s3:bucket')).toBeDefined();
  });

  it('makes no call for types that are left out', async () => {
    const { calls } = await collect(inEast({}), { types: ['ec2:instance'] });
    expect(calls).toEqual(['us-east-1 describe ec2:instance']);
  });

  it('does not call the tagging API if nothing is listed that it could return', async () => {
    const { calls } = await collect(inEast({}), { types: ['sqs:queue', 'sns:*'] });
    expect(calls).toContain('us-east-1 get sqs,sns');
    const none = await collect(inEast({}), { types: ['sqs:queue'] });
    expect(none.calls).toEqual(['us-east-1 list sqs:queue']);
  });

  it('is sorted, and reports progress', async () => {
    const { deps } = createFakeAccount({
      regions: {
        'us-east-1': { listed: { 'sns:topic': [topic] } },
        'ap-east-1': { ec2: { 'ec2:vpc': [{}] } },
      },
    });
    const reported: CollectProgress[] = [];
    const snapshot = await collectAll(
      { regions: 'all' },
      { ...deps, onProgress: (one) => reported.push(one) },
    );
    expect(snapshot.resources.map(({ region }) => region)).toEqual(['ap-east-1', 'us-east-1']);
    expect(snapshot).toMatchObject({
      takenAt: '2026-11-21T09:00:00.000Z',
      accounts: [{ id: ACCOUNT_ID, alias: 'shop' }],
    });
    expect(reported.at(-1)).toEqual({ resources: 2, regionsDone: 2, regions: 2 });
  });
});

describe('what may not or cannot be listed', () => {
  it('is reported with the action to allow, and what was tagged is taken from the tagging API', async () => {
    const volume = `arn:aws:ec2:${east}:volume/vol-1`;
    const { tags, row } = await collect(
      inEast({
        ec2: { 'ec2:volume': failure('access-denied', 'UnauthorizedOperation') },
        listed: { 'sqs:queue': failure('access-denied', 'AccessDenied') },
        tagged: { [volume]: { Project: 'shop' }, [queue]: {} },
      }),
    );
    expect(tags).toEqual({ [volume]: { Project: 'shop' }, [queue]: {} });
    expect(row('ec2:volume')).toMatchObject({
      status: 'denied',
      resources: 1,
      reason: 'no: access-denied; allow ec2:DescribeVolumes',
    });
    expect(row('sqs:queue')).toMatchObject({
      status: 'denied',
      reason: expect.stringContaining('sqs:ListQueues'),
    });
    expect(row('ec2:instance')).toMatchObject({ status: 'listed' });
  });

  it('is read one by one if the tagging API is denied', async () => {
    const { tags, row } = await collect(
      inEast({
        listed: { 'sqs:queue': [queue], 'dynamodb:table': ['Inventory'] },
        taggedError: failure('access-denied', 'AccessDeniedException'),
        native: { [queue]: { Project: 'shop' } },
      }),
    );
    expect(tags).toEqual({
      [queue]: { Project: 'shop' },
      [`arn:aws:dynamodb:${east}:table/Inventory`]: {},
    });
    expect(row('sqs:queue')).toMatchObject({ status: 'listed', unknown: 0 });
    expect(row('other')).toMatchObject({
      status: 'denied',
      reason: expect.stringContaining('tag:GetResources'),
    });
  });

  it('is unknown if both are denied, after a few calls', async () => {
    const queues = Array.from({ length: 50 }, (_, i) => `${queue}-${i}`);
    const denied = failure('access-denied', 'AccessDenied');
    const { tags, row, calls } = await collect(
      inEast({
        listed: { 'sqs:queue': queues },
        taggedError: denied,
        native: Object.fromEntries(queues.map((arn) => [arn, denied])),
      }),
    );
    expect(Object.values(tags)).toEqual(queues.map(() => null));
    expect(row('sqs:queue')).toMatchObject({
      status: 'listed',
      resources: 50,
      unknown: 50,
      reason: expect.stringMatching(/allow tag:GetResources, or sqs:GetQueueUrl and sqs:ListQueueTags$/),
    });
    expect(calls.filter((call) => call.includes('tags of')).length).toBeLessThan(10);
  });

  it('is one row if a whole region does not respond, without a timeout for each kind', async () => {
    const silent = failure('timeout', 'TimeoutError');
    const types = ['ec2:*', 'sqs:queue'];
    const { snapshot, calls } = await collect(
      inEast({ ec2: { 'ec2:vpc': silent }, listed: { 'sqs:queue': silent }, taggedError: silent }),
      { types },
    );
    expect(snapshot.coverage).toMatchObject([{ region: 'us-east-1', type: 'all', status: 'timed-out' }]);
    expect(calls.filter((call) => call.includes('describe'))).toHaveLength(1);
  });

  it('is one row if nothing in a region may be listed, except for its buckets', async () => {
    const denied = failure('access-denied', 'AccessDenied');
    const fake: FakeAccount = {
      ...inEast({ ec2: { 'ec2:vpc': denied }, listed: { 'sqs:queue': denied }, taggedError: denied }),
      buckets: { a: 'us-east-1' },
    };
    const { snapshot } = await collect(fake, { types: ['ec2:vpc', 'sqs:queue', 's3:bucket'] });
    expect(snapshot.coverage).toMatchObject([
      {
        type: 'all',
        status: 'denied',
        reason: expect.stringMatching(/^nothing may be listed there: /) as string,
      },
      { type: 's3:bucket', status: 'listed', resources: 1 },
    ]);
  });

  it('leaves out what is gone before its tags are read', async () => {
    const { tags, row } = await collect(
      inEast({
        listed: { 'sqs:queue': [queue] },
        taggedError: failure('access-denied'),
        native: { [queue]: failure('refused', 'QueueDoesNotExist', 'aws-sqs.queue-not-found') },
      }),
    );
    expect(tags).toEqual({});
    expect(row('sqs:queue')).toMatchObject({ status: 'listed', resources: 0, unknown: 0 });
  });

  it('includes what was listed before a failure, and nothing twice', async () => {
    const { deps } = createFakeAccount(inEast({ tagged: { [instanceArn]: { Project: 'old' } } }));
    const clients = deps.clientsFor(undefined, 'us-east-1');
    const ec2: typeof clients.ec2 = {
      ...clients.ec2,
      async *describeTaggable(kind) {
        if (kind !== 'ec2:instance') return;
        yield [{ kind, id: 'i-1', tags: { Project: 'new' }, parents: {} }];
        throw failure('unavailable');
      },
    };
    const snapshot = await collectAll(
      { regions: 'current' },
      { ...deps, clientsFor: () => ({ ...clients, ec2 }) },
    );
    expect(snapshot.resources).toMatchObject([{ arn: instanceArn, tags: { Project: 'new' } }]);
    expect(snapshot.coverage).toContainEqual(
      expect.objectContaining({ type: 'ec2:instance', status: 'failed', resources: 1 }),
    );
  });

  it('covers regions that are not enabled, and accounts whose regions cannot be listed', async () => {
    const { snapshot } = await collect(
      { regions: { 'us-east-1': {}, 'ap-east-1': { optInStatus: 'not-opted-in' } } },
      { regions: ['ap-east-1'] },
    );
    expect(snapshot.coverage).toMatchObject([{ region: 'ap-east-1', type: 'all', status: 'not-enabled' }]);
    const denied = { regions: { 'us-east-1': {} }, regionsError: failure('access-denied') };
    const hidden = await collect(denied, { regions: 'all', types: ['ec2:vpc'] });
    expect(hidden.snapshot.coverage).toMatchObject([
      { accountId: ACCOUNT_ID, region: 'all', type: 'all', status: 'denied' },
    ]);
  });

  it('covers an account whose role may not be assumed', async () => {
    const fake = { regions: { 'us-east-1': {} }, identityError: failure('access-denied', 'AccessDenied') };
    const { snapshot, calls } = await collect(fake, { accounts: ['444455556666'] });
    expect(snapshot).toMatchObject({ accounts: [], resources: [] });
    expect(snapshot.coverage).toMatchObject([
      { accountId: '444455556666', region: 'all', type: 'all', status: 'denied' },
    ]);
    expect(calls).toEqual([]);
  });

  it.each(['no-credentials', 'expired-credentials'])('fails as a whole for %s', async (reason) => {
    await expect(collect(inEast({ listed: { 'sns:topic': failure(reason) } }))).rejects.toThrow(
      `no: ${reason}`,
    );
    await expect(collect(inEast({ ec2: { 'ec2:vpc': failure(reason) } }))).rejects.toThrow(`no: ${reason}`);
    await expect(collect(inEast({ taggedError: failure(reason) }))).rejects.toThrow(`no: ${reason}`);
  });

  it('fails as a whole for invalid credentials', async () => {
    const identityError = failure('bad-credentials', 'InvalidClientTokenId');
    await expect(collect({ regions: { 'us-east-1': {} }, identityError })).rejects.toBe(identityError);
  });

  it('refuses a region that does not exist', async () => {
    await expect(collect(inEast({}), { regions: ['us-east-9'] })).rejects.toMatchObject({
      code: 'collect.unknown-region',
    });
  });
});
