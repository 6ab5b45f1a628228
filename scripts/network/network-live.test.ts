import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Route53Client } from '@aws-sdk/client-route-53';
import { createRecordingIo } from '@groundcrew/cli/testing';
import { createSnapshotLines } from '@groundcrew/collect';
import { planAddresses } from '@groundcrew/network/addresses';
import { applyChange, emptyState, planNetwork } from '@groundcrew/network/desired';
import { parseNetwork } from '@groundcrew/network/file';
import { answersOfState } from '@groundcrew/network/testing/state-answers';
import { shop, shopAnswers } from '@groundcrew/network/testing/saved-shop';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { collectNetworks } from '../account/collect-networks.ts';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

const clients = [
  mockClient(EC2Client),
  mockClient(ElasticLoadBalancingV2Client),
  mockClient(Route53Client),
] as const;
afterAll(() => clients.forEach((client) => client.restore()));
beforeEach(() => clients.forEach((client) => client.reset()));

const environment = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_REGION: 'eu-west-1',
};

type Input = Readonly<Record<string, string | undefined>>;
const lastOf = (id = '') => id.slice(id.lastIndexOf('/') + 1);

/** Which answer a call gets; others have the name of the call. */
const fileOf: Readonly<Record<string, (input: Input) => string>> = {
  DescribeLoadBalancers: () => 'load-balancers',
  DescribeListeners: ({ LoadBalancerArn }) => `listeners-${lastOf(LoadBalancerArn)}`,
  DescribeRules: ({ ListenerArn }) => `rules-${lastOf(ListenerArn)}`,
  DescribeTargetGroups: () => 'target-groups',
  DescribeTargetHealth: ({ TargetGroupArn }) => `health-${lastOf(TargetGroupArn)}`,
  DescribeTargetGroupAttributes: ({ TargetGroupArn }) => `attributes-${lastOf(TargetGroupArn)}`,
  DescribeLoadBalancerAttributes: ({ LoadBalancerArn }) => `attributes-${lastOf(LoadBalancerArn)}`,
  DescribeTags: () => 'elb-tags',
  DescribeVpcAttribute: ({ VpcId }) => `dns-hostnames-${VpcId}`,
  ListHostedZones: () => 'hosted-zones',
  ListHealthChecks: () => 'health-checks',
  ListResourceRecordSets: ({ HostedZoneId }) => `records-${HostedZoneId}`,
};

/** AWS with these answers, by default of the shop; some calls are refused. */
function serve(
  refused: readonly string[] = [],
  answers: Readonly<Record<string, object>> = shopAnswers(),
): void {
  for (const client of clients) {
    client.send.callsFake((command: { constructor: { name: string }; input: object }) => {
      const name = command.constructor.name.replace(/Command$/, '');
      if (refused.includes(name)) {
        return Promise.reject<never>(Object.assign(new Error('no'), { name: 'AccessDenied' }));
      }
      const file =
        fileOf[name]?.(command.input as Input) ??
        name.replaceAll(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
      return Promise.resolve((answers[file] ?? {}) as never);
    });
  }
}

const network = (...words: string[]) => groundcrew(['network', ...words], { environment });

test('without --from the account is asked, and answers as its saved answers do', async () => {
  serve();
  const { code, out, err } = await network('trace', 'internet', 'www.example.com:443', '--output', 'json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(JSON.parse(out)).toMatchObject({ answer: { verdict: 'reachable' } });
  expect((await network('trace', 'shop', 'database:5432')).code).toBe(5);
  expect((await network('check', '--vpc', shop.vpc)).code).toBe(0);
  expect((await network('survive', '--vpc', shop.vpc, '--without', shop.nat)).code).toBe(5);
  expect((await network('show')).out).toContain('The NAT gateway is in another zone');
});

test('what may not be read is named with its permission, and unknown', async () => {
  serve(['DescribeNetworkAcls']);
  const { code, err } = await network('trace', 'internet', 'shop:443');
  expect(code).toBe(6);
  expect(err).toContain(
    'Not collected: ec2:DescribeNetworkAcls: could not read the network in region eu-west-1',
  );
  serve(['DescribeTargetHealth', 'ListResourceRecordSets']);
  expect((await network('trace', 'internet', 'www.example.com:443')).code).toBe(6);
});

test('an account that does not know the keys is an error, and no empty network', async () => {
  for (const client of clients) {
    client.send.callsFake(() => Promise.reject(Object.assign(new Error('no'), { name: 'ExpiredToken' })));
  }
  const { code, err } = await network('show');
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('expired') });
});

