import type { Instance } from '@aws-sdk/client-ec2';
import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  ListAccountsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { InstanceFacts } from '@groundcrew/ec2/instance';
import { builtFunctions } from '@groundcrew/functions/built';
import { stack } from '@groundcrew/functions/stacks/fleet';
import { type LocalAws, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from './command.ts';
import { type Moto, startMoto } from './moto.ts';
import { type MotoFleet, startMotoFleet } from './moto-fleet.ts';
import { createWorkFolder, groundcrewScript, tool, toolEnvironment } from './tools.ts';

const regions = ['ap-northeast-2', 'ap-northeast-3', 'eu-west-1', 'us-east-1'];
let work: Awaited<ReturnType<typeof createWorkFolder>>;
let env: NodeJS.ProcessEnv;
let moto: Moto;
let fleet: MotoFleet;

beforeAll(async () => {
  work = await createWorkFolder();
  moto = await startMoto(tool('moto_server'), toolEnvironment(work.path));
  env = toolEnvironment(work.path, {
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  fleet = await startMotoFleet(moto.endpoint);
});
afterAll(async () => {
  await moto?.stop();
  await work.remove();
});

async function ec2(...args: string[]) {
  const words = [groundcrewScript(), 'ec2', ...args];
  const { code, stdout, stderr } = await runCommand('node', words, { env, cwd: work.path });
  return { code, stderr, stdout, json: () => JSON.parse(stdout) };
}

/** Runs `groundcrew ec2 list …`; moto is slow with thousands of instances. */
const list = (...args: string[]) => ec2('list', ...args, '--timeout', '60');

/** The expected report of an instance, from moto's response when it started it. */
function expectedOf(instance: Instance, region: string) {
  const tags = Object.fromEntries((instance.Tags ?? []).map(({ Key, Value }) => [Key!, Value!]));
  return {
    source: 'ec2',
    instanceId: instance.InstanceId,
    name: tags.Name ?? null,
    accountId: '123456789012',
    region,
    availabilityZone: instance.Placement!.AvailabilityZone,
    state: 'running',
    instanceType: instance.InstanceType,
    imageId: instance.ImageId,
    launchTime: instance.LaunchTime!.toISOString(),
    vpcId: instance.VpcId,
    subnetId: instance.SubnetId,
    macAddress: instance.NetworkInterfaces![0]!.MacAddress,
    privateIpv4: [instance.PrivateIpAddress],
    privateDnsName: instance.PrivateDnsName,
    tags,
  };
}

describe('ec2 list', () => {
  test('lists each instance of four regions once, with the facts that moto returned when it was started', async () => {
    const { code, json, stderr } = await list('--regions', regions.join(','), '--output', 'json');

    const document = json();
    // On a slow machine the command reports its progress.
    const messages = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('Listing '));
    expect({ code, messages }).toEqual({ code: 0, messages: [] });
    const listed: InstanceFacts[] = document.instances;
    const counts = regions.map((region) => fleet.byRegion.get(region)!.size);
    expect(counts).toEqual([2_500, 3, 1, 1]);
    expect(listed).toHaveLength(2_505);
    expect(new Set(listed.map(({ instanceId }) => instanceId)).size).toBe(2_505);
    for (const facts of listed) {
      const instance = fleet.byRegion.get(facts.region)?.get(facts.instanceId);
      expect(facts).toMatchObject(expectedOf(instance!, facts.region));
    }
    expect(
      regions.map((name) => document.regions.find(({ region }: { region: string }) => region === name).count),
    ).toEqual(counts);
  });

  test('filters where EC2 filters', async () => {
    const words = ['--regions', regions.join(','), '--columns', 'name,region', '--sort', 'name,region'];
    const { json } = await list(...words, '--name', 'web-1', '--name', 'cache', '--output', 'json');
    expect(json().instances).toEqual([
      { name: 'cache', region: 'ap-northeast-3' },
      { name: 'web-1', region: 'ap-northeast-2' },
      { name: 'web-1', region: 'ap-northeast-3' },
    ]);
    // Moto has no wildcards in the filter for types.
    const { json: byType } = await list(...words, '--type', 'r7g.large,t3a.nano', '--output', 'json');
    expect(byType().instances.map(({ name }: { name: string }) => name)).toEqual([
      'cache',
      'mail',
      'web-1',
      'web-2',
    ]);
  });

  test('queries every enabled region, and reports instances in other regions', async () => {
    const all = await list('--regions', 'all', '--name', 'mail', '--output', 'json');
    expect(
      all
        .json()
        .instances.map(({ region }: InstanceFacts) => region)
        .sort(),
    ).toEqual(['eu-west-1', 'us-east-1']);
    expect(all.json().regions.length).toBeGreaterThan(15);
    const { stdout } = await list('--region', 'us-west-2', '--name', 'mail');
    expect(stdout).toContain('eu-west-1');
  });
});

describe('ec2 list, what instances do not have themselves', () => {
  test('status checks, AMIs and names of networks are read from moto', async () => {
    const columns = ['--columns', 'name,checks,ami-name,imageCreatedAt,vpc-name,subnet-name'];
    const { code, json } = await list('--region', 'ap-northeast-3', ...columns, '--output', 'json');
    expect(code).toBe(0);
    expect(json().instances).toHaveLength(3);
    for (const instance of json().instances) {
      expect(instance).toMatchObject({ statusChecks: expect.stringMatching(/^(\d)\/\1$/), subnetName: null });
      expect(instance.imageName).toMatch(/^.+$/);
      expect(instance.imageName).not.toBe('unknown');
      expect(instance.imageCreatedAt).toMatch(/^\d{4}-/);
    }
  });
});

describe('--accounts organization', () => {
  test('an account without an organization is reported as such', async () => {
    const { code, stderr } = await list('--accounts', 'organization', '--role', 'auditor');
    expect(code).toBe(1);
    expect(stderr).toContain('aws-organizations.not-in-use');
  });

  test('every account of it is asked, over several pages', async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new OrganizationsClient({ endpoint: moto.endpoint, region: 'us-east-1', credentials });
    await client.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
    for (let number = 1; number <= 20; number += 1) {
      await client.send(
        new CreateAccountCommand({ AccountName: `member-${number}`, Email: `m${number}@example.com` }),
      );
    }
    const { Accounts: first = [], NextToken } = await client.send(
      new ListAccountsCommand({ MaxResults: 20 }),
    );
    expect(NextToken).toBeDefined();
    client.destroy();
    const words = ['--accounts', 'organization', '--role', 'OrganizationAccountAccessRole'];
    const { code, json } = await list(...words, '--region', 'eu-west-1', '--output', 'json');
    expect(code).toBe(0);
    const asked = json().regions.map(({ accountId }: { accountId: string }) => accountId);
    expect(new Set(asked).size).toBe(21);
    expect(asked).toEqual(expect.arrayContaining(first.map(({ Id }) => Id)));
    expect(json().instances).toMatchObject([{ accountId: '123456789012', name: 'mail' }]);
  });
});

test('ec2 type --describe shows the figures that moto took from AWS, and which moto does not have', async () => {
  const { json } = await ec2('type', 'c7i.xlarge', 'p5.48xlarge', '--describe', '--output', 'json');
  expect(json().types).toMatchObject([
    {
      ...{ instanceType: 'c7i.xlarge', vCpus: 4, memoryMib: 8_192, networkPerformance: 'Up to 12.5 Gigabit' },
      ...{ networkPeakGbps: 12.5, ebsMaximumMbps: 10_000, ebsMaximumIops: 40_000 },
    },
    { instanceType: 'p5.48xlarge', vCpus: 192, memoryMib: 2_097_152, networkPeakGbps: 3_200 },
  ]);
  const { code, stderr } = await ec2('type', 'cc1.4xlarge', '--describe');
  expect(code).toBe(1);
  expect(stderr).toContain('no instance type cc1.4xlarge in region eu-west-1');
});

describe('lookup-instance', () => {
  let local: LocalAws;
  let lambda: LambdaClient;

  beforeAll(async () => {
    const bundles = await builtFunctions(['lookup-instance']);
    // Everything but EC2 is the embedded AWS.
    const environment = {
      AWS_ENDPOINT_URL_EC2: moto.endpoint,
      REGIONS: regions.join(','),
      REQUEST_TIMEOUT_MS: '15000',
    };
    local = await startLocal({ stack, bundles, functions: { 'lookup-instance': { environment } } });
    lambda = new LambdaClient({
      endpoint: local.endpoint,
      region: local.region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  });
  afterAll(async () => {
    lambda?.destroy();
    await local?.close();
  });

  async function ask(question: unknown) {
    const { Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: 'lookup-instance', Payload: JSON.stringify(question) }),
    );
    return JSON.parse(Payload!.transformToString());
  }

  // Lookup by address is tested in test/e2e: moto has no filter for the addresses of network interfaces.
  test.each([
    ['its id', (instance: Instance) => ({ id: instance.InstanceId })],
    ['its private DNS name', (instance: Instance) => ({ dnsName: instance.PrivateDnsName })],
  ])('finds one of 2,505 by %s', async (_, questionOf) => {
    const [instance] = [...fleet.byRegion.get('ap-northeast-2')!.values()].slice(1_700);
    const answer = await ask(questionOf(instance!));
    expect(answer).toMatchObject({ status: 'one', instance: expectedOf(instance!, 'ap-northeast-2') });
  });

  test('distinguishes one, several and none, over all regions', async () => {
    expect(await ask({ name: 'cache' })).toMatchObject({ status: 'one', instance: { name: 'cache' } });
    expect(await ask({ name: 'mail' })).toMatchObject({
      status: 'several',
      instances: [{ region: 'eu-west-1' }, { region: 'us-east-1' }],
      more: false,
    });
    expect(await ask({ tags: { Name: 'web-2', Project: 'shop & "친구"' } })).toMatchObject({
      status: 'several',
      instances: [{ region: 'ap-northeast-2' }, { region: 'ap-northeast-3' }],
    });
    expect(await ask({ name: 'nobody' })).toMatchObject({ status: 'none', incomplete: [] });
  });

  test('finds a terminated instance by its id, and none by an id that never existed', async () => {
    expect(await ask({ id: fleet.terminatedId })).toMatchObject({
      status: 'one',
      instance: { instanceId: fleet.terminatedId, state: 'terminated' },
    });
    expect(await ask({ id: 'i-0123456789abcdef0' })).toMatchObject({ status: 'none' });
  });

  test('responds over HTTP as well', async () => {
    const response = await fetch(`${local.resources.apiUrl('FleetApi')}/instances?name=cache`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'one', instance: { region: 'ap-northeast-3' } });
  });
});
