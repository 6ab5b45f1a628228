import {
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  paginateDescribeInstances,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import type { AccountInstance } from '../account/index.ts';
import { startAccounts } from '../testing/start-accounts.ts';

/** An account whose region ap-northeast-2 has these instances, and a real client. */
async function start(instances: readonly AccountInstance[]) {
  const accounts = [{ id: '111111111111', regions: { 'ap-northeast-2': { instances } } }];
  const { clock, ec2 } = await startAccounts({ accounts });
  const client = ec2('ap-northeast-2');
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

test('an instance is returned with all described values, and omitted ones are generated', async () => {
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

test('the same description generates the same instances', async () => {
  const instances: AccountInstance[] = [{ type: 't3.micro', count: 3, publicIp: true, ipv6: true }];
  const [one, other] = [await start(instances), await start(instances)];
  expect((await one.describe()).instances).toEqual((await other.describe()).instances);
});

test('pages together contain every instance once', async () => {
  const { client } = await start([{ type: 't3.micro', count: 212, name: 'web-{n}' }, { type: 'c7i.large' }]);
  const sizes: number[] = [];
  const names = new Set<string | undefined>();
  const ids = new Set<string | undefined>();
  for await (const { Reservations = [] } of paginateDescribeInstances({ client, pageSize: 100 }, {})) {
    const page = Reservations.flatMap((reservation) => reservation.Instances ?? []);
    sizes.push(page.length);
    for (const { InstanceId, Tags } of page) {
      ids.add(InstanceId);
      names.add(Tags?.[0]?.Value);
    }
  }
  expect(sizes).toEqual([100, 100, 13]);
  expect(ids.size).toBe(213);
  expect([...names].slice(0, 2)).toEqual(['web-1', 'web-2']);
  expect(names.size).toBe(213);
});

test('the default page size is the maximum, and a response without pages is complete', async () => {
  const { client, describe } = await start([{ type: 't3.micro', count: 1006 }]);
  const { ids, token } = await describe({ MaxResults: 5 });
  expect(ids).toHaveLength(5);
  // As text: it takes the client a second to read them all.
  const sizeOf = async (parameters: Record<string, string>) => {
    const { protocol, hostname, port } = await client.config.endpoint!();
    const answer = await fetch(`${protocol}//${hostname}:${port}/`, {
      method: 'POST',
      headers: {
        authorization:
          'AWS4-HMAC-SHA256 Credential=a/20260101/ap-northeast-2/ec2/aws4_request, SignedHeaders=host',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ Action: 'DescribeInstances', Version: '2016-11-15', ...parameters }),
    });
    const text = await answer.text();
    return { found: text.split('<instanceId>').length - 1, isLast: !text.includes('<nextToken>') };
  };
  expect(await sizeOf({ NextToken: token! })).toEqual({ found: 1000, isLast: false });
  expect(await sizeOf({ MaxResults: '5000' })).toEqual({ found: 1000, isLast: false });
  expect(await sizeOf({})).toEqual({ found: 1006, isLast: true });
});

test('a token is valid for the next page of the same request only', async () => {
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

test.each([
  ['tag:Name', ['web-?'], ['web-1', 'web-2']],
  ['tag:Name', ['db-1?'], ['db-1']],
  ['tag:Name', ['*-1'], ['web-1', 'db-1']],
  ['tag:Name', ['WEB-*'], []],
  ['tag:Name', ['web\\*', 'db-1'], ['web*', 'db-1']],
  ['tag-key', ['Team'], ['db-1']],
  ['tag-value', ['shop'], ['web-1', 'db-1']],
  ['instance-type', ['m7g.*'], ['db-1']],
  ['instance-state-name', ['stopped', 'terminated'], ['web-2', 'gone']],
  ['instance-state-code', ['80'], ['web-2']],
  ['instance-lifecycle', ['spot'], ['web-1']],
  ['availability-zone', ['ap-northeast-2b'], ['db-1']],
  ['private-ip-address', ['10.0.0.7'], ['db-1']],
  ['network-interface.addresses.private-ip-address', ['10.0.0.8'], ['db-1']],
  ['ip-address', ['203.0.113.*'], ['web-1']],
  ['dns-name', ['ec2-203-0-113-4.ap-northeast-2.compute.amazonaws.com'], ['web-1']],
  ['private-dns-name', ['ip-10-0-0-7.ap-northeast-2.compute.internal'], ['db-1']],
  ['network-interface.ipv6-addresses.ipv6-address', ['2001:db8::7'], ['db-1']],
  ['vpc-id', ['vpc-0123'], ['db-1']],
  ['subnet-id', ['subnet-0123'], ['db-1']],
  ['instance.group-name', ['db'], ['db-1']],
  ['instance.group-id', ['sg-0123'], ['db-1']],
  ['iam-instance-profile.arn', ['*/shop'], ['db-1']],
  ['launch-time', ['2026-01-02T*'], ['db-1']],
  ['image-id', ['ami-0123'], ['db-1']],
  ['key-name', ['ops'], ['db-1']],
  ['owner-id', ['222222222222'], []],
  ['platform', ['windows'], ['web*']],
  ['architecture', ['arm64'], ['db-1']],
  ['metadata-options.instance-metadata-tags', ['enabled'], ['db-1']],
  ['state-reason-code', ['Client.UserInitiatedShutdown'], ['web-2', 'gone']],
])('the filter %s with %j finds %j', async (Name, Values, expected) => {
  const { describe } = await start([
    { name: 'web', type: 't3.micro', zone: 'a' },
    {
      name: 'web-1',
      type: 't3.micro',
      zone: 'a',
      lifecycle: 'spot',
      publicIp: '203.0.113.4',
      tags: { Project: 'shop' },
    },
    { name: 'web-2', type: 't3.micro', zone: 'a', state: 'stopped', publicIp: true },
    { name: 'web*', type: 't3.micro', zone: 'a', platform: 'windows' },
    { name: 'gone', type: 't3.micro', zone: 'a', state: 'terminated' },
    {
      name: 'db-1',
      type: 'm7g.large',
      zone: 'b',
      privateIps: ['10.0.0.7', '10.0.0.8'],
      ipv6: ['2001:db8::7'],
      vpc: 'vpc-0123',
      subnet: 'subnet-0123',
      securityGroups: ['sg-0123=db'],
      profile: 'shop',
      launchTime: '2026-01-02T03:04:05Z',
      ami: 'ami-0123',
      keyName: 'ops',
      metadataTags: true,
      tags: { Project: 'shop', Team: 'data' },
    },
  ]);
  const { instances } = await describe({ Filters: [{ Name, Values }] });
  expect(instances.map(({ Tags }) => Tags?.find(({ Key }) => Key === 'Name')?.Value)).toEqual(expected);
});

test('all filters must match, and they narrow ids', async () => {
  const { describe } = await start([
    { type: 't3.micro', id: 'i-00000001', tags: { a: '1' } },
    { type: 't3.micro', id: 'i-00000002', tags: { a: '1', b: '2' } },
  ]);
  const both = [
    { Name: 'tag:a', Values: ['1'] },
    { Name: 'tag:b', Values: ['2'] },
  ];
  expect((await describe({ Filters: both })).ids).toEqual(['i-00000002']);
  expect((await describe({ InstanceIds: ['i-00000001'], Filters: both })).ids).toEqual([]);
});

test('a new instance becomes visible after a while, and a terminated one disappears', async () => {
  const { clock, describe } = await start([
    { type: 't3.micro', id: 'i-00000001', visibleAfterMs: 2000 },
    { type: 't3.micro', id: 'i-00000002', state: 'terminated' },
  ]);
  const ofNew = () => describe({ InstanceIds: ['i-00000001'] });
  await expect(ofNew()).rejects.toMatchObject({ name: 'InvalidInstanceID.NotFound' });
  expect((await describe()).ids).toEqual(['i-00000002']);

  clock.advance(2000);
  expect((await ofNew()).ids).toEqual(['i-00000001']);
  expect((await describe()).ids).toEqual(['i-00000001', 'i-00000002']);

  clock.advance(3_600_000);
  expect((await describe()).ids).toEqual(['i-00000001']);
});

test('a terminated instance has no network, a stopped one no public address', async () => {
  const { describe } = await start([
    { type: 't3.micro', state: 'terminated', publicIp: true },
    { type: 't3.micro', state: 'stopped', publicIp: true },
  ]);
  const { instances } = await describe();
  expect(instances[0]).toMatchObject({ State: { Code: 48 }, NetworkInterfaces: [], SecurityGroups: [] });
  expect(instances[0]).not.toHaveProperty('VpcId');
  expect(instances[1]).toMatchObject({ State: { Code: 80 }, PrivateIpAddress: expect.any(String) });
  expect(instances[1]).not.toHaveProperty('PublicIpAddress');
});

test('instances launched together share a reservation, also across pages', async () => {
  const { client } = await start([{ type: 't3.micro', count: 30 }]);
  const first = await client.send(new DescribeInstancesCommand({ MaxResults: 15 }));
  const second = await client.send(new DescribeInstancesCommand({ NextToken: first.NextToken }));
  const reservations = [first, second].map(({ Reservations = [] }) =>
    Reservations.map(({ ReservationId, Instances = [] }) => ({ id: ReservationId, size: Instances.length })),
  );
  const [together, apart] = [reservations[0]![0]!.id, reservations[1]![1]!.id];
  expect(reservations).toEqual([
    [{ id: together, size: 15 }],
    [
      { id: together, size: 5 },
      { id: apart, size: 10 },
    ],
  ]);
});
