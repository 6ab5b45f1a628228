import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A server in a process of its own. */
export interface Server {
  readonly endpoint: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * Starts `groundcrew local` on a free port, as a shell does.
 *
 * @param command the path of `groundcrew.mjs`
 */
export function startEmbedded(command: string, options: readonly string[]): Promise<Server> {
  const child = spawn(process.execPath, [command, 'local', '--port', '0', ...options], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGINT');
    await closed;
  };
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const endpoint = /^export AWS_ENDPOINT_URL=(.*)$/.exec(line)?.[1];
      if (endpoint !== undefined) resolve({ endpoint, pid: child.pid!, stop });
    });
    child.on('error', reject);
    child.on('close', (code) => reject(new Error(`groundcrew local ended with ${code} before it was ready`)));
  });
}
