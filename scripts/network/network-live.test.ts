import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Route53Client } from '@aws-sdk/client-route-53';
import { shop, shopAnswers } from '@groundcrew/network/testing/saved-shop';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { groundcrew } from '../testing/groundcrew.ts';

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

/** Names of answers by the call that is answered with them. */
const fileOf: Readonly<Record<string, string>> = {
  DescribeLoadBalancers: 'load-balancers',
  DescribeListeners: `listeners-${shop.balancerId}`,
  DescribeRules: 'rules-f2f7dc8efc522ab2',
  DescribeTargetGroups: 'target-groups',
  DescribeTargetHealth: `health-${shop.targetGroupId}`,
  DescribeTargetGroupAttributes: `attributes-${shop.targetGroupId}`,
  DescribeLoadBalancerAttributes: `attributes-${shop.balancerId}`,
  ListHostedZones: 'hosted-zones',
  ListHealthChecks: 'health-checks',
  ListResourceRecordSets: `records-${shop.zoneId}`,
};

/** AWS with the shop; some calls are refused. */
function serve(refused: readonly string[] = []): void {
  const answers = shopAnswers();
  for (const client of clients) {
    client.send.callsFake((command: { constructor: { name: string } }) => {
      const name = command.constructor.name.replace(/Command$/, '');
      if (refused.includes(name)) {
        return Promise.reject<never>(Object.assign(new Error('no'), { name: 'AccessDenied' }));
      }
      const file = fileOf[name] ?? name.replaceAll(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
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
