import { readFile } from 'node:fs/promises';
import {
  createServer as createHttpServer,
  request as httpRequest,
  type RequestListener,
  type Server,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const folder = join(import.meta.dirname, 'tls');
/** Of the endpoint of {@link startTlsEndpoint}, and its own authority. */
export const certificatePath = join(folder, 'certificate.pem');

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  });
  return (server.address() as AddressInfo).port;
}

/** A server with TLS, for `localhost` and names below `example.test`; returns its port. */
export async function startTlsEndpoint(answer: RequestListener): Promise<number> {
  const [key, cert] = await Promise.all([readFile(join(folder, 'key.pem')), readFile(certificatePath)]);
  return await listen(createTlsServer({ key, cert }, answer));
}

/** A server without TLS; returns its port. */
export async function startPlainEndpoint(answer: RequestListener): Promise<number> {
  return await listen(createHttpServer(answer));
}

export interface ForwardProxy {
  readonly url: string;
  /** `CONNECT sts.example.test:443`, `GET http://…`, in the order of arrival. */
  readonly seen: readonly string[];
  /** The credentials that clients sent. */
  readonly authorizations: readonly (string | undefined)[];
}

/** A forward proxy, which leads every name to a port of this machine. */
export async function startForwardProxy(
  port: number,
  options: { refuse?: number } = {},
): Promise<ForwardProxy> {
  const seen: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createHttpServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    authorizations.push(request.headers['proxy-authorization']);
    const { pathname, search } = new URL(request.url ?? '');
    const { 'proxy-authorization': _, ...headers } = request.headers;
    const onward = httpRequest(
      { host: '127.0.0.1', port, method: request.method, path: pathname + search, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  });
  const sockets = new Set<{ destroy(): void }>();
  server.on('connect', (request, client) => {
    seen.push(`CONNECT ${request.url}`);
    authorizations.push(request.headers['proxy-authorization']);
    if (options.refuse !== undefined) {
      client.end(`HTTP/1.1 ${options.refuse} Refused\r\n\r\n`);
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, seen, authorizations };
}
