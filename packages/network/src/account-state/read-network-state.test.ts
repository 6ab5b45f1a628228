import { isGroundcrewError } from '@groundcrew/errors';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { planAddresses } from '../addresses/index.ts';
import { applyChange, emptyState, type NetworkState, planNetwork, vpcOf } from '../desired/index.ts';
import { type NetworkFile, parseNetwork } from '../file/index.ts';
import type { NetworkAnswer } from '../saved/index.ts';
import { fileOfDraft, networkDraft } from '../testing/network-drafts.ts';
import { answersOfState, IPV6_OF_VPC } from '../testing/state-answers.ts';
import { readNetworkState } from './index.ts';

const region = 'ap-northeast-2';

function planOf(file: NetworkFile, state: NetworkState) {
  const vpc = vpcOf(state);
  return planNetwork(file, planAddresses(file, vpc ? { vpc } : {}), state);
}

/** The network of a file, as it is once its plan is applied, and AWS has given its range of IPv6. */
function made(file: NetworkFile): NetworkState {
  let id = 0;
  const { items } = planOf(file, emptyState).changes.reduce(
    (now, change) => applyChange(now, change, () => `id-${String((id += 1)).padStart(6, '0')}`),
    emptyState,
  );
  const ipv6 = items.get('ipv6-range');
  return {
    items: new Map([
      ...items,
      ...(ipv6 ? [[ipv6.key, { ...ipv6, props: { cidr: IPV6_OF_VPC } }] as const] : []),
    ]),
  };
}

const changesOf = (file: NetworkFile, state: NetworkState) =>
  planOf(file, state).changes.map(({ id, fields }) => [id, ...fields]);

const runs = (all: number) => (inject('effort') === 1 ? all : Math.ceil(all / 25));

test('a network that is read back has nothing to change, and any other file wants the same changes of it', () => {
  fc.assert(
    fc.property(networkDraft, networkDraft, (one, other) => {
      const file = fileOfDraft(one);
      const next = fileOfDraft(other);
      if (!file) return;
      const state = made(file);
      const read = readNetworkState(answersOfState(state, region), file);
      expect(changesOf(file, read)).toEqual([]);
      expect(read.foreign).toEqual([]);
      expect([...read.items.keys()].toSorted()).toEqual([...state.items.keys()].toSorted());
      if (!next) return;
      const again = readNetworkState(answersOfState(state, region), next);
      expect(changesOf(next, again)).toEqual(changesOf(next, state));
    }),
    { numRuns: runs(500) },
  );
});

const file = parseNetwork(
  JSON.stringify({
    version: 1,
    name: 'shop',
    region,
    cidr: '10.20.0.0/16',
    zones: ['apne2-az1', 'apne2-az2'],
    tiers: {
      public: { access: 'public', share: '1/8' },
      private: { access: 'private', share: '1/4' },
    },
    nat: 'one',
    endpoints: ['s3'],
    groups: { web: { allow: [{ from: 'www', ports: 8080 }] } },
    loadBalancers: {
      www: {
        scheme: 'internet-facing',
        tier: 'public',
        listeners: [{ port: 80, target: { port: 8080 } }],
        record: { name: 'www.example.com', hostedZone: 'Z1' },
      },
    },
  }),
  { file: 'f' },
);
const whole = made(file);

type Answers = Record<string, Record<string, Record<string, unknown>[]>>;

/** The state that is read after something was changed in the answers. */
function read(
  change: (answers: Answers) => void = () => undefined,
  state: NetworkState = whole,
): NetworkState {
  const answers = answersOfState(state, region);
  const byName = Object.fromEntries(answers.map(({ path, value }) => [path.slice(region.length + 1), value]));
  change(byName as Answers);
  return readNetworkState(
    Object.entries(byName).map(([path, value]): NetworkAnswer => ({ path: `${region}/${path}`, value })),
    file,
  );
}

const named = (answers: Answers, name: string, key: string, id: string) =>
  answers[name]![key]!.find((each) => Object.values(each).includes(id))!;
const idOf = (key: string) => whole.items.get(key)!.id!;

test('without any one answer that it depends on, the state is unknown and never empty', () => {
  const names = answersOfState(whole, region)
    .map(({ path }) => path.slice(region.length + 1))
    .filter((name) => name !== 'describe-availability-zones');
  expect(names.length).toBeGreaterThan(15);
  for (const name of names) {
    let thrown: unknown;
    try {
      read((answers) => void delete answers[name]);
    } catch (error) {
      thrown = error;
    }
    expect([name, isGroundcrewError(thrown, 'network.account.unknown')]).toEqual([name, true]);
  }
  expect(() =>
    read((answers) => void Object.assign(answers['describe-nat-gateways']!, { NextToken: 'x' })),
  ).toThrow(/describe-nat-gateways/);
});

test('zones of the region that were not collected are unknown, and never none', () => {
  expect(read().zones).toEqual(['apne2-az1', 'apne2-az2', 'apne2-az3', 'apne2-az4']);
  expect(read((answers) => void delete answers['describe-availability-zones'])).not.toHaveProperty('zones');
});

