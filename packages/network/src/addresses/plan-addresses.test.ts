import { isGroundcrewError } from '@groundcrew/errors';
import { describe, expect, test } from 'vitest';
import { cidr, formatCidr } from '../cidr/index.ts';
import { parseNetwork } from '../file/index.ts';
import { type ExistingSubnet, type ExistingVpc, pinsOf, planAddresses, type Surroundings } from './index.ts';

const base = {
  version: 1,
  name: 'shop',
  region: 'ap-northeast-2',
  cidr: '10.20.0.0/16',
  zones: ['apne2-az1', 'apne2-az3'],
  tiers: {
    public: { access: 'public', share: '1/16' },
    private: { access: 'private', share: '1/2' },
    data: { access: 'isolated', share: '1/8' },
  },
};

const fileOf = (more: object = {}) =>
  parseNetwork(JSON.stringify({ ...base, ...more }), { file: 'network.yaml' });
const planOf = (more: object = {}, surroundings: Surroundings = {}) =>
  planAddresses(fileOf(more), surroundings);
const textOf = ({ subnets }: ReturnType<typeof planAddresses>) =>
  subnets.map(({ tier, zone, cidr: range }) => `${tier} ${zone} ${formatCidr(range)}`);

function vpcOf(subnets: readonly Partial<ExistingSubnet>[] = [], ranges = ['10.20.0.0/16']): ExistingVpc {
  return {
    id: 'vpc-1',
    ranges: ranges.map(cidr) as unknown as ExistingVpc['ranges'],
    subnets: subnets.map((each, index) => ({
      id: `subnet-${index}`,
      cidr: cidr('10.20.0.0/24'),
      zone: 'apne2-az1',
      ...each,
    })),
  };
}

function refusal(action: () => unknown): string {
  try {
    action();
  } catch (thrown) {
    if (isGroundcrewError(thrown)) return `${thrown.code}: ${thrown.message}`;
    throw thrown;
  }
  return 'none';
}

test('each tier has its share, a zone has the place of its number, and room for four zones', () => {
  const plan = planOf();
  expect(textOf(plan)).toEqual([
    'data apne2-az1 10.20.128.0/21',
    'data apne2-az3 10.20.144.0/21',
    'private apne2-az1 10.20.0.0/19',
    'private apne2-az3 10.20.64.0/19',
    'public apne2-az1 10.20.160.0/22',
    'public apne2-az3 10.20.168.0/22',
  ]);
  expect(plan.unused.map(({ cidr: range, keptFor }) => `${formatCidr(range)} ${keptFor ?? 'free'}`)).toEqual([
    '10.20.32.0/19 private',
    '10.20.96.0/19 private',
    '10.20.136.0/21 data',
    '10.20.152.0/21 data',
    '10.20.164.0/22 public',
    '10.20.172.0/22 public',
    '10.20.176.0/20 free',
    '10.20.192.0/18 free',
  ]);
  expect(plan.findings).toEqual([]);
});

test('five addresses of each subnet are AWS, and eight are kept for each load balancer', () => {
  const listeners = [{ port: 80, target: { port: 80 } }];
  const { subnets } = planOf({
    loadBalancers: {
      www: { scheme: 'internet-facing', tier: 'public', listeners },
      api: { scheme: 'internal', tier: 'public', listeners },
    },
  });
  expect(subnets.map(({ tier, usable, forLoadBalancers }) => [tier, usable, forLoadBalancers])).toEqual([
    ['data', 2043, 0],
    ['data', 2043, 0],
    ['private', 8187, 0],
    ['private', 8187, 0],
    ['public', 1019, 16],
    ['public', 1019, 16],
  ]);
});

test('a zone between two others moves nothing', () => {
  const before = textOf(planOf());
  const after = textOf(planOf({ zones: ['apne2-az1', 'apne2-az2', 'apne2-az3', 'apne2-az4'] }));
  expect(after).toEqual(expect.arrayContaining(before));
  expect(after).toContain('data apne2-az2 10.20.136.0/21');
});

test('a zone beyond the kept room gets free addresses, and one without number the first free place', () => {
  const zones = ['apne2-az1', 'apne2-az2', 'apne2-az3', 'apne2-az4', 'apne2-sel1-az1'];
  expect(textOf(planOf({ zones }))).toContain('data apne2-sel1-az1 10.20.176.0/21');
  expect(textOf(planOf({ zones: zones.slice(3) }))).toContain('data apne2-sel1-az1 10.20.128.0/21');
});

