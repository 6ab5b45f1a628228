import { AwsError, type LocalRequest } from '../service.ts';

type Query = LocalRequest['query'];

const parameters = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-Date',
  'X-Amz-SignedHeaders',
  'X-Amz-Expires',
] as const;

const algorithms = new Set(['AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256']);

/** Seven days. */
const MAX_EXPIRES_SECONDS = 604_800;

/** Whether a request is authenticated by its query string, rightly or not. */
export function isPresigned(query: Query): boolean {
  return (
    ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature'].some((name) => query.has(name)) ||
    query.has('AWSAccessKeyId')
  );
}

/**
 * Checks the form and the time of a presigned URL; its signature is not checked, as no other is.
 *
 * Rules: "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)" of the S3 API reference, and "Signing and authenticating
 * REST requests" there for version 2.
 *
 * @throws AwsError 400 `AuthorizationQueryParametersError`; 403 `AccessDenied` after its time
 */
export function checkPresignedUrl(query: Query, nowMs: number): void {
  if (query.has('AWSAccessKeyId')) return checkVersion2(query, nowMs);
  const algorithm = query.get('X-Amz-Algorithm');
  if (parameters.some((name) => !query.get(name))) {
    throw malformed(
      `Query-string authentication version 4 requires the ${parameters.slice(0, -1).join(', ')}, and ${parameters.at(-1)} parameters.`,
    );
  }
  if (!algorithms.has(algorithm!)) throw malformed('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  const date = query.get('X-Amz-Date')!;
  const signedMs = readDate(date);
  if (signedMs === undefined) {
    throw malformed(`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`);
  }
  checkCredential(query.get('X-Amz-Credential')!, algorithm!, date);
  if (!query.get('X-Amz-SignedHeaders')!.split(';').includes('host')) {
    throw malformed('X-Amz-SignedHeaders must include host');
  }
  const seconds = readExpires(query.get('X-Amz-Expires')!);
  const expiresMs = signedMs + seconds * 1000;
  if (nowMs >= expiresMs) throw expired(expiresMs, nowMs, { 'X-Amz-Expires': String(seconds) });
}

function readExpires(text: string): number {
  if (/^-\d+$/.test(text)) throw malformed('X-Amz-Expires must be non-negative');
  if (!/^\d{1,15}$/.test(text)) throw malformed('X-Amz-Expires should be a number');
  const seconds = Number(text);
  if (seconds < 1) throw malformed('X-Amz-Expires must be at least 1 second');
  if (seconds > MAX_EXPIRES_SECONDS) {
    throw malformed(
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${MAX_EXPIRES_SECONDS} seconds`,
    );
  }
  return seconds;
}

/** `20130721T201207Z`, in milliseconds. */
function readDate(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** `KEY/20130721/us-east-1/s3/aws4_request`; SigV4A names no region. */
function checkCredential(credential: string, algorithm: string, date: string): void {
  const scope = credential.split('/');
  const length = algorithm === 'AWS4-HMAC-SHA256' ? 5 : 4;
  const [key, day] = scope;
  if (scope.length < length || key === '' || scope.at(-1) !== 'aws4_request' || !/^\d{8}$/.test(day ?? '')) {
    throw malformed(
      'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  if (day !== date.slice(0, 8)) {
    throw malformed(
      `Invalid credential date "${day}". This date is not the same as X-Amz-Date: "${date.slice(0, 8)}".`,
    );
  }
}

function checkVersion2(query: Query, nowMs: number): void {
  const expires = query.get('Expires');
  if (!expires || !query.get('Signature')) {
    throw denied('Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters');
  }
  if (!/^\d{1,10}$/.test(expires)) throw denied(`Invalid date (should be seconds since epoch): ${expires}`);
  const expiresMs = Number(expires) * 1000;
  if (nowMs >= expiresMs) throw expired(expiresMs, nowMs);
}

function malformed(message: string): AwsError {
  return new AwsError(400, 'AuthorizationQueryParametersError', message);
}

function denied(message: string, fields: Readonly<Record<string, string>> = {}): AwsError {
  return new AwsError(403, 'AccessDenied', message, { fields });
}

function expired(expiresMs: number, nowMs: number, fields: Readonly<Record<string, string>> = {}): AwsError {
  const toSeconds = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
  return denied('Request has expired', {
    ...fields,
    Expires: toSeconds(expiresMs),
    ServerTime: toSeconds(nowMs),
  });
}
