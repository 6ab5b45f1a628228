import { MetadataService } from '@aws-sdk/ec2-metadata-service';
import { expect, onTestFinished, test } from 'vitest';
import { parseAccounts } from '../account/index.ts';
import { createMovableClock } from '../movable-clock.ts';
import type { ImdsFaults } from './faults.ts';
import { findInstance } from './find-instance.ts';
import type { PlannedNotice } from './parse-notices.ts';
import { startImds } from './start-imds.ts';

const instanceId = 'i-0123456789abcdef0';
const accounts = parseAccounts({
  accounts: [
    {
      id: '111122223333',
      regions: {
        'us-east-1': {
          instances: [
            {
              id: instanceId,
              type: 'm7g.large',
              name: 'web-1',
              metadataTags: true,
              publicIp: true,
              ipv6: true,
              profile: 'web',
              lifecycle: 'spot',
              userData: '#!/bin/sh\n',
            },
          ],
        },
      },
    },
  ],
});
const instance = findInstance(accounts, instanceId);

async function start(faults: ImdsFaults = {}, notices: readonly PlannedNotice[] = []) {
  const clock = createMovableClock();
  const imds = await startImds({ instance, clock, faults, notices });
  onTestFinished(() => imds.close());

  function request(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> {
    return fetch(`${imds.endpoint}${path}`, { method, headers, redirect: 'manual' });
  }
  function requestToken(ttl = '21600', headers: Record<string, string> = {}): Promise<Response> {
    const all = { 'X-aws-ec2-metadata-token-ttl-seconds': ttl, ...headers };
    return request('/latest/api/token', all, 'PUT');
  }
  async function newSession(ttl?: string) {
    const token = await (await requestToken(ttl)).text();
    return (path: string) => request(path, { 'X-aws-ec2-metadata-token': token });
  }
  async function read(path: string): Promise<string | number> {
    const response = await (await newSession())(`/latest/meta-data/${path}`);
    return response.ok ? response.text() : response.status;
  }
  return { imds, clock, request, requestToken, newSession, read };
}

test('values are returned for a valid token, with its remaining time', async () => {
  const { newSession, clock } = await start();
  const get = await newSession('60');
  await clock.advance(20_000);
  const response = await get('/latest/meta-data/instance-id');
  expect(await response.text()).toBe(instanceId);
  expect(response.headers.get('content-type')).toBe('text/plain');
  expect(response.headers.get('x-aws-ec2-metadata-token-ttl-seconds')).toBe('40');
});

test('nothing is returned without a token, with an invalid or an expired one', async () => {
  const { request, newSession, clock } = await start();
  expect((await request('/latest/meta-data/ami-id')).status).toBe(401);
  expect((await request('/latest/meta-data/ami-id', { 'X-aws-ec2-metadata-token': 'x' })).status).toBe(401);
  const get = await newSession('60');
  expect((await get('/latest/meta-data/ami-id')).status).toBe(200);
  await clock.advance(60_000);
  expect((await get('/latest/meta-data/ami-id')).status).toBe(401);
});

test.each(['0', '21601', '-1', '1.5', 'long', ''])(
  'a token cannot be requested for "%s" seconds',
  async (ttl) => {
    const { requestToken } = await start();
    expect((await requestToken(ttl)).status).toBe(400);
  },
);

test.each(['1', '21600'])('a token can be requested for %s seconds', async (ttl) => {
  const { requestToken } = await start();
  const response = await requestToken(ttl);
  expect(response.status).toBe(200);
  expect(response.headers.get('x-aws-ec2-metadata-token-ttl-seconds')).toBe(ttl);
});

test('a request for a token through a proxy is refused', async () => {
  const { requestToken } = await start();
  expect((await requestToken('60', { 'X-Forwarded-For': '10.0.0.9' })).status).toBe(403);
});

test.each([{ origin: 'http://evil.example' }, { 'sec-fetch-site': 'cross-site' }, { origin: 'null' }])(
  'a request of a web page (%j) is refused, with a token too',
  async (headers) => {
    const { request, requestToken } = await start();
    const token = await (await requestToken()).text();
    expect((await requestToken('60', headers)).status).toBe(403);
    const all = { 'X-aws-ec2-metadata-token': token, ...headers };
    expect((await request('/latest/meta-data/instance-id', all)).status).toBe(403);
  },
);

test('versions, categories and directories are listed, with and without a slash', async () => {
  const { newSession } = await start();
  const get = await newSession();
  const text = async (path: string) => (await get(path)).text();
  expect((await text('/')).split('\n')).toContain('latest');
  expect(await text('/latest')).toBe('dynamic\nmeta-data\nuser-data');
  expect(await text('/2021-07-15/meta-data/placement/region')).toBe('us-east-1');
  const placement = 'availability-zone\navailability-zone-id\nregion';
  expect(await text('/latest/meta-data/placement')).toBe(placement);
  expect(await text('/latest/meta-data/placement/')).toBe(placement);
  expect((await text('/latest/meta-data/')).split('\n')).toEqual(
    expect.arrayContaining(['ami-id', 'events/', 'iam/', 'network/', 'tags/']),
  );
});

test.each([
  '/latest/meta-data/nothing',
  '/latest/meta-data/ami-id/x',
  '/latest/meta-data/ami-id/',
  '/1999-01-01/',
  '/x',
  '/latest/meta-data/__proto__',
])('an unknown path is not found: %s', async (path) => {
  const { newSession } = await start();
  expect((await (await newSession())(path)).status).toBe(404);
});

test('an invalid URL encoding is a bad request', async () => {
  const { request } = await start();
  expect((await request('/latest/meta-data/%')).status).toBe(400);
});

test.each(['POST', 'DELETE', 'PUT'])('%s is not allowed on values', async (method) => {
  const { request } = await start();
  expect((await request('/latest/meta-data/ami-id', {}, method)).status).toBe(405);
});

test('notices are returned once they are issued, and not before', async () => {
  const { imds, clock, read } = await start();
  expect(await read('spot/instance-action')).toBe(404);
  expect(await read('events/recommendations/rebalance')).toBe(404);
  expect(await read('autoscaling/target-lifecycle-state')).toBe(404);
  expect(await read('events/maintenance/scheduled')).toBe('[]');
  await clock.advance(1500);
  imds.notify('spot', { action: 'stop' });
  imds.notify('rebalance');
  imds.notify('auto-scaling');
  imds.notify('maintenance', { code: 'instance-stop' });
  expect(JSON.parse(String(await read('spot/instance-action')))).toEqual({
    action: 'stop',
    time: '2026-01-01T00:02:01Z',
  });
  // Only a termination has a termination time.
  expect(await read('spot/termination-time')).toBe(404);
  imds.notify('spot');
  expect(await read('spot/termination-time')).toBe('2026-01-01T00:02:01Z');
  expect(JSON.parse(String(await read('events/recommendations/rebalance')))).toEqual({
    noticeTime: '2026-01-01T00:00:01Z',
  });
  expect(await read('autoscaling/target-lifecycle-state')).toBe('Terminated');
  expect(JSON.parse(String(await read('events/maintenance/scheduled')))).toMatchObject([
    { Code: 'instance-stop', State: 'active', NotBefore: '2 Jan 2026 00:00:01 GMT' },
  ]);
});

test('scheduled notices are issued at their time', async () => {
  const { clock, read } = await start({}, [{ kind: 'rebalance', afterMs: 10_000 }]);
  await clock.advance(9999);
  expect(await read('events/recommendations/rebalance')).toBe(404);
  await clock.advance(1);
  expect(await read('events/recommendations/rebalance')).toContain('2026-01-01T00:00:10Z');
});

test('tags are returned only if the instance may read them', async () => {
  expect(await (await start()).read('tags/instance/Name')).toBe('web-1');
  expect(await (await start({ tagsDisabled: true })).read('tags/instance')).toBe(404);
});

test('a disabled service refuses everything', async () => {
  const { request, requestToken } = await start({ disabled: true });
  expect((await requestToken()).status).toBe(403);
  expect((await request('/latest/meta-data/ami-id')).status).toBe(403);
});

test('a service without tokens responds without them', async () => {
  const { request, requestToken } = await start({ noToken: true });
  expect((await requestToken()).status).toBe(405);
  expect((await request('/latest/meta-data/instance-id')).status).toBe(200);
});

test('if tokens are optional, an invalid one is still refused', async () => {
  const { request } = await start({ tokensOptional: true });
  expect((await request('/latest/meta-data/instance-id')).status).toBe(200);
  const wrong = await request('/latest/meta-data/instance-id', { 'X-aws-ec2-metadata-token': 'x' });
  expect(wrong.status).toBe(401);
});

test('with the hop limit, the request for a token gets no response, but all others do', async () => {
  const { imds, request, requestToken } = await start({ hopLimit: true });
  const response = requestToken().then(
    () => 'answered',
    () => 'cut off',
  );
  expect((await request('/latest/meta-data/ami-id')).status).toBe(401);
  expect(imds.requests()).toContainEqual(expect.objectContaining({ method: 'PUT', status: undefined }));
  await imds.close();
  expect(await response).toBe('cut off');
});

test('slow responses are delayed', async () => {
  const { imds, clock, request } = await start({ slowMs: 3000 });
  let answered = false;
  const response = request('/').then(() => {
    answered = true;
  });
  await expect.poll(() => clock.next()).toBeDefined();
  await clock.advance(2999);
  expect(answered).toBe(false);
  await clock.advance(1);
  await response;
  expect(imds.requests()).toHaveLength(1);
});

test('faults may change while it runs, and errors have the configured rate', async () => {
  const { imds, request } = await start({ errorRate: 1 });
  expect((await request('/')).status).toBe(503);
  imds.setFaults({ noToken: true, errorRate: 0.5, seed: 7 });
  const statuses = await Promise.all(Array.from({ length: 40 }, async () => (await request('/')).status));
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
});

test("AWS's own client reads it", async () => {
  const { imds } = await start();
  const client = new MetadataService({ endpoint: imds.endpoint, ec2MetadataV1Disabled: true, retries: 0 });
  expect(await client.request('/latest/meta-data/instance-type', {})).toBe('m7g.large');
  expect(JSON.parse(await client.request('/latest/dynamic/instance-identity/document', {}))).toMatchObject({
    instanceId,
    accountId: '111122223333',
    region: 'us-east-1',
    architecture: 'arm64',
  });
});

test('a port in use is reported', async () => {
  const { imds } = await start();
  const port = Number(new URL(imds.endpoint).port);
  await expect(startImds({ instance, port })).rejects.toMatchObject({ code: 'local.port.taken' });
});
