import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Ministack {
  readonly endpoint: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;

/**
 * Starts MiniStack on a free port of the loopback interface; it runs functions in the Node of `env`.
 *
 * @param file its command
 */
export async function startMinistack(file: string, env: NodeJS.ProcessEnv): Promise<Ministack> {
  const port = await freePort();
  const child = spawn(file, [], {
    env: {
      ...env,
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      // It would listen on another port, on every address.
      IOT_MTLS_ENABLED: '0',
      LAMBDA_EXECUTOR: 'local',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  const keep = (text: string) => {
    log = (log + text).slice(-10_000);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  let failure: Error | undefined;
  const closed = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      failure = error;
      resolve();
    });
    child.on('close', () => {
      failure ??= new Error(`ministack ended:\n${log}`);
      resolve();
    });
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.kill();
    await closed;
  };
  for (const startedAt = performance.now(); ;) {
    if (failure !== undefined) throw failure;
    if (await answers(endpoint)) return { endpoint, pid: child.pid!, stop };
    if (performance.now() - startedAt > START_TIMEOUT_MS) {
      await stop();
      throw new Error(`ministack did not answer in ${START_TIMEOUT_MS} ms:\n${log}`);
    }
    await sleep(50);
  }
}

async function answers(endpoint: string): Promise<boolean> {
  return fetch(endpoint).then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
