import {
  AssociateVPCWithHostedZoneCommand,
  type Change,
  ChangeResourceRecordSetsCommand,
  ChangeTagsForResourceCommand,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  DisassociateVPCFromHostedZoneCommand,
  GetChangeCommand,
  GetHealthCheckStatusCommand,
  GetHostedZoneCommand,
  ListHealthChecksCommand,
  ListHostedZonesByNameCommand,
  ListHostedZonesByVPCCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsCommandOutput,
  ListTagsForResourceCommand,
  type ResourceRecordSet,
  Route53Client,
  type RRType,
  UpdateHostedZoneCommentCommand,
} from '@aws-sdk/client-route-53';
import { expect, onTestFinished, test } from 'vitest';
import { createMovableClock, parseAccounts, startLocal, type LocalOptions } from '../index.ts';
import { createTestFolder } from '../testing/test-stack.ts';

const region = 'eu-west-1';
const vpcs = [{ id: 'vpc-00000001' }, { id: 'vpc-00000002' }];
const [one, two] = vpcs.map(({ id }) => ({ VPCId: id, VPCRegion: region }) as const) as [
  { VPCId: string; VPCRegion: typeof region },
  { VPCId: string; VPCRegion: typeof region },
];

async function open(options: LocalOptions = {}) {
  const clock = options.clock ?? createMovableClock();
  const local = await startLocal({
    clock,
    accounts: parseAccounts({
      accounts: [
        {
          id: '111122223333',
          regions: {
            [region]: { vpcs },
            'us-east-1': {
              others: [
                {
                  arn: 'arn:aws:route53:::hostedzone/ZSHOP',
                  attributes: { name: 'shop.example.' },
                  tags: { Project: 'shop' },
                },
              ],
            },
          },
        },
      ],
    }),
    ...options,
  });
  const client = new Route53Client({
    region: 'us-east-1',
    endpoint: local.endpoint,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  async function close(): Promise<void> {
    client.destroy();
    await local.close();
  }
  onTestFinished(close);
  let references = 0;
  async function zone(Name = 'example.com', more: object = {}) {
    references += 1;
    const command = new CreateHostedZoneCommand({ Name, CallerReference: `${Name} ${references}`, ...more });
    const { HostedZone } = await client.send(command);
    return HostedZone!.Id!.replace('/hostedzone/', '');
  }
  const change = (HostedZoneId: string, ...Changes: Change[]) =>
    client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }));
  async function records(HostedZoneId: string, more: object = {}) {
    const { ResourceRecordSets = [] } = await client.send(
      new ListResourceRecordSetsCommand({ HostedZoneId, ...more }),
    );
    return ResourceRecordSets;
  }
  return { local, client, clock, zone, change, records, close };
}

const set = (Name: string, Type: RRType, ...values: readonly string[]): ResourceRecordSet => ({
  Name,
  Type,
  TTL: 300,
  ResourceRecords: values.map((Value) => ({ Value })),
});
const create = (ResourceRecordSet: ResourceRecordSet): Change => ({ Action: 'CREATE', ResourceRecordSet });
const upsert = (ResourceRecordSet: ResourceRecordSet): Change => ({ Action: 'UPSERT', ResourceRecordSet });
const remove = (ResourceRecordSet: ResourceRecordSet): Change => ({ Action: 'DELETE', ResourceRecordSet });
const alias = (Name: string, HostedZoneId: string, DNSName: string): ResourceRecordSet => ({
  Name,
  Type: 'A',
  AliasTarget: { HostedZoneId, DNSName, EvaluateTargetHealth: false },
});

