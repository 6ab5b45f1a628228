import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** What this house reads of the context that Lambda hands to a handler. */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly invokedFunctionArn: string;
  getRemainingTimeInMillis(): number;
}

/** One invocation, as the code of a function sees it. */
export interface Invocation {
  readonly requestId: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Fires shortly before Lambda would kill the function: stop, keep what was reached, return. */
  readonly signal: AbortSignal;
  /** Milliseconds until Lambda kills the function. */
  readonly remainingMs: () => number;
}
