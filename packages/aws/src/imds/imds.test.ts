import { setTimeout as delay } from 'node:timers/promises';
import { findInstance, type ImdsFaults, parseAccounts, startImds } from '@groundcrew/local';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createImds, type ImdsDependencies } from './imds.ts';
import type { ImdsSettings } from './settings.ts';
import { startTestServer, startTokenServer } from './testing/test-server.ts';

const instanceId = 'i-0123456789abcdef0';
const accounts = parseAccounts({
  accounts: [
    {
      id: '111122223333',
      regions: {
        'ap-northeast-2': {
          instances: [
            { id: instanceId, type: 'm7g.large', name: '웹-1', metadataTags: true, userData: '#!/bin/sh\n' },
          ],
        },
      },
    },
  ],
});

async function start(
  faults: ImdsFaults = {},
  settings: ImdsSettings = {},
  dependencies: ImdsDependencies = {},
) {
  const server = await startImds({ instance: findInstance(accounts, instanceId), faults });
  onTestFinished(() => server.close());
  const imds = createImds({ endpoint: server.endpoint, timeoutMs: 5000, ...settings }, dependencies);
  const lines = () =>
    server.requests().map(({ method, path, status }) => `${method} ${path} ${status ?? 'unanswered'}`);
  return { server, imds, lines };
}

test('values are read by one token', async () => {
  const { imds, lines } = await start();
  expect(await imds.get('meta-data/instance-id')).toBe(instanceId);
  expect(await imds.get('meta-data/tags/instance/Name')).toBe('웹-1');
  expect(lines()).toEqual([
    'PUT /latest/api/token 200',
    'GET /latest/meta-data/instance-id 200',
    'GET /latest/meta-data/tags/instance/Name 200',
  ]);
});

test('concurrent calls share one request for a token', async () => {
  const { imds, lines } = await start();
  await Promise.all([
    imds.get('meta-data/ami-id'),
    imds.get('meta-data/mac'),
    imds.get('meta-data/local-ipv4'),
  ]);
  expect(lines().filter((line) => line.startsWith('PUT'))).toHaveLength(1);
});

test('a missing value is undefined, and an empty one is empty', async () => {
  const { endpoint } = await startTokenServer((request, response) => {
    response.writeHead(request.url === '/latest/meta-data/empty' ? 200 : 404).end();
  });
  const imds = createImds({ endpoint });
  expect(await imds.get('meta-data/empty')).toBe('');
  expect(await imds.get('meta-data/spot/instance-action')).toBeUndefined();
  expect(await imds.getBytes('user-data')).toBeUndefined();
  expect(await imds.list('meta-data/tags')).toBeUndefined();
});

test('a directory is listed with or without a slash', async () => {
  const { imds, lines } = await start();
  const expected = ['availability-zone', 'availability-zone-id', 'region'];
  expect(await imds.list('meta-data/placement')).toEqual(expected);
  expect(await imds.list('meta-data/placement/')).toEqual(expected);
  expect(await imds.list('')).toEqual(['dynamic', 'meta-data', 'user-data']);
  expect(lines()).not.toContain('GET /latest/meta-data/placement 200');
});

test('user data is returned byte for byte', async () => {
  const bytes = Uint8Array.of(0x1f, 0x8b, 0x08, 0x00, 0xff, 0xfe, 0x80);
  const { endpoint } = await startTokenServer((_, response) => response.end(bytes));
  const imds = createImds({ endpoint });
  expect(Uint8Array.from((await imds.getBytes('user-data'))!)).toEqual(bytes);
  await expect(imds.get('user-data')).rejects.toMatchObject({ code: 'imds.not-text' });
});

