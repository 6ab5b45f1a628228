import { isThrottle, isTransient, type ServiceErrorFacts } from './classify.ts';
import { clockSkewMs, clockText, isClockRight } from './clock-skew.ts';
import { denialText, parseDenial } from './denial.ts';
import { isKmsDenial, kmsFailureOf, kmsText } from './kms-error.ts';
import { namesOfProxies, proxiesAt } from './proxies.ts';
import type { ServiceErrorContext, ServiceErrorReason } from './service-error-reason.ts';

/** Why a call failed: for programs, and for people with what to do. */
export interface Explanation {
  readonly reason: ServiceErrorReason;
  readonly fault: 'user' | 'service' | 'bug';
  readonly text: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

const expiredNames = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired']);
const unresolvedNames = new Set(['CredentialsProviderError', 'TokenProviderError']);
/** AWS knows no such key: it was deleted, never existed, is of another partition, or the region is not enabled. */
const unknownKeyNames = new Set([
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
]);
/** The key is known, and its secret is another one. */
const wrongSignatureNames = new Set(['InvalidSignatureException', 'SignatureDoesNotMatch']);
const badCredentialsNames = new Set([
  ...unknownKeyNames,
  ...wrongSignatureNames,
  'AuthFailure',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
]);
const deniedNames = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'ForbiddenException',
  'UnauthorizedOperation',
]);
const notFoundNames = new Set([
  'NoSuchBucket',
  'NoSuchKey',
  'NotFound',
  'NotFoundException',
  'ResourceNotFoundException',
]);
const unreachableNames = new Set([
  ...['EACCES', 'EADDRNOTAVAIL', 'EAI_AGAIN', 'ECONNREFUSED'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EPERM'],
]);
const CERTIFICATE =
  /^(?:CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)|ERR_TLS_CERT)/;

/** Explains an error that an SDK client threw. */
export function explain(error: unknown, facts: ServiceErrorFacts, context: ServiceErrorContext): Explanation {
  return (
    withoutRequest(facts) ??
    ofConnection(facts) ??
    ofCredentials(facts) ??
    ofService(error, facts, context) ??
    unknown(facts)
  );
}

/** What kept the SDK from sending a request. */
function withoutRequest({ name, message, code = '' }: ServiceErrorFacts): Explanation | undefined {
  if (name === 'AbortError') return { reason: 'aborted', fault: 'user', text: 'it was aborted' };
  if (/^Region is missing/.test(message)) {
    return user(
      'no-region',
      'no AWS region is set; pass --region, or set AWS_REGION or a region in the profile',
    );
  }
  if (/^Region not accepted/.test(message)) {
    return user(
      'no-region',
      `the AWS region is not a valid region name (${oneLine(message)}); set one such as us-east-1`,
    );
  }
  if (code === 'ERR_INVALID_URL') {
    const advice = 'write it as http://127.0.0.1:4566, in --endpoint-url or AWS_ENDPOINT_URL';
    return user('unreachable', `the endpoint is not a URL; ${advice}`);
  }
  if (!unresolvedNames.has(name)) return undefined;
  if (/\bexpired\b/i.test(message)) {
    return user(
      'expired-credentials',
      'the AWS credentials have expired; sign in again (aws sso login) and retry',
    );
  }
  const advice = 'set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run aws configure';
  return user('no-credentials', `no AWS credentials were found (${oneLine(message)}); ${advice}`);
}

const PROXY_PASSWORD =
  'it wants a name and password, or others: HTTPS_PROXY=http://name:password@host:port, what is special in them by its code';

/** What kept the request from AWS. */
function ofConnection(facts: ServiceErrorFacts): Explanation | undefined {
  const { message, code = '' } = facts;
  if (unreachableNames.has(code)) return service('unreachable', unreachableText(facts, code));
  if (code.startsWith('ERR_PROXY')) {
    const advice = /\b407\b/.test(message)
      ? PROXY_PASSWORD
      : 'check HTTPS_PROXY, and NO_PROXY for what has to be reached directly';
    return service(
      'unreachable',
      `the proxy does not let the request through (${oneLine(message)}); ${advice}`,
    );
  }
  if (code === 'EPROTO' && /wrong version number|packet length too long|unknown protocol/i.test(message)) {
    const advice = 'write http:// in place of https:// where it is right, or check HTTPS_PROXY';
    return user(
      'unreachable',
      `the endpoint, or the proxy before it, does not speak TLS (${code}); ${advice}`,
    );
  }
  if (CERTIFICATE.test(code)) {
    const advice = "if a proxy of the company signs it, name its authority's file in AWS_CA_BUNDLE";
    return user(
      'unreachable',
      `the certificate of the endpoint is not trusted (${code}: ${oneLine(message)}); ${advice}`,
    );
  }
  return undefined;
}

