import type { ErrorCode } from '@groundcrew/errors';

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
  | 'clock-skew'
  | 'condition-failed'
  | 'expired-credentials'
  | 'no-credentials'
  | 'no-region'
  | 'not-aws'
  | 'not-found'
  | 'refused'
  | 'throttled'
  | 'timeout'
  | 'unavailable'
  | 'unknown'
  | 'unreachable';
