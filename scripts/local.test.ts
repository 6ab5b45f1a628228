import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createCostExplorer, createCostExplorerClient } from '@groundcrew/aws/cost-explorer';
import { runCli } from '@groundcrew/cli';
import { createRecordingIo } from '@groundcrew/cli/testing';
import { faultNames } from '@groundcrew/local';
import { expect, onTestFinished, test, vi } from 'vitest';
import { program } from './program.ts';
import { groundcrew, temporaryFolder } from './testing/groundcrew.ts';

function start(words: readonly string[]) {
  const io = createRecordingIo();
  const run = runCli(program, ['local', '--port', '0', ...words], io);
  return { io, run, isUp: vi.waitUntil(() => io.err().includes('Ctrl-C ends it'), { timeout: 110_000 }) };
}

test('the embedded AWS responds until Ctrl-C, and prints how to reach it', async () => {
  const { io, run, isUp } = start([]);
  await isUp;
  const endpoint = /^export AWS_ENDPOINT_URL=(http:\/\/127\.0\.0\.1:\d+)$/m.exec(io.out())![1]!;
  expect(io.out()).toMatch(/^export AWS_ACCESS_KEY_ID=\w+$/m);
  expect(io.out()).toMatch(/^if \[ -n "\$\{BASH_VERSION-\}" \]; then export -f aws; fi$/m);
  expect((await fetch(endpoint)).status).toBeGreaterThan(0);
  io.interrupt();
  expect(await run).toBe(0);
  await expect(fetch(endpoint)).rejects.toThrow();
});

test('what it prints sends every command of aws to it, also those that ignore the variable', async () => {
  const { io, run, isUp } = start([]);
  await isUp;
  const endpoint = /AWS_ENDPOINT_URL=(.*)/.exec(io.out())![1]!;
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'aws'), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });

  const script = `${io.out()}aws sqs list-queues\naws --endpoint-url http://other sqs list-queues\n`;
  const { stdout } = await promisify(execFile)('sh', ['-c', script], {
    env: { PATH: `${folder}:/usr/bin:/bin` },
  });

  expect(stdout).toBe(
    `--endpoint-url ${endpoint} sqs list-queues\n--endpoint-url http://other sqs list-queues\n`,
  );
  io.interrupt();
  await run;
});

test('with JSON output the same is one document', async () => {
  const { io, run, isUp } = start(['--output', 'json', '--region', 'eu-west-1']);
  await isUp;
  const { endpoint, region, environment } = JSON.parse(io.out());
  expect(region).toBe('eu-west-1');
  expect(environment).toMatchObject({ AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'eu-west-1' });
  io.interrupt();
  await run;
});

test('with --stack it prints the URLs of functions behind an API, and they respond there', async () => {
  const { io, run, isUp } = start(['--stack', '--output', 'json']);
  await isUp;
  const { endpoint, urls } = JSON.parse(io.out());
  expect(urls).toEqual({ 'lookup-instance': `${endpoint}/_http/FleetApi/instances` });
  expect(io.err()).toContain(`lookup-instance is available at ${urls['lookup-instance']}`);
  const answer = await fetch(`${urls['lookup-instance']}?name=nobody`);
  expect([answer.status, await answer.json()]).toMatchObject([404, { status: 'none' }]);
  io.interrupt();
  expect(await run).toBe(0);
});

test('the help names every service, every list of an account, and every fault', async () => {
  const { out } = await groundcrew(['local', '--help']);
  const text = out.replaceAll(/\s+/g, ' ');
  for (const service of ['Tagging API', 'Resource Groups', 'CloudWatch Logs', 'EventBridge', 'IAM']) {
    expect(text).toContain(service);
  }
  for (const list of ['volumes', 'snapshots', 'buckets', 'tables', 'topics', 'queues', 'log groups']) {
    expect(text).toContain(list);
  }
  for (const fault of faultNames) expect(text).toContain(fault);
});

