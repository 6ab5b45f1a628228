import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface EndpointProcess {
  readonly port: number;
  readonly url: string;
  close(): void;
}

/** Starts, in a process of its own, a DynamoDB that takes every batch and answers at once. */
export async function startEndpoint(): Promise<EndpointProcess> {
  const script = fileURLToPath(new URL('write/endpoint.ts', import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(line);
  return { port, url: `http://127.0.0.1:${port}`, close: () => child.stdin.end() };
}
