import type { IncomingMessage, ServerResponse } from 'node:http';
import { GroundcrewError } from '@groundcrew/errors';
import type { Markup } from '../markup.ts';

/** A response, whole or in parts. */
export interface PageResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | AsyncIterable<string>;
}

export function page(markup: Markup, status = 200): PageResponse {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: markup.text };
}

export function textFile(type: string, body: string, headers: Record<string, string> = {}): PageResponse {
  return { status: 200, headers: { 'content-type': `${type}; charset=utf-8`, ...headers }, body };
}

export function json(value: unknown, status = 200): PageResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/** After a form: the browser reads the page again, and going back sends nothing again. */
export function seeOther(location: string, headers: Record<string, string> = {}): PageResponse {
  return { status: 303, headers: { location, ...headers }, body: '' };
}

/**
 * What every response has. Scripts, styles and connections only from the console itself; styles of single elements are the
 * lengths of bars and the places of ticks in reports.
 */
export const commonHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; connect-src 'self'; frame-src 'self'; " +
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // With `no-referrer` browsers would send `Origin: null` with forms of our own (Fetch standard, "append a request Origin header").
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** An address of the console from the target of a request; that of its first page where it is none, as `//` is. */
export function addressOf(target: string): URL {
  const base = 'http://127.0.0.1';
  return URL.parse(target, base) ?? new URL(base);
}

/** What the script of a page sends when it reads the page again. */
export const REFRESH_HEADER = 'x-groundcrew-refresh';

/** A form that was sent, of at most `maxBytes`. */
export async function readForm(request: IncomingMessage, maxBytes = 4 * 1024 ** 2): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new GroundcrewError(
        'console.body-too-large',
        `the form has more than ${maxBytes} bytes; send fewer rows at a time`,
      );
    }
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

export async function send(
  out: ServerResponse,
  { status, headers, body }: PageResponse,
  isHead: boolean,
): Promise<void> {
  const head = { ...commonHeaders, ...headers };
  if (typeof body === 'string' || body instanceof Uint8Array) {
    out.writeHead(status, { ...head, 'content-length': Buffer.byteLength(body) });
    out.end(isHead ? undefined : body);
    return;
  }
  out.writeHead(status, head);
  if (!isHead) {
    for await (const chunk of body) {
      if (!out.write(chunk))
        await new Promise((resolve) => out.once('drain', resolve).once('close', resolve));
      if (out.destroyed) return;
    }
  }
  out.end();
}
