import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came over the wire. */
export interface ReceivedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Loopback {
  readonly endpointUrl: string;
  readonly requests: ReceivedRequest[];
  close(): void;
}

/** A local server that sends the given responses in order, then `200 {}`. */
export async function createLoopback(
  answers: readonly ((response: ServerResponse, request: ReceivedRequest) => void)[],
): Promise<Loopback> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const answer = answers[requests.length] ?? allProcessed;
      const received = { headers: request.headers, body };
      requests.push(received);
      answer(response, received);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpointUrl: `http://127.0.0.1:${port}`,
    requests: requests,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export function allProcessed(response: ServerResponse): void {
  answer(response, 200, '{"UnprocessedItems":{}}');
}

export function answer(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-requestid': 'REQUEST-1',
    ...headers,
  });
  response.end(body);
}
