import type { IncomingHttpHeaders } from 'node:http';
import type { ImdsFaults } from './faults.ts';
import type { Tokens } from './tokens.ts';
import { type MetadataDirectory, readTree } from './tree.ts';

export interface ImdsInput {
  readonly method: string;
  /** Decoded, without a query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface ImdsResponse {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const MAX_TTL_SECONDS = 21_600;
const TTL_HEADER = 'x-aws-ec2-metadata-token-ttl-seconds';

// Some of the versions that the service lists; each has the same categories here.
const versions = ['1.0', '2007-12-15', '2016-09-02', '2021-07-15', '2022-09-24', '2024-04-11', 'latest'];

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  503: 'Service Unavailable',
};

/**
 * The response to one request; `undefined`: never responds (EC2 user guide, "Use the Instance Metadata Service to access
 * instance metadata": tokens, and status codes).
 */
export function respond(
  input: ImdsInput,
  tree: () => MetadataDirectory,
  tokens: Tokens,
  faults: ImdsFaults,
): ImdsResponse | undefined {
  const { method, path, headers } = input;
  if (faults.disabled) return errorResponse(403);
  if (method === 'PUT') {
    if (path !== '/latest/api/token' || faults.noToken) return errorResponse(405);
    return faults.hopLimit ? undefined : issueToken(headers, tokens);
  }
  if (method !== 'GET' && method !== 'HEAD') return errorResponse(405);
  const token = headers['x-aws-ec2-metadata-token'];
  const secondsLeft = typeof token === 'string' ? tokens.secondsLeft(token) : undefined;
  const tokenIsOptional = faults.noToken || (token === undefined && faults.tokensOptional);
  if (secondsLeft === undefined && !tokenIsOptional) return errorResponse(401);
  const body = read(path, tree);
  if (body === undefined) return errorResponse(404);
  return { status: 200, body, ...(secondsLeft !== undefined && { headers: ttl(secondsLeft) }) };
}

function issueToken(headers: IncomingHttpHeaders, tokens: Tokens): ImdsResponse {
  // A request through a proxy may be a forged one (SSRF).
  if (headers['x-forwarded-for'] !== undefined) return errorResponse(403);
  const ttlText = String(headers[TTL_HEADER] ?? '');
  const seconds = /^\d{1,5}$/.test(ttlText) ? Number(ttlText) : 0;
  if (seconds < 1 || seconds > MAX_TTL_SECONDS) return errorResponse(400);
  return { status: 200, body: tokens.issue(seconds), headers: ttl(seconds) };
}

function read(path: string, tree: () => MetadataDirectory): string | undefined {
  if (path === '/') return versions.join('\n');
  const [, version = '', rest = ''] = /^\/([^/]+)\/?(.*)$/.exec(path) ?? [];
  if (!versions.includes(version)) return undefined;
  const found = readTree(tree(), rest);
  // The three categories are listed without slashes, unlike what is in them.
  return rest === '' ? found?.replaceAll('/', '') : found;
}

function ttl(seconds: number): Readonly<Record<string, string>> {
  return { [TTL_HEADER]: String(seconds) };
}

/** The service's error body is an HTML page. */
export function errorResponse(status: number): ImdsResponse {
  const title = `${status} - ${titles[status]}`;
  return {
    status,
    headers: { 'content-type': 'text/html' },
    body: `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  };
}
