import { type LocalAws, parseAccounts, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Aws, createAws } from './aws.ts';
import { createWorkFolder } from './tools.ts';

const accountId = '111122223333';
let work: Awaited<ReturnType<typeof createWorkFolder>>;
let local: LocalAws;
let aws: Aws;

beforeAll(async () => {
  work = await createWorkFolder();
  const described = {
    accounts: [
      {
        id: accountId,
        alias: 'dal-shop',
        regions: {
          'us-east-1': {
            instances: [
              { id: 'i-0a1b2c3d4e5f60718', name: 'web', type: 't4g.small', tags: { Project: 'shop' } },
            ],
            volumes: [{ id: 'vol-0a1b2c3d4e5f60718' }],
            logGroups: [{ name: '/aws/lambda/bill', tags: { Project: 'bill & <1>' } }],
          },
        },
      },
    ],
  };
  local = await startLocal({ accounts: parseAccounts(described) });
  aws = createAws(local, work.path);
});
afterAll(async () => {
  await local?.close();
  await work.remove();
});

const arnOf = (resource: string) => `arn:aws:ec2:us-east-1:${accountId}:${resource}`;
const instance = arnOf('instance/i-0a1b2c3d4e5f60718');
const volume = arnOf('volume/vol-0a1b2c3d4e5f60718');

interface Mappings {
  readonly ResourceTagMappingList: readonly {
    readonly ResourceARN: string;
    readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
  }[];
}

async function taggedBy(filter: string): Promise<string[]> {
  const { ResourceTagMappingList } = await aws.json<Mappings>(
    ...['resourcegroupstaggingapi', 'get-resources', '--tag-filters', filter],
  );
  return ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN).sort();
}

test('tags set by aws ec2 create-tags are returned by describe-tags, describe-volumes and the tagging API', async () => {
  expect(await taggedBy('Key=Project,Values=shop')).toEqual([instance]);

  await aws.text(
    ...['ec2', 'create-tags', '--resources', 'vol-0a1b2c3d4e5f60718', 'i-0a1b2c3d4e5f60718'],
    ...['--tags', 'Key=Project,Value=shop', 'Key=Note,Value=친구 & <1>'],
  );

  expect(await taggedBy('Key=Project,Values=shop')).toEqual([instance, volume]);
  const { Volumes } = await aws.json<{ Volumes: { Tags: unknown[] }[] }>(
    ...['ec2', 'describe-volumes', '--volume-ids', 'vol-0a1b2c3d4e5f60718'],
  );
  expect(Volumes[0]!.Tags).toHaveLength(2);
  expect(Volumes[0]!.Tags).toEqual(
    expect.arrayContaining([
      { Key: 'Project', Value: 'shop' },
      { Key: 'Note', Value: '친구 & <1>' },
    ]),
  );
  const { Tags } = await aws.json<{ Tags: { ResourceId: string }[] }>(
    ...['ec2', 'describe-tags', '--filters', 'Name=key,Values=Note'],
  );
  expect(Tags.map(({ ResourceId }) => ResourceId).sort()).toEqual([
    'i-0a1b2c3d4e5f60718',
    'vol-0a1b2c3d4e5f60718',
  ]);

  await aws.text(
    ...['ec2', 'delete-tags', '--resources', 'vol-0a1b2c3d4e5f60718'],
    ...['--tags', 'Key=Project,Value=other', 'Key=Note'],
  );
  expect(await taggedBy('Key=Project,Values=shop')).toEqual([instance, volume]);
  expect(await taggedBy('Key=Note')).toEqual([instance]);
});

test('one unknown id fails aws ec2 create-tags as a whole, and the tagging API only for that one', async () => {
  const { code, stderr } = await aws.run(
    ...['ec2', 'create-tags', '--resources', 'i-0a1b2c3d4e5f60718', 'i-00000000000000009'],
    ...['--tags', 'Key=Team,Value=web'],
  );
  expect(code).not.toBe(0);
  expect(stderr).toContain('InvalidInstanceID.NotFound');
  expect(await taggedBy('Key=Team')).toEqual([]);

  const unknown = arnOf('instance/i-00000000000000009');
  const { FailedResourcesMap } = await aws.json<{
    FailedResourcesMap: Record<string, { ErrorCode: string }>;
  }>(
    ...[
      'resourcegroupstaggingapi',
      'tag-resources',
      '--resource-arn-list',
      instance,
      unknown,
      '--tags',
      'Team=web',
    ],
  );
  expect(Object.keys(FailedResourcesMap)).toEqual([unknown]);
  expect(await taggedBy('Key=Team')).toEqual([instance]);
});

