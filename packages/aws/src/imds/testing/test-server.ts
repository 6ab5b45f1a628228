import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface TestServer {
  readonly endpoint: string;
  /** `PUT /latest/api/token`, in the order of arrival. */
  readonly seen: readonly string[];
}

/** A server with responses of the test, until the test has finished. */
export async function startTestServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  host = '127.0.0.1',
): Promise<TestServer> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  onTestFinished(async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  });
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, seen };
}

/** A service that issues tokens, and responds to a GET with the result of `get`. */
export function startTokenServer(get: (request: IncomingMessage, response: ServerResponse) => void) {
  return startTestServer((request, response) => {
    if (request.method === 'PUT') response.end('token');
    else get(request, response);
  });
}
