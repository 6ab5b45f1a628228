import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export interface ExchangeRequest {
  readonly method: 'GET' | 'PUT';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** For connecting, and again for the whole response. */
  readonly timeoutMs: number;
  /** Reading stops at this size. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/** How a request ended without a response. */
export interface ExchangeFailure {
  /**
   * `unreachable`: no connection; `timeout`: connected, but no complete response in time; `reset`: the connection was
   * closed before the end; `malformed`: the response is not HTTP; `too-long`: more than `maxBytes`.
   */
  readonly kind: 'unreachable' | 'timeout' | 'reset' | 'malformed' | 'too-long';
  readonly cause: Error;
}

export type Outcome = Answer | ExchangeFailure;

/** Sends one request. Rejects only with the signal's reason. */
export type Exchange = (request: ExchangeRequest) => Promise<Outcome>;

/**
 * Requests over one connection, one after the other, as long as the service keeps it open: some limit new connections.
 * Proxies of the environment are not used (the agents are our own), and redirects are not followed.
 */
export function createExchange(): Exchange {
  const options = { keepAlive: true, maxSockets: 1 };
  let http: HttpAgent | undefined;
  let https: HttpsAgent | undefined;
  return (request) => {
    const agent =
      request.url.protocol === 'https:'
        ? (https ??= new HttpsAgent(options))
        : (http ??= new HttpAgent(options));
    return send(request, agent);
  };
}

function send(
  { method, url, headers, timeoutMs, maxBytes, signal }: ExchangeRequest,
  agent: HttpAgent,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = start(url, {
      method,
      agent,
      headers: method === 'PUT' ? { ...headers, 'content-length': '0' } : headers,
    });
    let connected = false;
    let timer: NodeJS.Timeout | undefined;
    signal?.addEventListener('abort', onAbort);

    function stopWaiting(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      // Errors of a destroyed connection have no consequence.
      request.on('error', () => {});
    }
    function release(): void {
      stopWaiting();
      request.destroy();
    }
    function finish(outcome: Outcome): void {
      // After a whole response the connection is for the next request.
      if (outcome.kind === 'answer') stopWaiting();
      else release();
      resolve(outcome);
    }
    function fail(cause: NodeJS.ErrnoException): void {
      if (!connected) finish({ kind: 'unreachable', cause });
      else finish({ kind: cause.code?.startsWith('HPE_') ? 'malformed' : 'reset', cause });
    }
    function onTimeout(): void {
      const what = connected ? 'answer' : 'connection';
      const cause = new Error(`no ${what} within ${timeoutMs} ms`);
      finish({ kind: connected ? 'timeout' : 'unreachable', cause });
    }
    function onAbort(): void {
      release();
      reject(signal?.reason);
    }
    function onResponse(response: IncomingMessage): void {
      const chunks: Buffer[] = [];
      let sizeBytes = 0;
      response.on('data', (chunk: Buffer) => {
        sizeBytes += chunk.length;
        chunks.push(chunk);
        if (sizeBytes > maxBytes) {
          finish({ kind: 'too-long', cause: new Error(`the response is longer than ${maxBytes} bytes`) });
        }
      });
      response.on('error', fail);
      response.on('end', () => {
        const { statusCode: status = 0, headers: answered } = response;
        finish({ kind: 'answer', status, headers: answered, body: Buffer.concat(chunks) });
      });
    }

    function onConnect(): void {
      connected = true;
      clearTimeout(timer);
      timer = setTimeout(onTimeout, timeoutMs);
    }
    request.on('socket', (socket) => {
      // Not from the start: the connection may have been in use by another request.
      timer = setTimeout(onTimeout, timeoutMs);
      if (socket.connecting) socket.once('connect', onConnect);
      else onConnect();
    });
    request.on('error', fail);
    request.on('response', onResponse);
    request.end();
  });
}
