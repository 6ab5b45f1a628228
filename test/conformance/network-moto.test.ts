import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outputOf, runCommand } from './command.ts';
import { type Moto, startMoto } from './moto.ts';
import { createWorkFolder, groundcrewScript, tool, toolEnvironment } from './tools.ts';

const region = 'eu-west-1';
/** moto has no such operations: it answers them with a page of its web server. */
const notInMoto = ['DescribeVpcBlockPublicAccessExclusions', 'DescribeVpcBlockPublicAccessOptions'];

interface Made {
  readonly vpc: string;
  readonly instance: string;
  readonly hostedZone: string;
  /** Ids. */
  readonly zones: readonly string[];
  readonly group: string;
}

let work: Awaited<ReturnType<typeof createWorkFolder>>;
let moto: Moto;
let env: NodeJS.ProcessEnv;
let made: Made;

beforeAll(async () => {
  work = await createWorkFolder();
  moto = await startMoto(tool('moto_server'), toolEnvironment(work.path));
  env = toolEnvironment(work.path, {
    // The script that saves runs the aws command.
    PATH: [path.dirname(tool('aws')), toolEnvironment(work.path)['PATH']].join(path.delimiter),
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const script = fileURLToPath(new URL('make_network.py', import.meta.url));
  made = JSON.parse(await outputOf(tool('python'), [script, moto.endpoint, region], { env })) as Made;
  await writeFile(path.join(work.path, 'network.yaml'), networkOf(made));
});
afterAll(async () => {
  await moto?.stop();
  await work.remove();
});

/** The file of the network that the script made. */
function networkOf({ zones, hostedZone }: Made, health = '/health'): string {
  return `version: 1
name: shop
region: ${region}
cidr: 10.20.0.0/16
zones: [${zones.join(', ')}]
tiers:
  public: { access: public, share: 1/4 }
nat: none
endpoints: [s3]
groups:
  web: { allow: [{ from: www, ports: 8080 }] }
loadBalancers:
  www:
    scheme: internet-facing
    tier: public
    listeners: [{ port: 80, target: { port: 8080, health: ${health} } }]
    record: { name: www.example.com, hostedZone: ${hostedZone} }
`;
}

async function network(...words: string[]) {
  return await runCommand('node', [groundcrewScript(), 'network', ...words], {
    env,
    cwd: work.path,
  });
}

test('what the account answers is what the aws command saves', async () => {
  const { stdout: script } = await network('show', '--how-to-save');
  const known = script
    .split('\n')
    .filter((line) => !line.includes('block-public-access'))
    .join('\n');
  await writeFile(path.join(work.path, 'save.sh'), known);
  await outputOf('sh', ['save.sh', 'saved', region], { env, cwd: work.path });
  for (const [code, ...words] of [
    [0, 'show'],
    // Without NAT; what the gateway endpoint leads to is not the internet.
    [5, 'trace', 'web-1', 'internet:443'],
    [5, 'trace', 'internet', `${made.instance}:8080`],
  ] as const) {
    const [asked, saved] = await Promise.all([
      network(...words, '--output', 'json'),
      network(...words, '--output', 'json', '--from', 'saved'),
    ]);
    expect([words, asked.code, asked.stdout]).toEqual([words, code, saved.stdout]);
    expect(saved.code).toBe(code);
    const lines = asked.stderr.split('\n').filter((line) => line.startsWith('Not collected: '));
    expect(
      lines
        .flatMap((line) => [...line.matchAll(/ec2:(\w+)[,:]/g)].map(([, name]) => String(name)))
        .toSorted(),
    ).toEqual(notInMoto);
  }
  expect((await network('plan', 'network.yaml', '--from', 'saved')).stdout).toContain('Nothing to do');
});

test('the network of a file is found as it was made, and what differs is planned', async () => {
  const { code, stdout, stderr } = await network('plan', 'network.yaml', '--output', 'json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ summary: { create: 0, update: 0, remove: 0, kept: 18 } });
  await writeFile(path.join(work.path, 'changed.yaml'), networkOf(made, '/alive'));
  const changed = await network('plan', 'changed.yaml', '--output', 'json');
  expect(JSON.parse(changed.stdout)).toMatchObject({
    summary: { create: 0, update: 1, remove: 0 },
    changes: [{ key: 'target-group:www/HTTP/8080/instance' }],
  });
});
