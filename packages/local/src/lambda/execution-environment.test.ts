import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type EnvironmentOptions, startInWorker } from './execution-environment.ts';
import { startInThread } from './testing/in-thread.ts';

/*
 * What an environment is to the embedded AWS, of both kinds: tests that run functions in their own thread hold for workers
 * as far as this file does.
 */

const kinds = [
  { kind: 'a worker', start: startInWorker },
  { kind: 'the thread', start: startInThread },
];

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** In bytes; 0 where there is none. */
async function sizeOf(path: string): Promise<number> {
  return await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

describe.each(kinds)('an environment in $kind', ({ start }) => {
  /** Starts one whose handler is the given code, of `event`, `context` and what is declared before it. */
  async function startWith(handler: string, options: Partial<EnvironmentOptions> & { before?: string } = {}) {
    const directory = await temporaryFolder();
    const code = `${options.before ?? ''}\nexports.handler = async (event, context) => { ${handler} };`;
    await writeFile(join(directory, 'index.cjs'), code);
    return startAt(directory, options);
  }

  function startAt(directory: string, options: Partial<EnvironmentOptions> = {}) {
    const printed: string[] = [];
    const environment = start({
      settings: {
        directory,
        handler: 'index.handler',
        functionName: 'tested',
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:tested',
        memoryMb: 128,
        logGroupName: '/aws/lambda/tested',
        logStreamName: 'stream',
      },
      accessKeyId: 'key',
      variables: {},
      timeoutMs: 60_000,
      onOutput: (line, requestId) => printed.push(`${requestId}: ${line}`),
      ...options,
    });
    onTestFinished(() => environment.kill());
    async function invoke(event: unknown = {}, requestId = 'request') {
      const { failed, payload } = await environment.invoke(requestId, JSON.stringify(event));
      return { failed, payload: JSON.parse(payload) as Record<string, unknown> };
    }
    return { environment, invoke, printed };
  }

  test('the handler gets the event and the context, and its result is the payload', async () => {
    const { invoke } = await startWith(
      'return [event.count + 1, context.awsRequestId, context.functionName, context.memoryLimitInMB, context.getRemainingTimeInMillis() > 50_000];',
    );
    expect(await invoke({ count: 1 }, 'first')).toEqual({
      failed: false,
      payload: [2, 'first', 'tested', '128', true],
    });
    expect((await invoke({ count: 2 }, 'second')).payload).toEqual([3, 'second', 'tested', '128', true]);
  });

  test.each([
    ['throw new TypeError("wrong");', { errorType: 'TypeError', errorMessage: 'wrong' }],
    ['throw "words";', { errorType: 'string', errorMessage: 'words' }],
    ['return "x".repeat(6 * 1024 * 1024);', { errorType: 'Function.ResponseSizeTooLarge' }],
    ['return 1n;', { errorType: 'TypeError' }],
  ])('%s fails, and the next invocation is as usual', async (code, expected) => {
    const { environment, invoke } = await startWith(`if (event.fail) { ${code} }`);
    expect(await invoke({ fail: true })).toMatchObject({ failed: true, payload: expected });
    expect(environment.alive).toBe(true);
    expect(await invoke()).toEqual({ failed: false, payload: null });
  });

  test.each([
    ['throw new RangeError("at the start");', { errorType: 'RangeError', errorMessage: 'at the start' }],
    ['exports.other = 1; return;', { errorType: 'Runtime.HandlerNotFound' }],
  ])('a module with %s fails at the first invocation, and the environment ends', async (before, expected) => {
    const { environment, invoke } = await startWith('', { before });
    expect(await invoke()).toMatchObject({ failed: true, payload: expected });
    expect(environment.alive).toBe(false);
  });

  test('variables and the state of modules are its own, and last from one invocation to the next', async () => {
    const before = 'let count = 0; process.env.SEEN = (process.env.SEEN ?? "") + process.env.NAME;';
    const code = 'count += 1; return [count, process.env.SEEN, require("node:process").env.NAME];';
    const directory = await temporaryFolder();
    await writeFile(join(directory, 'index.cjs'), `${before}\nexports.handler = async () => { ${code} };`);
    const one = startAt(directory, { variables: { NAME: 'one' } });
    const other = startAt(directory, { variables: { NAME: 'other' } });

    expect((await one.invoke()).payload).toEqual([1, 'one', 'one']);
    expect((await one.invoke()).payload).toEqual([2, 'one', 'one']);
    expect((await other.invoke()).payload).toEqual([1, 'other', 'other']);
    expect(process.env['SEEN']).toBeUndefined();
  });

  test('what it prints arrives before its result, by lines', async () => {
    const { invoke, printed } = await startWith(
      'process.stdout.write("one\\ntwo\\n"); process.stderr.write("three\\n"); console.log("four %d", 4); console.error("five");',
    );
    await invoke({}, 'a');
    expect(printed.toSorted()).toEqual(['a: five', 'a: four 4', 'a: one', 'a: three', 'a: two']);
  });

  test('one that takes too long is ended', async () => {
    const { environment, invoke } = await startWith('await new Promise(() => {});', { timeoutMs: 150 });
    expect(await invoke({}, 'slow')).toEqual({
      failed: true,
      payload: {
        errorType: 'Sandbox.Timedout',
        errorMessage: 'RequestId: slow Error: Task timed out after 0.15 seconds',
      },
    });
    expect(environment.alive).toBe(false);
  });

  test.each([
    ['a timer', 'await new Promise((resolve) => setTimeout(resolve, 1)); leaveTrace();'],
    ['an interval', 'await new Promise((resolve) => setInterval(resolve, 1)); leaveTrace();'],
    ['an immediate', 'await new Promise((resolve) => setImmediate(resolve)); leaveTrace();'],
    ['a promised timer', 'await require("node:timers/promises").setTimeout(1); leaveTrace();'],
    ['a response', 'await get("/quick");'],
    ['a response that never comes', 'if ((turns += 1) > 3) await get("/never");'],
    ['a file', 'await fs.promises.stat(".");'],
  ])('killed while it waits for %s, it does nothing more', async (_, wait) => {
    // Prepare
    const sockets = new Set<Socket>();
    let requests = 0;
    const server = createServer((request, response) => {
      requests += 1;
      if (request.url !== '/never') response.end('answer');
    });
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const trace = join(await temporaryFolder(), 'trace');
    const before = `
      const fs = require('node:fs');
      const http = process.getBuiltinModule('http');
      const agent = new http.Agent({ keepAlive: true });
      const get = (path) => new Promise((resolve) => http.request({ port: ${port}, path, agent }, (response) =>
        response.resume().on('end', resolve)).on('error', resolve).end());
      const leaveTrace = () => fs.appendFileSync(${JSON.stringify(trace)}, 'x');
      let turns = 0;`;
    const loop = `for (;;) {
      ${wait}
      process.stdout.write('a turn\\n');
      await get('/turn');
    }`;
    const { environment, invoke, printed } = await startWith(loop, { before });

    // Act
    const outcome = invoke({}, 'killed');
    await expect.poll(() => requests).toBeGreaterThan(3);
    await environment.kill();
    const lines = printed.length;
    const traces = await sizeOf(trace);

    // Assess
    expect(await outcome).toEqual({
      failed: true,
      payload: {
        errorType: 'Runtime.ExitError',
        errorMessage: 'RequestId: killed Error: Runtime exited with error: signal: killed',
      },
    });
    await expect.poll(() => sockets.size).toBe(0);
    const sent = requests;
    await sleep(50);
    expect({ requests, lines: printed.length, traces: await sizeOf(trace) }).toEqual({
      requests: sent,
      lines,
      traces,
    });
    expect((await invoke({}, 'next')).payload).toMatchObject({ errorType: 'Runtime.ExitError' });
  });

  test('one that was killed before its first invocation is not run', async () => {
    const { environment, invoke, printed } = await startWith('process.stdout.write("run\\n");');
    await environment.kill();
    expect((await invoke()).failed).toBe(true);
    expect(printed).toEqual([]);
  });
});
