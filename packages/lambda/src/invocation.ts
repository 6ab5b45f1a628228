import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** The properties that are used of Lambda's context. */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly invokedFunctionArn: string;
  getRemainingTimeInMillis(): number;
}

/** One invocation, as a function's code sees it. */
export interface Invocation {
  readonly requestId: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Fires shortly before Lambda would kill the function: stop, save the progress, return. */
  readonly signal: AbortSignal;
  /** Milliseconds until Lambda kills the function. */
  readonly remainingMs: () => number;
}