test('a public hosted zone has its name servers, which its first records name', async () => {
  const { client, records } = await open();
  const input = { Name: 'Example.COM', CallerReference: 'one', HostedZoneConfig: { Comment: 'a' } };
  const made = await client.send(new CreateHostedZoneCommand(input));
  expect(made).toMatchObject({
    HostedZone: {
      Name: 'example.com.',
      CallerReference: 'one',
      Config: { Comment: 'a', PrivateZone: false },
      ResourceRecordSetCount: 2,
    },
    ChangeInfo: { Status: 'PENDING', Id: expect.stringMatching(/^\/change\/C[A-Z0-9]{10,}$/) },
    Location: expect.stringContaining('/hostedzone/Z'),
  });
  const { Id = '' } = made.HostedZone!;
  const servers = made.DelegationSet?.NameServers ?? [];
  expect(servers).toHaveLength(4);
  const found = await records(Id.replace('/hostedzone/', ''));
  expect(found.map(({ Type }) => Type)).toEqual(['NS', 'SOA']);
  expect(found[0]?.ResourceRecords?.map(({ Value }) => Value)).toEqual(servers.map((name) => `${name}.`));
  await expect(client.send(new CreateHostedZoneCommand(input))).rejects.toMatchObject({
    name: 'HostedZoneAlreadyExists',
  });
  expect(await client.send(new GetHostedZoneCommand({ Id }))).toMatchObject({
    DelegationSet: { NameServers: servers },
  });
});

test('a private hosted zone is one of VPCs, of which the last one stays', async () => {
  const { client, zone } = await open();
  const id = await zone('internal.example', { VPC: one });
  const get = async () => (await client.send(new GetHostedZoneCommand({ Id: id }))).VPCs;
  expect(await get()).toEqual([one]);
  await client.send(new AssociateVPCWithHostedZoneCommand({ HostedZoneId: id, VPC: two }));
  expect(await get()).toEqual([one, two]);
  const other = await zone('other.example', { VPC: two });
  const listed = await client.send(new ListHostedZonesByVPCCommand({ ...two }));
  expect(listed.HostedZoneSummaries?.map(({ HostedZoneId }) => HostedZoneId)).toEqual([id, other]);
  await expect(zone('internal.example', { VPC: two })).rejects.toMatchObject({
    name: 'ConflictingDomainExists',
  });
  const leave = (VPC: typeof one) =>
    client.send(new DisassociateVPCFromHostedZoneCommand({ HostedZoneId: id, VPC }));
  await leave(one);
  await expect(leave(two)).rejects.toMatchObject({ name: 'LastVPCAssociation' });
  await expect(leave(one)).rejects.toMatchObject({ name: 'VPCAssociationNotFound' });
  const publicZone = await zone();
  await expect(
    client.send(new AssociateVPCWithHostedZoneCommand({ HostedZoneId: publicZone, VPC: one })),
  ).rejects.toMatchObject({ name: 'PublicZoneVPCAssociation' });
  await expect(zone('x.example', { VPC: { ...one, VPCId: 'vpc-00000009' } })).rejects.toMatchObject({
    name: 'InvalidVPCId',
  });
  await expect(zone('x.example', { HostedZoneConfig: { PrivateZone: true } })).rejects.toMatchObject({
    name: 'InvalidInput',
  });
  await expect(zone('a..example')).rejects.toMatchObject({ name: 'InvalidDomainName' });
});

test('a change is pending, then in sync; records are sorted by reversed labels', async () => {
  const { client, clock, zone, change, records } = await open();
  const id = await zone();
  const { ChangeInfo } = await change(
    id,
    create(set('www.example.com', 'A', '192.0.2.1', '192.0.2.2')),
    create(set('a.www.example.com', 'TXT', '"one" "two"')),
    create(set('*.example.com.', 'CNAME', 'www.example.com')),
    create(set('WWW.example.com', 'AAAA', '2001:db8::1')),
  );
  const get = async () =>
    (await client.send(new GetChangeCommand({ Id: ChangeInfo!.Id }))).ChangeInfo?.Status;
  expect(await get()).toBe('PENDING');
  await (clock as ReturnType<typeof createMovableClock>).advance(30_000);
  expect(await get()).toBe('INSYNC');
  expect((await records(id)).map(({ Name, Type }) => `${Name} ${Type}`)).toEqual([
    'example.com. NS',
    'example.com. SOA',
    '\\052.example.com. CNAME',
    'www.example.com. A',
    'www.example.com. AAAA',
    'a.www.example.com. TXT',
  ]);
  await expect(client.send(new GetChangeCommand({ Id: 'C1' }))).rejects.toMatchObject({
    name: 'NoSuchChange',
  });
});