test('a token is renewed before it expires', async () => {
  let nowMs = 0;
  const { imds, lines } = await start({}, { tokenTtlSeconds: 600 }, { now: () => nowMs });
  await imds.get('meta-data/ami-id');
  nowMs = 539_000;
  await imds.get('meta-data/ami-id');
  expect(lines().filter((line) => line.startsWith('PUT'))).toHaveLength(1);
  nowMs = 541_000;
  await imds.get('meta-data/ami-id');
  expect(lines().filter((line) => line.startsWith('PUT'))).toHaveLength(2);
});

test('a token that expired early is renewed once, and the request repeated', async () => {
  const tokens = ['first', 'second'];
  const { endpoint, seen } = await startTestServer((request, response) => {
    if (request.method === 'PUT') response.end(tokens.shift());
    else
      response.writeHead(request.headers['x-aws-ec2-metadata-token'] === 'second' ? 200 : 401).end('value');
  });
  expect(await createImds({ endpoint }).get('meta-data/x')).toBe('value');
  expect(seen).toEqual([
    'PUT /latest/api/token',
    'GET /latest/meta-data/x',
    'PUT /latest/api/token',
    'GET /latest/meta-data/x',
  ]);
});

test('a service that refuses its own tokens is not retried forever', async () => {
  const { endpoint, seen } = await startTokenServer((_, response) => response.writeHead(401).end());
  await expect(createImds({ endpoint }).get('meta-data/x')).rejects.toMatchObject({
    code: 'imds.token-refused',
  });
  expect(seen).toHaveLength(4);
});

test.each([
  ['the hop limit keeps the token away', { hopLimit: true }, 'imds.hop-limit'],
  ['it keeps it away where none is needed', { hopLimit: true, tokensOptional: true }, 'imds.hop-limit'],
  ['it is switched off', { disabled: true }, 'imds.disabled'],
  ['it knows no tokens', { noToken: true }, 'imds.v1-only'],
  // No answer has to come in time.
  ['it is slow', { slowMs: 3000 }, 'imds.slow', 100],
  ['it fails', { errorRate: 1 }, 'imds.unavailable'],
] as const)('a missing response is explained: %s', async (_, faults, code, timeoutMs: number = 700) => {
  const { imds } = await start(faults, { timeoutMs, attempts: 1 });
  await expect(imds.get('meta-data/ami-id')).rejects.toMatchObject({ code });
});

test('without a listener it is not an instance', async () => {
  const { server, imds } = await start();
  await server.close();
  await expect(imds.get('meta-data/ami-id')).rejects.toMatchObject({ code: 'imds.not-an-instance' });
});

test('a service that disappears later is still an instance', async () => {
  let nowMs = 0;
  const sleep = async (ms: number) => void (nowMs += ms);
  const { server, imds } = await start({}, {}, { now: () => nowMs, sleep });
  await imds.get('meta-data/ami-id');
  await server.close();
  await expect(imds.get('meta-data/ami-id')).rejects.toMatchObject({ code: 'imds.unavailable' });
});

test.each([
  ['a service that knows none', { noToken: true }],
  ['a hop limit that keeps them away', { hopLimit: true, tokensOptional: true }],
])('without a token only if that is allowed, and there is no token: %s', async (_, faults) => {
  const { imds, lines } = await start(faults, { allowV1: true, timeoutMs: 700, attempts: 1 });
  expect(await imds.get('meta-data/instance-id')).toBe(instanceId);
  expect(await imds.get('meta-data/instance-type')).toBe('m7g.large');
  expect(lines().filter((line) => line.startsWith('PUT'))).toHaveLength(1);
});

test('a token is used if there is one, also if it is optional', async () => {
  const { server, imds } = await start({ tokensOptional: true }, { allowV1: true });
  await imds.get('meta-data/ami-id');
  expect(server.requests().map(({ hasToken }) => hasToken)).toEqual([false, true]);
});

test('no value is requested without a token unless that is allowed', async () => {
  const { imds, lines } = await start({ noToken: true });
  await expect(imds.get('user-data')).rejects.toThrow();
  expect(lines()).toEqual(['PUT /latest/api/token 405', 'GET /latest/meta-data/ 200']);
});