const NETWORK = JSON.stringify({
  version: 1,
  name: 'shop',
  region: 'ap-northeast-2',
  cidr: '10.20.0.0/16',
  zones: ['apne2-az1', 'apne2-az2'],
  tiers: { public: { access: 'public', share: '1/8' }, private: { access: 'private', share: '1/4' } },
  nat: 'one',
  loadBalancers: {
    www: {
      scheme: 'internet-facing',
      tier: 'public',
      listeners: [{ port: 80, target: { port: 8080 } }],
      record: { name: 'www.example.com', hostedZone: 'Z1' },
    },
  },
});

async function networkFile(text = NETWORK): Promise<string> {
  const path = join(await temporaryFolder(), 'network.yaml');
  await writeFile(path, text);
  return path;
}

/** What AWS answers once the plan of the file is applied. */
function madeAnswers(): Record<string, object> {
  const file = parseNetwork(NETWORK, { file: 'f' });
  let id = 0;
  const state = planNetwork(file, planAddresses(file), emptyState).changes.reduce(
    (now, change) => applyChange(now, change, () => `id-${String((id += 1)).padStart(6, '0')}`),
    emptyState,
  );
  return Object.fromEntries(
    answersOfState(state, file.region).map(({ path, value }) => [lastOf(path), value as object]),
  );
}

test('a plan is compared with the account, in the region of its file', async () => {
  serve([], madeAnswers());
  const { code, out } = await network('plan', await networkFile());
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringContaining('Nothing to do: the network is as in the file.'),
  });
  expect(out).toContain('Compared with the account, in ap-northeast-2.');
  const grown = await network(
    'plan',
    await networkFile(NETWORK.replace('"one"', '"per-zone"')),
    '--output',
    'json',
  );
  expect(JSON.parse(grown.out)).toMatchObject({ summary: { create: 2, update: 1, remove: 0 } });
});

test('rules of others are named in the plan, as are tags that are not in the file, and stay', async () => {
  const answers = madeAnswers();
  const { SecurityGroupRules: rules } = answers['describe-security-group-rules'] as {
    SecurityGroupRules: { GroupId: string }[];
  };
  rules.push({
    ...rules[0],
    ...{ SecurityGroupRuleId: 'sgr-theirs', IpProtocol: '-1', CidrIpv4: '0.0.0.0/0', Tags: [] },
  } as never);
  serve([], answers);
  const { code, out } = await network('plan', await networkFile());
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('sgr-theirs') });
  expect(out).toMatch(/Tags that the file does not have stay on resources of the network: Owner \(\d+\)/);
  expect((await network('plan', await networkFile(), '--language', 'ko')).out).toMatch(
    /sgr-theirs.*그대로.*파일에 없는 태그.*Owner \(\d+\)/s,
  );
});

test('what may not be read makes the plan unknown, and never a network that is not there', async () => {
  for (const call of ['DescribeVpcs', 'DescribeNatGateways', 'DescribeTags', 'ListHostedZones']) {
    serve([call], madeAnswers());
    const { code, out, err } = await network('plan', await networkFile());
    expect({ call, code, out }).toEqual({ call, code: 6, out: '' });
    expect(err).toContain(`:${call}: could not read`);
  }
});

test('a plan is compared with saved answers as well', async () => {
  const folder = join(await temporaryFolder(), 'saved');
  await mkdir(folder);
  const answers = madeAnswers();
  for (const [name, value] of Object.entries(answers))
    await writeFile(join(folder, `${name}.json`), JSON.stringify(value));
  const { code, out } = await network('plan', await networkFile(), '--from', folder);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('Nothing to do') });
  await rm(join(folder, 'describe-route-tables.json'));
  expect(await network('plan', await networkFile(), '--from', folder)).toMatchObject({
    code: 6,
    err: expect.stringContaining('describe-route-tables'),
  });
  expect((await network('plan', await networkFile(), '--from', folder, '--new')).code).toBe(2);
});