test('records have pages by name, type and identifier', async () => {
  const { client, zone, change, records } = await open();
  const HostedZoneId = await zone();
  const weighted = (SetIdentifier: string, Weight: number) => ({
    ...set('w.example.com', 'A', '192.0.2.1'),
    SetIdentifier,
    Weight,
  });
  await change(HostedZoneId, create(weighted('a', 1)), create(weighted('b', 0)));
  const seen: string[] = [];
  let next: object | undefined = {};
  while (next !== undefined) {
    const page: ListResourceRecordSetsCommandOutput = await client.send(
      new ListResourceRecordSetsCommand({ HostedZoneId, MaxItems: 1, ...next }),
    );
    for (const { Name, Type, SetIdentifier = '' } of page.ResourceRecordSets ?? [])
      seen.push(`${Name} ${Type} ${SetIdentifier}`.trim());
    next = page.IsTruncated
      ? {
          StartRecordName: page.NextRecordName,
          StartRecordType: page.NextRecordType,
          StartRecordIdentifier: page.NextRecordIdentifier,
        }
      : undefined;
  }
  expect(seen).toEqual(['example.com. NS', 'example.com. SOA', 'w.example.com. A a', 'w.example.com. A b']);
  expect(await records(HostedZoneId, { StartRecordName: 'v.example.com' })).toHaveLength(2);
  await expect(records(HostedZoneId, { StartRecordType: 'A' })).rejects.toMatchObject({
    name: 'InvalidInput',
  });
});

test('a batch is made as a whole or not at all, and each change sees the ones before it', async () => {
  const { zone, change, records } = await open();
  const id = await zone();
  const a = set('a.example.com', 'A', '192.0.2.1');
  await change(id, create(a));
  await expect(
    change(
      id,
      create(set('b.example.com', 'A', '192.0.2.1')),
      create(a),
      remove(set('c.example.com', 'A', '192.0.2.1')),
    ),
  ).rejects.toMatchObject({
    name: 'InvalidChangeBatch',
    message:
      "[Tried to create resource record set [name='a.example.com.', type='A'] but it already exists, " +
      "Tried to delete resource record set [name='c.example.com.', type='A'] but it was not found]",
  });
  expect((await records(id)).map(({ Name }) => Name)).not.toContain('b.example.com.');
  await change(id, remove(a), create({ ...a, TTL: 60 }), upsert({ ...a, TTL: 90 }));
  expect((await records(id)).find(({ Type }) => Type === 'A')?.TTL).toBe(90);
  await expect(change(id, remove(a))).rejects.toMatchObject({
    message:
      "[Tried to delete resource record set [name='a.example.com.', type='A'] but the values provided do not match the current values]",
  });
});

test.each([
  ['another zone', create(set('example.org', 'A', '192.0.2.1')), 'is not permitted in zone example.com.'],
  ['an invalid address', create(set('x.example.com', 'A', '192.0.2')), 'ARRDATAIllegalIPv4Address'],
  ['text without quotation marks', create(set('x.example.com', 'TXT', 'a')), 'enclosed in quotation marks'],
  ['an empty label', create(set('x..example.com', 'A', '192.0.2.1')), 'DomainLabelEmpty'],
  ['a CNAME at the apex', create(set('example.com', 'CNAME', 'a.example')), 'is not permitted at apex'],
  [
    'a CNAME beside another record',
    create(set('a.example.com', 'CNAME', 'b.example')),
    'conflicts with other',
  ],
  [
    'a record beside a CNAME',
    create(set('c.example.com', 'A', '192.0.2.1')),
    'a conflicting RRSet of type  CNAME',
  ],
  [
    'a weighted record beside a simple one',
    create({ ...set('a.example.com', 'A', '192.0.2.1'), SetIdentifier: 'x', Weight: 1 }),
    'cannot be created as other RRSets exist',
  ],
  ['the SOA of the zone', remove(set('example.com', 'SOA', 'x')), 'do not match the current values'],
  ['a value twice', create(set('x.example.com', 'A', '192.0.2.1', '192.0.2.1')), 'Duplicate Resource Record'],
  [
    'a name that is not in the zone of load balancers',
    create(alias('x.example.com', 'Z32O12XQLNTSW2', 'web-1.us-east-1.elb.amazonaws.com')),
    'does not lie within the target zone',
  ],
])('a batch with %s is refused', async (_, wrong, message) => {
  const { zone, change, records } = await open();
  const id = await zone();
  await change(
    id,
    create(set('a.example.com', 'A', '192.0.2.1')),
    create(set('c.example.com', 'CNAME', 'b.example')),
  );
  await expect(change(id, wrong)).rejects.toMatchObject({
    name: 'InvalidChangeBatch',
    message: expect.stringContaining(message),
  });
  expect(await records(id)).toHaveLength(4);
});