test.each(['storm=1', 'throttle=2'])('invalid faults are a usage error: %s', async (faults) => {
  const { code, out, err } = await groundcrew(['local', '--port', '0', '--faults', faults]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('[cli.usage]');
});

test.each([
  ['--allow-endpoint', 'example.com:80', 'HOST:PORT of this machine'],
  ['--allow-endpoint', 'localhost', 'HOST:PORT of this machine'],
  ['--allow-host', 'http://host', 'the name of a host'],
])('an address that cannot be allowed is a usage error: %s %s', async (option, value, reason) => {
  const { code, out, err } = await groundcrew(['local', '--port', '0', option, value]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(`"${value}" is not ${reason}`);
});

test('SNS posts to an address that was allowed, and to no other', async () => {
  const { io, run, isUp } = start(['--allow-endpoint', 'localhost:9', '--allow-endpoint', '127.0.0.1:10']);
  await isUp;
  const endpoint = /^export AWS_ENDPOINT_URL=(.+)$/m.exec(io.out())![1]!;
  const call = async (parameters: Record<string, string>) => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/sns/aws4_request';
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams(parameters),
    });
    return response.text();
  };
  const topic = /<TopicArn>(.+)<\/TopicArn>/.exec(await call({ Action: 'CreateTopic', Name: 'a' }))![1]!;
  const subscribe = (address: string) =>
    call({ Action: 'Subscribe', TopicArn: topic, Protocol: 'http', Endpoint: `http://${address}/` });
  expect(await subscribe('localhost:9')).toContain('pending confirmation');
  expect(await subscribe('127.0.0.1:10')).toContain('pending confirmation');
  expect(await subscribe('localhost:10')).toContain('--allow-endpoint localhost:10');
  io.interrupt();
  expect(await run).toBe(0);
});

test('a port in use is reported', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as { port: number };
  const { code, err } = await groundcrew(['local', '--port', String(port)]);
  expect(code).toBe(1);
  expect(err).toContain(String(port));
});

const sample = join(import.meta.dirname, '../samples/account/account.json');

/** The instances that EC2 returns in a region. */
async function describeInstances(endpoint: string, region: string): Promise<string> {
  const response = await fetch(`${endpoint}/?Action=DescribeInstances`, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=local/20260301/${region}/ec2/aws4_request` },
  });
  return response.text();
}

test('with --account EC2 has the instances of the file, whose first account is the default one', async () => {
  const { io, run, isUp } = start(['--account', sample, '--output', 'json']);
  await isUp;
  const { endpoint, accountId } = JSON.parse(io.out());
  expect(accountId).toBe('111122223333');
  expect(await describeInstances(endpoint, 'ap-northeast-2')).toContain('<value>shop-web-0</value>');
  expect(await describeInstances(endpoint, 'ap-east-1')).toContain('<Code>AuthFailure</Code>');
  io.interrupt();
  expect(await run).toBe(0);
});

test.each([
  [undefined, 'account.file.unreadable', 'nowhere.json'],
  ['{"accounts": [', 'account.file.not-json', 'account.json'],
  ['{"accounts": [{"id": "7", "regions": {}}]}', 'account.file.invalid', '"7" at accounts[0].id'],
])('an account file with %j is refused: %s', async (text, code, message) => {
  const folder = await temporaryFolder();
  const path = join(folder, text === undefined ? 'nowhere.json' : 'account.json');
  if (text !== undefined) await writeFile(path, text);
  const { code: exitCode, err } = await groundcrew(['local', '--port', '0', '--account', path]);
  expect(exitCode).toBe(1);
  expect(err).toContain(`[${code}]`);
  expect(err).toContain(message);
});

test('with --bill Cost Explorer uses the file', async () => {
  const bill = join(import.meta.dirname, '../samples/cost/bill-focus-2026.csv.gz');
  const { io, run, isUp } = start(['--bill', bill, '--output', 'json']);
  await isUp;
  const { endpoint } = JSON.parse(io.out());
  const client = createCostExplorerClient({
    endpointUrl: endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const timePeriod = { start: '2026-01-01', end: '2026-11-01' };
  const services = await createCostExplorer({ client }).getDimensionValues({
    timePeriod,
    dimension: 'SERVICE',
  });
  expect(services).toContain('Amazon Simple Storage Service');
  client.destroy();
  io.interrupt();
  expect(await run).toBe(0);
});

test('an invalid bill is refused', async () => {
  const path = join(await temporaryFolder(), 'bill.csv');
  await writeFile(path, 'a,b\n1,2\n');
  const { code, err } = await groundcrew(['local', '--port', '0', '--bill', path]);
  expect(code).toBe(1);
  expect(err).toContain('[local.bill.not-focus]');
});
