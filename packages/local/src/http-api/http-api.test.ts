import type { HttpApiManifest, HttpRoute, Trigger } from '@groundcrew/lambda';
import { afterEach, expect, test, vi } from 'vitest';
import { closeLocals, functionManifest, startTest, testStack, writeBundle } from '../testing/test-stack.ts';

afterEach(closeLocals);

const api: HttpApiManifest = {
  id: 'Api',
  description: '',
  name: 'api',
  throttle: { requestsPerSecond: 1, burst: 1 },
};

function behind(route: HttpRoute): Trigger {
  return { type: 'http-api', api: 'Api', route };
}

/** An API with one function behind it, whose code is the body of a handler of `event`. */
async function start(code: string, route: HttpRoute = 'ANY /things') {
  const { local, events } = await startTest({
    stack: testStack([functionManifest('answer', behind(route))], { apis: [api] }),
    bundles: [writeBundle('answer', `exports.handler = async (event) => { ${code} };`)],
  });
  const url = local.resources.apiUrl('Api');
  return { local, events, url, ask: (path: string, init?: RequestInit) => fetch(`${url}${path}`, init) };
}

test('a request reaches the function as an event of payload format 2.0', async () => {
  const { local, ask } = await start('return event');

  const response = await ask('/things?tag=a%3D1&tag=b&name=%EC%84%9C%EC%9A%B8+1', {
    headers: { 'X-Trace': 'yes', cookie: 'a=1; b=2' },
  });

  expect(await response.json()).toEqual({
    version: '2.0',
    routeKey: 'ANY /things',
    rawPath: '/things',
    rawQueryString: 'tag=a%3D1&tag=b&name=%EC%84%9C%EC%9A%B8+1',
    cookies: ['a=1', 'b=2'],
    headers: expect.objectContaining({ 'x-trace': 'yes', host: new URL(local.endpoint).host }),
    queryStringParameters: { tag: 'a=1,b', name: '서울 1' },
    requestContext: {
      accountId: '000000000000',
      apiId: 'Api',
      domainName: expect.any(String),
      domainPrefix: 'Api',
      http: {
        method: 'GET',
        path: '/things',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: expect.any(String),
      },
      requestId: expect.stringMatching(/^[\w-]{36}$/),
      routeKey: 'ANY /things',
      stage: '$default',
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: expect.any(Number),
    },
    isBase64Encoded: false,
  });
});

test.each([
  ['text/plain; charset=utf-8', '봄', false],
  ['application/json', '{"a":1}', false],
  ['application/octet-stream', 'AP8=', true],
])('a body of %s is passed on unchanged, or in Base64', async (type, expected, isBase64Encoded) => {
  const { ask } = await start('return event', 'POST /things');
  const body = isBase64Encoded ? Buffer.from(expected, 'base64') : expected;

  const response = await ask('/things', { method: 'POST', headers: { 'content-type': type }, body });

  expect(await response.json()).toMatchObject({ body: expected, isBase64Encoded });
});

test('a result with a status code defines the whole response', async () => {
  const { ask } = await start(
    "return { statusCode: 303, headers: { Location: '/here', 'Retry-After': 3 }, body: 'eA==', isBase64Encoded: true }",
  );

  const response = await ask('/things', { redirect: 'manual' });

  expect(response.status).toBe(303);
  expect(Object.fromEntries(response.headers)).toMatchObject({ location: '/here', 'retry-after': '3' });
  expect(await response.text()).toBe('x');
});

test.each([
  ['an object', "return { status: 'one' }", '{"status":"one"}'],
  ['a text', "return 'Hello'", 'Hello'],
  ['a list', 'return [1]', '[1]'],
  ['nothing', '', 'null'],
])('%s without a status code is the body of a 200', async (_, code, expected) => {
  const { ask } = await start(code);

  const response = await ask('/things');

  expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
    200,
    'application/json',
    expected,
  ]);
});

test.each([
  ['throws', "throw new Error('the secret is 42')"],
  ['returns an invalid status', 'return { statusCode: 42 }'],
  ['returns invalid headers', "return { statusCode: 200, headers: ['a'] }"],
])('the caller of a function that %s gets an error without details', async (_, code) => {
  const { ask } = await start(code);

  const response = await ask('/things');

  expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
});

test.each(['/others', '/things/1', '/', '/things/'])('%s is not the route', async (path) => {
  const { ask, events } = await start('return 1');

  const response = await ask(path);

  expect([response.status, await response.text()]).toEqual([404, '{"message":"Not Found"}']);
  expect(events).toEqual([]);
});

test('a route of one method accepts no other, and has precedence over one of any', async () => {
  const names = ['any', 'get'];
  const { local } = await startTest({
    stack: testStack(
      [
        functionManifest('any', behind('ANY /things')),
        functionManifest('get', behind('GET /things')),
        functionManifest('post', behind('POST /others')),
      ],
      { apis: [api] },
    ),
    bundles: [...names, 'post'].map((name) => writeBundle(name, `exports.handler = async () => '${name}';`)),
  });
  const ask = async (method: string, path: string) => {
    const response = await fetch(`${local.resources.apiUrl('Api')}${path}`, { method });
    return await response.text();
  };

  expect(await ask('GET', '/things')).toBe('get');
  expect(await ask('DELETE', '/things')).toBe('any');
  expect(await ask('GET', '/others')).toBe('{"message":"Not Found"}');
});

test('a function at its concurrency limit makes the API unavailable', async () => {
  const { local, events } = await startTest({
    stack: testStack([functionManifest('waits', behind('GET /things'), { reservedConcurrency: 1 })], {
      apis: [api],
    }),
    bundles: [writeBundle('waits', 'exports.handler = () => new Promise(() => {});')],
  });
  const url = `${local.resources.apiUrl('Api')}/things`;
  const first = fetch(url);
  await vi.waitUntil(() => events.some(({ type }) => type === 'invoked'), { timeout: 30_000 });

  const second = await fetch(url);

  expect([second.status, await second.text()]).toEqual([503, '{"message":"Service Unavailable"}']);
  await local.kill('waits');
  expect((await first).status).toBe(500);
});

test('calls are recorded with the action that a caller needs', async () => {
  const { local, ask } = await start('return 1');

  await ask('/things');

  expect(local.calls()).toMatchObject([
    {
      action: 'execute-api:Invoke',
      resource: 'arn:aws:execute-api:us-east-1:000000000000:Api/$default/GET/things',
    },
  ]);
});

test('an API that is not in the stack has no address', async () => {
  const { local } = await start('return 1');

  expect(() => local.resources.apiUrl('Other')).toThrow(
    expect.objectContaining({ code: 'local.resource.unknown' }),
  );
});