test('an alias refers to a load balancer, or to a record of its zone that is there', async () => {
  const { zone, change, records } = await open();
  const id = await zone();
  const name = 'dualstack.web-1.eu-west-1.elb.amazonaws.com';
  await change(id, create(alias('www.example.com', 'Z32O12XQLNTSW2', name)));
  expect((await records(id)).at(-1)).toEqual({
    Name: 'www.example.com.',
    Type: 'A',
    AliasTarget: { HostedZoneId: 'Z32O12XQLNTSW2', DNSName: `${name}.`, EvaluateTargetHealth: false },
  });
  await change(id, create(alias('example.com', id, 'www.example.com')));
  await expect(change(id, create(alias('x.example.com', id, 'none.example.com')))).rejects.toMatchObject({
    message: expect.stringContaining('but that target was not found'),
  });
});

test.each([
  [{ Name: 'x.example.com', Type: 'A' as const }, 'Expected exactly one of [AliasTarget'],
  [{ ...set('x.example.com', 'A', '192.0.2.1'), Weight: 1 }, "Missing field 'SetIdentifier'"],
  [{ ...set('x.example.com', 'A', '192.0.2.1'), SetIdentifier: 'a' }, 'Expected exactly one of [Weight'],
  [
    {
      ...set('x.example.com', 'A', '192.0.2.1'),
      SetIdentifier: 'a',
      Weight: 1,
      Failover: 'PRIMARY' as const,
    },
    'found several',
  ],
  [{ ...set('x.example.com', 'A', '192.0.2.1'), SetIdentifier: 'a', Weight: 256 }, 'not from 0 to 255'],
])('a record set %o is refused as invalid', async (wrong, message) => {
  const { zone, change } = await open();
  await expect(change(await zone(), create(wrong))).rejects.toMatchObject({
    name: 'InvalidInput',
    message: expect.stringContaining(message),
  });
});

test('a hosted zone with records is not deleted', async () => {
  const { client, zone, change } = await open();
  const id = await zone();
  const record = set('a.example.com', 'A', '192.0.2.1');
  const drop = () => client.send(new DeleteHostedZoneCommand({ Id: id }));
  await change(id, create(record));
  await expect(drop()).rejects.toMatchObject({ name: 'HostedZoneNotEmpty' });
  await change(id, remove(record));
  expect((await drop()).ChangeInfo?.Status).toBe('PENDING');
  await expect(drop()).rejects.toMatchObject({
    name: 'NoSuchHostedZone',
    message: `No hosted zone found with ID: ${id}`,
  });
});

test('zones are listed with those of the account file, by name too, in pages', async () => {
  const { client, zone } = await open();
  await zone('b.example');
  await zone('a.b.example');
  await zone('c.example', { VPC: one });
  const names: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.send(new ListHostedZonesCommand({ MaxItems: 2, Marker }));
    names.push(...(page.HostedZones ?? []).map(({ Name }) => Name));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  expect(names).toEqual(['shop.example.', 'b.example.', 'a.b.example.', 'c.example.']);
  const from = await client.send(new ListHostedZonesByNameCommand({ DNSName: 'b.example', MaxItems: 2 }));
  expect(from.HostedZones?.map(({ Name }) => Name)).toEqual(['b.example.', 'a.b.example.']);
  expect(from).toMatchObject({ IsTruncated: true, NextDNSName: 'c.example.' });
  const privateOnes = await client.send(new ListHostedZonesCommand({ HostedZoneType: 'PrivateHostedZone' }));
  expect(privateOnes.HostedZones?.map(({ Name }) => Name)).toEqual(['c.example.']);
});

