import { GroundcrewError } from '@groundcrew/errors';
import { expect, test } from 'vitest';
import { collectNetwork, type NetworkClients, type NetworkQuery } from './index.ts';

const tag = { key: 'groundcrew:network', value: 'shop' };
const ours = [{ Key: tag.key, Value: tag.value }];

/** An account with a load balancer and a private zone; `refused`: what its calls are denied, by IAM action. */
function fakeClients(refused: readonly string[] = [], reason = 'access-denied') {
  const calls: string[] = [];
  const answer = (permission: string, value: Record<string, unknown>, of = '') => {
    calls.push(`${permission}${of && ` ${of}`}`);
    if (!refused.includes(permission)) return Promise.resolve(value);
    return Promise.reject(
      new GroundcrewError('aws-ec2.describe-network-failed', 'could not read the network', {
        details: { reason, permission },
      }),
    );
  };
  const lists: Record<string, unknown> = {
    'describe-vpcs': { Vpcs: [{ VpcId: 'vpc-1', Tags: ours }, { VpcId: 'vpc-2' }] },
    'describe-managed-prefix-lists': { PrefixLists: [{ PrefixListId: 'pl-1' }] },
  };
  const clients: NetworkClients = {
    ec2: {
      list: (name) =>
        answer(`ec2:${name}`, (lists[name] as Record<string, unknown> | undefined) ?? { Empty: [] }),
      blockPublicAccess: () => answer('ec2:block', {}),
      prefixListEntries: (id) => answer('ec2:entries', { Entries: [] }, id),
      dnsHostnames: (id) => answer('ec2:dns', {}, id),
    },
    elb: {
      loadBalancers: () =>
        answer('elb:balancers', {
          LoadBalancers: [{ LoadBalancerArn: 'lb/app/a/1' }, { LoadBalancerArn: 'lb/app/b/2' }],
        }),
      targetGroups: () => answer('elb:groups', { TargetGroups: [{ TargetGroupArn: 'tg/c/3' }] }),
      listeners: (arn) => answer('elb:listeners', { Listeners: [{ ListenerArn: `${arn}/l` }] }, arn),
      rules: (arn) => answer('elb:rules', { Rules: [] }, arn),
      loadBalancerAttributes: (arn) => answer('elb:attributes', { Attributes: [] }, arn),
      targetGroupAttributes: (arn) => answer('elb:attributes', { Attributes: [] }, arn),
      targetHealth: (arn) => answer('elb:health', { TargetHealthDescriptions: [] }, arn),
      tags: () => answer('elb:tags', { TagDescriptions: [{ ResourceArn: 'lb/app/a/1', Tags: ours }] }),
    },
    route53: {
      hostedZones: () =>
        answer('r53:zones', {
          HostedZones: [
            { Id: '/hostedzone/Z1', Config: { PrivateZone: true } },
            { Id: '/hostedzone/Z2', Config: {} },
          ],
        }),
      healthChecks: () =>
        answer('r53:checks', {
          HealthChecks: [
            { Id: 'used', HealthCheckConfig: { Type: 'HTTP' } },
            { Id: 'unused', HealthCheckConfig: { Type: 'HTTP' } },
            { Id: 'calculated', HealthCheckConfig: { Type: 'CALCULATED' } },
          ],
        }),
      hostedZone: (id) => answer('r53:zone', { HostedZone: {} }, id),
      records: (id) =>
        answer(
          'r53:records',
          { ResourceRecordSets: [{ HealthCheckId: 'used' }, { HealthCheckId: 'calculated' }] },
          id,
        ),
      healthCheckStatus: (id) => answer('r53:status', { HealthCheckObservations: [] }, id),
    },
  };
  return { clients, calls };
}

async function collect(query: Partial<NetworkQuery> = {}, refused?: readonly string[], reason?: string) {
  const { clients, calls } = fakeClients(refused, reason);
  const collected = await collectNetwork({ region: 'eu-west-1', ...query }, { clients });
  return { ...collected, calls, paths: collected.answers.map(({ path }) => path) };
}

test('all that traces need is asked for, and the answers are named as the files of the saving script', async () => {
  const { paths, missing, calls } = await collect();
  expect(missing).toEqual([]);
  expect(paths).toEqual(paths.toSorted());
  expect(paths).toEqual(
    expect.arrayContaining([
      'describe-network-acls',
      'describe-vpc-block-public-access-options',
      'entries-pl-1',
      'listeners-1',
      'rules-l',
      'health-3',
      'attributes-2',
      'zone-Z1',
      'records-Z2',
      'status-used',
    ]),
  );
  // Only private zones have VPCs, and Route 53 has no observations of a calculated check.
  expect(calls.filter((call) => /^r53:(?:zone|status) /.test(call))).toEqual([
    'r53:zone Z1',
    'r53:status used',
  ]);
});

test('for a plan, only what its own network needs is asked for', async () => {
  const { calls, paths } = await collect({ own: { tag, hostedZones: ['Z2'] } });
  expect(paths).toEqual(expect.arrayContaining(['describe-addresses', 'dns-hostnames-vpc-1', 'elb-tags']));
  expect(
    calls.filter((call) => /listeners|dns |r53|network-interfaces|instances/.test(call)).toSorted(),
  ).toEqual([
    'ec2:dns vpc-1',
    'elb:listeners lb/app/a/1',
    // A record in any zone may lead to its load balancer.
    'r53:records Z1',
    'r53:records Z2',
    'r53:zones',
  ]);
  const query = { own: { tag: { ...tag, value: 'new' }, hostedZones: ['Z2', 'Z9'] } };
  const { calls: before } = await collect(query);
  // Of a zone that is not there, there are none to ask for.
  expect(before.filter((call) => call.startsWith('r53'))).toEqual(['r53:zones', 'r53:records Z2']);
  const { calls: unlisted } = await collect(query, ['r53:zones']);
  expect(unlisted.filter((call) => call.startsWith('r53:records'))).toEqual([
    'r53:records Z2',
    'r53:records Z9',
  ]);
});

test('what is refused is missing with its permission, never empty, and the rest is read', async () => {
  const { missing, paths } = await collect({}, ['ec2:describe-network-acls', 'elb:listeners']);
  expect(missing).toEqual([
    expect.objectContaining({
      path: 'describe-network-acls',
      permission: 'ec2:describe-network-acls',
      status: 'denied',
    }),
    expect.objectContaining({ path: 'listeners-1', permission: 'elb:listeners' }),
    expect.objectContaining({ path: 'listeners-2' }),
  ]);
  expect(paths).not.toContain('describe-network-acls');
  expect(paths).toContain('describe-vpcs');
});

test('without the lists of prefix lists their ranges are not taken as known', async () => {
  const { paths } = await collect({}, ['ec2:describe-managed-prefix-lists']);
  expect(paths.filter((path) => /prefix|entries/.test(path))).toEqual([]);
});

test('what prevents every call ends all of them', async () => {
  await expect(collect({}, ['elb:groups'], 'expired-credentials')).rejects.toMatchObject({
    details: { reason: 'expired-credentials' },
  });
});
