import { attachedSession } from './attached-session.ts';
import { kmsFailureOf } from './kms-error.ts';
import { attachedProxies, type Proxy } from './proxies.ts';

/** The properties of SDK errors that are used here. */
export interface ServiceErrorFacts {
  readonly name: string;
  readonly message: string;
  /** Node's own code of a failed connection: `ECONNRESET`. */
  readonly code?: string;
  readonly status?: number;
  readonly requestId?: string;
  /** The address that refused the connection. */
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
  /** Of the client whose request failed; default: none. */
  readonly proxies?: readonly Proxy[];
  /** Of the response, in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the SDK has corrected its clock by this response: the same call may then succeed. */
  readonly clockCorrected?: boolean;
  /** Whether the request was signed with a session token; left out: not known. */
  readonly hasSession?: boolean;
  /** Whether the SDK would retry the error, and whether it is throttling. */
  readonly retryable?: { readonly throttling?: boolean };
}

// The lists are those of the AWS SDKs and Tools Reference Guide, "Retry behavior".
const throttleNames = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  // API reference of EC2 Auto Scaling, "Welcome".
  'RateExceeded',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);
const transientNames = new Set([
  'InternalServerError',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
  'TransactionInProgressException',
]);
const transientCodes = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** The properties of anything thrown; of an `AggregateError` of connections, those of the first error. */
export function factsOf(thrown: unknown): ServiceErrorFacts {
  if (typeof thrown !== 'object' || thrown === null) return { name: '', message: String(thrown) };
  const error = thrown as Record<string, unknown>;
  // Node tries each address of a host name and then throws all errors in one.
  const first = thrown instanceof AggregateError ? (thrown.errors[0] as Record<string, unknown>) : undefined;
  const text = (key: string): string | undefined => pick(error, first, key, 'string') as string | undefined;
  const port = pick(error, first, 'port', 'number') as number | undefined;
  const metadata = (error.$metadata ?? {}) as Record<string, unknown>;
  const { headers } = (error.$response ?? {}) as { headers?: Record<string, string> };
  const code = text('code');
  const address = text('address');
  const hostname = text('hostname');
  const proxies = attachedProxies(error);
  const hasSession = attachedSession(error);
  return {
    name: typeof error.name === 'string' ? error.name : '',
    message: text('message') || (first ? String(first.message) : ''),
    ...(code !== undefined && { code }),
    ...(typeof metadata.httpStatusCode === 'number' && { status: metadata.httpStatusCode }),
    ...(typeof metadata.requestId === 'string' && { requestId: metadata.requestId }),
    ...(headers && { headers }),
    ...(metadata.clockSkewCorrected === true && { clockCorrected: true }),
    ...(address !== undefined && { address }),
    ...(port !== undefined && { port }),
    ...(hostname !== undefined && { hostname }),
    ...(proxies.length > 0 && { proxies }),
    ...(hasSession !== undefined && { hasSession }),
    ...(typeof error.$retryable === 'object' && {
      retryable: (error.$retryable ?? {}) as { throttling?: boolean },
    }),
  };
}

function pick(
  error: Record<string, unknown>,
  first: Record<string, unknown> | undefined,
  key: string,
  type: 'string' | 'number',
): unknown {
  const value = error[key];
  if (typeof value === type) return value;
  return first && typeof first[key] === type ? first[key] : undefined;
}

/** Whether the service throttles its callers. */
export function isThrottle(error: unknown): boolean {
  const { name, status, retryable } = factsOf(error);
  const isNamed = throttleNames.has(name) || kmsFailureOf(name) === 'throttling';
  return isNamed || status === 429 || retryable?.throttling === true;
}

/** Whether the same call may succeed later: service failures, broken connections, timeouts. */
export function isTransient(error: unknown): boolean {
  const { name, code = '', status = 0, retryable } = factsOf(error);
  if (name === 'AbortError') return false;
  return transientNames.has(name) || transientCodes.has(code) || status >= 500 || retryable !== undefined;
}
