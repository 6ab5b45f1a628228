import { request as httpRequest, type IncomingMessage } from 'node:http';
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

/** A request with headers that `fetch` does not send. */
function send(
  { server }: TestServices,
  request: { method?: string; path?: string; headers?: Record<string, string>; body?: string },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { body = '', path = '/', headers = {}, ...rest } = request;
    const length = body === '' ? {} : { 'content-length': String(body.length) };
    const sent = { ...rest, path, headers: { ...headers, ...length } };
    httpRequest({ port: server.port, host: '127.0.0.1', ...sent }, (response) => {
      response.resume();
      resolve(response);
    })
      .on('error', reject)
      .end(body);
  });
}

test.each<[string, Record<string, string>, number]>([
  ['a page of another site', { origin: 'https://example.com' }, 403],
  ['a page of a name that begins like this machine', { origin: 'http://127.0.0.1.example.com:4566' }, 403],
  ['a page without an origin', { origin: 'null' }, 403],
  ['a page of another port of this machine', { origin: 'http://localhost:3000' }, 403],
  ['a page of another port of this address', { origin: 'http://127.0.0.1:8080' }, 403],
  ['a page that claims to be of the same site', { 'sec-fetch-site': 'same-site' }, 403],
  ['an image in a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a browser of the future', { 'sec-fetch-site': 'other' }, 403],
  ['an address typed into a browser', { 'sec-fetch-site': 'none' }, 200],
  ['no browser', {}, 200],
])('a signed request of %s (%j) is answered with %i', async (_, headers, status) => {
  expect((await send(await start(), { headers: { ...signed, ...headers } })).statusCode).toBe(status);
});

test('a page of this very server may call it, but an object that is a page runs no scripts here', async () => {
  const on = await start();
  const headers = { ...signed, origin: on.server.endpoint, 'sec-fetch-site': 'same-origin' };
  const ofPage = await send(on, { headers: { ...headers, 'sec-fetch-mode': 'navigate' } });
  const ofProgram = await send(on, { headers: signed });
  expect([ofPage.statusCode, ofPage.headers['content-security-policy']]).toEqual([200, 'sandbox']);
  expect(ofProgram.headers).not.toHaveProperty('content-security-policy');
});

test.each([
  ['evil.example', 403],
  ['evil.example:4566', 403],
  ['evil.example@127.0.0.1', 403],
  ['127.0.0.1.evil.example', 403],
  ['localhost.evil.example', 403],
  ['evil-localhost', 403],
  ['192.168.0.7:4566', 403],
  ['host.docker.internal:4566', 403],
  ['localhost:4566', 200],
  ['LOCALHOST', 200],
  ['bucket.localhost:4566', 200],
  ['bucket.s3.us-east-1.localhost:4566', 200],
  ['127.0.0.1', 200],
  ['[::1]:4566', 200],
  ['[::ffff:7f00:1]:4566', 200],
  ['[::ffff:a00:1]:4566', 403],
])('a request for the host "%s" is answered with %i', async (host, status) => {
  const response = await send(await start(), { path: '/?list', headers: { ...signed, host } });
  expect(response.statusCode === 403 ? 403 : 200).toBe(status);
});

test('a further name of this machine is served where an option names it', async () => {
  const on = await start({ allowedHosts: ['host.docker.internal'] });
  const headers = { ...signed, host: 'host.docker.internal:4566' };
  expect((await send(on, { headers })).statusCode).toBe(200);
});

test.each([
  ['', 'GET'],
  ['bucket/key', 'GET'],
  ['bucket/key', 'HEAD'],
  ['?Action=CreateTopic&Name=made', 'GET'],
  ['?Action=ListQueues', 'GET'],
  ['?Action=CreateTopic&Name=made&X-Amz-Credential=a/b/c/sns/d', 'GET'],
  ['?Action=CreateTopic&Name=made&X-Amz-Credential=a/b/c/sns/d', 'PUT'],
])('an address that is only opened reads nothing, and changes nothing: /%s by %s', async (path, method) => {
  const on = await start();
  expect((await send(on, { path: `/${path}`, method })).statusCode).toBe(403);
  expect(on.calls).toEqual([]);
});

test.each(['AmazonSQS.CreateQueue', 'AmazonSQS.ListQueues'])(
  'a GET is not %s, whatever its headers and its body',
  async (target) => {
    const on = await start();
    const headers = { ...signed, 'x-amz-target': target };
    const body = '{"QueueName":"made"}';
    expect((await send(on, { method: 'GET', headers, body })).statusCode).toBe(403);
    expect(on.calls).toEqual([]);
  },
);