function unreachableText(facts: ServiceErrorFacts, code: string): string {
  const proxies = proxiesAt(facts);
  const [proxy] = proxies;
  if (proxy === undefined) {
    const advice =
      'check the endpoint (--endpoint-url, AWS_ENDPOINT_URL), the region, the network and the proxy';
    return `${endpointOf(facts)} cannot be reached (${code}); ${advice}`;
  }
  const variable = namesOfProxies(proxies);
  const advice = `correct or unset ${variable}, or name what has to be reached directly in NO_PROXY`;
  return `the proxy ${proxy.host}:${proxy.port} (${variable}) cannot be reached (${code}); ${advice}`;
}

const NEW_SESSION =
  'get a new one in the way that this one was made: groundcrew whoami shows where it is from';

/**
 * EC2's name for a request that it got more than 15 minutes from its time stamp, and for a session that has ended (EC2 API
 * Reference, "Error codes"). A clock that is known to be wrong was reported already.
 */
function requestExpired(facts: ServiceErrorFacts): Explanation {
  const { name, message, hasSession } = facts;
  const isRight = isClockRight(facts, Date.now());
  if (hasSession === false) {
    const quoted = `(${name}: ${oneLine(message)})`;
    return isRight
      ? user(
          'refused',
          `AWS got the request too long after it was signed ${quoted}, and the clock of this machine is right; ` +
            'a proxy or the network held it up: try again',
        )
      : user('clock-skew', `${clockText(undefined)} ${quoted}`);
  }
  if (isRight) {
    return user(
      'expired-credentials',
      `the session of these credentials has expired (${name}); ${NEW_SESSION}`,
    );
  }
  return user(
    'expired-credentials',
    `the session of these credentials has expired, or the clock of this machine is wrong (${name}); ` +
      `compare the clock with a time server; if it is right, ${NEW_SESSION}`,
  );
}

/** Keys, sessions, the clock, and permissions. */
function ofCredentials(facts: ServiceErrorFacts): Explanation | undefined {
  const { name, message } = facts;
  const skewMs = clockSkewMs(facts, Date.now());
  if (skewMs !== undefined) {
    return {
      ...user('clock-skew', clockText(skewMs)),
      details: { clockSkewSeconds: Math.round(skewMs / 1000) },
    };
  }
  if (name === 'RequestTimeTooSkewed' || name === 'RequestInTheFuture') {
    return user('clock-skew', `${clockText(undefined)} (${name}: ${oneLine(message)})`);
  }
  if (name === 'RequestExpired') return requestExpired(facts);
  if (expiredNames.has(name)) {
    return user(
      'expired-credentials',
      `the session of these credentials has expired (${name}); ${NEW_SESSION}`,
    );
  }
  if (badCredentialsNames.has(name)) return user('bad-credentials', badCredentialsText(name, message));
  if (!deniedNames.has(name) && kmsFailureOf(name) !== 'access-denied') return undefined;
  const denial = parseDenial(message);
  const advice = isKmsDenial(message)
    ? 'check the region of the KMS key, and that its policy and that of the caller allow kms:Decrypt'
    : 'ask for the permission that this needs';
  const text = denialText(denial) ?? `access is denied (${oneLine(message)}); ${advice}`;
  return { ...user('access-denied', text), details: { denial } };
}

function badCredentialsText(name: string, message: string): string {
  const quoted = `${name}: ${oneLine(message)}`;
  const advice = 'groundcrew whoami shows where they are from';
  if (unknownKeyNames.has(name)) {
    return `AWS does not know the access key (${quoted}); it was deleted, or is mistyped or of another partition; ${advice}`;
  }
  if (wrongSignatureNames.has(name)) {
    return `the secret does not belong to the access key (${quoted}); correct the keys; ${advice}`;
  }
  return (
    `AWS does not accept these credentials (${quoted}); the access key or its secret is wrong, or of another ` +
    `partition (China, GovCloud); ${advice}`
  );
}

