import { expect, test } from 'vitest';
import type { AccountInstance } from '@groundcrew/account/file';
import { createOrganization } from './organization.ts';
import { createRegionInstances } from './region-instances.ts';

function instancesOf(instances: readonly AccountInstance[], region = 'us-east-1', id = '111111111111') {
  return createRegionInstances({ id, regions: { [region]: { instances } } }, region);
}

test('twenty thousand identical instances have distinct ids, and are found by them', () => {
  const instances = instancesOf([{ type: 't3.micro' }, { type: 'm7g.large', count: 20_000, publicIp: true }]);
  const seen = new Set<string | undefined>();
  for (let position = 0; position < instances.size; position += 1) {
    const { id, network, rootVolumeId } = instances.at(position);
    for (const mark of [id, rootVolumeId, network!.interfaceId, network!.privateIps[0]!]) seen.add(mark);
  }
  expect(seen.size).toBe(4 * 20_001);
  for (const position of [0, 1, 10_000, 20_000]) {
    expect(instances.positionOf(instances.at(position).id)).toBe(position);
  }
  expect(instances.positionOf('i-0123456789abcdef0')).toBeUndefined();
});

test('addresses are in the range of their subnet, and that is in the range of the VPC', () => {
  const instances = instancesOf([
    { type: 't3.micro', count: 30_000 },
    { type: 't3.micro', privateIps: ['172.31.77.9'] },
  ]);
  const numberOf = (address: string) =>
    address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
  const isWithin = (address: string, range: string) => {
    const [base = '', bits] = range.split('/');
    const size = 2 ** (32 - Number(bits));
    return Math.floor(numberOf(address) / size) === Math.floor(numberOf(base) / size);
  };
  for (const position of [0, 1, 7999, 8000, 29_999, 30_000]) {
    const { privateIps, subnetCidr, vpcCidr } = instances.at(position).network!;
    expect(isWithin(privateIps[0]!, subnetCidr), `${privateIps[0]} in ${subnetCidr}`).toBe(true);
    expect(isWithin(subnetCidr.split('/')[0]!, vpcCidr), `${subnetCidr} in ${vpcCidr}`).toBe(true);
  }
});

test('instances are spread over the zones of their region, whose ids are its own', () => {
  const instances = instancesOf([{ type: 't3.micro', count: 6 }], 'ap-northeast-1');
  const zones = Array.from({ length: 6 }, (_, position) => instances.at(position));
  expect(zones.map(({ zone }) => zone.at(-1))).toEqual(['a', 'c', 'd', 'a', 'c', 'd']);
  expect(new Set(zones.map(({ zoneId }) => zoneId)).size).toBe(3);
  for (const { zoneId } of zones) expect(zoneId).toMatch(/^apne1-az[1-3]$/);
});

test('accounts and regions do not share generated values', () => {
  const one: AccountInstance[] = [{ type: 't3.micro' }];
  const ids = [
    instancesOf(one).at(0).id,
    instancesOf(one, 'us-east-2').at(0).id,
    instancesOf(one, 'us-east-1', '222222222222').at(0).id,
  ];
  expect(new Set(ids).size).toBe(3);
});

test.each([
  ['t3.micro', 'x86_64'],
  ['m7a.large', 'x86_64'],
  ['g5.xlarge', 'x86_64'],
  ['m7g.large', 'arm64'],
  ['c7gn.large', 'arm64'],
  ['g5g.xlarge', 'arm64'],
  ['im4gn.large', 'arm64'],
  ['a1.medium', 'arm64'],
  ['hpc7g.16xlarge', 'arm64'],
  ['u7in-24tb.224xlarge', 'x86_64'],
  ['mac2.metal', 'arm64_mac'],
  ['mac1.metal', 'x86_64_mac'],
])('the architecture of %s is %s', (type, architecture) => {
  expect(instancesOf([{ type }]).at(0).architecture).toBe(architecture);
});

test('an instance is found in any account and region', () => {
  const organization = createOrganization({
    accounts: [
      { id: '111111111111', regions: { 'us-east-1': { instances: [{ type: 't3.micro' }] } } },
      {
        id: '222222222222',
        regions: { 'eu-west-1': { instances: [{ type: 't3.micro', id: 'i-00000007', tags: { a: '{n}' } }] } },
      },
    ],
  });
  expect(organization.findInstance('i-00000007')).toMatchObject({
    accountId: '222222222222',
    region: 'eu-west-1',
    tags: { a: '1' },
  });
  expect(organization.findInstance('i-00000008')).toBeUndefined();
});

test.each(['vpc-0aaaaaaaaaaaaaaa1', 'shop'])(
  'an instance is in the VPC of its subnet, which names it %s, and in the one that it names itself',
  (vpc) => {
    const region = {
      vpcs: [{ id: 'vpc-0aaaaaaaaaaaaaaa1', name: 'shop' }],
      subnets: [{ id: 'subnet-0aaaaaaaaaaaaaaa1', vpc }, { id: 'subnet-0aaaaaaaaaaaaaaa2' }],
      instances: [
        { type: 't3.micro', subnet: 'subnet-0aaaaaaaaaaaaaaa1' },
        { type: 't3.micro', subnet: 'subnet-0aaaaaaaaaaaaaaa2' },
        { type: 't3.micro', subnet: 'subnet-0aaaaaaaaaaaaaaa2', vpc: 'vpc-0aaaaaaaaaaaaaaa3' },
        { type: 't3.micro' },
      ],
    };
    const instances = createRegionInstances(
      { id: '111111111111', regions: { 'us-east-1': region } },
      'us-east-1',
    );
    const [ofSubnet, ofOther, own, none] = [0, 1, 2, 3].map((index) => instances.at(index).network!.vpcId);
    expect(ofSubnet).toBe('vpc-0aaaaaaaaaaaaaaa1');
    expect(own).toBe('vpc-0aaaaaaaaaaaaaaa3');
    expect(ofOther).toBe(none);
    expect(ofOther).not.toBe(ofSubnet);
  },
);
