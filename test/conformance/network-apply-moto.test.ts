import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outputOfAws } from './aws-process.ts';
import { runCommand } from './command.ts';
import { type Moto, startMoto } from './moto.ts';
import { createWorkFolder, groundcrewScript, tool, toolEnvironment } from './tools.ts';

const region = 'us-east-1';
const network = (nat: string, zone: string) => `version: 1
name: shop
region: ${region}
cidr: 10.20.0.0/16
zones: [use1-az1, use1-az2]
tiers:
  public: { access: public, share: 1/16 }
  private: { access: private, share: 1/4 }
  data: { access: isolated, share: 1/8 }
nat: ${nat}
ipv6: true
endpoints: [s3, dynamodb]
tags: { Project: shop }
groups:
  web: { allow: [{ from: www, ports: 8080 }] }
  app: { allow: [{ from: web, ports: 9000-9010 }, { from: vpc, ports: 22 }] }
  db: { allow: [{ from: app, ports: 5432 }, { from: app, protocol: icmp }] }
loadBalancers:
  www:
    scheme: internet-facing
    tier: public
    listeners: [{ port: 80, target: { port: 8080, health: /health } }]
    record: { name: www.example.com, hostedZone: ${zone} }
`;

let work: Awaited<ReturnType<typeof createWorkFolder>>;
let moto: Moto;
let env: NodeJS.ProcessEnv;
let zone: string;

