import type { RegionStatus } from '@groundcrew/aws/ec2/regions';
import type { InstanceFacts } from '@groundcrew/ec2/instance';
import type { InterfaceFacts, LookupAnswer, Via } from '@groundcrew/ec2/lookup';
import { isGroundcrewError } from '@groundcrew/errors';

/** A region that could not be listed: it may have what was not found. */
export interface UnreachedRegion {
  readonly region: string;
  readonly status: Exclude<RegionStatus, 'listed'>;
}

/** The searched regions. */
interface SearchedRegions {
  /** Regions that were listed. */
  readonly regions: readonly string[];
  /** Regions that could not be listed. */
  readonly incomplete: readonly UnreachedRegion[];
}

/** The reply to a question: the result of a direct invocation, and the body over HTTP. */
export type Reply =
  | (SearchedRegions & { readonly status: 'one'; readonly instance: InstanceFacts; readonly via?: Via })
  /** The address or interface belongs to something else than an instance. */
  | (SearchedRegions & { readonly status: 'interface'; readonly interfaces: readonly InterfaceFacts[] })
  | (SearchedRegions & {
      readonly status: 'several';
      readonly instances: readonly InstanceFacts[];
      /** Whether there are more than these. */
      readonly more: boolean;
    })
  /** There is none, in any region that was to be searched. */
  | (SearchedRegions & { readonly status: 'none' })
  /** There is none in the regions that were listed, but not all of them were. */
  | (SearchedRegions & { readonly status: 'unknown' })
  | Refusal
  /** Only over HTTP: a direct invocation fails with an error. */
  | { readonly status: 'failed'; readonly code: string; readonly reason: string };

/** The question is invalid; `reason` is the message. */
export interface Refusal {
  readonly status: 'refused';
  readonly code: string;
  readonly reason: string;
}

/** The reply for what was found. Why a region could not be listed is left out: it names roles and accounts. */
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
 * @param namedRegions whether the regions are those of the question, not of the settings
 */
export function toRefusal(error: unknown, namedRegions: boolean): Refusal | undefined {
  if (!isGroundcrewError(error)) return undefined;
  const callerErrors = [
    'fleet.lookup.bad-question',
    ...(namedRegions ? ['fleet.listing.unknown-region'] : []),
  ];
  return callerErrors.includes(error.code)
    ? { status: 'refused', code: error.code, reason: withParameters(error.message) }
    : undefined;
}

/** A message with the parameters of a question in place of the option of the command. */
function withParameters(message: string): string {
  return message.replace(/--by (\w+)/, 'use the parameter $1');
}

/** A response in payload format 2.0. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Seconds until a retry: EC2's token bucket then has more tokens. */
const RETRY_AFTER_SECONDS = 5;

/** The response over HTTP: the reply, with its status code. */
export function toHttpAnswer(reply: Reply, requestId: string): HttpAnswer {
  const statusCode = statusCodeOf(reply);
  return {
    statusCode,
    headers: {
      'content-type': 'application/json',
      // The facts change at any time, and are only for authorized callers.
      'cache-control': 'no-store',
      ...(statusCode === 405 && { allow: 'GET' }),
      ...(statusCode === 503 && { 'retry-after': String(RETRY_AFTER_SECONDS) }),
    },
    body: JSON.stringify({ ...reply, requestId }),
  };
}

const METHOD_CODE = 'lookup-instance.method';

/** The refusal of an unsupported method. */
export function refuseMethod(method: string): Refusal {
  return {
    status: 'refused',
    code: METHOD_CODE,
    reason: `${method.slice(0, 20)} is not supported; use GET`,
  };
}

/** The reply over HTTP for an error that is not the caller's; the log has the details. */
export function toFailure(error: unknown): Reply {
  const reason =
    'the question could not be answered; the log of the function has the details, by this request id';
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
    case 'interface':
      return 200;
    case 'several':
      return 300;
    case 'none':
      return 404;
    case 'refused':
      return reply.code === METHOD_CODE ? 405 : 400;
    case 'unknown':
      // A region that is denied or not enabled stays so for a retry.
      return reply.incomplete.every(({ status }) => status === 'timed-out' || status === 'failed')
        ? 503
        : 502;
    case 'failed':
      return { 'lookup-instance.busy': 503, 'lookup-instance.failed': 502 }[reply.code] ?? 500;
  }
}