test('an account without the network has nothing of it', () => {
  const state = read(undefined, emptyState);
  expect([...state.items]).toEqual([]);
  expect(state.others).toMatchObject([{ what: 'vpc-default' }]);
  expect(state.usage).toEqual({ vpcs: 1, internetGateways: 1, addresses: 0 });
});

test.each<[string, (answers: Answers) => void]>([
  [
    'gateway-attachment',
    (answers) => {
      const gateway = named(
        answers,
        'describe-internet-gateways',
        'InternetGateways',
        idOf('internet-gateway'),
      );
      gateway['Tags'] = [];
    },
  ],
  [
    'route:shop-private-apne2-az1/0.0.0.0/0',
    (answers) => {
      const table = named(
        answers,
        'describe-route-tables',
        'RouteTables',
        idOf('route-table:private/apne2-az1'),
      );
      for (const route of table['Routes'] as Record<string, unknown>[]) {
        if (route['NatGatewayId'] === undefined) continue;
        delete route['NatGatewayId'];
        route['TransitGatewayId'] = 'tgw-1';
      }
    },
  ],
  [
    'group:web',
    (answers) => {
      const group = named(answers, 'describe-security-groups', 'SecurityGroups', idOf('group:web'));
      group['Tags'] = [];
    },
  ],
  [
    'load-balancer:www/application/internet-facing',
    (answers) => {
      const tags = answers['elb-tags']!['TagDescriptions']!;
      for (const each of tags) each['Tags'] = [];
    },
  ],
  [
    'listener:shop-www/80',
    (answers) => {
      const [listener] =
        answers[`listeners-${idOf('load-balancer:www/application/internet-facing')}`]!['Listeners']!;
      listener!['DefaultActions'] = [{ Type: 'redirect' }];
    },
  ],
  [
    'record:Z1/www.example.com/A',
    (answers) => {
      answers['records-Z1']!['ResourceRecordSets'] = [
        { Name: 'WWW.example.com.', Type: 'CNAME', ResourceRecords: [{ Value: 'elsewhere.example.com' }] },
      ];
    },
  ],
])('what others have in the place of %s is in the way, and stays', (key, change) => {
  const state = read(change);
  expect(state.foreign).toContain(key);
  expect(state.items.has(key)).toBe(false);
});

test('rules, routes and subnets of others are not of the network, and not removed', () => {
  const state = read((answers) => {
    answers['describe-security-group-rules']!['SecurityGroupRules']!.push(
      ...[
        { PrefixListId: 'pl-1' },
        { ReferencedGroupInfo: { GroupId: 'sg-others' } },
        { CidrIpv4: '0.0.0.0/0', IpProtocol: 'icmp', FromPort: 8, ToPort: 0 },
      ].map((more, at) => ({
        SecurityGroupRuleId: `sgr-${at}`,
        GroupId: idOf('group:web'),
        IsEgress: false,
        IpProtocol: 'tcp',
        FromPort: 22,
        ToPort: 22,
        ...more,
      })),
    );
    answers['describe-subnets']!['Subnets']!.push({
      SubnetId: 'subnet-others',
      VpcId: idOf('vpc'),
      CidrBlock: '10.20.255.0/24',
      AvailabilityZone: `${region}a`,
      AvailabilityZoneId: 'apne2-az1',
    });
  });
  expect(changesOf(file, state)).toEqual([]);
  expect(state.strangeRules).toHaveLength(3);
  expect(state.strangers).toMatchObject([{ id: 'subnet-others', zone: 'apne2-az1' }]);
});

const openRule = (more: object = {}) => ({
  SecurityGroupRuleId: 'sgr-open',
  GroupId: idOf('group:web'),
  IsEgress: false,
  IpProtocol: '-1',
  CidrIpv4: '0.0.0.0/0',
  ...more,
});

test('a rule that the file does not want any more is removed, and one that somebody else made is named and stays', () => {
  const added = (more?: object) =>
    read((answers) => {
      answers['describe-security-group-rules']!['SecurityGroupRules']!.push(openRule(more));
    });
  const ours = added({ Tags: [{ Key: 'groundcrew:network', Value: 'shop' }] });
  expect(planOf(file, ours)).toMatchObject({
    changes: [{ id: 'remove rule:web/all/all/0.0.0.0/0', before: { id: 'sgr-open' } }],
    interruptions: ['groups'],
  });
  expect(ours.strangeRules).toBeUndefined();
  const theirs = added();
  expect(changesOf(file, theirs)).toEqual([]);
  expect(theirs.strangeRules).toEqual([`sgr-open of ${idOf('group:web')} (shop-web)`]);
});

test('a tag that was taken out of the file stays, and is counted', () => {
  const before = made({ ...file, tags: { Team: 'web' } });
  const state = read(undefined, before);
  expect(changesOf(file, state)).toEqual([]);
  const tagged = [...state.items.values()].filter(({ props }) => props['tags'] !== undefined);
  expect(state.strangeTags).toEqual({ Team: tagged.length, Owner: tagged.length });
  // Somebody else has set this one.
  expect(read().strangeTags).toEqual({ Owner: tagged.length });
});

