import type { RegionStatus } from '@groundcrew/aws/ec2/regions';
import type { InstanceFacts } from '@groundcrew/ec2/instance';
import type { LookupAnswer } from '@groundcrew/ec2/lookup';
import { isGroundcrewError } from '@groundcrew/errors';

/** A region that could not be queried: it may contain the instance. */
export interface UnreachedRegion {
  readonly region: string;
  readonly status: Exclude<RegionStatus, 'listed'>;
}

/** The regions of the search. */
interface SearchedRegions {
  /** Regions that were queried. */
  readonly regions: readonly string[];
  /** Regions that could not be queried. */
  readonly incomplete: readonly UnreachedRegion[];
}

/** The result of a question: the response to a direct invocation, and the body over HTTP. */
export type Reply =
  | (SearchedRegions & { readonly status: 'one'; readonly instance: InstanceFacts })
  | (SearchedRegions & {
      readonly status: 'several';
      readonly instances: readonly InstanceFacts[];
      /** Whether there are more than these. */
      readonly more: boolean;
    })
  /** There is none in any region of the search. */
  | (SearchedRegions & { readonly status: 'none' })
  /** There is none in the regions that could be queried, which were not all. */
  | (SearchedRegions & { readonly status: 'unknown' })
  | Refusal
  /** Only over HTTP: a direct invocation fails with an error. */
  | { readonly status: 'failed'; readonly code: string; readonly reason: string };

/** The question is invalid; see `reason`. */
export interface Refusal {
  readonly status: 'refused';
  readonly code: string;
  readonly reason: string;
}

/** The reply for a result. Why a region could not be queried is left out: it contains roles and accounts. */
export function toReply({ regions, ...answer }: LookupAnswer): Reply {
  const searched = {
    regions: regions.flatMap(({ region, status }) => (status === 'listed' ? [region] : [])),
    incomplete: regions.flatMap(({ region, status }) => (status === 'listed' ? [] : [{ region, status }])),
  };
  return { ...answer, ...searched };
}

/**
 * The refusal of an invalid question; `undefined` for an error that is not the caller's.
 *
 * @param namedRegions whether the regions are from the question, and not from the settings
 */
export function toRefusal(error: unknown, namedRegions: boolean): Refusal | undefined {
  if (!isGroundcrewError(error)) return undefined;
  const callerErrors = [
    'fleet.lookup.bad-question',
    ...(namedRegions ? ['fleet.listing.unknown-region'] : []),
  ];
  return callerErrors.includes(error.code)
    ? { status: 'refused', code: error.code, reason: error.message }
    : undefined;
}

/** A response in payload format 2.0. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Retry delay after which EC2's token bucket has some more tokens. */
const RETRY_AFTER_SECONDS = 5;

/** The response over HTTP: the reply, with the matching status code. */
export function toHttpAnswer(reply: Reply, requestId: string): HttpAnswer {
  const statusCode = statusCodeOf(reply);
  return {
    statusCode,
    headers: {
      'content-type': 'application/json',
      // Current state, for authorized callers only.
      'cache-control': 'no-store',
      ...(statusCode === 405 && { allow: 'GET' }),
      ...(statusCode === 503 && { 'retry-after': String(RETRY_AFTER_SECONDS) }),
    },
    body: JSON.stringify({ ...reply, requestId }),
  };
}

const METHOD_CODE = 'lookup-instance.method';

/** The refusal of a method that is not supported. */
export function refuseMethod(method: string): Refusal {
  return {
    status: 'refused',
    code: METHOD_CODE,
    reason: `${method.slice(0, 20)} is not served; ask with GET`,
  };
}

/** The HTTP response to an error that is not the caller's; the log has the details. */
export function toFailure(error: unknown): Reply {
  const reason =
    "the question could not be answered; for details search the function's log for this request id";
  if (!isGroundcrewError(error)) return { status: 'failed', code: 'lookup-instance.unexpected', reason };
  const isRetryable = error.code === 'lambda.out-of-time' || isTransientReason(error.details.reason);
  return { status: 'failed', code: isRetryable ? 'lookup-instance.busy' : 'lookup-instance.failed', reason };
}

function isTransientReason(reason: unknown): boolean {
  return ['throttled', 'timeout', 'unavailable', 'unreachable'].some((each) => each === reason);
}

function statusCodeOf(reply: Reply): number {
  switch (reply.status) {
    case 'one':
      return 200;
    case 'several':
      return 300;
    case 'none':
      return 404;
    case 'refused':
      return reply.code === METHOD_CODE ? 405 : 400;
    case 'unknown':
      // A retry does not help if a region is denied or not enabled.
      return reply.incomplete.every(({ status }) => status === 'timed-out' || status === 'failed')
        ? 503
        : 502;
    case 'failed':
      return { 'lookup-instance.busy': 503, 'lookup-instance.failed': 502 }[reply.code] ?? 500;
  }
}
