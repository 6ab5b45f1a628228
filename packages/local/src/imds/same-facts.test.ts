import { CreateTagsCommand, DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { MetadataService } from '@aws-sdk/ec2-metadata-service';
import { expect, onTestFinished, test } from 'vitest';
import { parseAccounts } from '../account/index.ts';
import type { LocalAws } from '../options.ts';
import { startLocal } from '../start-local.ts';
import { findInstance } from './find-instance.ts';
import { startImds } from './start-imds.ts';

const accounts = parseAccounts({
  accounts: [
    { id: '111122223333', regions: {} },
    {
      id: '444455556666',
      regions: {
        'ap-northeast-2': {
          instances: [
            { type: 'm7g.large', count: 3 },
            {
              id: 'i-0123456789abcdef0',
              type: 'c7i.metal-48xl',
              publicIp: true,
              ipv6: true,
              privateIps: ['10.1.2.3', '10.1.2.4'],
              securityGroups: ['web', 'sg-0000000000000000a=ssh'],
              profile: 'web',
              lifecycle: 'spot',
              tags: { Project: 'shop' },
              metadataTags: true,
            },
            { id: 'i-0000000000000000f', type: 't3.micro', name: 'old', state: 'stopped' },
          ],
        },
      },
    },
  ],
});
const account = { accounts: accounts.accounts.slice(1) };

function clientOf({ endpoint }: LocalAws): EC2Client {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const ec2 = new EC2Client({ endpoint, region: 'ap-northeast-2', credentials });
  onTestFinished(() => ec2.destroy());
  return ec2;
}

test('the metadata service returns the same data as EC2', async () => {
  const local = await startLocal({ accounts: account });
  onTestFinished(() => local.close());
  const server = await startImds({ instance: findInstance(accounts, 'i-0123456789abcdef0') });
  onTestFinished(() => server.close());
  const ec2 = clientOf(local);
  const imds = new MetadataService({ endpoint: server.endpoint });
  const get = (path: string) => imds.request(`/latest/meta-data/${path}`, {});

  const { Reservations } = await ec2.send(
    new DescribeInstancesCommand({ InstanceIds: ['i-0123456789abcdef0'] }),
  );
  const described = Reservations![0]!.Instances![0]!;
  const card = described.NetworkInterfaces![0]!;
  const identity = JSON.parse(await imds.request('/latest/dynamic/instance-identity/document', {}));
  const own = (path: string) => get(`network/interfaces/macs/${card.MacAddress}/${path}`);

  expect({
    mac: await get('mac'),
    instanceId: await get('instance-id'),
    reservationId: await get('reservation-id'),
    accountId: identity.accountId,
    imageId: await get('ami-id'),
    type: await get('instance-type'),
    architecture: identity.architecture,
    zone: await get('placement/availability-zone'),
    zoneId: await get('placement/availability-zone-id'),
    lifecycle: await get('instance-life-cycle'),
    launchTimeMs: Date.parse(identity.pendingTime),
    privateDnsName: await get('local-hostname'),
    publicDnsName: await get('public-hostname'),
    publicIp: await get('public-ipv4'),
    privateIps: (await own('local-ipv4s')).split('\n'),
    ipv6: (await own('ipv6s')).split('\n'),
    interfaceId: await own('interface-id'),
    subnetId: await own('subnet-id'),
    vpcId: await own('vpc-id'),
    groups: (await own('security-groups')).split('\n'),
    groupIds: (await own('security-group-ids')).split('\n'),
    profileArn: JSON.parse(await get('iam/info')).InstanceProfileArn,
    project: await get('tags/instance/Project'),
  }).toEqual({
    mac: card.MacAddress,
    instanceId: described.InstanceId,
    reservationId: Reservations![0]!.ReservationId,
    accountId: Reservations![0]!.OwnerId,
    imageId: described.ImageId,
    type: described.InstanceType,
    architecture: described.Architecture,
    zone: described.Placement!.AvailabilityZone,
    zoneId: described.Placement!.AvailabilityZoneId,
    lifecycle: described.InstanceLifecycle,
    launchTimeMs: described.LaunchTime!.getTime(),
    privateDnsName: described.PrivateDnsName,
    publicDnsName: described.PublicDnsName,
    publicIp: described.PublicIpAddress,
    privateIps: card.PrivateIpAddresses!.map(({ PrivateIpAddress }) => PrivateIpAddress),
    ipv6: card.Ipv6Addresses!.map(({ Ipv6Address }) => Ipv6Address),
    interfaceId: card.NetworkInterfaceId,
    subnetId: described.SubnetId,
    vpcId: described.VpcId,
    groups: described.SecurityGroups!.map(({ GroupName }) => GroupName),
    groupIds: described.SecurityGroups!.map(({ GroupId }) => GroupId),
    profileArn: described.IamInstanceProfile!.Arn,
    project: described.Tags!.find(({ Key }) => Key === 'Project')!.Value,
  });
});

test('the metadata service returns changed tags too', async () => {
  const local = await startLocal({ accounts: account });
  onTestFinished(() => local.close());
  const instance = findInstance(accounts, 'i-0123456789abcdef0');
  const arn = `arn:aws:ec2:${instance.region}:${instance.accountId}:instance/${instance.id}`;
  const server = await startImds({ instance, tags: () => local.tagsOf(arn) });
  onTestFinished(() => server.close());
  const ec2 = clientOf(local);
  const imds = new MetadataService({ endpoint: server.endpoint });
  const project = () => imds.request('/latest/meta-data/tags/instance/Project', {});
  expect(await project()).toBe('shop');
  const change = { Resources: [instance.id], Tags: [{ Key: 'Project', Value: 'search' }] };
  await ec2.send(new CreateTagsCommand(change));
  expect(await project()).toBe('search');
});

test('an unknown instance is refused with examples of existing ones', () => {
  expect(() => findInstance(accounts, 'i-1')).toThrow(
    expect.objectContaining({
      code: 'local.imds.no-such-instance',
      message: expect.stringMatching(/"i-1".*i-0[0-9a-f]{16}, .*i-0123456789abcdef0$/),
    }),
  );
});

test('an instance that is not running has no metadata service', () => {
  expect(() => findInstance(accounts, 'i-0000000000000000f')).toThrow(
    expect.objectContaining({
      code: 'local.imds.not-running',
      message: expect.stringContaining('is stopped'),
    }),
  );
});