/** What the service, or something in its place, answered. */
function ofService(
  error: unknown,
  facts: ServiceErrorFacts,
  context: ServiceErrorContext,
): Explanation | undefined {
  const { name, message, code = '', status } = facts;
  if (isNotAws(facts)) return foreign(facts);
  const ofKey = kmsText(name, oneLine(message));
  if (ofKey !== undefined) return user('refused', ofKey);
  if (notFoundNames.has(name)) {
    const where = context.region === undefined ? '' : ` in region ${context.region}`;
    const advice = 'check its name, the region and the account';
    return user('not-found', `it does not exist${where} (${name}); ${advice}`);
  }
  if (name === 'ConditionalCheckFailedException') {
    return user('condition-failed', 'it was changed in the meantime; read it again and retry');
  }
  if (isThrottle(error)) {
    const advice = 'try again later, or raise the limit';
    return service('throttled', `AWS throttles the calls (${name}: ${oneLine(message)}); ${advice}`);
  }
  if (name === 'TimeoutError' || code === 'ETIMEDOUT') {
    const names = namesOfProxies(facts.proxies ?? []);
    const advice = names === '' ? 'try again' : `try again, or check the proxy (${names})`;
    return service('timeout', `it timed out (${oneLine(message)}); ${advice}`);
  }
  if (isTransient(error)) {
    const http = status !== undefined && status >= 500 ? `HTTP ${status}: ` : '';
    return service(
      'unavailable',
      `the service failed (${http}${oneLine(message || code || name)}); try again`,
    );
  }
  return status === undefined ? undefined : user('refused', `AWS refused it (${name}: ${oneLine(message)})`);
}

const unnamedErrors = new Set([
  '',
  '3',
  '4',
  '5',
  'Error',
  'SyntaxError',
  'TypeError',
  'Unknown',
  'UnknownError',
  'MalformedResponse',
]);

/** Whether the response has none of the marks of AWS: a request id, the code of an error, a document that can be read. */
function isNotAws({ name, status, requestId, headers }: ServiceErrorFacts): boolean {
  if (status === undefined || requestId !== undefined) return false;
  if (status >= 300 && status < 400) return !headers?.['x-amz-bucket-region'] && unnamedErrors.has(name);
  const isPage = /\b(?:html|plain)\b/.test(headers?.['content-type'] ?? '');
  return (
    isPage ||
    (unnamedErrors.has(name) && status !== 404 && headers !== undefined && Object.keys(headers).length > 0)
  );
}

function foreign({ status, headers = {}, message }: ServiceErrorFacts): Explanation {
  const { location, server, via } = headers;
  const by = [server && `server ${server}`, via && `via ${via}`].filter(Boolean).join(', ');
  const what = location === undefined ? `HTTP ${status}` : `HTTP ${status}, a redirect to ${location}`;
  const detail = oneLine(message.split('\n')[0] ?? '');
  const parts = [what, by, unnamedErrors.has(detail) ? '' : detail].filter(Boolean);
  const text = `the answer is not one of AWS (${parts.join(', ')})`;
  const advice =
    status === 407
      ? `a proxy answers in its place: ${PROXY_PASSWORD}`
      : 'a proxy, a sign-in page or another server answers in its place: check the endpoint and HTTPS_PROXY';
  return service('not-aws', `${text}; ${advice}`);
}

function unknown({ name, message }: ServiceErrorFacts): Explanation {
  return { reason: 'unknown', fault: 'bug', text: oneLine(message || name) };
}

function endpointOf({ address, port, hostname, message }: ServiceErrorFacts): string {
  if (address !== undefined) return port === undefined ? address : `${address}:${port}`;
  return hostname ?? oneLine(message);
}

/** DynamoDB repeats the whole request in some messages: start and end are enough. */
function oneLine(text: string): string {
  const line = text.trim().replace(/\s*\n\s*/g, ' ');
  return line.length <= 400 ? line : `${line.slice(0, 150)} … ${line.slice(-250)}`;
}

function user(reason: ServiceErrorReason, text: string): Explanation {
  return { reason, fault: 'user', text };
}

function service(reason: ServiceErrorReason, text: string): Explanation {
  return { reason, fault: 'service', text };
}
