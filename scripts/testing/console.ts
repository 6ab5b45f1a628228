import { runCli } from '@groundcrew/cli';
import { createRecordingIo } from '@groundcrew/cli/testing';
import { onTestFinished, vi } from 'vitest';
import { program } from '../program.ts';

/** A console that was started by its command, and a client that is let in. */
export interface RunningConsole {
  readonly address: string;
  readonly origin: string;
  readonly cookie: string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body?: string | URLSearchParams, headers?: Record<string, string>): Promise<Response>;
  /** The text of a page, once it has what is waited for. */
  until(path: string, wanted: RegExp): Promise<string>;
  err(): string;
  /** Ctrl-C; resolves to the exit code. */
  stop(): Promise<number>;
}

/** As {@link openConsole}, until the test ends. */
export async function startConsoleCommand(words: readonly string[]): Promise<RunningConsole> {
  const running = await openConsole(words);
  onTestFinished(async () => {
    await running.stop();
  });
  return running;
}

/** Starts `groundcrew console` in this process, on any port. */
export async function openConsole(words: readonly string[]): Promise<RunningConsole> {
  const io = createRecordingIo();
  const done = runCli(program, ['console', '--port', '0', '--no-open', ...words], io);
  const stop = async () => {
    io.interrupt();
    return await done;
  };
  const address = await vi.waitUntil(() => /http:\S+\/\?token=\S+/.exec(io.err())?.[0], { timeout: 110_000 });
  const { origin } = new URL(address);
  const entered = await fetch(address, { redirect: 'manual' });
  const [cookie = ''] = (entered.headers.get('set-cookie') ?? '').split(';');
  const send = (path: string, init: RequestInit, headers: Record<string, string>) =>
    fetch(origin + path, { redirect: 'manual', ...init, headers: { cookie, ...headers } });
  const get = (path: string, headers: Record<string, string> = {}) => send(path, {}, headers);
  return {
    address,
    origin,
    cookie,
    get,
    post: (path, body = '', headers = {}) => send(path, { method: 'POST', body }, { origin, ...headers }),
    async until(path, wanted) {
      return await vi.waitUntil(
        async () => {
          const text = await (await get(path)).text();
          return wanted.test(text) ? text : undefined;
        },
        { timeout: 60_000, interval: 50 },
      );
    },
    err: io.err,
    stop,
  };
}