test('the body of a link does not name another action', async () => {
  const on = await start();
  const body = 'Action=CreateTopic&Name=made';
  const response = await send(on, { method: 'GET', path: '/?Action=ConfirmSubscription', body });
  expect(response.statusCode).toBe(400);
  expect(on.calls.map(({ operation }) => operation)).toEqual(['ConfirmSubscription']);
});

test.each([
  ['its head', 'GET / HTTP/1.1\r\nhost: localhost\r\n', 'HTTP/1.1 408'],
  ['its body', `PUT /bucket/key HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\nhalf`, ''],
  [
    'a chunk',
    `PUT /bucket/key HTTP/1.1\r\nhost: localhost\r\nx-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\nx-amz-decoded-content-length: 9\r\ntransfer-encoding: chunked\r\n\r\n9\r\nhalf`,
    '',
  ],
  ['what is not HTTP', 'hello\r\n\r\n', 'HTTP/1.1 400'],
  ['a head without end', `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'y'.repeat(70_000)}`, 'HTTP/1.1 431'],
])('a client that stops within %s is cut off, and others are served', async (_, sent, answer) => {
  // Long enough for the request that is served, on a busy machine too.
  const on = await start({ timeouts: { headersMs: 500, idleMs: 500, requestMs: 10_000 } });
  on.services.s3.createBucket('bucket');
  const socket = connect(on.server.port, '127.0.0.1');
  const received: Buffer[] = [];
  socket.on('data', (bytes) => received.push(bytes)).on('error', () => {});
  socket.write(sent);
  await new Promise((resolve) => socket.once('close', resolve));

  expect(Buffer.concat(received).toString().slice(0, 12)).toBe(answer);
  expect((await send(on, { headers: signed })).statusCode).toBe(200);
  expect(on.bugs).toEqual([]);
});

test('a receive that waits longer than a client may be idle is not cut off', async () => {
  const on = await start({ timeouts: { headersMs: 500, idleMs: 500, requestMs: 500 } });
  on.services.sqs.createQueue('empty');
  const waiting = on.clients.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: `${on.server.endpoint}/000000000000/empty`, WaitTimeSeconds: 20 }),
  );
  await new Promise((resolve) => setTimeout(resolve, 1200));
  on.services.sqs.send('empty', 'at last');
  expect((await waiting).Messages).toMatchObject([{ Body: 'at last' }]);
});

test('what a page of another origin sends by an image, a form and a script is refused', async () => {
  // As a browser sends them: the page can choose neither Origin nor Sec-Fetch-*.
  const on = await start();
  const browser = { 'sec-fetch-site': 'cross-site', 'accept-language': 'ko' };
  const origin = 'http://evil.example';
  const form = 'application/x-www-form-urlencoded';
  const ec2 = 'Version=2016-11-15&ResourceId.1=i-1&Tag.1.Key=a&Tag.1.Value=b';
  const credential = 'X-Amz-Credential=a/20260101/us-east-1/ec2/aws4_request';
  const requests = [
    { path: '/?Action=CreateTopic&Name=made', headers: { ...browser, 'sec-fetch-dest': 'image' } },
    { path: `/?Action=CreateTags&${ec2}&${credential}`, headers: { ...browser, 'sec-fetch-dest': 'image' } },
    // Of browsers without Sec-Fetch-*.
    { path: '/?Action=CreateTopic&Name=made', headers: {} },
    { path: '/', method: 'POST', headers: { ...browser, origin, 'content-type': 'text/plain' }, body: '{}' },
    {
      path: '/?Action=CreateTopic&Name=made',
      method: 'POST',
      headers: { origin, 'content-type': form },
      body: 'Action=CreateTopic&Name=made',
    },
    { path: '/made', method: 'PUT', headers: { ...browser, origin } },
    {
      path: '/made',
      method: 'OPTIONS',
      headers: { ...browser, origin, 'access-control-request-method': 'PUT' },
    },
    // A page that a browser downgrades to no origin: a sandboxed frame.
    { path: '/?Action=CreateTopic&Name=made', method: 'POST', headers: { origin: 'null' } },
  ];
  for (const request of requests) {
    const response = await send(on, request);
    expect([request, response.statusCode]).toEqual([request, 403]);
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
  }
  expect(on.calls).toEqual([]);
});
