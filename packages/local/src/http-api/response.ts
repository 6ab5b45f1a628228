import { isJsonObject } from '../json-object.ts';
import type { LocalResponse } from '../service.ts';

/**
 * The response for a function's result: an object with a `statusCode` defines the whole response, anything else is
 * the body of a 200.
 *
 * Rules: "Working with AWS Lambda proxy integrations for HTTP APIs" in the API Gateway developer guide, "Lambda function
 * response for format 2.0". `cookies` are ignored.
 */
export function toApiResponse(result: unknown): LocalResponse {
  if (!isJsonObject(result) || !('statusCode' in result)) {
    return json(200, typeof result === 'string' ? result : JSON.stringify(result ?? null));
  }
  const { statusCode, headers = {}, body = '', isBase64Encoded = false } = result;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599 || !isJsonObject(headers))
    return internalServerError;
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    status,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...Object.fromEntries(given),
    },
    body: isBase64Encoded === true ? Buffer.from(text, 'base64') : text,
  };
}

/** The function failed, or returned an invalid response: the caller gets no details. */
export const internalServerError: LocalResponse = json(500, '{"message":"Internal Server Error"}');

/** No route matches. */
export const notFound: LocalResponse = json(404, '{"message":"Not Found"}');

/** The function timed out, or is at its concurrency limit. */
export const unavailable: LocalResponse = json(503, '{"message":"Service Unavailable"}');

/** The body is larger than the API accepts. */
export const tooLarge: LocalResponse = json(413, '{"message":"Request Entity Too Large"}');

function json(status: number, body: string): LocalResponse {
  return { status, headers: { 'content-type': 'application/json' }, body };
}
