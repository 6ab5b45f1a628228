import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { AwsCredentialIdentity } from '@smithy/types';

/** A request as it is sent, without its signature. */
export interface UnsignedRequest {
  readonly method: 'GET' | 'POST';
  /** Percent-encoded, without the query string. */
  readonly path: string;
  /** Not encoded. */
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case; `host` among them. All are signed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The headers of a request, with those of Signature Version 4, for any service but S3, which encodes paths once only.
 * Source: AWS IAM User Guide, "Create a signed AWS API request".
 *
 * @param nowMs milliseconds since 1970
 */
export function signRequest(
  { method, path, query, headers, body }: UnsignedRequest,
  { region, service }: { readonly region: string; readonly service: string },
  { accessKeyId, secretAccessKey, sessionToken }: AwsCredentialIdentity,
  nowMs: number,
): Record<string, string> {
  const date = `${new Date(nowMs).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const day = date.slice(0, 8);
  const signed: Record<string, string> = {
    ...headers,
    'x-amz-date': date,
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  };
  const names = Object.keys(signed).sort();
  const canonical = [
    method,
    path.split('/').map(encode).join('/'),
    queryText(query),
    ...names.map((name) => `${name}:${signed[name]!.trim().replace(/ +/g, ' ')}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const scope = [day, region, service, 'aws4_request'];
  const key = signingKey(secretAccessKey, scope);
  const toSign = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n');
  return {
    ...signed,
    authorization:
      `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, ` +
      `SignedHeaders=${names.join(';')}, Signature=${hmac(key, toSign).toString('hex')}`,
  };
}

/** A query string in canonical form: encoded and sorted. */
export function queryText(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
}

/** Of RFC 3986 all but the unreserved characters. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const keys = new Map<string, KeyObject>();
/** Of more regions and services at a time, those keys are made again. */
const MAX_KEYS = 100;

/** The same for all requests of a day to a service in a region: to make it takes longer than to sign by it. */
function signingKey(secretAccessKey: string, scope: readonly string[]): KeyObject {
  const id = [secretAccessKey, ...scope].join('\n');
  const known = keys.get(id);
  if (known !== undefined) return known;
  const made = scope.reduce<Buffer>((last, part) => hmac(last, part), Buffer.from(`AWS4${secretAccessKey}`));
  const key = createSecretKey(made);
  if (keys.size >= MAX_KEYS) keys.clear();
  keys.set(id, key);
  return key;
}

function hmac(key: Buffer | KeyObject, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
