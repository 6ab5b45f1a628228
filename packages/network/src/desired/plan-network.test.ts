import { describe, expect, test } from 'vitest';
import { planAddresses } from '../addresses/index.ts';
import { initialNetwork, parseNetwork } from '../file/index.ts';
import { applyChange, emptyState, type NetworkPlan, type NetworkState, planNetwork, vpcOf } from './index.ts';

const starter = initialNetwork();

function planOf(text: string, state: NetworkState = emptyState): NetworkPlan {
  const file = parseNetwork(text, { file: 'network.yaml' });
  const vpc = vpcOf(state);
  return planNetwork(file, planAddresses(file, { ...(vpc && { vpc }), others: state.others ?? [] }), state);
}

/** The state after all changes of a plan. */
function applied(text: string, state: NetworkState = emptyState): NetworkState {
  let id = state.items.size;
  return planOf(text, state).changes.reduce(
    (now, change) => applyChange(now, change, () => `id-${(id += 1)}`),
    state,
  );
}

const summary = ({ changes }: NetworkPlan) =>
  changes.map(({ id, interrupts }) => `${id}${interrupts === undefined ? '' : ` !${interrupts}`}`);

test('a new network is made in an order in which each resource has what it refers to', () => {
  const { changes, kept, refusals, interruptions } = planOf(starter);
  expect({ kept, refusals, interruptions }).toEqual({ kept: [], refusals: [], interruptions: [] });
  for (const { id, requires } of changes) {
    for (const other of requires) {
      expect(changes.findIndex((change) => change.id === other)).toBeLessThan(
        changes.findIndex((change) => change.id === id),
      );
    }
  }
  expect(changes.map(({ key }) => key)).toEqual(
    expect.arrayContaining([
      'internet-gateway',
      'gateway-attachment',
      'address:nat/apne2-az1',
      'nat-gateway:apne2-az1',
      'route:shop-private-apne2-az2/0.0.0.0/0',
      'endpoint:s3',
      'rule:web/tcp/8080/www',
      'rule:www/tcp/80/0.0.0.0/0',
      'load-balancer:www/application/internet-facing',
      'target-group:www/HTTP/8080/instance',
      'listener:shop-www/80',
    ]),
  );
});

test('each resource has a way in which it is never made twice, and what belongs to the network bears its tag', () => {
  const identities = new Map(planOf(starter).changes.map(({ after, identity }) => [after!.kind, identity]));
  expect(Object.fromEntries(identities)).toMatchObject({
    vpc: 'ownership-tag',
    'internet-gateway': 'ownership-tag',
    address: 'ownership-tag',
    'nat-gateway': 'client-token',
    'route-table': 'client-token',
    endpoint: 'client-token',
    subnet: 'natural-key',
    group: 'natural-key',
    route: 'natural-key',
    'load-balancer': 'natural-key',
  });
  for (const { after, identity } of planOf(starter).changes) {
    if (identity !== 'ownership-tag') continue;
    expect(after?.props['tags']).toMatchObject({ 'groundcrew:network': 'shop', Project: 'shop' });
  }
});

test('the plan after an apply is empty, and keeps everything', () => {
  const state = applied(starter);
  expect(planOf(starter, state)).toMatchObject({ changes: [], interruptions: [] });
  expect(planOf(starter, state).kept).toHaveLength(state.items.size);
});

test('a zone more adds what it needs, and changes nothing of the others', () => {
  const more = starter.replace('zones: [apne2-az1, apne2-az2]', 'zones: [apne2-az1, apne2-az3, apne2-az2]');
  const plan = planOf(more, applied(starter));
  expect(plan.interruptions).toEqual([]);
  expect(
    plan.changes
      .filter(({ action }) => action !== 'create')
      .map(({ id, fields, calls }) => [id, fields, calls]),
  ).toEqual([
    ['update endpoint:dynamodb', ['tables'], ['ec2:ModifyVpcEndpoint']],
    ['update endpoint:s3', ['tables'], ['ec2:ModifyVpcEndpoint']],
    [
      'update load-balancer:www/application/internet-facing',
      ['zones', 'subnets'],
      ['elasticloadbalancing:SetSubnets'],
    ],
  ]);
});

