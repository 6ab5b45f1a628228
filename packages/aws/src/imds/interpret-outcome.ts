import type { GroundcrewError } from '@groundcrew/errors';
import { imdsError, type RequestContext } from './errors.ts';
import type { Answer, ExchangeFailure, Outcome } from './exchange.ts';

/** A session: with a token, or (IMDSv1) without. */
export type Session =
  | { readonly version: 2; readonly token: string; readonly ttlSeconds: number }
  | { readonly version: 1 };

/** Whether a retry of the same request may succeed. */
export function isTransient(outcome: Outcome): boolean {
  if (isQuickFailure(outcome)) return true;
  return outcome.kind === 'answer' ? outcome.status >= 500 : outcome.kind === 'timeout';
}

/**
 * Whether the service answers fewer requests than it gets (EC2 user guide, "Access instance metadata", "Query throttling": "retry your query
 * with an exponential backoff strategy"). Its status is not documented: seen are 429, and 503 of the service and of proxies for pods.
 */
export function isThrottled(outcome: Outcome): boolean {
  return outcome.kind === 'answer' && (outcome.status === 429 || outcome.status === 503);
}

const quickCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

/** Whether it failed at once, because of a moment: many tries fit into the time of one that does not respond. */
export function isQuickFailure(outcome: Outcome): boolean {
  if (isThrottled(outcome)) return true;
  if (outcome.kind === 'reset') return true;
  return (
    outcome.kind === 'unreachable' && quickCodes.has((outcome.cause as NodeJS.ErrnoException).code ?? '')
  );
}

/** What responds in place of EC2's service, as far as its headers show (Google Cloud, "About VM metadata"). */
function otherServer({ headers }: Answer): string | undefined {
  if (headers['metadata-flavor'] === 'Google') return 'the metadata server of Google Compute Engine';
  const { server, via } = headers;
  if (typeof via === 'string') return `a proxy (via ${via})`;
  return typeof server === 'string' && !/^ec2ws/i.test(server) ? `a server "${server}"` : undefined;
}

/** The token in a response to the PUT; `undefined`: none. */
export function readToken(put: Outcome, askedTtlSeconds: number): Session | undefined {
  if (put.kind !== 'answer' || put.status !== 200) return undefined;
  const token = Buffer.from(put.body).toString('latin1');
  // For a header; of Base64 and what stand-ins of the service make of words, but not `<html>`.
  if (!/^[\w+/=.:~-]{1,1024}$/.test(token) || isPage(put, '')) return undefined;
  const receivedTtlSeconds = Number(put.headers['x-aws-ec2-metadata-token-ttl-seconds']);
  return {
    version: 2,
    token,
    ttlSeconds: receivedTtlSeconds >= 1 ? Math.min(receivedTtlSeconds, askedTtlSeconds) : askedTtlSeconds,
  };
}

/** Values that anyone may write, so that they may be pages. */
const FREE_TEXT = /^(?:user-data|meta-data\/tags\/instance\/.+)$/;

/** A page for people, of a proxy or a sign-in: the service sends `text/plain` and the like, and no value is a page. */
function isPage({ headers, body }: Answer, path: string): boolean {
  if (/\bhtml\b/i.test(headers['content-type'] ?? '')) return true;
  if (FREE_TEXT.test(path)) return false;
  return /^\s*<(?:!doctype\s+html|html|head|body)\b/i.test(
    Buffer.from(body.subarray(0, 200)).toString('latin1'),
  );
}

/**
 * Whether a GET without a token helps to find out why there is no token. Its response is only used for that.
 */
export function needsProbe(put: Outcome): boolean {
  if (put.kind !== 'answer') return put.kind === 'timeout' || put.kind === 'reset';
  return put.status >= 400 && put.status < 500 && put.status !== 429;
}

/**
 * Why there is no token, or a session without one if that is allowed.
 *
 * The order matters. If the service responds to the GET and not to the PUT, its token does not arrive: only the response
 * to the PUT has the hop limit as its time to live (EC2 user guide, "Configure the Instance Metadata Service options"),
 * so that the connection and every GET work. A 403 to the PUT only is not a disabled service, which responds with 403 to
 * all requests.
 */