test('buckets, tables, topics and queues have tags by the commands of their own services', async () => {
  await aws.text('s3', 'mb', 's3://receipts');
  await aws.text(
    ...['s3api', 'put-bucket-tagging', '--bucket', 'receipts'],
    ...['--tagging', 'TagSet=[{Key=Owner,Value=finance}]'],
  );
  const { TopicArn } = await aws.json<{ TopicArn: string }>('sns', 'create-topic', '--name', 'NoStock');
  await aws.text('sns', 'tag-resource', '--resource-arn', TopicArn, '--tags', 'Key=Owner,Value=finance');
  const { QueueUrl } = await aws.json<{ QueueUrl: string }>('sqs', 'create-queue', '--queue-name', 'Late');
  await aws.text('sqs', 'tag-queue', '--queue-url', QueueUrl, '--tags', 'Owner=finance');

  expect(await taggedBy('Key=Owner,Values=finance')).toEqual([
    'arn:aws:s3:::receipts',
    TopicArn,
    `arn:aws:sqs:us-east-1:${accountId}:Late`,
  ]);
  const { TagSet } = await aws.json<{ TagSet: unknown }>(
    's3api',
    'get-bucket-tagging',
    '--bucket',
    'receipts',
  );
  expect(TagSet).toEqual([{ Key: 'Owner', Value: 'finance' }]);
  expect(await aws.json('sqs', 'list-queue-tags', '--queue-url', QueueUrl)).toEqual({
    Tags: { Owner: 'finance' },
  });
});

test('aws logs and aws iam return what the account file describes', async () => {
  const { logGroups } = await aws.json<{ logGroups: { logGroupName: string; logGroupArn: string }[] }>(
    ...['logs', 'describe-log-groups'],
  );
  expect(logGroups.map(({ logGroupName }) => logGroupName)).toEqual(['/aws/lambda/bill']);
  expect(
    await aws.json('logs', 'list-tags-for-resource', '--resource-arn', logGroups[0]!.logGroupArn),
  ).toEqual({
    tags: { Project: 'bill & <1>' },
  });
  expect(await aws.json('iam', 'list-account-aliases')).toEqual({ AccountAliases: ['dal-shop'] });
});

test('aws resource-groups creates a group by a tag, and lists it until it is deleted', async () => {
  const query = {
    Type: 'TAG_FILTERS_1_0',
    Query: JSON.stringify({
      ResourceTypeFilters: ['AWS::AllSupported'],
      TagFilters: [{ Key: 'Project', Values: ['shop'] }],
    }),
  };
  await aws.text(
    ...['resource-groups', 'create-group', '--name', 'shop', '--resource-query', JSON.stringify(query)],
    ...['--tags', 'Owner=web'],
  );
  const names = async () =>
    (
      await aws.json<{ GroupIdentifiers: { GroupName: string }[] }>('resource-groups', 'list-groups')
    ).GroupIdentifiers.map(({ GroupName }) => GroupName);
  expect(await names()).toEqual(['shop']);
  const { GroupQuery } = await aws.json<{ GroupQuery: { ResourceQuery: unknown } }>(
    ...['resource-groups', 'get-group-query', '--group', 'shop'],
  );
  expect(GroupQuery.ResourceQuery).toEqual(query);
  await aws.text('resource-groups', 'delete-group', '--group', 'shop');
  expect(await names()).toEqual([]);
});

test('aws events put-events is refused for events of AWS, and accepted for others', async () => {
  const entry = (Source: string) =>
    JSON.stringify([{ Source, DetailType: 'Made', Detail: '{}', EventBusName: 'default' }]);
  const put = (source: string) =>
    aws.json<{ FailedEntryCount: number; Entries: { ErrorCode?: string }[] }>(
      ...['events', 'put-events', '--entries', entry(source)],
    );
  expect(await put('shop.orders')).toMatchObject({ FailedEntryCount: 0 });
  expect(await put('aws.ec2')).toMatchObject({
    FailedEntryCount: 1,
    Entries: [{ ErrorCode: 'NotAuthorizedForSourceException' }],
  });
});