describe('another kind of NAT', () => {
  const perZone = starter.replace('nat: one', 'nat: per-zone');

  test('keeps the gateway that is there, and moves routes, which wants to be named', () => {
    const plan = planOf(perZone, applied(starter));
    expect(summary(plan)).toEqual([
      'create address:nat/apne2-az2',
      'create nat-gateway:apne2-az2',
      'update route:shop-private-apne2-az2/0.0.0.0/0 !routes',
    ]);
    expect(plan.interruptions).toEqual(['routes']);
  });

  test('back again removes it after the routes have moved', () => {
    expect(summary(planOf(starter, applied(perZone)))).toEqual([
      'update route:shop-private-apne2-az2/0.0.0.0/0 !routes',
      'remove nat-gateway:apne2-az2 !nat',
      'remove address:nat/apne2-az2 !nat',
    ]);
  });

  test('of one, the gateway stays in its zone, whatever zones are added before it', () => {
    const late = starter.replace('[apne2-az1, apne2-az2]', '[apne2-az2, apne2-az3]');
    const state = applied(late);
    expect(state.items.has('nat-gateway:apne2-az2')).toBe(true);
    const plan = planOf(late.replace('[apne2-az2', '[apne2-az1, apne2-az2'), state);
    expect(plan.interruptions).toEqual([]);
    expect(summary(plan).join()).not.toContain('nat-gateway');
  });

  test('a regional one has no address of its own, and its price is unknown', () => {
    const plan = planOf(
      starter
        .replace('nat: one', 'nat: regional')
        .replace('ap-northeast-2', 'us-east-1')
        .replaceAll('apne2', 'use1'),
    );
    const nat = plan.changes.find(({ key }) => key === 'nat-gateway:regional');
    expect(nat?.hourlyUsd).toBeUndefined();
    expect(plan.hourly).toEqual({ usd: expect.closeTo(0.0225 + 0.01), unknown: 1 });
  });
});

test('a load balancer of another scheme is made before the old one goes', () => {
  const internal = starter.replace('scheme: internet-facing', 'scheme: internal');
  const plan = planOf(internal, applied(starter));
  const ids = plan.changes.map(({ id }) => id);
  expect(ids.indexOf('create load-balancer:www/application/internal')).toBeLessThan(
    ids.indexOf('remove load-balancer:www/application/internet-facing'),
  );
  expect(plan.interruptions).toEqual(['groups', 'load-balancers']);
  expect(planOf(internal, applied(internal, applied(starter))).changes).toEqual([]);
});

test('its target group goes from the old listener to the new one, then its records move, then the old one goes', () => {
  const named = starter.replace(
    'scheme: internet-facing',
    'scheme: internet-facing\n    record: { name: www.example.com, hostedZone: Z1 }',
  );
  const internal = named.replace('scheme: internet-facing', 'scheme: internal');
  const moved = summary(planOf(internal, applied(named))).filter((id) => !id.includes('rule:'));
  expect(moved).toEqual([
    'create load-balancer:www/application/internal',
    'remove listener:shop-www/80 !load-balancers',
    'create listener:shop-www-i/80',
    'update record:Z1/www.example.com/A !records',
    'remove load-balancer:www/application/internet-facing !load-balancers',
  ]);
});

test('IPv6 ends at the load balancer first, then at its subnets, then at the VPC', () => {
  const dual = starter.replace('ipv6: false', 'ipv6: true');
  const ids = planOf(starter, applied(dual)).changes.map(({ id }) => id);
  const balancer = ids.indexOf('update load-balancer:www/application/internet-facing');
  const subnets = ids.flatMap((id, at) => (id.startsWith('update subnet:') ? [at] : []));
  expect(subnets.length).toBeGreaterThan(1);
  expect(balancer).toBeGreaterThanOrEqual(0);
  expect(planOf(starter, applied(starter, applied(dual))).changes).toEqual([]);
  const { changes } = planOf(starter, applied(dual));
  for (const { key, requires } of changes.filter(({ key: each }) => each.startsWith('subnet:'))) {
    const isOfBalancer = changes.some(
      ({ before }) => before?.kind === 'load-balancer' && before.refs['subnets']?.includes(key),
    );
    if (isOfBalancer) expect(requires).toContain('update load-balancer:www/application/internet-facing');
  }
  expect(ids.indexOf('remove ipv6-range')).toBeGreaterThan(Math.max(...subnets));
});

