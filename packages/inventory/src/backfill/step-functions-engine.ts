import {
  describeExecution,
  type Execution,
  mapRunsOf,
  redriveExecution,
  type SFNClient,
  setMapConcurrency,
  startExecution,
  stopExecution,
} from '@groundcrew/aws/step-functions';
import type { BackfillEngine, BackfillExecution, BackfillMap } from './backfill-engine.ts';

const statuses: Record<Execution['status'], BackfillExecution['status']> = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timed-out',
  ABORTED: 'stopped',
  PENDING_REDRIVE: 'waiting',
};
const mapStatuses = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  ABORTED: 'stopped',
} as const;
/** The labels of both maps in the definition. */
const steps: Readonly<Record<string, BackfillMap['step']>> = { SplitFiles: 'split', ReduceParts: 'reduce' };

const MAX_REASON = 500;

/** The state machine `backfill-inventory` of a stack. */
export function createStepFunctionsEngine(
  client: SFNClient,
  { machineArn, signal }: { readonly machineArn: string; readonly signal?: AbortSignal },
): BackfillEngine {
  const options = { signal };
  const executionArn = (name: string): string =>
    `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  return {
    async start(name) {
      await startExecution(client, { machineArn, name, input: JSON.stringify({ name }) }, options);
    },
    async describe(name) {
      const execution = await describeExecution(client, executionArn(name), options);
      return execution && toBackfill(execution);
    },
    async maps(name) {
      const runs = await mapRunsOf(client, executionArn(name), options);
      return runs.flatMap(({ label, status, ...run }) => {
        const step = steps[label];
        return step === undefined ? [] : [{ ...run, step, status: mapStatuses[status] }];
      });
    },
    stop: (name) => stopExecution(client, executionArn(name), options),
    redrive: (name) => redriveExecution(client, executionArn(name), options),
    setConcurrency: ({ arn }, concurrency) => setMapConcurrency(client, { arn, concurrency }, options),
  };
}

function toBackfill({
  status,
  startedAtMs,
  endedAtMs,
  error,
  cause,
  isRedrivable,
  notRedrivableBecause,
  redrives,
}: Execution): BackfillExecution {
  return {
    status: statuses[status],
    startedAtMs,
    endedAtMs,
    ...(error !== undefined && { reason: reasonOf(error, cause) }),
    redrivable: isRedrivable,
    notRedrivableBecause,
    redrives,
  };
}

/** Of a function that failed, its message: Lambda's error is JSON. */
function reasonOf(error: string, cause = ''): string {
  let text = cause;
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    if (typeof errorMessage === 'string') text = errorMessage;
  } catch {
    // It is a sentence of Step Functions.
  }
  const reason = text === '' ? error : text;
  return reason.length > MAX_REASON ? `${reason.slice(0, MAX_REASON)}…` : reason;
}
