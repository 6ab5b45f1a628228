import { spawn } from 'node:child_process';

export interface Moto {
  readonly endpoint: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts moto's server on a free port of the loopback interface. */
export function startMoto(file: string, env: NodeJS.ProcessEnv): Promise<Moto> {
  const child = spawn(file, ['--host', '127.0.0.1', '--port', '0'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const closed = new Promise<void>((resolve) => {
    child.on('close', () => resolve());
  });
  const stop = async () => {
    child.kill();
    await closed;
  };
  return new Promise((resolve, reject) => {
    let stderrText = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      // It keeps logging every request: after the address, its output is read only to keep the pipe empty.
      if (stderrText.includes('Running on')) return;
      stderrText += text;
      const address = /Running on (http:\/\/[\d.:]+)/.exec(stderrText)?.[1];
      if (address !== undefined) resolve({ endpoint: address, pid: child.pid!, stop });
    });
    child.on('error', reject);
    child.on('close', () => reject(new Error(`moto_server exited before it was ready:\n${stderrText}`)));
  });
}
