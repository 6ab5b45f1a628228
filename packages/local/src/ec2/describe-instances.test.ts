import {
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  EC2Client,
  paginateDescribeInstances,
} from '@aws-sdk/client-ec2';
import { expect, onTestFinished, test } from 'vitest';
import { type AccountInstance, parseAccounts } from '../account/index.ts';
import { startLocal } from '../start-local.ts';
import { createTestClock } from '../test-services.ts';

/** An account whose region ap-northeast-2 has these instances; asked by the real client. */
async function start(instances: readonly AccountInstance[]) {
  const accounts = parseAccounts({
    accounts: [{ id: '111111111111', regions: { 'ap-northeast-2': { instances } } }],
  });
  const clock = createTestClock();
  const local = await startLocal({ accounts, clock });
  onTestFinished(() => local.close());
  const client = new EC2Client({
    endpoint: local.endpoint,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  onTestFinished(() => client.destroy());
  return {
    clock,
    client,
    describe: async (input: DescribeInstancesCommandInput = {}) => {
      const { Reservations = [], NextToken } = await client.send(new DescribeInstancesCommand(input));
      const found = Reservations.flatMap((reservation) => reservation.Instances ?? []);
      return { instances: found, ids: found.map(({ InstanceId }) => InstanceId!), token: NextToken };
    },
  };
}

test('an instance is told with all that was described, and what was left out is made up', async () => {
  const { client } = await start([
    {
      id: 'i-0123456789abcdef0',
      name: '매장 <1> & "2"',
      type: 'm7gd.4xlarge',
      launchTime: '2026-02-03T04:05:06Z',
      zone: 'c',
      privateIps: ['10.1.2.3', '10.1.2.4'],
      publicIp: '203.0.113.9',
      ipv6: ['2001:db8::1'],
      securityGroups: ['web', 'sg-0abc=db'],
      profile: 'shop',
      lifecycle: 'spot',
      tags: { Project: 'shop' },
      metadataTags: true,
    },
  ]);
  const { Reservations = [] } = await client.send(new DescribeInstancesCommand({}));
  const [instance] = Reservations[0]!.Instances!;
  expect(Reservations[0]).toMatchObject({
    OwnerId: '111111111111',
    ReservationId: expect.stringMatching(/^r-0[0-9a-f]{16}$/),
  });
  expect(instance).toMatchObject({
    InstanceId: 'i-0123456789abcdef0',
    InstanceType: 'm7gd.4xlarge',
    Architecture: 'arm64',
    State: { Code: 16, Name: 'running' },
    LaunchTime: new Date('2026-02-03T04:05:06Z'),
    Placement: { AvailabilityZone: 'ap-northeast-2c', Tenancy: 'default' },
    PrivateIpAddress: '10.1.2.3',
    PrivateDnsName: 'ip-10-1-2-3.ap-northeast-2.compute.internal',
    PublicIpAddress: '203.0.113.9',
    PublicDnsName: 'ec2-203-0-113-9.ap-northeast-2.compute.amazonaws.com',
    Ipv6Address: '2001:db8::1',
    InstanceLifecycle: 'spot',
    IamInstanceProfile: { Arn: 'arn:aws:iam::111111111111:instance-profile/shop' },
    MetadataOptions: { HttpTokens: 'required', InstanceMetadataTags: 'enabled' },
    Tags: [
      { Key: 'Name', Value: '매장 <1> & "2"' },
      { Key: 'Project', Value: 'shop' },
    ],
    SecurityGroups: [{ GroupName: 'web' }, { GroupId: 'sg-0abc', GroupName: 'db' }],
  });
  expect(instance!.ImageId).toMatch(/^ami-0[0-9a-f]{16}$/);
  expect(instance!.Placement!.AvailabilityZoneId).toMatch(/^apne2-az[1-4]$/);
  const [networkInterface] = instance!.NetworkInterfaces!;
  expect(networkInterface).toMatchObject({
    VpcId: instance!.VpcId,
    SubnetId: instance!.SubnetId,
    MacAddress: expect.stringMatching(/^02(:[0-9a-f]{2}){5}$/),
    Association: { PublicIp: '203.0.113.9' },
    PrivateIpAddresses: [
      { PrivateIpAddress: '10.1.2.3', Primary: true },
      { PrivateIpAddress: '10.1.2.4', Primary: false },
    ],
    Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }],
  });
});

