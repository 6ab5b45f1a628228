import type { Coverage, Resource } from '@groundcrew/account';
import { describe, expect, test } from 'vitest';
import { cidr } from '../cidr/index.ts';
import { initialNetwork, parseNetwork } from '../file/index.ts';
import { readSurroundings } from './index.ts';

const file = parseNetwork(initialNetwork(), { file: 'network.yaml' });
const place = { accountId: '111122223333', region: 'ap-northeast-2' };
const own = { 'groundcrew:network': 'shop' };

function resource(id: string, more: Partial<Resource> = {}): Resource {
  const kind = id.split('-')[0]!;
  const arn = `arn:aws:ec2:ap-northeast-2:111122223333:${kind}/${id}`;
  return { ...place, arn, id, type: `ec2:${kind}`, tags: {}, links: {}, ...more };
}

const vpc = resource('vpc-1', { tags: own, attributes: { cidr: '10.20.0.0/16' } });
const subnet = resource('subnet-1', {
  tags: { ...own, 'groundcrew:tier': 'data' },
  links: { vpc: vpc.arn },
  attributes: { cidr: '10.20.0.0/21', zone: 'ap-northeast-2a', zoneId: 'apne2-az1' },
});

const coverage: readonly Coverage[] = ['ec2:subnet', 'ec2:vpc'].map((type) => ({
  ...place,
  type,
  status: 'listed',
  resources: 1,
  unknown: 0,
}));

test('the VPC with the tag of the network, its subnets with their tiers, and all other ranges of the region', () => {
  const other = resource('vpc-2', { attributes: { cidr: '10.30.0.0/16' } });
  const stranger = resource('subnet-2', {
    links: { vpc: vpc.arn },
    attributes: { cidr: '10.20.8.0/24', zoneId: 'apne2-az3' },
  });
  const ofOther = resource('subnet-3', { links: { vpc: other.arn } });
  const elsewhere = { ...resource('vpc-3', { tags: own }), region: 'eu-west-1' };
  expect(readSurroundings(file, [vpc, subnet, other, stranger, ofOther, elsewhere], coverage)).toEqual({
    vpc: {
      id: 'vpc-1',
      ranges: [cidr('10.20.0.0/16')],
      subnets: [
        { id: 'subnet-1', cidr: cidr('10.20.0.0/21'), zone: 'apne2-az1', tier: 'data' },
        { id: 'subnet-2', cidr: cidr('10.20.8.0/24'), zone: 'apne2-az3' },
      ],
    },
    others: [{ what: 'vpc-2', cidr: cidr('10.30.0.0/16') }],
  });
});

test('a network that is not there has no VPC', () => {
  expect(readSurroundings(file, [], coverage)).toEqual({ others: [] });
});

describe('what the snapshot does not have is unknown, and never taken for free', () => {
  test.each<[string, readonly Resource[], readonly Coverage[]]>([
    ['has not all of ec2:subnet there', [], coverage.slice(1)],
    [
      'has not all of ec2:vpc there',
      [],
      coverage.map((row) => (row.type === 'ec2:vpc' ? { ...row, status: 'denied' } : row)),
    ],
    ['does not have the tags of vpc-1', [{ ...vpc, tags: null }], coverage],
    ['does not have the tags of subnet-1', [vpc, { ...subnet, tags: null }], coverage],
    ['has several VPCs of the name shop: vpc-1, vpc-9', [vpc, { ...vpc, id: 'vpc-9' }], coverage],
    ['does not have the range of vpc-1', [resource('vpc-1', { tags: own })], coverage],
    ['does not have the range of vpc-2', [vpc, resource('vpc-2')], coverage],
    [
      'does not have the range and the zone id of subnet-1',
      [vpc, { ...subnet, attributes: { cidr: '10.20.0.0/21' } }],
      coverage,
    ],
  ])('%s', (expected, resources, rows) => {
    expect(() => readSurroundings(file, resources, rows)).toThrow(expected);
  });
});
