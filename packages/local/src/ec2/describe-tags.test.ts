import {
  CreateTagsCommand,
  DescribeTagsCommand,
  type DescribeTagsCommandInput,
  paginateDescribeTags,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import type { LocalRegion } from '../account/index.ts';
import { startAccounts } from '../testing/start-accounts.ts';

async function start(described: LocalRegion) {
  const { ec2 } = await startAccounts({
    accounts: [{ id: '111111111111', regions: { 'us-east-1': described } }],
  });
  const client = ec2('us-east-1');
  return {
    client,
    describe: async (input: DescribeTagsCommandInput = {}) => {
      const { Tags = [] } = await client.send(new DescribeTagsCommand(input));
      return Tags.map(
        ({ ResourceId, ResourceType, Key, Value }) => `${ResourceType} ${ResourceId} ${Key}=${Value}`,
      );
    },
  };
}

const shop: LocalRegion = {
  instances: [{ id: 'i-00000001', type: 't3.micro', tags: { Project: 'shop', Env: 'prod' } }],
  volumes: [{ id: 'vol-00000001', tags: { Project: 'Shop' } }, { id: 'vol-00000002' }],
  natGateways: [{ id: 'nat-00000001', tags: { project: 'shop' } }],
};
const all = [
  'instance i-00000001 Project=shop',
  'instance i-00000001 Env=prod',
  'volume vol-00000001 Project=Shop',
  'natgateway nat-00000001 project=shop',
];

test('every tag of every resource is returned', async () => {
  expect(await (await start(shop)).describe()).toEqual(all);
});

test.each([
  ['resource-id', ['i-00000001', 'vol-00000002', 'vol-0badbad0'], [0, 1]],
  ['resource-id', ['vol-*'], [2]],
  ['resource-type', ['volume', 'natgateway'], [2, 3]],
  ['key', ['Project'], [0, 2]],
  ['key', ['?roject'], [0, 2, 3]],
  ['value', ['shop'], [0, 3]],
  ['tag:Project', ['shop'], [0]],
])('the filter %s with %j finds the tags %j', async (Name, Values, indexes) => {
  const { describe } = await start(shop);
  expect(await describe({ Filters: [{ Name, Values }] })).toEqual(indexes.map((index) => all[index]));
});

test('all filters must match', async () => {
  const { describe } = await start(shop);
  const Filters = [
    { Name: 'resource-type', Values: ['instance'] },
    { Name: 'key', Values: ['Env'] },
  ];
  expect(await describe({ Filters })).toEqual([all[1]]);
});

test('an unknown filter, and more than 200 values, are refused', async () => {
  const { describe } = await start(shop);
  const unknown = describe({ Filters: [{ Name: 'colour', Values: ['red'] }] });
  await expect(unknown).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  const Values = Array.from({ length: 201 }, (_, number) => `i-${number}`);
  const tooMany = describe({ Filters: [{ Name: 'resource-id', Values }] });
  await expect(tooMany).rejects.toMatchObject({ name: 'FilterLimitExceeded' });
});

test.each([[undefined], [['vol-*', 'i-00000001']], [['i-00000001', 'vol-00000001', 'vol-00000002']]])(
  'pages together contain every tag once (ids: %j)',
  async (ids) => {
    const { client, describe } = await start({
      instances: [
        { id: 'i-00000001', type: 't3.micro', tags: Object.fromEntries(keys(13).map((key) => [key, 'x'])) },
      ],
      volumes: [
        { id: 'vol-00000001', tags: Object.fromEntries(keys(7).map((key) => [key, 'x'])) },
        { id: 'vol-00000002', tags: { a: 'x' } },
      ],
    });
    const Filters = ids === undefined ? [] : [{ Name: 'resource-id', Values: ids }];
    const paged: string[] = [];
    let pages = 0;
    for await (const { Tags = [] } of paginateDescribeTags({ client, pageSize: 5 }, { Filters })) {
      paged.push(
        ...Tags.map(
          ({ ResourceType, ResourceId, Key, Value }) => `${ResourceType} ${ResourceId} ${Key}=${Value}`,
        ),
      );
      pages++;
    }
    expect(paged).toEqual(await describe({ Filters }));
    expect(paged).toHaveLength(21);
    expect(pages).toBe(5);
  },
);

const keys = (count: number) => Array.from({ length: count }, (_, number) => `key ${number}`);

test('changed tags are returned', async () => {
  const { client, describe } = await start(shop);
  await client.send(
    new CreateTagsCommand({ Resources: ['vol-00000002'], Tags: [{ Key: '담당', Value: '<김민지>' }] }),
  );
  expect(await describe({ Filters: [{ Name: 'key', Values: ['담당'] }] })).toEqual([
    'volume vol-00000002 담당=<김민지>',
  ]);
});
