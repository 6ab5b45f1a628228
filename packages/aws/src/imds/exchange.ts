import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface ExchangeRequest {
  readonly method: 'GET' | 'PUT';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** For connecting, and again for the whole answer. */
  readonly timeoutMs: number;
  /** An answer longer than that is not read on. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/** How a request ended without an answer. */
export interface ExchangeFailure {
  /**
   * `unreachable`: no connection; `silent`: connected, and no (whole) answer in time; `cut`: connected, then cut off;
   * `garbled`: what came is not HTTP; `too-long`: more than `maxBytes`.
   */
  readonly kind: 'unreachable' | 'timeout' | 'reset' | 'malformed' | 'too-long';
  readonly cause: Error;
}

export type Outcome = Answer | ExchangeFailure;

/** Sends one request. It rejects with the signal's reason, and else never. */
export type Exchange = (request: ExchangeRequest) => Promise<Outcome>;

/**
 * One request on a connection of its own: the service speaks HTTP/1.0 and closes. No proxy stands between (an agent of
 * one's own knows none, whatever the environment says), and redirects are answers like others.
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
      // What a torn-down connection still reports has nobody to hear it.
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
          finish({ kind: 'too-long', cause: new Error(`the answer is longer than ${maxBytes} bytes`) });
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
