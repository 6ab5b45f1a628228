import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createExchange } from './exchange.ts';
import { startTestServer } from './testing/test-server.ts';

const get = { method: 'GET', headers: {}, timeoutMs: 2000, maxBytes: 1000 } as const;
const at = (endpoint: string, path = '/') => new URL(path, endpoint);
const exchange = createExchange();

async function startTcpServer(bytes: string): Promise<string> {
  const server = createTcpServer((socket) => socket.end(bytes));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a response is returned unchanged, whatever its status', async () => {
  const { endpoint } = await startTestServer((_, response) => response.writeHead(418, { a: 'b' }).end('tea'));
  const outcome = await exchange({ ...get, url: at(endpoint) });
  expect(outcome).toMatchObject({ kind: 'answer', status: 418, headers: { a: 'b' } });
  expect(outcome.kind === 'answer' && String(outcome.body)).toBe('tea');
});

test('a response of HTTP/1.0 that ends with its connection is complete', async () => {
  const endpoint = await startTcpServer('HTTP/1.0 200 OK\r\nServer: EC2ws\r\n\r\nus-east-1');
  const outcome = await exchange({ ...get, url: at(endpoint) });
  expect(outcome.kind === 'answer' && String(outcome.body)).toBe('us-east-1');
});

test('a redirect is not followed', async () => {
  const other = await startTestServer((_, response) => response.end('stolen'));
  const { endpoint } = await startTestServer((_, response) => {
    response.writeHead(302, { location: other.endpoint }).end();
  });
  expect(await exchange({ ...get, url: at(endpoint) })).toMatchObject({ status: 302 });
  expect(other.seen).toEqual([]);
});

test('a response over IPv6 is accepted', async () => {
  const { endpoint } = await startTestServer((_, response) => response.end('six'), '::1');
  expect(endpoint).toContain('[::1]');
  const outcome = await exchange({ ...get, url: at(endpoint) });
  expect(outcome.kind === 'answer' && String(outcome.body)).toBe('six');
});

test('a response that is longer than allowed is not read to its end', async () => {
  const { endpoint } = await startTestServer((_, response) => {
    const write = () => response.destroyed || response.write('x'.repeat(100), () => setImmediate(write));
    write();
  });
  expect(await exchange({ ...get, url: at(endpoint) })).toMatchObject({ kind: 'too-long' });
});

test('a response exactly as long as allowed is accepted', async () => {
  const { endpoint } = await startTestServer((_, response) => response.end('x'.repeat(1000)));
  expect(await exchange({ ...get, url: at(endpoint) })).toMatchObject({ kind: 'answer' });
});

test('no listener, no response, and a reset are distinguished', async () => {
  const closed = await startTcpServer('');
  const silent = await startTestServer(() => {});
  const stuck = await startTestServer((_, response) => response.write('half'));
  const cutting = await startTestServer((request) => request.socket.destroy());
  const garbled = await startTcpServer('SSH-2.0-OpenSSH_9.6\r\n');
  const outcomes = await Promise.all(
    [silent.endpoint, stuck.endpoint, cutting.endpoint, closed, garbled, 'http://127.0.0.1:1'].map(
      (endpoint) => exchange({ ...get, timeoutMs: 100, url: at(endpoint) }),
    ),
  );
  expect(outcomes.map(({ kind }) => kind)).toEqual([
    'timeout',
    'timeout',
    'reset',
    'reset',
    'malformed',
    'unreachable',
  ]);
});

test('an abort ends a request without a response, with its reason', async () => {
  const { endpoint } = await startTestServer(() => controller.abort(new Error('enough')));
  const controller = new AbortController();
  const asked = exchange({ ...get, timeoutMs: 60_000, url: at(endpoint), signal: controller.signal });
  await expect(asked).rejects.toThrow('enough');
});

test('nothing is sent after an abort', async () => {
  const { endpoint, seen } = await startTestServer((_, response) => response.end());
  const asked = exchange({ ...get, url: at(endpoint), signal: AbortSignal.abort(new Error('enough')) });
  await expect(asked).rejects.toThrow('enough');
  expect(seen).toEqual([]);
});

test('a proxy of the environment is not used', async () => {
  const proxy = await startTestServer((_, response) => response.writeHead(502).end());
  const { endpoint } = await startTestServer((_, response) => response.end('direct'));
  const program =
    `import { createExchange } from ${JSON.stringify(new URL('exchange.ts', import.meta.url).href)};` +
    `const url = new URL(${JSON.stringify(endpoint)});` +
    `const outcome = await createExchange()({ method: 'GET', headers: {}, timeoutMs: 5000, maxBytes: 100, url });` +
    'process.stdout.write(String(outcome.body));';
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    env: { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy.endpoint, http_proxy: proxy.endpoint },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await Promise.all([child.stdout.setEncoding('utf8').toArray(), once(child, 'exit')]);
  expect(output.join('')).toBe('direct');
  expect(proxy.seen).toEqual([]);
});

test('requests go over one connection, one after the other, as long as it is open', async () => {
  let connections = 0;
  const { endpoint } = await startTestServer((request, response) => {
    if (!known.has(request.socket)) connections += 1;
    known.add(request.socket);
    response.end(request.url);
  });
  const known = new Set<unknown>();
  const own = createExchange();
  const paths = Array.from({ length: 30 }, (_, index) => `/${index}`);
  const outcomes = await Promise.all(paths.map((path) => own({ ...get, url: at(endpoint, path) })));
  expect(outcomes.map((outcome) => outcome.kind === 'answer' && String(Buffer.from(outcome.body)))).toEqual(
    paths,
  );
  expect(connections).toBe(1);
});
