import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, expect, test } from 'vitest';
import { AwsError, ConnectionReset } from '../service.ts';
import { startTestServices, type TestServices } from '../testing/start-services.ts';
import { startHttpServer } from './http-server.ts';

let services: TestServices | undefined;
afterEach(async () => {
  await services?.close();
  services = undefined;
});

async function start(options: Parameters<typeof startTestServices>[0] = {}): Promise<TestServices> {
  services = await startTestServices(options);
  return services;
}

const commands = [
  ['s3', (on: TestServices) => on.clients.s3.send(new ListBucketsCommand({}))],
  ['sns', (on: TestServices) => on.clients.sns.send(new ListTopicsCommand({}))],
  ['sqs', (on: TestServices) => on.clients.sqs.send(new ListQueuesCommand({}))],
  ['sts', (on: TestServices) => on.clients.sts.send(new GetCallerIdentityCommand({}))],
] as const;

test.each(commands)('an error thrown by a hook is a response that the SDK of %s parses', async (_, send) => {
  const on = await start({
    onCall() {
      throw new AwsError(503, 'SlowDown', 'Reduce your request rate.');
    },
  });
  await expect(send(on)).rejects.toMatchObject({
    name: 'SlowDown',
    message: 'Reduce your request rate.',
    $metadata: { httpStatusCode: 503 },
  });
});

test.each(commands)('a hook can reset the connection of %s, before the call or after it', async (_, send) => {
  const cut = await start({
    onCall() {
      throw new ConnectionReset();
    },
  });
  await expect(send(cut)).rejects.toMatchObject({ code: 'ECONNRESET' });
  await cut.close();
  const lost = await start({ onCall: () => ({ dropResponse: true }) });
  await expect(send(lost)).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(lost.calls).toHaveLength(1);
});

test('a hook can return a failure after the effect', async () => {
  const on = await start({
    onCall: () => ({ errorAfterEffect: new AwsError(500, 'InternalError', 'late') }),
  });
  const response = await fetch(`${on.server.endpoint}/made`, { method: 'PUT' });
  expect(response.status).toBe(500);
  expect(await response.text()).toContain('<Code>InternalError</Code>');
  expect(() => on.services.s3.createBucket('made')).not.toThrow();
});

test('a caller is identified by its access key', async () => {
  const on = await start({ callerOf: (key) => (key === 'AKIAFUNCTION' ? 'load-inventory' : 'external') });
  const sts = new STSClient({
    ...on.settings,
    credentials: { accessKeyId: 'AKIAFUNCTION', secretAccessKey: 'x' },
  });

  const ofFunction = await sts.send(new GetCallerIdentityCommand({}));
  const ofPerson = await on.clients.sts.send(new GetCallerIdentityCommand({}));
  sts.destroy();

  expect(ofFunction.Arn).toBe('arn:aws:sts::000000000000:assumed-role/load-inventory/load-inventory');
  expect(ofPerson).toMatchObject({ Account: '000000000000', Arn: 'arn:aws:iam::000000000000:root' });
  expect(on.calls.map(({ caller }) => caller)).toEqual(['load-inventory', 'external']);
});

test.each([
  [
    { 'x-amz-target': 'AmazonSSM.GetParameter', 'content-type': 'application/x-amz-json-1.1' },
    'UnknownOperationException',
  ],
  [
    {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/ec2/aws4_request, SignedHeaders=host',
    },
    '<Code>InvalidAction</Code>',
  ],
  [
    {
      authorization:
        'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host',
    },
    'UnknownOperationException',
  ],
  [{ 'x-amz-target': 'AmazonSQS.AddPermission' }, 'UnknownOperationException'],
] as Array<[Record<string, string>, string]>)(
  'the error of an unsupported request (%j) lists the supported services',
  async (headers, code) => {
    const { server } = await start();
    const response = await fetch(server.endpoint, { method: 'POST', headers, body: '{}' });
    const text = `${response.headers.get('x-amzn-errortype')} ${await response.text()}`;
    expect(response.status).toBe(400);
    expect(text).toContain(code);
    expect(text).toMatch(/supported: .*(sqs, sns|SendMessage)/);
  },
);

test('a body that is far too large is refused by the services that read it into memory', async () => {
  const { server } = await start();
  const response = await fetch(server.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'AmazonSQS.SendMessage' },
    body: 'x'.repeat(5 * 1024 ** 2),
  });
  expect(response.status).toBe(413);
});

test('closing ends pending receives and keep-alive connections', async () => {
  const on = await start();
  on.services.sqs.createQueue('empty');
  const sqs = new SQSClient(on.settings);
  const QueueUrl = `${on.server.endpoint}/000000000000/empty`;
  const waiting = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  const idle = connect(on.server.port, '127.0.0.1');
  const closed = new Promise((resolve) => idle.once('close', resolve));
  while (on.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));

  await on.server.close(50);

  expect((await waiting).Messages).toBeUndefined();
  await closed;
  sqs.destroy();
  services = undefined;
});

test('a port in use is reported by its number', async () => {
  const { server } = await start();
  await expect(startHttpServer({ services: [], port: server.port })).rejects.toMatchObject({
    code: 'local.port.taken',
    message: expect.stringContaining(`port ${server.port}`),
  });
});

const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/s3/aws4_request' };

test.each<[string, Record<string, string>, number]>([
  ['a page of another site', { origin: 'https://example.com' }, 403],
  ['a page of a name that begins like this machine', { origin: 'http://127.0.0.1.example.com:4566' }, 403],
  ['a page without an origin', { origin: 'null' }, 403],
  ['a page of this machine', { origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' }, 200],
  ['a page of this machine by its address', { origin: 'http://127.0.0.1:8080' }, 200],
  ['an image in a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
  ['an image in a page of another port', { 'sec-fetch-site': 'same-site' }, 403],
  ['an address typed into a browser', { 'sec-fetch-site': 'none' }, 200],
])('a signed request of %s (%j) is answered with %i', async (_, headers, status) => {
  const { server } = await start();
  const response = await fetch(`${server.endpoint}/`, { headers: { ...signed, ...headers } });
  expect(response.status).toBe(status);
});

test.each([
  ['evil.example', 403],
  ['evil.example:4566', 403],
  ['localhost:4566', 200],
  ['bucket.localhost:4566', 200],
  ['127.0.0.1', 200],
])('a request for the host %s is answered with %i', async (host, status) => {
  const { server } = await start();
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ port: server.port, host: '127.0.0.1', path: '/?list', headers: { ...signed, host } }, resolve).on(
      'error',
      reject,
    );
  });
  response.resume();
  expect(response.statusCode === 403 ? 403 : 200).toBe(status);
});

test('a request without a signature reads nothing, and changes nothing by GET', async () => {
  const { server } = await start();
  const actions = [
    'Action=CreateTopic&Name=made',
    'Action=ListQueues',
    'Action=CreateTopic&Name=made&X-Amz-Credential=a/b/c/sns/d',
  ];
  for (const query of ['', ...actions]) {
    const response = await fetch(`${server.endpoint}/${query && `?${query}`}`);
    expect(response.status).toBe(403);
  }
});
