import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runCommand } from './command.ts';
import { type MetadataMock, startMetadataMock } from './metadata-mock.ts';
import { createWorkFolder, groundcrewScript, toolEnvironment } from './tools.ts';

const instanceId = 'i-1234567890abcdef0';
let work: Awaited<ReturnType<typeof createWorkFolder>>;

beforeAll(async () => {
  work = await createWorkFolder();
});
afterAll(() => work.remove());

/** The mock, for one test, and the environment for `groundcrew ec2`. */
async function startMock(...args: string[]) {
  const mock = await startMetadataMock(args, toolEnvironment(work.path));
  onTestFinished(() => mock.stop());
  return commandsFor(mock);
}

function commandsFor(mock: MetadataMock) {
  const env = toolEnvironment(work.path, {
    AWS_EC2_METADATA_DISABLED: 'false',
    AWS_EC2_METADATA_SERVICE_ENDPOINT: mock.endpoint,
  });
  return {
    endpoint: mock.endpoint,
    /** Runs the command to its end. */
    run: (...words: string[]) =>
      runCommand('node', [groundcrewScript(), 'ec2', ...words], { env, cwd: work.path }),
    /** Starts the command, for commands that keep running. */
    start: (...words: string[]) =>
      spawn('node', [groundcrewScript(), 'ec2', ...words], {
        env,
        cwd: work.path,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
  };
}

function noticesIn(stdout: string) {
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** In seconds, as the mock requires. */
function inSeconds(seconds: number): string {
  return new Date(Math.floor(Date.now() / 1000 + seconds) * 1000).toISOString().replace('.000', '');
}

describe('ec2 metadata', () => {
  let mock: MetadataMock;
  beforeAll(async () => {
    mock = await startMetadataMock([], toolEnvironment(work.path));
  });
  afterAll(() => mock?.stop());

  test('shows the identity of the instance, by sessions only: the mock refuses requests without a token', async () => {
    const { run, endpoint } = commandsFor(mock);

    const { code, stdout, stderr } = await run('metadata', '--output', 'json');

    expect((await fetch(`${endpoint}/latest/meta-data/instance-id`)).status).toBe(401);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      source: 'imds',
      name: 'test-instance',
      instanceId,
      region: 'us-east-1',
      availabilityZone: 'us-east-1f',
      availabilityZoneId: 'use1-az4',
      instanceType: 'm4.xlarge',
      type: { family: 'm4', size: 'xlarge' },
      imageId: 'ami-0b69ea66ff7391e80',
      launchTime: '2019-10-31T07:02:24.000Z',
      lifecycle: 'on-demand',
      privateIpv4: ['172.16.34.43'],
      publicIpv4: ['192.0.2.54'],
      ipv6: ['2001:db8:8:4::2'],
      macAddress: '0e:49:61:0f:c3:11',
      vpcId: 'vpc-d295a6a7',
      subnetId: 'subnet-0ac62554',
      securityGroups: [{ id: 'sg-0b07f8f6cb485d4df', name: 'ura-launch-wizard-harry-1' }],
      role: 'baskinc-role',
      tags: { Name: 'test-instance', Test: 'test-tag' },
      notices: {
        spotAction: { action: 'terminate' },
        maintenance: [{ code: 'system-reboot', state: 'active' }],
        autoScalingState: 'Terminated',
      },
    });
  });

  test('prints one value, a folder, user data and the identity document', async () => {
    const { run } = commandsFor(mock);
    const valueAt = async (...words: string[]) => (await run('metadata', ...words)).stdout.trimEnd();

    expect(await valueAt('placement/region')).toBe('us-east-1');
    expect(await valueAt('network/interfaces/macs/')).toBe('0e:49:61:0f:c3:11/');
    expect(await valueAt('user-data')).toBe('1234,john,reboot,true');
    expect(JSON.parse(await valueAt('identity')).document).toMatchObject({ instanceId, region: 'us-east-1' });
  });

  test('a missing value ends with 1, and lists the existing ones', async () => {
    const { code, stdout, stderr } = await commandsFor(mock).run('metadata', 'placement/regoin');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('region');
  });
});

describe('ec2 watch', () => {
  const watch = ['watch', '--interval', '1', '--output', 'json'];

  test('waits for a spot interruption, passes its facts to the command, and ends with code 4', async () => {
    const time = inSeconds(120);
    const delays = ['--mock-delay-sec', '8', '--rebalance-delay-sec', '600'];
    const { run } = await startMock('spot', '--action', 'stop', '--time', time, ...delays);
    const before = JSON.parse((await run('metadata', '--output', 'json')).stdout).notices;
    const exec = 'echo "$GROUNDCREW_NOTICE_KIND $GROUNDCREW_NOTICE_ACTION" > notice.txt';

    const { code, stdout } = await run(...watch, '--exec', exec);

    expect(before).toMatchObject({ spotAction: null, rebalance: null });
    expect(code).toBe(4);
    expect(noticesIn(stdout)).toMatchObject([{ kind: 'spot', action: 'stop', instanceId }]);
    expect(Date.parse(noticesIn(stdout)[0].time)).toBe(Date.parse(time));
    expect(await readFile(path.join(work.path, 'notice.txt'), 'utf8')).toBe('spot stop\n');
  });

  test('reports a rebalance recommendation', async () => {
    const time = inSeconds(0);
    const { run } = await startMock('spot', '--rebalance-rec-time', time, '--mock-delay-sec', '600');
    const { code, stdout } = await run(...watch);
    expect(code).toBe(4);
    expect(noticesIn(stdout)).toMatchObject([{ kind: 'rebalance', action: 'rebalance' }]);
  });

  test.each(['instance-stop', 'instance-retirement', 'system-reboot'])(
    'reports a scheduled event: %s',
    async (event) => {
      const times = ['--not-before', inSeconds(3_600), '--not-after', inSeconds(7_200)];
      const { run } = await startMock('events', '--code', event, ...times);
      const { code, stdout } = await run(...watch);
      expect(code).toBe(4);
      expect(noticesIn(stdout)).toMatchObject([{ kind: 'maintenance', action: event, instanceId }]);
      expect(Date.parse(noticesIn(stdout)[0].time)).toBe(Date.parse(times[1]!));
    },
  );

  test('a canceled scheduled event is not a notice, although the metadata contains it', async () => {
    const { run, start } = await startMock('events', '--code', 'instance-stop', '--state', 'canceled');
    const { notices } = JSON.parse((await run('metadata', '--output', 'json')).stdout);
    expect(notices.maintenance).toMatchObject([{ code: 'instance-stop', state: 'canceled' }]);
    expect(await watchedFor(start(...watch), 3_000)).toEqual([]);
  });

  test('reports that Auto Scaling terminates the instance', async () => {
    const { run } = await startMock('asglifecycle');
    const { code, stdout } = await run(...watch);
    expect(code).toBe(4);
    expect(noticesIn(stdout)).toMatchObject([{ kind: 'auto-scaling', action: 'terminate' }]);
  });

  test('with --keep it continues, and reports each notice once, although the mock updates its time each time', async () => {
    const { start } = await startMock('spot');
    const notices = await watchedFor(start(...watch, '--keep'), 4_000);
    expect(notices.map(({ kind }) => kind)).toEqual(['spot', 'rebalance']);
  });
});

/** The notices that a watch reports in that time; it has to end like an interrupted command. */
async function watchedFor(child: ChildProcessByStdio<null, Readable, Readable>, ms: number) {
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  // Its first output is that it watches.
  await Promise.race([once(child.stderr, 'data'), ended]);
  await sleep(ms);
  expect(child.exitCode).toBeNull();
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  return noticesIn(stdout);
}