beforeAll(async () => {
  work = await createWorkFolder();
  moto = await startMoto(tool('moto_server'), toolEnvironment(work.path));
  env = toolEnvironment(work.path, {
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new Route53Client({ region, endpoint: moto.endpoint, credentials });
  // Those of AWS begin with Z; those of moto with anything.
  for (let attempt = 1; zone === undefined; attempt += 1) {
    const input = { Name: 'example.com', CallerReference: `${attempt}` };
    const { HostedZone } = await client.send(new CreateHostedZoneCommand(input));
    const id = HostedZone!.Id!.replace('/hostedzone/', '');
    if (id.startsWith('Z')) zone = id;
  }
  client.destroy();
});
afterAll(async () => {
  await moto?.stop();
  await work.remove();
});

async function aws(...words: string[]): Promise<unknown> {
  return JSON.parse(await outputOfAws([...words, '--output', 'json'], { env }));
}

async function groundcrew(...words: string[]) {
  return await runCommand('node', [groundcrewScript(), 'network', ...words, '--output', 'json'], {
    env,
    cwd: work.path,
  });
}

const LIVING = "length(NatGateways[?State=='available'])";
const count = async (query: string, ...words: string[]) => Number(await aws(...words, '--query', query));

interface Outcome {
  readonly result: Readonly<Record<string, number>>;
  readonly changes: readonly {
    readonly key: string;
    readonly status: string;
    readonly values: string | null;
    readonly id: string | null;
    readonly message: string | null;
  }[];
}

/** What has the tags of the network, and what there is of those that cost by the hour, as the aws command sees it. */
async function seen() {
  const own = 'Name=tag:groundcrew:network,Values=shop';
  const filter = ['--filters', own];
  return {
    vpcs: await count('length(Vpcs)', 'ec2', 'describe-vpcs', ...filter),
    subnets: await count('length(Subnets)', 'ec2', 'describe-subnets', ...filter),
    gateways: await count('length(InternetGateways)', 'ec2', 'describe-internet-gateways', ...filter),
    natGateways: await count(LIVING, 'ec2', 'describe-nat-gateways'),
    addresses: await count('length(Addresses)', 'ec2', 'describe-addresses'),
    tables: await count('length(RouteTables)', 'ec2', 'describe-route-tables', ...filter),
    groups: await count('length(SecurityGroups)', 'ec2', 'describe-security-groups', ...filter),
    endpoints: await count("length(VpcEndpoints[?State=='available'])", 'ec2', 'describe-vpc-endpoints'),
    balancers: await count('length(LoadBalancers)', 'elbv2', 'describe-load-balancers'),
    targetGroups: await count('length(TargetGroups)', 'elbv2', 'describe-target-groups'),
    records: await count(
      "length(ResourceRecordSets[?Name=='www.example.com.'])",
      'route53',
      'list-resource-record-sets',
      '--hosted-zone-id',
      zone,
    ),
  };
}

test('a network is made, grown and taken away in moto as well, and read back by the aws command', async () => {
  const before = await seen();
  await writeFile(path.join(work.path, 'network.yaml'), network('one', zone));
  const applied = await groundcrew('apply', 'network.yaml', '--apply', '--yes');
  expect(applied.stderr).toContain(`region ${region}`);
  expect(applied.code).toBe(0);
  const { result } = JSON.parse(applied.stdout) as Outcome;
  expect(result).toMatchObject({ done: result['changes'], failed: 0, drifted: 0 });
  const made = {
    vpcs: 1,
    subnets: 6,
    gateways: 1,
    natGateways: 1,
    addresses: 1,
    tables: 4,
    groups: 4,
    endpoints: 2,
    balancers: 1,
    targetGroups: 1,
    records: 2,
  };
  expect(await seen()).toEqual(made);

  // The routes lead where they should, and the name to the load balancer.
  const routes = (await aws('ec2', 'describe-route-tables', '--query', 'RouteTables[].Routes[]')) as {
    DestinationCidrBlock?: string;
    NatGatewayId?: string;
    GatewayId?: string;
  }[];
  const defaults = routes.filter(({ DestinationCidrBlock }) => DestinationCidrBlock === '0.0.0.0/0');
  expect(defaults.filter(({ NatGatewayId }) => NatGatewayId?.startsWith('nat-'))).toHaveLength(2);
  expect(defaults.filter(({ GatewayId }) => GatewayId?.startsWith('igw-'))).toHaveLength(1);
  const names = await aws('elbv2', 'describe-load-balancers', '--query', 'LoadBalancers[].DNSName');
  const aliases = (await aws(
    'route53',
    'list-resource-record-sets',
    '--hosted-zone-id',
    zone,
    '--query',
    'ResourceRecordSets[].AliasTarget.DNSName',
  )) as string[];
  expect(aliases.map((name) => name.replace(/\.$/, ''))).toEqual([
    ...(names as string[]),
    ...(names as string[]),
  ]);

  // What is left to do is only what moto answers otherwise than AWS.
  const again = JSON.parse((await groundcrew('apply', 'network.yaml')).stdout) as Outcome;
  const left = again.changes.map(({ key, status, values }) => ({ kind: key.split(':')[0], status, values }));
  expect(left).toEqual(
    // moto writes the state of a subnet's IPv6 range as the text "{'State': 'associated'}".
    Array.from({ length: 6 }, () => ({
      kind: 'subnet',
      status: 'already-so',
      values: 'ipv6, ipv6Addresses',
    })),
  );

  // A route that moves interrupts traffic.
  await writeFile(path.join(work.path, 'network.yaml'), network('per-zone', zone));
  const grow = ['apply', 'network.yaml', '--apply', '--yes', '--out', 'grown.json'];
  const refused = await groundcrew(...grow);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('pass --interrupt routes');
  const grown = await groundcrew(...grow, '--interrupt', 'routes');
  expect(grown.code).toBe(0);
  expect(await count(LIVING, 'ec2', 'describe-nat-gateways')).toBe(2);

  // The newer one first.
  const shrunk = await groundcrew('undo', 'grown.json.journal', '--apply', '--yes');
  expect(shrunk.code).toBe(0);
  expect(await count(LIVING, 'ec2', 'describe-nat-gateways')).toBe(1);
  const undone = await groundcrew('undo', 'network.yaml.plan.json.journal', '--apply', '--yes');
  expect(undone.code).toBe(0);
  expect(await seen()).toEqual(before);
  const journal = await readFile(path.join(work.path, 'network.yaml.plan.json.journal'), 'utf8');
  expect(journal).toContain('"made":{"create vpc":{"id":"vpc-');
});
