import { type ErrorCode, GroundcrewError, isGroundcrewError } from '@groundcrew/errors';
import { factsOf, isThrottle, isTransient, type ServiceErrorFacts } from './classify.ts';

/** The operation that failed. */
export interface ServiceErrorContext {
  /** The code of the resulting error: `aws-dynamodb.write-failed`. */
  readonly code: ErrorCode;
  /** Follows "could not": `write to table "Inventory"`. */
  readonly doing: string;
  /** The region that was searched; shown if something does not exist. */
  readonly region?: string;
}

/** Why a call failed, in one word for programs; available as `details.reason`. */
export type ServiceErrorReason =
  | 'aborted'
  | 'access-denied'
  | 'bad-credentials'
  | 'condition-failed'
  | 'expired-credentials'
  | 'no-credentials'
  | 'no-region'
  | 'not-found'
  | 'refused'
  | 'throttled'
  | 'timeout'
  | 'unavailable'
  | 'unknown'
  | 'unreachable';

interface Explanation {
  readonly reason: ServiceErrorReason;
  readonly fault: 'user' | 'service' | 'bug';
  readonly text: string;
}

/**
 * Turns an error of the SDK into one for users: what could not be done, why, and what to do. `details` contains the
 * reason, AWS's name of the error, its status and the request id; `cause` is the SDK's error. A GroundcrewError is
 * returned unchanged.
 */
export function wrapServiceError(error: unknown, context: ServiceErrorContext): GroundcrewError {
  if (isGroundcrewError(error)) return error;
  const facts = factsOf(error);
  const { reason, fault, text } = explain(error, facts, context);
  return new GroundcrewError(context.code, `could not ${context.doing}: ${text}`, {
    fault,
    cause: error,
    details: {
      reason,
      ...(facts.name && { awsError: facts.name }),
      ...(facts.status !== undefined && { status: facts.status }),
      ...(facts.requestId !== undefined && { requestId: facts.requestId }),
    },
  });
}

const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired']);
const UNRESOLVED = new Set(['CredentialsProviderError', 'TokenProviderError']);
const BAD_CREDENTIALS = new Set([
  'AuthFailure',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);
const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'ForbiddenException',
  'UnauthorizedOperation',
]);
const NOT_FOUND = new Set([
  'NoSuchBucket',
  'NoSuchKey',
  'NotFound',
  'NotFoundException',
  'ResourceNotFoundException',
]);
const UNREACHABLE = new Set(['EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND']);

function explain(error: unknown, facts: ServiceErrorFacts, context: ServiceErrorContext): Explanation {
  const { name, message, code = '', status } = facts;
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
  if (EXPIRED.has(name) || (UNRESOLVED.has(name) && /\bexpired\b/i.test(message))) {
    return user(
      'expired-credentials',
      'the AWS credentials have expired; sign in again (aws sso login) and retry',
    );
  }
  if (UNRESOLVED.has(name)) {
    const advice = 'set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run aws configure';
    return user('no-credentials', `no AWS credentials were found (${oneLine(message)}); ${advice}`);
  }
  if (BAD_CREDENTIALS.has(name)) {
    const advice = 'check the access key, its secret, the region and the clock of this machine';
    return user(
      'bad-credentials',
      `AWS does not accept these credentials (${name}: ${oneLine(message)}); ${advice}`,
    );
  }
  if (DENIED.has(name)) return user('access-denied', deniedText(message));
  if (NOT_FOUND.has(name)) {
    const where = context.region === undefined ? '' : ` in region ${context.region}`;
    const advice = 'check its name, the region and the account';
    return user('not-found', `it does not exist${where} (${name}); ${advice}`);
  }
  if (name === 'ConditionalCheckFailedException') {
    return user('condition-failed', 'it was changed in the meantime; read it again and retry');
  }
  if (UNREACHABLE.has(code)) {
    const advice = 'check the endpoint (--endpoint-url, AWS_ENDPOINT_URL), the region and the network';
    return service('unreachable', `${endpointOf(facts)} cannot be reached (${code}); ${advice}`);
  }
  if (isThrottle(error)) {
    const advice = 'try again later, or raise the limit';
    return service('throttled', `AWS throttles the calls (${name}: ${oneLine(message)}); ${advice}`);
  }
  if (name === 'TimeoutError' || code === 'ETIMEDOUT') {
    return service('timeout', `it timed out (${oneLine(message)}); try again`);
  }
  if (isTransient(error)) {
    return service('unavailable', `the service failed (${oneLine(message || code || name)}); try again`);
  }
  if (status !== undefined) {
    return user('refused', `AWS refused it (${name}: ${oneLine(message)})`);
  }
  return { reason: 'unknown', fault: 'bug', text: oneLine(message || name) };
}

/** IAM's message names principal, action and resource: the facts that a user has to act on. */
function deniedText(message: string): string {
  const match = /(?:User: )?(\S+) is not authorized to perform: (\S+)(?: on resource: (\S+))?/.exec(message);
  if (!match) return `access is denied (${oneLine(message)}); ask for the permission that this needs`;
  const [, who, action, resource] = match;
  return `${who} lacks the permission ${action}${resource ? ` on ${resource}` : ''}; add it to its policy`;
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
