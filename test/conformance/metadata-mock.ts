import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';

export interface MetadataMock {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts amazon-ec2-metadata-mock on the loopback interface: `spot`, `events`, … and their options; IMDSv2 only. */
export async function startMetadataMock(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<MetadataMock> {
  const port = await freePort();
  const child = spawn(
    inject('tools').metadataMock,
    [...args, '--imdsv2', '--hostname', '127.0.0.1', '--port', `${port}`],
    { env, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let stderrText = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderrText += text;
  });
  const ended = new Promise<void>((resolve) => {
    child.on('error', () => resolve());
    child.on('close', () => resolve());
  });
  const endpoint = `http://127.0.0.1:${port}`;
  while (!(await answers(endpoint))) {
    if (child.exitCode !== null || child.pid === undefined) {
      throw new Error(`ec2-metadata-mock ended before it ran:\n${stderrText}`);
    }
    await sleep(50);
  }
  return {
    endpoint,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    await fetch(endpoint);
    return true;
  } catch {
    return false;
  }
}

/** It does not accept port 0. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