export function explainNoToken(
  put: Outcome,
  probe: Outcome | undefined,
  context: RequestContext & { readonly allowV1: boolean },
): Session | GroundcrewError {
  const asked: RequestContext = { ...context, ...(put.kind === 'answer' ? { status: put.status } : put) };
  const arrived = put.kind === 'answer';
  if (probe?.kind === 'answer' && probe.status === 200) {
    if (context.allowV1) return { version: 1 };
    if (!arrived) return imdsError('imds.hop-limit', asked);
    const unknown = put.status === 404 || put.status === 405;
    if (unknown) return imdsError('imds.v1-only', asked);
    // A token is refused to a request that came through a proxy; some proxies for pods refuse them all.
    return put.status === 400 ? refusedToken(asked) : imdsError('imds.proxied', asked, otherServer(probe));
  }
  if (probe?.kind === 'answer') {
    if (probe.status === 401) return arrived ? refusedToken(asked) : imdsError('imds.hop-limit', asked);
    const other = otherServer(probe);
    if (arrived && other !== undefined) {
      return imdsError('imds.not-an-instance', asked, `${other} responds (${probe.status})`);
    }
    if (probe.status === 403) return imdsError('imds.disabled', { ...asked, status: 403 });
    if (arrived && probe.status < 500) {
      const found = `another service responds (${put.status} to PUT /latest/api/token)`;
      return imdsError('imds.not-an-instance', asked, found);
    }
  }
  if (arrived && probe !== undefined) return refusedToken(asked);
  return unanswered(put, asked, 'the request for a token');
}

/** The body of the response to a GET; `undefined`: not found; or the error. */
export function readValue(
  outcome: Outcome,
  path: string,
  context: RequestContext,
): Uint8Array | undefined | GroundcrewError {
  if (outcome.kind === 'unreachable') {
    // There is a session: the service was there a moment ago.
    return imdsError('imds.unavailable', { ...context, cause: outcome.cause }, outcome.cause.message);
  }
  if (outcome.kind !== 'answer') return unanswered(outcome, context, `GET /latest/${path}`);
  const { status, body } = outcome;
  const asked = { ...context, status };
  if (status === 200 && isPage(outcome, path)) {
    return imdsError('imds.bad-answer', context, `an HTML page for GET /latest/${path}`);
  }
  if (status === 200) return body;
  if (status === 404) return undefined;
  if (status === 401) return imdsError('imds.token-refused', asked, 'a token that it has just issued');
  // Not a disabled service: that one issues no tokens.
  if (status === 403) return imdsError('imds.forbidden', asked, `GET /latest/${path}`);
  return unanswered(outcome, asked, `GET /latest/${path}`);
}

function refusedToken(context: RequestContext): GroundcrewError {
  return imdsError('imds.token-refused', context, 'to issue a token');
}

const codes = {
  reset: 'imds.unavailable',
  malformed: 'imds.bad-answer',
  'too-long': 'imds.too-long',
} as const;

function unanswered(
  outcome: Answer | ExchangeFailure,
  context: RequestContext,
  what: string,
): GroundcrewError {
  if (outcome.kind !== 'answer') {
    const { kind, cause } = outcome;
    const asked = { ...context, cause };
    if (kind === 'unreachable') return imdsError('imds.not-an-instance', asked, cause.message);
    if (kind === 'timeout') return imdsError('imds.slow', asked, what);
    return imdsError(codes[kind], asked, `${cause.message}, after ${what}`);
  }
  const { status, headers } = outcome;
  const asked = { ...context, status };
  if (isTransient(outcome)) return imdsError('imds.unavailable', asked, `${status} to ${what}`);
  const found =
    headers.location === undefined ? `${status} to ${what}` : `a redirect (${status}) for ${what}`;
  return imdsError('imds.bad-answer', asked, found);
}
