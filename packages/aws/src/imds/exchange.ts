import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

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
 * One request per connection: the service speaks HTTP/1.0 and closes. Proxies of the environment are not used (the agent
 * is our own), and redirects are not followed.
 */
export const exchange: Exchange = ({ method, url, headers, timeoutMs, maxBytes, signal }) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(url, {
      method,
      agent: false,
      headers: method === 'PUT' ? { ...headers, 'content-length': '0' } : headers,
    });
    let connected = false;
    let timer = setTimeout(onTimeout, timeoutMs);
    signal?.addEventListener('abort', onAbort);

    function release(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      // Errors of a destroyed connection have no consequence.
      request.on('error', () => {});
      request.destroy();
    }
    function finish(outcome: Outcome): void {
      release();
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

    request.on('socket', (socket) => {
      socket.once('connect', () => {
        connected = true;
        clearTimeout(timer);
        timer = setTimeout(onTimeout, timeoutMs);
      });
    });
    request.on('error', fail);
    request.on('response', onResponse);
    request.end();
  });
