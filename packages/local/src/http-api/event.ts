import type { LocalRequest } from '../service.ts';

/** Where and when a request reached an API. */
export interface ApiRequestDetails {
  readonly api: string;
  readonly routeKey: string;
  /** The path without the local prefix: as the API's own host would see it. */
  readonly path: string;
  readonly accountId: string;
  readonly host: string;
  readonly now: number;
  readonly body: Buffer;
}

/**
 * The event that a function receives for a request, in payload format 2.0.
 *
 * Rules: "Working with AWS Lambda proxy integrations for HTTP APIs" in the API Gateway developer guide.
 */
export function toApiEvent(request: LocalRequest, arrival: ApiRequestDetails): Record<string, unknown> {
  const { api, routeKey, path, accountId, host, now, body } = arrival;
  const mark = request.rawUrl.indexOf('?');
  const { cookie, ...headers } = request.headers;
  const isText = TEXT_TYPES.test(headers['content-type'] ?? 'text/plain');
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: mark < 0 ? '' : request.rawUrl.slice(mark + 1),
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(request.query.size > 0 && { queryStringParameters: joined(request.query) }),
    requestContext: {
      accountId,
      apiId: api,
      domainName: host,
      domainPrefix: api,
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: request.id,
      routeKey,
      stage: '$default',
      time: clfTime(now),
      timeEpoch: now,
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

// Everything else is passed on in Base64.
const TEXT_TYPES = /^(text\/|application\/(json|javascript|xml)\b)/i;

/** Repeated values are joined by commas. */
function joined(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')]));
}

/** `12/Mar/2020:19:03:58 +0000` */
function clfTime(at: number): string {
  const [, day, month, year, time] = /, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(at).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