test('a rule without a tag that the file wants is of the network', () => {
  const state = read((answers) => {
    for (const rule of answers['describe-security-group-rules']!['SecurityGroupRules']!) delete rule['Tags'];
  });
  expect(changesOf(file, state)).toEqual([]);
  expect(state.strangeRules).toEqual([]);
});

test('what failed, or leads nowhere, is made again or led to the right place', () => {
  const state = read((answers) => {
    for (const gateway of answers['describe-nat-gateways']!['NatGateways']!) gateway['State'] = 'failed';
    for (const table of answers['describe-route-tables']!['RouteTables']!) {
      for (const route of table['Routes'] as Record<string, unknown>[]) {
        if (route['NatGatewayId'] !== undefined) route['State'] = 'blackhole';
      }
    }
  });
  expect(changesOf(file, state)).toEqual([
    ['create nat-gateway:apne2-az1'],
    ['update route:shop-private-apne2-az1/0.0.0.0/0', 'target'],
    ['update route:shop-private-apne2-az2/0.0.0.0/0', 'target'],
  ]);
});

test('two that are the same of a network, or one in another VPC, are refused with both', () => {
  const ambiguous = (change: (answers: Answers) => void, message: RegExp) => {
    expect(() => read(change)).toThrow(expect.objectContaining({ code: 'network.account.ambiguous' }));
    expect(() => read(change)).toThrow(message);
  };
  ambiguous((answers) => {
    const vpc = named(answers, 'describe-vpcs', 'Vpcs', idOf('vpc'));
    answers['describe-vpcs']!['Vpcs']!.push({ ...vpc, VpcId: 'vpc-copy' });
  }, /vpc-copy/);
  ambiguous((answers) => {
    const table = named(answers, 'describe-route-tables', 'RouteTables', idOf('route-table:public'));
    answers['describe-route-tables']!['RouteTables']!.push({ ...table, RouteTableId: 'rtb-copy' });
  }, /rtb-copy/);
  ambiguous((answers) => {
    named(answers, 'describe-vpcs', 'Vpcs', idOf('vpc'))['Tags'] = [];
  }, /groundcrew:network=shop/);
});

test('ranges of peers are known to the address plan', () => {
  const state = read((answers) => {
    answers['describe-vpc-peering-connections']!['VpcPeeringConnections'] = [
      {
        Status: { Code: 'active' },
        RequesterVpcInfo: { VpcId: idOf('vpc') },
        AccepterVpcInfo: { VpcId: 'vpc-peer', CidrBlockSet: [{ CidrBlock: '10.20.128.0/17' }] },
      },
      {
        Status: { Code: 'deleted' },
        RequesterVpcInfo: { VpcId: idOf('vpc') },
        AccepterVpcInfo: { VpcId: 'vpc-gone', CidrBlock: '10.20.0.0/16' },
      },
    ];
  });
  expect(state.others?.map(({ what }) => what)).toEqual(['vpc-default', 'vpc-peer, a peer']);
});

test('answers of other regions are left out, and of two accounts none are chosen', () => {
  const answers = answersOfState(whole, region);
  const elsewhere = answersOfState(emptyState, 'eu-west-1').map(({ path, value }) => ({ path, value }));
  expect(readNetworkState([...answers, ...elsewhere], file).items.size).toBe(whole.items.size);
  expect(() => readNetworkState(elsewhere, { ...file, region: 'us-east-1' })).not.toThrow();
  const both = answers.flatMap(({ path, value }) =>
    ['a', 'b'].map((to) => ({ path: `${to}/${path}`, value })),
  );
  expect(() => readNetworkState(both, file)).toThrow(/several accounts or folders/);
});

/** The value with one of its parts, the one at a number, replaced. */
function replaced(value: unknown, at: { left: number }, by: unknown): unknown {
  if (at.left === 0) {
    at.left = -1;
    return by;
  }
  at.left -= 1;
  if (Array.isArray(value)) return value.map((each) => replaced(each, at, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each, at, by)]));
}

test('whatever is answered is read or refused, and never crashes', () => {
  const answers = answersOfState(whole, region);
  let refused = 0;
  fc.assert(
    fc.property(
      fc.nat(answers.length - 1),
      fc.nat(120),
      fc.constantFrom<unknown>(undefined, null, '', 'x', 7, [], [7], {}),
      (answer, part, by) => {
        const changed = answers.map(({ path, value }, index) => ({
          path,
          value: index === answer ? replaced(value, { left: part }, by) : value,
        }));
        try {
          readNetworkState(changed, file);
        } catch (error) {
          refused += 1;
          expect(isGroundcrewError(error) && error.code.startsWith('network.')).toBe(true);
        }
      },
    ),
    { numRuns: runs(5000) },
  );
  expect(refused).toBeGreaterThan(20);
});
