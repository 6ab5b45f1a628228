import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createImds } from './imds.ts';
import { startTestServer } from './testing/test-server.ts';

const paths = Array.from({ length: 27 }, (_, index) => `meta-data/path-${index}`);

test.each([429, 503])(
  'a service that answers 10 requests a second, and %i to the others, answers all',
  async (status) => {
    const clock = createSleepingClock();
    let tokens = 10;
    let atMs = clock.now();
    let refused = 0;
    const { endpoint } = await startTestServer((request, response) => {
      tokens = Math.min(10, tokens + ((clock.now() - atMs) / 1000) * 10);
      atMs = clock.now();
      if (tokens < 1) {
        refused += 1;
        response.writeHead(status).end();
        return;
      }
      tokens -= 1;
      response.end(request.method === 'PUT' ? 'token' : request.url);
    });
    const imds = createImds({ endpoint }, clock);

    const values = await Promise.all(paths.map((path) => imds.get(path)));

    expect(values).toEqual(paths.map((path) => `/latest/${path}`));
    expect(refused).toBeLessThan(5);
  },
);

test('a connection that is refused for 300 ms after the token is tried again', async () => {
  const answer: Parameters<typeof createServer>[1] = (request, response) => {
    response.setHeader('connection', 'close');
    response.end(request.method === 'PUT' ? 'token' : 'value');
  };
  let server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const imds = createImds({ endpoint: `http://127.0.0.1:${port}` });
  expect(await imds.get('meta-data/first')).toBe('value');

  await new Promise((resolve) => server.close(resolve));
  setTimeout(() => {
    server = createServer(answer).listen(port, '127.0.0.1');
  }, 300);
  onTestFinished(() => void server.close());

  expect(await imds.get('meta-data/second')).toBe('value');
});

test('a service that is refused for longer than its time is unavailable', async () => {
  const { endpoint } = await startTestServer((request, response) => {
    if (request.method === 'PUT') response.end('token');
    else request.socket.destroy();
  });
  const waits: number[] = [];
  let nowMs = 0;
  const imds = createImds(
    { endpoint, timeoutMs: 1_000, attempts: 2 },
    {
      now: () => nowMs,
      sleep: async (ms) => {
        nowMs += ms;
        waits.push(ms);
      },
    },
  );
  await expect(imds.get('meta-data/x')).rejects.toMatchObject({ code: 'imds.unavailable' });
  expect(waits).toEqual([100, 200, 400, 800]);
});

/** A clock that goes on only while something sleeps: for all at once. */
function createSleepingClock() {
  let nowMs = 0;
  return {
    now: () => nowMs,
    sleep: async (ms: number) => {
      const untilMs = nowMs + ms;
      await setImmediate();
      nowMs = Math.max(nowMs, untilMs);
    },
  };
}

test.each([429, 503])(
  'a service that answers %i to everything is unavailable after its time',
  async (status) => {
    const { endpoint } = await startTestServer((_, response) => void response.writeHead(status).end());
    const clock = createSleepingClock();
    const imds = createImds({ endpoint, timeoutMs: 1_000, attempts: 2 }, clock);
    await expect(imds.get('meta-data/x')).rejects.toMatchObject({
      code: 'imds.unavailable',
      message: expect.stringContaining(`${status} to the request for a token`) as string,
    });
    expect(clock.now()).toBeGreaterThan(1_000);
    expect(clock.now()).toBeLessThan(4_000);
  },
);

/** A clock of which many may sleep at once: when all do, it goes on to the first that wakes. */
function createSharedClock() {
  const sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];
  let nowMs = 0;
  const wakeFirst = (): void => {
    sleepers.sort((a, b) => a.atMs - b.atMs);
    const first = sleepers.shift()!;
    nowMs = Math.max(nowMs, first.atMs);
    first.wake();
  };
  return {
    now: () => nowMs,
    sleep: (ms: number) =>
      new Promise<void>((wake) => {
        sleepers.push({ atMs: nowMs + ms, wake });
        void setImmediate().then(wakeFirst);
      }),
  };
}

test.each([429, 503])(
  'a service that answers one request a second, and %i to the others, answers all',
  async (status) => {
    const clock = createSharedClock();
    let acceptsAtMs = 0;
    const imds = createImds(
      { endpoint: 'http://127.0.0.1:1' },
      {
        ...clock,
        exchange: async ({ method, url }) => {
          const isAccepted = clock.now() >= acceptsAtMs;
          if (isAccepted) acceptsAtMs = clock.now() + 1_000;
          const body = new TextEncoder().encode(method === 'PUT' ? 'token' : url.pathname);
          return { kind: 'answer', status: isAccepted ? 200 : status, headers: {}, body };
        },
      },
    );

    // As many at once as the readers of all metadata send.
    const values: (string | undefined)[] = [];
    await Promise.all(
      [0, 1, 2, 3].map(async (worker) => {
        for (const [index, path] of paths.entries()) {
          if (index % 4 === worker) values[index] = await imds.get(path);
        }
      }),
    );

    expect(values).toEqual(paths.map((path) => `/latest/${path}`));
    expect(clock.now()).toBeLessThan(60_000);
  },
);