test('the same description makes the same instances', async () => {
  const instances: AccountInstance[] = [{ type: 't3.micro', count: 3, publicIp: true, ipv6: true }];
  const [one, other] = [await start(instances), await start(instances)];
  expect((await one.describe()).instances).toEqual((await other.describe()).instances);
});

test('pages together tell every instance once', async () => {
  const { client } = await start([{ type: 't3.micro', count: 2012, name: 'web-{n}' }, { type: 'c7i.large' }]);
  const sizes: number[] = [];
  const names = new Set<string | undefined>();
  const ids = new Set<string | undefined>();
  for await (const { Reservations = [] } of paginateDescribeInstances({ client, pageSize: 1000 }, {})) {
    const page = Reservations.flatMap((reservation) => reservation.Instances ?? []);
    sizes.push(page.length);
    for (const { InstanceId, Tags } of page) {
      ids.add(InstanceId);
      names.add(Tags?.[0]?.Value);
    }
  }
  expect(sizes).toEqual([1000, 1000, 13]);
  expect(ids.size).toBe(2013);
  expect([...names].slice(0, 2)).toEqual(['web-1', 'web-2']);
  expect(names.size).toBe(2013);
});

test('a page without its size is the largest one, and an answer without pages is whole', async () => {
  const { describe } = await start([{ type: 't3.micro', count: 1500 }]);
  const { ids, token } = await describe({ MaxResults: 5 });
  expect(ids).toHaveLength(5);
  expect((await describe({ NextToken: token })).ids).toHaveLength(1000);
  expect((await describe({ MaxResults: 5000 })).ids).toHaveLength(1000);
  expect(await describe()).toMatchObject({ ids: { length: 1500 }, token: undefined });
});

test('a token leads nowhere but to the next page of what was asked', async () => {
  const { describe } = await start([{ type: 't3.micro', count: 20 }]);
  const Filters = [{ Name: 'instance-type', Values: ['t3.*'] }];
  const { token } = await describe({ MaxResults: 5, Filters });
  const refused = { name: 'InvalidParameterValue', message: 'Unable to parse pagination token' };
  await expect(describe({ NextToken: token })).rejects.toMatchObject(refused);
  await expect(describe({ NextToken: 'eyJ2IjoiMSJ9', Filters })).rejects.toMatchObject(refused);
  expect((await describe({ NextToken: token, Filters })).ids).toHaveLength(15);
});

test.each([
  [{ MaxResults: 4 }, 'InvalidParameterValue', 'Value ( 4 ) for parameter maxResults is invalid'],
  [{ InstanceIds: ['i-0123456789abcdef0'], MaxResults: 5 }, 'InvalidParameterCombination', 'instancesSet'],
  [{ InstanceIds: ['i-nonsense'] }, 'InvalidInstanceID.Malformed', 'Invalid id: "i-nonsense"'],
  [
    { InstanceIds: ['i-0123456789abcdef0'] },
    'InvalidInstanceID.NotFound',
    "The instance ID 'i-0123456789abcdef0' does not exist",
  ],
  [
    { InstanceIds: ['i-0123456789abcdef0', 'i-0123456789abcdef1'] },
    'InvalidInstanceID.NotFound',
    "The instance IDs 'i-0123456789abcdef0, i-0123456789abcdef1' do not exist",
  ],
  [{ Filters: [{ Name: 'nme', Values: ['a'] }] }, 'InvalidParameterValue', "The filter 'nme' is invalid"],
  [
    { Filters: [{ Name: 'tag:Name', Values: Array.from({ length: 201 }, (_, n) => `web-${n}`) }] },
    'FilterLimitExceeded',
    'The maximum number of filter values specified on a single call is 200',
  ],
  [{ DryRun: true }, 'DryRunOperation', 'would have succeeded'],
] as [DescribeInstancesCommandInput, string, string][])(
  '%j is refused as %s',
  async (input, name, message) => {
    const { describe } = await start([{ type: 't3.micro', count: 3 }]);
    await expect(describe(input)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  },
);
