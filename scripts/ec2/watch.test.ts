import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes, runCli } from '@groundcrew/cli';
import { createRecordingIo, type RecordingIoOptions } from '@groundcrew/cli/testing';
import type { LocalAws } from '@groundcrew/local';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { program } from '../program.ts';
import { groundcrew, startStores, temporaryFolder } from '../testing/groundcrew.ts';
import { instanceId, startInstance } from '../testing/start-instance.ts';

const inTwoMinutes = () => new Date(Date.now() + 120_000);

/** The output of the command with an existing notice. */
async function watchSpot(words: readonly string[], options: RecordingIoOptions = {}) {
  const { imds, environment } = await startInstance();
  imds.notify('spot', { time: inTwoMinutes() });
  return await groundcrew(['ec2', 'watch', ...words], {
    ...options,
    environment: { ...environment, ...options.environment },
  });
}

/** The running command, to inspect and interrupt. */
function startWatch(
  words: readonly string[],
  environment: Record<string, string>,
  options: RecordingIoOptions = {},
) {
  const io = createRecordingIo({ ...options, environment });
  const code = runCli(program, ['ec2', 'watch', ...words], io);
  return { io, code };
}

describe('a notice', () => {
  test('is printed, and ends the watch with its own exit code', async () => {
    const { code, out, err } = await watchSpot([]);

    expect(code).toBe(4);
    expect(code).toBe(exitCodes.notice);
    expect(out).toMatch(/^\S+Z {2}EC2 interrupts the spot instance i-\w+: terminate at \S+Z, in \d+ s\n$/);
    expect(err).toBe(
      `groundcrew: watching ${instanceId} for spot, rebalance, maintenance, auto-scaling, every 5 s\n`,
    );
  });

  test('is in Korean with --language ko, and in English as JSON', async () => {
    const { out } = await watchSpot(['--language', 'ko']);
    expect(out).toMatch(/^\S+Z {2}EC2가 스팟 인스턴스 i-\w+을 중단합니다: terminate, \S+Z, \d+초 뒤\n$/);
    const json = await watchSpot(['--language', 'ko', '--output', 'json']);
    expect(JSON.parse(json.out)).toMatchObject({ description: expect.stringMatching(/^EC2 interrupts/) });
  });

  test('is a line of JSON', async () => {
    const { out } = await watchSpot(['--output', 'json']);

    expect(out).toMatch(/^[^\n]+\n$/);
    expect(JSON.parse(out)).toMatchObject({
      kind: 'spot',
      action: 'terminate',
      instanceId,
      accountId: '123456789012',
      region: 'ap-northeast-2',
      availabilityZone: 'ap-northeast-2a',
      event: { action: 'terminate' },
    });
  });

  test('of each kind is reported, the most urgent first', async () => {
    const { imds, environment } = await startInstance();
    imds.notify('rebalance');
    imds.notify('auto-scaling', { targetState: 'Warmed:Stopped' });
    imds.notify('maintenance', { code: 'system-reboot' });
    imds.notify('spot');

    const { code, out } = await groundcrew(['ec2', 'watch', '--output', 'json'], { environment });

    expect(code).toBe(4);
    const notices = out.trim().split('\n');
    expect(notices.map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual([
      'spot',
      'maintenance',
      'auto-scaling',
      'rebalance',
    ]);
  });

  test('of a kind that is not requested is not reported', async () => {
    const { imds, environment } = await startInstance();
    imds.notify('rebalance');
    imds.notify('spot');

    const { out } = await groundcrew(['ec2', 'watch', '--for', 'rebalance'], { environment });

    expect(out.trim().split('\n')).toHaveLength(1);
    expect(out).toContain('EC2 advises');
    expect(imds.requests().map(({ path }) => path)).not.toContain('/latest/meta-data/spot/instance-action');
  });
});

describe('the command of --exec', () => {
  test('has the facts in its environment, and its end is logged', async () => {
    const { code, out, err } = await watchSpot([
      '--exec',
      'env | grep GROUNDCREW_ | grep -v JSON; echo "on stderr" >&2; exit 7',
    ]);

    expect(code).toBe(4);
    expect(out.split('\n')).toHaveLength(2);
    for (const line of [
      'GROUNDCREW_NOTICE_KIND=spot',
      'GROUNDCREW_NOTICE_ACTION=terminate',
      `GROUNDCREW_INSTANCE_ID=${instanceId}`,
      'GROUNDCREW_ACCOUNT_ID=123456789012',
      'GROUNDCREW_REGION=ap-northeast-2',
      'GROUNDCREW_AVAILABILITY_ZONE=ap-northeast-2a',
      'on stderr',
    ]) {
      expect(err.split('\n')).toContain(line);
    }
    expect(err).toMatch(/^GROUNDCREW_NOTICE_SECONDS_LEFT=\d+$/m);
    expect(err).toMatch(/command for spot:terminate:\S+ ended with exit code 7\n$/);
  });

  test('has the whole notice as JSON', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'notice.json');

    const { out } = await watchSpot([
      '--output',
      'json',
      '--exec',
      `printf %s "$GROUNDCREW_NOTICE_JSON" > '${file}'`,
    ]);

    const { secondsLeft, description, ...notice } = JSON.parse(await readFile(file, 'utf8')) as Record<
      string,
      unknown
    >;
    expect(JSON.parse(out)).toMatchObject(notice);
    expect([typeof secondsLeft, typeof description]).toEqual(['number', 'string']);
  });

  test('keeps the environment of the watch', async () => {
    const { err } = await watchSpot(['--exec', 'echo "$SHOP in $PATH"'], { environment: { SHOP: 'Berlin' } });

    expect(err).toContain('Berlin in /usr/bin:/bin\n');
  });

  test('does not contain text of the service', async () => {
    const folder = await temporaryFolder();
    const { imds, environment } = await startInstance();
    const trap = `$(touch ${folder}/trap); touch ${folder}/trap \`touch ${folder}/trap\``;
    imds.notify('maintenance', { description: trap, code: trap });

    const { err } = await groundcrew(['ec2', 'watch', '--exec', 'echo "$GROUNDCREW_NOTICE_ACTION"'], {
      environment,
    });

    expect(err).toContain(`${trap}\n`);
    await expect(access(join(folder, 'trap'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('runs for several notices one after the other', async () => {
    const { imds, environment } = await startInstance();
    imds.notify('spot', { time: inTwoMinutes() });
    imds.notify('rebalance');

    const { err } = await groundcrew(
      ['ec2', 'watch', '--exec', 'echo "begin $GROUNDCREW_NOTICE_KIND"; sleep 0.1; echo end'],
      { environment },
    );

    const lines = err.split('\n').filter((line) => /^(begin|end)/.test(line));
    expect(lines).toEqual(['begin spot', 'end', 'begin rebalance', 'end']);
  });

  test('is ended after --exec-timeout, with time to clean up', async () => {
    const { imds, environment } = await startInstance();
    imds.notify('rebalance');

    const { err } = await groundcrew(
      [
        'ec2',
        'watch',
        '--exec-timeout',
        '1',
        '--exec',
        'trap "echo in order; exit 3" TERM; sleep 600 & wait',
      ],
      { environment },
    );

    expect(err).toMatch(/in order\n.*ended with exit code 3, out of time\n$/);
  });

  test('may leave a process behind', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'pid');

    const { code, err } = await watchSpot(['--exec', `sleep 600 & echo $! > '${file}'; echo done`]);

    process.kill(Number(await readFile(file, 'utf8')));
    expect(code).toBe(4);
    expect(err).toMatch(/^done\n.*ended with exit code 0\n$/m);
  });

  test('is ended by Ctrl-C', async () => {
    const { imds, environment } = await startInstance();
    imds.notify('spot', { time: inTwoMinutes() });
    const { io, code } = startWatch(['--exec', 'echo started; sleep 600'], environment);
    await vi.waitFor(() => expect(io.err()).toContain('started'), { timeout: 30_000 });

    io.interrupt();

    expect(await code).toBe(130);
    expect(io.err()).toContain('was ended by SIGTERM');
  });

  test('runs even if the pipe is closed', async () => {
    const { code, err } = await watchSpot(['--exec', 'echo saved'], { closesAfterWrites: 0 });

    expect(code).toBe(4);
    expect(err).toContain('saved\n');
    expect(err).toContain('groundcrew: the reader of the output has closed the pipe\n');
  });
});

describe('the topic of --sns', () => {
  let local: LocalAws;
  beforeAll(async () => {
    // In the region of the instance: topics are only found by name there.
    local = await startStores({ region: 'ap-northeast-2' });
  });
  afterAll(async () => {
    await local.close();
    vi.unstubAllEnvs();
  });

  test.each(['a name', 'an ARN'])(
    'given as %s gets the notice once, with sentence and document',
    async (form) => {
      const topicArn = local.resources.topicArn('OperationsTopic');
      const before = local.published('OperationsTopic').length;

      const { code, out, err } = await watchSpot([
        '--output',
        'json',
        '--sns',
        form === 'a name' ? topicArn.split(':').at(-1)! : topicArn,
      ]);

      expect(code).toBe(4);
      expect(err).toMatch(/groundcrew: published spot:terminate:\S+ to arn:aws:sns:/);
      const [message, ...more] = local.published('OperationsTopic').slice(before);
      expect(more).toEqual([]);
      expect(message).toMatchObject({ subject: `EC2 notice: spot, terminate of ${instanceId}` });
      const { secondsLeft, description, ...document } = JSON.parse(
        message!.message.split('\n\n')[1]!,
      ) as Record<string, unknown>;
      expect(JSON.parse(out)).toMatchObject(document);
      expect(message!.message.split('\n\n')[0]).toBe(description);
      expect(secondsLeft).toEqual(expect.any(Number));
    },
  );

  test('that does not exist is reported before there is a notice', async () => {
    const { code, out, err } = await watchSpot(['--sns', 'no-such-topic']);

    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('topic "no-such-topic" does not exist');
  });

  test('that refuses the notice does not prevent the command', async () => {
    const { code, err } = await watchSpot([
      '--sns',
      'arn:aws:sns:us-east-1:000000000000:gone',
      '--exec',
      'echo saved',
    ]);

    expect(code).toBe(4);
    expect(err).toContain('saved\n');
    expect(err).toContain('could not publish to topic "arn:aws:sns:us-east-1:000000000000:gone"');
    expect(err).toContain('[aws-sns.publish-failed]');
  });
});

describe('a watch', () => {
  test('waits, and continues after a notice with --keep, until Ctrl-C', async () => {
    const { imds, environment } = await startInstance();
    const { io, code } = startWatch(['--keep', '--interval', '1', '--exec', 'echo ran'], environment);
    const lines = (text: string) => text.split('\n').filter((line) => line !== '');
    await vi.waitFor(() => expect(io.err()).toContain('watching'), { timeout: 30_000 });

    imds.notify('rebalance');
    await vi.waitFor(() => expect(lines(io.out())).toHaveLength(1), { timeout: 30_000 });
    imds.notify('spot', { time: inTwoMinutes() });
    await vi.waitFor(() => expect(lines(io.out())).toHaveLength(2), { timeout: 30_000 });
    await vi.waitFor(() => expect(lines(io.err()).filter((line) => line === 'ran')).toHaveLength(2), {
      timeout: 30_000,
    });
    io.interrupt();

    expect(await code).toBe(130);
    expect(lines(io.out())).toHaveLength(2);
  });

  test('notices the interruption while the command for the advice still runs', async () => {
    const { imds, environment } = await startInstance();
    imds.notify('rebalance');
    const { io, code } = startWatch(['--keep', '--interval', '1', '--exec', 'sleep 600'], environment);
    await vi.waitFor(() => expect(io.out()).toContain('EC2 advises'), { timeout: 30_000 });

    imds.notify('spot', { time: inTwoMinutes() });

    await vi.waitFor(() => expect(io.out()).toContain('EC2 interrupts'), { timeout: 30_000 });
    io.interrupt();
    expect(await code).toBe(130);
  });

  test('survives a metadata service that disappears, with one log line', async () => {
    const { imds, environment } = await startInstance();
    // Faults change between two readings only: nothing else sleeps for a minute.
    const betweenReadings = [
      () => imds.setFaults({ errorRate: 1 }),
      () => {},
      () => {
        imds.notify('spot', { time: inTwoMinutes() });
        imds.setFaults();
      },
    ];
    const sleep = async (ms: number) => {
      if (ms >= 60_000) betweenReadings.shift()?.();
    };
    const { io, code } = startWatch(['--interval', '60', '--attempts', '1'], environment, { sleep });

    expect(await code).toBe(4);
    expect(io.err().match(/will retry/g)).toHaveLength(1);
    expect(io.err()).toMatch(/can't read [a-z, -]+ at present, will retry: .*\[imds\.unavailable\]/);
    expect(io.err()).toContain('the metadata service responds again');
  });

  test('does not start without a metadata service', async () => {
    const environment = { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:1' };

    const { code, err } = await groundcrew(['ec2', 'watch'], { environment });

    expect(code).toBe(1);
    expect(err).toContain('imds.not-an-instance');
  });

  test.each([
    [['--for', 'spot,dance'], '"dance"'],
    [['--for', ''], '--for ""'],
    [['--output', 'csv'], '--output csv'],
    [['--exec', ' '], '--exec is empty'],
    [['--sns', 'arn:aws:sqs:us-east-1:000000000000:queue'], 'neither the name of a topic nor its ARN'],
    [['--sns', ''], 'neither the name of a topic nor its ARN'],
    [['--interval', '0'], '--interval'],
  ])('called with %j is wrong usage', async (words, text) => {
    const { environment } = await startInstance();

    const { code, err } = await groundcrew(['ec2', 'watch', ...words], { environment });

    expect(code).toBe(2);
    expect(err).toContain(text);
  });

  test('has its exit code and its variables in --help', async () => {
    const { out } = await groundcrew(['ec2', 'watch', '--help']);

    const text = out.replaceAll(/\s+/g, ' ');
    expect(text).toContain('exits with code 4');
    expect(text).toContain('GROUNDCREW_NOTICE_KIND');
  });
});
