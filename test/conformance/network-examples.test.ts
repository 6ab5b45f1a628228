import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readSaved } from '@groundcrew/network/saved';
import { beforeAll, expect, test } from 'vitest';
import { tool } from './tools.ts';

// The answers that the reference of the AWS CLI shows: they come with the `aws` command, written by AWS.

/** Each operation whose answers a network is read from, with the list of its answer, and that of the model. */
const operations = [
  ['ec2/describe-vpcs', 'Vpcs', 'vpcs'],
  ['ec2/describe-subnets', 'Subnets', 'subnets'],
  ['ec2/describe-route-tables', 'RouteTables', 'routeTables'],
  ['ec2/describe-network-acls', 'NetworkAcls', 'networkAcls'],
  ['ec2/describe-network-interfaces', 'NetworkInterfaces', 'interfaces'],
  ['ec2/describe-internet-gateways', 'InternetGateways', 'internetGateways'],
  ['ec2/describe-nat-gateways', 'NatGateways', 'natGateways'],
  ['ec2/describe-egress-only-internet-gateways', 'EgressOnlyInternetGateways', 'egressOnlyGateways'],
  ['ec2/describe-vpc-peering-connections', 'VpcPeeringConnections', 'peerings'],
  ['ec2/describe-vpc-endpoints', 'VpcEndpoints', 'endpoints'],
  ['ec2/describe-managed-prefix-lists', 'PrefixLists', 'prefixLists'],
  ['elbv2/describe-load-balancers', 'LoadBalancers', 'loadBalancers'],
  ['route53/list-hosted-zones-by-name', 'HostedZones', 'hostedZones'],
] as const;

/** Operations whose answers are details of others: they have to be recognized. */
const details = [
  'ec2/describe-security-group-rules',
  'elbv2/describe-target-groups',
  'elbv2/describe-listeners',
  'elbv2/describe-target-health',
  'elbv2/describe-load-balancer-attributes',
  'elbv2/describe-target-group-attributes',
];

let examples: string;

beforeAll(async () => {
  const lib = path.join(path.dirname(tool('python')), '../lib');
  const [version] = await readdir(lib);
  examples = path.join(lib, String(version), 'site-packages/awscli/examples');
});

/** The answers in a page of examples; those that are cut short by "..." are not JSON, and left out. */
async function answersOf(operation: string): Promise<readonly string[]> {
  const page = await readFile(path.join(examples, `${operation}.rst`), 'utf8');
  const blocks = page.replaceAll('\r', '').matchAll(/^([ \t]+)\{ *\n[^]*?\n\1\} *$/gm);
  return [...blocks].flatMap(([block]) => {
    try {
      JSON.parse(block);
      return [block];
    } catch {
      return [];
    }
  });
}

test.each(operations)('each answer that %s shows is read whole', async (operation, list, part) => {
  const answers = await answersOf(operation);
  expect(answers.length).toBeGreaterThan(0);
  for (const text of answers) {
    const { content, ignored } = readSaved([{ path: `${path.basename(operation)}.json`, text }]);
    expect(ignored, text).toEqual([]);
    expect(content[part], text).toHaveLength(JSON.parse(text)[list].length);
  }
});

test.each(details)('each answer that %s shows is recognized', async (operation) => {
  const answers = await answersOf(operation);
  expect(answers.length).toBeGreaterThan(0);
  for (const text of answers) {
    expect(readSaved([{ path: `${path.basename(operation)}-x.json`, text }]).ignored, text).toEqual([]);
  }
});
