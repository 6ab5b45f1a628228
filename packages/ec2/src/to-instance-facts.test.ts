import type { Ec2Instance } from '@groundcrew/aws/ec2';
import { expect, test } from 'vitest';
import { toInstanceFacts } from './to-instance-facts.ts';

const described: Ec2Instance = {
  OwnerId: '111122223333',
  InstanceId: 'i-0123456789abcdef0',
  ImageId: 'ami-0abc',
  InstanceType: 'm7gd.4xlarge',
  InstanceLifecycle: 'spot',
  KeyName: 'ops',
  PlatformDetails: 'Linux/UNIX',
  SpotInstanceRequestId: 'sir-0123456789',
  MetadataOptions: { HttpTokens: 'optional' },
  State: { Name: 'running' },
  LaunchTime: new Date('2026-11-21T12:00:00Z'),
  Placement: { AvailabilityZone: 'us-east-1a', AvailabilityZoneId: 'use1-az4' },
  PrivateDnsName: 'ip-10-0-0-1.ec2.internal',
  PublicDnsName: '',
  PrivateIpAddress: '10.0.0.1',
  PublicIpAddress: '203.0.113.1',
  VpcId: 'vpc-1',
  SubnetId: 'subnet-1',
  SecurityGroups: [{ GroupId: 'sg-1', GroupName: 'web' }],
  IamInstanceProfile: { Arn: 'arn:aws:iam::111122223333:instance-profile/web' },
  Tags: [
    { Key: 'Name', Value: 'web-1' },
    { Key: '__proto__', Value: 'x' },
    { Key: 'aws:ec2launchtemplate:id', Value: 'lt-0123456789abcdef0' },
  ],
  NetworkInterfaces: [
    {
      MacAddress: '02:00:00:00:00:02',
      Attachment: { DeviceIndex: 1, NetworkCardIndex: 0 },
      PrivateIpAddresses: [{ PrivateIpAddress: '10.0.9.9' }],
      Ipv6Addresses: [{ Ipv6Address: '2001:db8::9' }],
    },
    {
      MacAddress: '02:00:00:00:00:01',
      Attachment: { DeviceIndex: 0, NetworkCardIndex: 0 },
      PrivateIpAddresses: [
        { PrivateIpAddress: '10.0.0.1', Primary: true, Association: { PublicIp: '203.0.113.1' } },
        { PrivateIpAddress: '10.0.0.2', Association: { PublicIp: '203.0.113.2' } },
      ],
      Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }],
    },
  ],
};

test('an instance is returned in the common schema', () => {
  expect(toInstanceFacts(described, { region: 'us-east-1' })).toEqual({
    source: 'ec2',
    name: 'web-1',
    instanceId: 'i-0123456789abcdef0',
    accountId: '111122223333',
    region: 'us-east-1',
    availabilityZone: 'us-east-1a',
    availabilityZoneId: 'use1-az4',
    state: 'running',
    instanceType: 'm7gd.4xlarge',
    type: expect.objectContaining({ family: 'm7gd', size: '4xlarge' }),
    imageId: 'ami-0abc',
    launchTime: '2026-11-21T12:00:00.000Z',
    lifecycle: 'spot',
    platform: 'Linux/UNIX',
    keyName: 'ops',
    imdsv2: 'optional',
    spotRequestId: 'sir-0123456789',
    launchTemplate: 'lt-0123456789abcdef0',
    privateIpv4: ['10.0.0.1', '10.0.0.2', '10.0.9.9'],
    publicIpv4: ['203.0.113.1', '203.0.113.2'],
    ipv6: ['2001:db8::1', '2001:db8::9'],
    privateDnsName: 'ip-10-0-0-1.ec2.internal',
    publicDnsName: null,
    macAddress: '02:00:00:00:00:01',
    vpcId: 'vpc-1',
    subnetId: 'subnet-1',
    securityGroups: [{ id: 'sg-1', name: 'web' }],
    instanceProfileArn: 'arn:aws:iam::111122223333:instance-profile/web',
    role: null,
    tags: Object.fromEntries([
      ['Name', 'web-1'],
      ['__proto__', 'x'],
      ['aws:ec2launchtemplate:id', 'lt-0123456789abcdef0'],
    ]),
    notices: null,
  });
});

test('a terminated instance has no network any more, and is still returned', () => {
  const terminated = { InstanceId: 'i-1', InstanceType: 'm7g.large', State: { Name: 'terminated' } };
  expect(toInstanceFacts(terminated, { region: 'us-east-1', accountId: '444455556666' })).toMatchObject({
    accountId: '444455556666',
    name: null,
    state: 'terminated',
    lifecycle: 'on-demand',
    privateIpv4: [],
    publicIpv4: [],
    ipv6: [],
    macAddress: null,
    launchTime: null,
    securityGroups: [],
    tags: {},
  });
});

test('a type newer than the table is kept unchanged', () => {
  const facts = toInstanceFacts({ InstanceType: 'zz99.huge' }, { region: 'us-east-1' });
  expect(facts).toMatchObject({ instanceType: 'zz99.huge', type: null });
});