test('a failure of the service is retried, after a delay', async () => {
  const statuses = [500, 200];
  const { endpoint, seen } = await startTokenServer((_, response) => {
    response.writeHead(statuses.shift()!).end('value');
  });
  const sleep = vi.fn(async () => {});
  expect(await createImds({ endpoint }, { sleep }).get('meta-data/x')).toBe('value');
  expect(sleep).toHaveBeenCalledTimes(1);
  expect(seen).toHaveLength(3);
});

test('it is tried as often as configured, and not more', async () => {
  const { endpoint, seen } = await startTokenServer((_, response) => void response.writeHead(500).end());
  const imds = createImds({ endpoint, attempts: 3 }, { sleep: async () => {} });
  await expect(imds.get('meta-data/x')).rejects.toMatchObject({ code: 'imds.unavailable' });
  expect(seen.filter((line) => !line.startsWith('PUT'))).toHaveLength(3);
});

test('a service that the environment disables is not used', async () => {
  const { imds, lines } = await start({}, { disabled: true });
  await expect(imds.get('meta-data/ami-id')).rejects.toMatchObject({ code: 'imds.switched-off' });
  expect(lines()).toEqual([]);
});

test('a path to somewhere else is refused before a request', async () => {
  const { imds, lines } = await start();
  await expect(imds.get('../api/token')).rejects.toMatchObject({ code: 'imds.path.invalid' });
  expect(lines()).toEqual([]);
});

test('a response longer than allowed is refused', async () => {
  const { endpoint } = await startTokenServer((_, response) => response.end('x'.repeat(2_000_000)));
  const imds = createImds({ endpoint });
  await expect(imds.getBytes('user-data')).rejects.toMatchObject({ code: 'imds.too-long' });
  expect(await imds.getBytes('user-data', { maxBytes: 2_000_000 })).toHaveLength(2_000_000);
});

test('an abort ends the wait for a token and the delay before a retry', async () => {
  for (const faults of [{ hopLimit: true }, { errorRate: 1 }]) {
    const { imds, server } = await start(faults, { timeoutMs: 60_000, attempts: 10 });
    const controller = new AbortController();
    const asked = imds.get('meta-data/ami-id', { signal: controller.signal });
    await vi.waitUntil(() => server.requests().length > 0, { timeout: 30_000 });
    controller.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
  }
});

test('an aborting caller does not cancel the token of the others', async () => {
  let giveToken = () => {};
  const { endpoint } = await startTestServer((request, response) => {
    if (request.method === 'PUT') giveToken = () => void response.end('token');
    else response.end('value');
  });
  const imds = createImds({ endpoint, timeoutMs: 60_000 });
  const controller = new AbortController();
  const left = imds.get('meta-data/x', { signal: controller.signal });
  const stays = imds.get('meta-data/x');
  controller.abort(new Error('enough'));
  await expect(left).rejects.toThrow('enough');
  await vi.waitUntil(
    async () => {
      giveToken();
      return (await Promise.race([stays, delay(10)])) === 'value';
    },
    { timeout: 30_000 },
  );
});

test('no error contains the token', async () => {
  const token = 'AQAEAsecretsecret==';
  const { endpoint } = await startTestServer((request, response) => {
    if (request.method === 'PUT') response.end(token);
    else if (request.url?.endsWith('reset')) request.socket.destroy();
    else response.writeHead(Number(/\d+$/.exec(request.url ?? '')?.[0])).end(token);
  });
  let nowMs = 0;
  const sleep = async (ms: number) => void (nowMs += ms);
  const imds = createImds({ endpoint }, { now: () => nowMs, sleep });
  for (const path of ['reset', '400', '401', '403', '500', '302']) {
    const error = await imds.get(`meta-data/${path}`).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    const { message, stack, cause } = error as Error;
    const all = JSON.stringify([message, stack, String(cause), error, Object.entries(cause ?? {})]);
    expect(all).not.toContain(token);
  }
});