test('what exists wins, and what is pinned is kept', () => {
  const subnets = [
    { tier: 'data', cidr: cidr('10.20.0.0/21') },
    { cidr: cidr('10.20.8.0/24'), zone: 'apne2-az3' },
  ];
  const plan = planOf({ subnets: { public: { 'apne2-az3': '10.20.16.0/22' } } }, { vpc: vpcOf(subnets) });
  expect(textOf(plan)).toContain('data apne2-az1 10.20.0.0/21');
  expect(textOf(plan)).toContain('public apne2-az3 10.20.16.0/22');
  expect(plan.subnets.map(({ origin }) => origin).toSorted()).toEqual([
    'exists',
    'new',
    'new',
    'new',
    'new',
    'pinned',
  ]);
  expect(plan.findings).toEqual([
    {
      code: 'foreign-subnet',
      message: 'subnet-1 (10.20.8.0/24, apne2-az3) is not of this network; it stays',
    },
  ]);
});

test('a tier that grows gets a further subnet, and keeps room for zones', () => {
  const pins = pinsOf(planOf());
  const tiers = { ...base.tiers, data: { access: 'isolated', share: '1/4' } };
  const plan = planOf({ tiers, subnets: pins.subnets });
  expect(textOf(plan)).toEqual(expect.arrayContaining(textOf(planOf())));
  expect(textOf(plan)).toContain('data apne2-az1 10.20.176.0/21');
  expect(plan.findings[0]?.message).toBe(
    'data in apne2-az1 has 10.20.128.0/21, less than its share; it gets a further subnet of /21, since none can be resized',
  );
  const again = pinsOf(plan);
  const later = planOf({ tiers, subnets: again.subnets });
  expect(textOf(later)).toEqual(textOf(plan));
  expect(later.findings).toEqual([]);
});

test('a tier that shrinks keeps what it has', () => {
  const { subnets } = pinsOf(planOf());
  const tiers = { ...base.tiers, data: { access: 'isolated', share: '1/16' } };
  const plan = planOf({ tiers, subnets });
  expect(textOf(plan)).toEqual(textOf(planOf()));
  expect(plan.findings.map(({ code }) => code)).toEqual(['more-than-share', 'more-than-share']);
});

describe('when the VPC is full', () => {
  const tiers = { all: { access: 'public', share: 'all' } };
  const zones = ['apne2-az1', 'apne2-az2', 'apne2-az3', 'apne2-az4', 'apne2-az5'];

  test('it gets the next range of its own private range', () => {
    const plan = planOf({ tiers, zones });
    expect(textOf(plan)).toContain('all apne2-az5 10.21.0.0/18');
    expect(plan.ranges.map(({ cidr: range, origin }) => `${formatCidr(range)} ${origin}`)).toEqual([
      '10.20.0.0/16 pinned',
      '10.21.0.0/16 new',
    ]);
    expect(plan.findings).toEqual([
      {
        code: 'secondary-range',
        message:
          'the VPC has no room for all in apne2-az5 (/18); it gets 10.21.0.0/16 beside its other ranges',
      },
    ]);
  });

  test('which overlaps nothing that is to be avoided, no other VPC, and no route', () => {
    const plan = planOf(
      { tiers, zones, avoid: ['10.21.0.0/16'] },
      { others: [{ what: 'vpc-2', cidr: cidr('10.22.0.0/15') }], routes: [cidr('10.24.9.0/24')] },
    );
    expect(textOf(plan)).toContain('all apne2-az5 10.25.0.0/18');
  });

  test('or one of 100.64.0.0/10 where its own has none', () => {
    const plan = planOf({ tiers, zones, cidr: '192.168.0.0/16' });
    expect(textOf(plan)).toContain('all apne2-az5 100.64.0.0/18');
    const high = planOf({
      tiers,
      zones,
      avoid: [
        '10.0.0.0/12',
        '10.21.0.0/16',
        '10.22.0.0/15',
        '10.24.0.0/13',
        '10.32.0.0/11',
        '10.64.0.0/10',
        '10.128.0.0/9',
        '10.16.0.0/14',
      ],
    });
    expect(formatCidr(high.ranges[1]!.cidr)).toBe('100.64.0.0/16');
  });

  test('never 10.0.0.0/16 beside 10.1.0.0/16', () => {
    const plan = planOf({
      tiers,
      zones,
      cidr: '10.1.0.0/16',
      avoid: [
        '10.2.0.0/15',
        '10.4.0.0/14',
        '10.8.0.0/13',
        '10.16.0.0/12',
        '10.32.0.0/11',
        '10.64.0.0/10',
        '10.128.0.0/9',
      ],
    });
    expect(formatCidr(plan.ranges[1]!.cidr)).toBe('100.64.0.0/16');
  });

  test('and is refused if AWS permits none, or no more', () => {
    expect(refusal(() => planOf({ tiers, zones, cidr: '192.168.0.0/16', avoid: ['100.64.0.0/10'] }))).toBe(
      'network.addresses.full: the VPC has no room for all in apne2-az5 (/18), and gets no further range: no range of /16 is free that AWS permits beside 192.168.0.0/16; make shares smaller, or take ranges out of avoid',
    );
    const ranges = ['10.20.0.0/16', '10.30.0.0/28', '10.30.0.16/28', '10.30.0.32/28', '10.30.0.48/28'];
    expect(refusal(() => planOf({ tiers, zones }, { vpc: vpcOf([], ranges) }))).toContain(
      'it has 5 ranges, and the quota is 5',
    );
  });
});

