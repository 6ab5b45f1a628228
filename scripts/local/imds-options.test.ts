import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '@groundcrew/cli';
import { createRecordingIo } from '@groundcrew/cli/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { program } from '../program.ts';
import { groundcrew } from '../testing/groundcrew.ts';

const id = 'i-0123456789abcdef0';

async function accountFile(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'groundcrew-imds-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const path = join(directory, 'account.json');
  const regions = { 'us-east-1': { instances: [{ id, type: 'm7g.large' }] } };
  await writeFile(path, JSON.stringify({ accounts: [{ id: '111122223333', regions }] }));
  return path;
}

test('the metadata service of an instance runs beside the embedded AWS, and ends with it', async () => {
  const io = createRecordingIo();
  const words = ['local', '--port', '0', '--account', await accountFile(), '--imds', id, '--imds-port', '0'];
  const run = runCli(program, [...words, '--imds-faults', 'v1-only', '--imds-notice', 'rebalance=0'], io);
  await vi.waitUntil(() => io.err().includes('Ctrl-C ends it'), { timeout: 110_000 });
  const [, endpoint] = /^export AWS_EC2_METADATA_SERVICE_ENDPOINT=(http:\/\/127\.0\.0\.1:\d+)$/m.exec(
    io.out(),
  )!;
  const get = async (path: string) => (await fetch(`${endpoint}/latest/meta-data/${path}`)).text();
  expect(await get('instance-id')).toBe(id);
  await expect.poll(() => get('events/recommendations/rebalance')).toContain('noticeTime');
  io.interrupt();
  expect(await run).toBe(0);
  await expect(fetch(endpoint!)).rejects.toThrow();
});

test.each([
  [['--imds', id], '--account FILE'],
  [['--imds-notice', 'spot=1'], '--imds INSTANCE_ID'],
  [['--imds-port', '1338'], '--imds INSTANCE_ID'],
])('options that need another one name it: %j', async (words, expected) => {
  const { code, out, err } = await groundcrew(['local', '--port', '0', ...words]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(expected);
});

test.each([
  ['an unknown instance', ['--imds', 'i-1'], id],
  ['an unknown fault', ['--imds', id, '--imds-faults', 'hops'], '"hops"'],
  ['an unknown notice', ['--imds', id, '--imds-notice', 'fire=1'], '"fire"'],
])('invalid options are a usage error, before anything is started: %s', async (_, words, quoted) => {
  const { code, out, err } = await groundcrew([
    'local',
    '--port',
    '0',
    '--account',
    await accountFile(),
    ...words,
  ]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(quoted);
});

test('its port in use is reported, and nothing is left running', async () => {
  const io = createRecordingIo();
  const file = await accountFile();
  const words = [
    'local',
    '--port',
    '0',
    '--account',
    file,
    '--imds',
    id,
    '--imds-port',
    '0',
    '--output',
    'json',
  ];
  const run = runCli(program, words, io);
  await vi.waitUntil(() => io.err().includes('Ctrl-C ends it'), { timeout: 110_000 });
  const { environment } = JSON.parse(io.out());
  const { port } = new URL(environment.AWS_EC2_METADATA_SERVICE_ENDPOINT);
  const { code, err } = await groundcrew([
    'local',
    '--port',
    '0',
    '--account',
    file,
    '--imds',
    id,
    '--imds-port',
    port,
  ]);
  expect(code).toBe(1);
  expect(err).toContain(`port ${port} of 127.0.0.1 is in use`);
  io.interrupt();
  await run;
});
