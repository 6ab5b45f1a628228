/** How an invocation ended. */
export interface Outcome {
  /** JSON: the result, or the error as Lambda describes it. */
  readonly payload: string;
  /** The function failed: it threw, timed out or was killed. */
  readonly failed: boolean;
}

export function timedOut(requestId: string, timeoutMs: number): Outcome {
  const seconds = (timeoutMs / 1000).toFixed(2);
  return failure(
    'Sandbox.Timedout',
    `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
  );
}

export function initTimedOut(requestId: string, timeoutMs: number): Outcome {
  return failure(
    'Sandbox.Timedout',
    `RequestId: ${requestId} Error: Init timed out after ${timeoutMs / 1000} seconds`,
  );
}

export function killed(requestId: string | undefined): Outcome {
  return failure(
    'Runtime.ExitError',
    `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
  );
}

function failure(errorType: string, errorMessage: string): Outcome {
  return { failed: true, payload: JSON.stringify({ errorType, errorMessage }) };
}