test('a pin that takes addresses of another subnet is refused, with both', () => {
  const subnets = { public: { 'apne2-az1': '10.20.0.0/22' } };
  expect(refusal(() => planOf({ subnets }, { vpc: vpcOf([{ tier: 'data' }]) }))).toBe(
    'network.addresses.conflict: the file gives 10.20.0.0/22 to public in apne2-az1, and subnet-0 (data, apne2-az1) has 10.20.0.0/24 already: take the range out of the file to keep what exists, or give another one',
  );
  expect(refusal(() => planOf({}, { vpc: vpcOf([], ['10.30.0.0/16']) }))).toContain(
    'the file gives 10.20.0.0/16 to the VPC as cidr, and vpc-1 has 10.30.0.0/16 already',
  );
});

test('overlaps, and what AWS advises against, are reported', () => {
  const { findings } = planOf(
    { cidr: '172.17.0.0/16', tiers: { a: { access: 'public', share: '30%' } } },
    { others: [{ what: 'vpc-2 (office)', cidr: cidr('172.17.9.0/24') }] },
  );
  expect(findings.map(({ message }) => message)).toEqual([
    '172.17.0.0/16 overlaps 172.17.9.0/24 of vpc-2 (office): the two cannot be peered, and routes to one hide the other',
    '172.17.0.0/16 overlaps 172.17.0.0/16, which services of AWS such as Cloud9 and SageMaker use themselves',
    'the share of a, 30%, is rounded down to 1/4',
  ]);
});

test('a subnet of a load balancer with fewer than eight free addresses is reported', () => {
  const listeners = [{ port: 80, target: { port: 80 } }];
  const loadBalancers = { www: { scheme: 'internet-facing', tier: 'public', listeners } };
  const { findings } = planOf(
    { loadBalancers },
    { vpc: vpcOf([{ tier: 'public', cidr: cidr('10.20.0.0/22'), freeAddresses: 7 }]) },
  );
  expect(findings.map(({ message }) => message)).toEqual([
    'subnet-0 (10.20.0.0/22) has 7 free addresses, and a load balancer needs 8',
  ]);
});

test('subnets with IPv6 have a number each, which stays', () => {
  const first = planOf({ ipv6: true });
  expect(first.subnets.map(({ ipv6 }) => ipv6)).toEqual([0, 1, 2, 3, 4, 5]);
  const vpc: ExistingVpc = {
    ...vpcOf([{ tier: 'public', ipv6: cidr('2001:db8:0:102::/64') }]),
    ipv6: cidr('2001:db8:0:100::/56'),
  };
  const numbers = planOf({ ipv6: true }, { vpc }).subnets.map(({ tier, ipv6 }) => `${tier} ${ipv6}`);
  expect(numbers).toContain('public 2');
  expect(new Set(numbers.map((each) => each.split(' ')[1])).size).toBe(numbers.length);
});

test('what is pinned as the plan has it makes the same plan', () => {
  const plan = planOf({ ipv6: true });
  const { subnets } = pinsOf(plan);
  const again = planOf({ ipv6: true, subnets });
  expect(textOf(again)).toEqual(textOf(plan));
  expect(again.subnets.every(({ origin }) => origin === 'pinned')).toBe(true);
  expect(pinsOf(again)).toEqual(pinsOf(plan));
});