test('the price by the hour is known where it was looked up, and otherwise unknown, never 0', () => {
  const inVirginia = starter
    .replaceAll('ap-northeast-2', 'us-east-1')
    .replaceAll('apne2', 'use1')
    .replace('nat: one', 'nat: per-zone');
  expect(planOf(inVirginia).hourly).toEqual({
    usd: expect.closeTo(2 * 0.045 + 2 * 0.005 + 0.0225 + 2 * 0.005, 6),
    unknown: 0,
  });
  expect(planOf(starter).hourly).toEqual({
    usd: expect.closeTo(0.059 + 0.005 + 0.0225 + 2 * 0.005, 6),
    unknown: 0,
  });
  const elsewhere = starter.replaceAll('ap-northeast-2', 'sa-east-1').replaceAll('apne2', 'sae1');
  const { hourly, changes } = planOf(elsewhere);
  expect(hourly).toEqual({ usd: expect.closeTo(0.005, 6), unknown: 2 });
  expect(changes.filter(({ hourlyUsd }) => hourlyUsd === undefined).map(({ key }) => key)).toEqual([
    'nat-gateway:sae1-az1',
    'load-balancer:www/application/internet-facing',
  ]);
  // A load balancer of another type has a price of its own, which is not that of the first.
  const { hourly: mixed } = planOf(
    inVirginia
      .replace('scheme: internet-facing', 'type: network\n    scheme: internet-facing')
      .replace('health: /health', 'protocol: TCP'),
  );
  expect(mixed.unknown).toBe(1);
});

describe('what AWS would refuse is refused in the plan', () => {
  test.each<[string, Partial<NetworkState>, string]>([
    [
      'nat: per-zone',
      { usage: { addresses: 4 } },
      'Elastic IP addresses of the region: 6, and the quota is 5',
    ],
    ['nat: one', { usage: { vpcs: 5 } }, 'VPCs of the region: 6, and the quota is 5'],
    ['nat: one', { quotas: { subnetsPerVpc: 5 } }, 'subnets of the VPC: 6, and the quota is 5'],
    ['nat: one', { quotas: { rulesPerGroup: 0 } }, 'IPv4 rules of group:web: 1, and the quota is 0'],
    [
      'nat: per-zone',
      { zones: ['apne2-az3', 'apne2-az1'] },
      'ap-northeast-2 has no zone apne2-az2 for this account; there are apne2-az1, apne2-az3',
    ],
    [
      'nat: per-zone',
      { zonesWithoutNat: ['apne2-az2'] },
      'apne2-az2 has no NAT gateways (NotAvailableInZone)',
    ],
    [
      'nat: one',
      { foreign: ['listener:shop-www/80', 'group:web'] },
      'the security group shop-web exists and does not belong to shop: it stays as it is; choose another name',
    ],
  ])('%s %j', (nat, more, expected) => {
    const { refusals } = planOf(starter.replace('nat: one', nat), { ...emptyState, ...more });
    expect(refusals.join('\n')).toContain(expected);
  });

  test('but not what is there already', () => {
    const state = { ...applied(starter), usage: { vpcs: 5, addresses: 5 } };
    expect(planOf(starter, state).refusals).toEqual([]);
  });
});

test('a record in a hosted zone that is not there, or is of another domain, is refused once', () => {
  const named = starter
    .replace('ipv6: false', 'ipv6: true')
    .replace(
      'scheme: internet-facing',
      'scheme: internet-facing\n    record: { name: shop.example.com, hostedZone: Z1 }',
    );
  const refusals = (hostedZones: Record<string, string>) =>
    planOf(named, { ...emptyState, hostedZones }).refusals;
  expect(refusals({ Z1: 'example.com' })).toEqual([]);
  expect(refusals({ Z1: 'shop.example.com' })).toEqual([]);
  expect(refusals({ Z1: 'ample.com' })).toEqual([
    expect.stringContaining('cannot be in the hosted zone Z1, which is of ample.com'),
  ]);
  expect(refusals({ Z2: 'example.com' })).toEqual([
    expect.stringMatching(/no hosted zone Z1, which .* there are: Z2 \(example\.com\)$/),
  ]);
  expect(refusals({})).toEqual([expect.stringMatching(/there are: none$/)]);
});

test('a tag that changes is changed everywhere, and interrupts nothing', () => {
  const plan = planOf(starter.replace('Project: shop', 'Project: web'), applied(starter));
  expect(new Set(plan.changes.map(({ fields }) => fields.join()))).toEqual(new Set(['tags']));
  expect(plan.interruptions).toEqual([]);
  expect(new Set(plan.changes.flatMap(({ calls }) => calls))).toEqual(
    new Set(['ec2:CreateTags', 'elasticloadbalancing:AddTags']),
  );
});

test('IPv6 is added without interruption, and its end wants to be named', () => {
  const dual = starter.replace('ipv6: false', 'ipv6: true');
  const added = planOf(dual, applied(starter));
  expect(added.interruptions).toEqual([]);
  expect(added.changes.map(({ key }) => key)).toEqual(
    expect.arrayContaining(['ipv6-range', 'egress-only-gateway', 'route:shop-public/::/0']),
  );
  expect(planOf(starter, applied(dual)).interruptions).toEqual([
    'gateways',
    'groups',
    'load-balancers',
    'routes',
    'subnets',
  ]);
});
