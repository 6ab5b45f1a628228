import fc from 'fast-check';
import type { InstanceFacts } from '../../instance.ts';
import { instanceStates, lifecycles } from '../selection.ts';

/** The facts of an ordinary instance. */
export const plainFacts: InstanceFacts = {
  source: 'ec2',
  name: null,
  instanceId: 'i-0123456789abcdef0',
  accountId: '111122223333',
  region: 'us-east-1',
  availabilityZone: 'us-east-1a',
  availabilityZoneId: 'use1-az4',
  state: 'running',
  instanceType: 'm7g.large',
  type: null,
  imageId: 'ami-1',
  launchTime: '2026-11-21T12:00:00.000Z',
  lifecycle: 'on-demand',
  platform: 'Linux/UNIX',
  keyName: null,
  imdsv2: 'required',
  spotRequestId: null,
  launchTemplate: null,
  privateIpv4: ['10.0.0.1'],
  publicIpv4: [],
  ipv6: [],
  privateDnsName: 'ip-10-0-0-1.ec2.internal',
  publicDnsName: null,
  macAddress: null,
  vpcId: 'vpc-1',
  subnetId: 'subnet-1',
  securityGroups: [],
  instanceProfileArn: null,
  role: null,
  tags: {},
  notices: null,
};

const someOf = (...values: string[]) => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 2 });
const addresses = ['10.0.0.1', '10.0.0.2', '52.0.0.1'] as const;
const tags = fc.dictionary(
  fc.constantFrom('Project', 'Env', '__proto__', 'a*'),
  fc.constantFrom('', 'shop', 'a*b'),
  {
    maxKeys: 3,
  },
);

/** Few values of each fact, so that selections match often. */
export const anyFacts: fc.Arbitrary<InstanceFacts> = fc
  .record({
    name: fc.constantFrom('web-1', 'web-2', 'db*', null),
    instanceId: fc.constantFrom('i-1', 'i-2'),
    state: fc.constantFrom(...instanceStates),
    instanceType: fc.constantFrom('m7g.large', 't4g.small'),
    lifecycle: fc.constantFrom(...lifecycles),
    privateIpv4: someOf(...addresses),
    publicIpv4: someOf(...addresses),
    ipv6: someOf('2001:db8::1', '2001:db8::2'),
    privateDnsName: fc.constantFrom('a.internal', 'b.internal', null),
    publicDnsName: fc.constantFrom('a.internal', 'c.amazonaws.com', null),
    vpcId: fc.constantFrom('vpc-1', 'vpc-2'),
    others: tags,
  })
  .map(({ others, ...facts }) => ({
    ...plainFacts,
    ...facts,
    tags: { ...others, ...(facts.name !== null && { Name: facts.name }) },
  }));