/** A snapshot of `account collect --networks`, out of what AWS answers now. */
async function snapshotOf(region: string, ...regions: readonly string[]) {
  const lines = createSnapshotLines();
  const places = [region, ...regions].map((each) => ({ accountId: '123456789012', region: each }));
  const missing = await collectNetworks(places, {
    connectionTo: (_, to) => ({ region: to }),
    io: createRecordingIo(),
    signal: new AbortController().signal,
    onAnswer: lines.addAnswer,
  });
  const header = { takenAt: '2026-11-30T00:00:00.000Z', accounts: [{ id: '123456789012' }], coverage: [] };
  const file = join(await temporaryFolder(), 'account.gz');
  await writeFile(file, gzipSync([...lines.text(header)].join('')));
  return { file, missing };
}

test('paths of a file are traced in the account only with --live, where what is not read is unknown', async () => {
  serve(['DescribeNetworkInterfaces'], madeAnswers());
  const file = await networkFile(NETWORK.replace('"nat"', '"paths":["internet -> www:80"],"nat"'));
  expect(await network('check', file)).toMatchObject({
    err: '',
    out: expect.stringContaining('nothing of it was looked up'),
  });
  expect(await network('check', file, '--live')).toMatchObject({
    code: 6,
    err: expect.stringContaining('ec2:DescribeNetworkInterfaces'),
  });
  expect((await network('check', '--live')).code).toBe(2);
  expect((await network('survive', file, '--live', '--from', file)).code).toBe(2);
});

test('a snapshot with networks answers as the account does', async () => {
  serve();
  const { file, missing } = await snapshotOf('eu-west-1');
  expect(missing).toEqual([]);
  for (const words of [
    ['trace', 'internet', 'www.example.com:443'],
    ['trace', 'shop', 'database:5432'],
    ['survive', '--vpc', shop.vpc, '--without', shop.nat],
  ]) {
    serve();
    const asked = await network(...words, '--output', 'json');
    serve(['DescribeVpcs']);
    expect(await network(...words, '--from', file, '--output', 'json')).toMatchObject({
      code: asked.code,
      out: asked.out,
    });
  }
});

test('Route 53 is asked once in an account, and its answers are those of each region', async () => {
  serve();
  const { file } = await snapshotOf('eu-west-1', 'eu-west-2');
  const asked = clients[2].send.getCalls().map(({ args: [command] }) => command.constructor.name);
  expect(asked.filter((name) => name === 'ListHostedZonesCommand')).toHaveLength(1);
  const { out } = await network('show', '--from', file);
  expect(out).not.toContain('hosted-zones');
});

test('what a snapshot could not collect is unknown, and one without networks names the command that collects them', async () => {
  serve(['DescribeNetworkAcls']);
  const { file, missing } = await snapshotOf('eu-west-1');
  expect(missing).toMatchObject([{ permission: 'ec2:DescribeNetworkAcls' }]);
  expect((await network('trace', 'internet', 'shop:443', '--from', file)).code).toBe(6);
  const plain = join(await temporaryFolder(), 'account.json');
  const header = { format: 'groundcrew-account-snapshot/1', takenAt: '2026-11-30T00:00:00.000Z' };
  await writeFile(plain, `${JSON.stringify({ ...header, accounts: [], resources: 0, coverage: [] })}\n`);
  expect(await network('trace', 'internet', 'shop:443', '--from', plain)).toMatchObject({
    code: 1,
    err: expect.stringContaining('account collect --networks'),
  });
});

test('a plan is compared with a snapshot that has networks', async () => {
  serve([], madeAnswers());
  const { file } = await snapshotOf('ap-northeast-2');
  serve(['DescribeVpcs']);
  const { code, out } = await network('plan', await networkFile(), '--from', file);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('Nothing to do') });
});