test('a zone of the account file gets records and tags, and is not deleted', async () => {
  const { client, change, records, local } = await open();
  await change('ZSHOP', create(set('www.shop.example', 'A', '192.0.2.1')));
  expect(await records('ZSHOP')).toHaveLength(3);
  const resource = { ResourceType: 'hostedzone', ResourceId: 'ZSHOP' } as const;
  await client.send(
    new ChangeTagsForResourceCommand({ ...resource, AddTags: [{ Key: 'Env', Value: 'prod' }] }),
  );
  const { ResourceTagSet } = await client.send(new ListTagsForResourceCommand(resource));
  expect(ResourceTagSet?.Tags).toEqual([
    { Key: 'Project', Value: 'shop' },
    { Key: 'Env', Value: 'prod' },
  ]);
  expect(local.tagsOf('arn:aws:route53:::hostedzone/ZSHOP')).toEqual({ Project: 'shop', Env: 'prod' });
  await expect(client.send(new DeleteHostedZoneCommand({ Id: 'ZSHOP' }))).rejects.toMatchObject({
    name: 'InvalidInput',
  });
});

test('zones, records, tags and comments are there after a restart', async () => {
  const dataDir = createTestFolder('zones');
  const { client, zone, change, close } = await open({ dataDir });
  const id = await zone();
  const gone = set('gone.example.com', 'A', '192.0.2.1');
  await change(id, create(set('a.example.com', 'A', '192.0.2.1')), create(gone));
  await change(id, remove(gone));
  const resource = { ResourceType: 'hostedzone', ResourceId: id } as const;
  await client.send(new ChangeTagsForResourceCommand({ ...resource, AddTags: [{ Key: 'a', Value: 'b' }] }));
  await client.send(new UpdateHostedZoneCommentCommand({ Id: id, Comment: 'kept' }));
  await close();
  const again = await open({ dataDir });
  expect((await again.records(id)).map(({ Name }) => Name)).toEqual([
    'example.com.',
    'example.com.',
    'a.example.com.',
  ]);
  const { HostedZone } = await again.client.send(new GetHostedZoneCommand({ Id: id }));
  expect(HostedZone?.Config?.Comment).toBe('kept');
  const { ResourceTagSet } = await again.client.send(new ListTagsForResourceCommand(resource));
  expect(ResourceTagSet?.Tags).toEqual([{ Key: 'a', Value: 'b' }]);
});

test('faults refuse calls as Route 53 does, or lose the answer of one that was carried out', async () => {
  const { zone, change, records, local } = await open();
  const id = await zone();
  const batch = () => change(id, upsert(set('a.example.com', 'A', '192.0.2.1')));
  local.setFaults({ throttle: 1 });
  await expect(batch()).rejects.toMatchObject({ name: 'Throttling' });
  local.setFaults({ conflict: 1 });
  await expect(batch()).rejects.toMatchObject({ name: 'PriorRequestNotComplete' });
  expect((await records(id)).length).toBe(2);
  local.setFaults({ resetAfter: 1 });
  await expect(batch()).rejects.toThrow();
  local.setFaults();
  expect((await records(id)).length).toBe(3);
});

test('there are no health checks, whoever asks', async () => {
  const { client } = await open();
  expect(await client.send(new ListHealthChecksCommand({ MaxItems: 2000 }))).toMatchObject({
    HealthChecks: [],
    IsTruncated: false,
    MaxItems: 1000,
  });
  await expect(client.send(new ListHealthChecksCommand({ Marker: 'x' }))).rejects.toMatchObject({
    name: 'InvalidInput',
  });
  await expect(client.send(new GetHealthCheckStatusCommand({ HealthCheckId: 'h-1' }))).rejects.toMatchObject({
    name: 'NoSuchHealthCheck',
    message: 'No health check exists with the ID h-1',
  });
});
