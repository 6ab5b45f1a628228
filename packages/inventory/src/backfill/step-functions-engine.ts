import {
  describeExecution,
  describeMapRun,
  type Execution,
  type ExecutionStatus,
  listMapRuns,
  type MapRun,
  redriveExecution,
  type SFNClient,
  startExecution,
  stopExecution,
  updateMapRun,
} from '@groundcrew/aws/step-functions';
import { collectPages } from '@groundcrew/aws-core';
import { isGroundcrewError } from '@groundcrew/errors';
import type { BackfillEngine, BackfillExecution, BackfillMap } from './backfill-engine.ts';

const statuses: Record<ExecutionStatus, BackfillExecution['status']> = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timed-out',
  ABORTED: 'stopped',
  PENDING_REDRIVE: 'waiting',
};
const mapStatuses: Record<MapRun['status'], BackfillMap['status']> = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  ABORTED: 'stopped',
};
/** The labels of both maps in the definition. */
const steps: Readonly<Record<string, BackfillMap['step']>> = { SplitFiles: 'split', ReduceParts: 'reduce' };

const MAX_REASON = 500;

/** The state machine `backfill-inventory` of a stack. */
export function createStepFunctionsEngine(
  client: SFNClient,
  { machineArn, signal }: { readonly machineArn: string; readonly signal?: AbortSignal },
): BackfillEngine {
  const options = { ...(signal && { signal }) };
  const executionArn = (name: string): string =>
    `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  return {
    stateMachine: machineArn.slice(machineArn.lastIndexOf(':') + 1),
    async start(name) {
      await startExecution(client, { stateMachineArn: machineArn, name, input: { name } }, options);
    },
    async describe(name) {
      try {
        return toBackfill(await describeExecution(client, executionArn(name), options));
      } catch (error) {
        if (isGroundcrewError(error) && error.code === 'aws-step-functions.not-found') return undefined;
        throw error;
      }
    },
    async maps(name) {
      const arns = await collectPages(listMapRuns(client, executionArn(name), options));
      const maps: BackfillMap[] = [];
      // Both at most, the newest first.
      for (const arn of arns.toReversed()) {
        // arn:aws:states:REGION:ACCOUNT:mapRun:MACHINE/LABEL:ID
        const step = steps[/\/([^/:]+):[^:]*$/.exec(arn)?.[1] ?? ''];
        if (step !== undefined) maps.push(toMap(step, await describeMapRun(client, arn, options)));
      }
      return maps;
    },
    stop: (name) => stopExecution(client, executionArn(name), options),
    redrive: (name) => redriveExecution(client, executionArn(name), options),
    setConcurrency: ({ arn }, maxConcurrency) => updateMapRun(client, arn, { maxConcurrency }, options),
  };
}

function toBackfill(execution: Execution): BackfillExecution {
  const { status, startedAtMs, stoppedAtMs, error, cause, isRedrivable, notRedrivable, redriveCount } =
    execution;
  return {
    status: statuses[status],
    startedAtMs,
    endedAtMs: stoppedAtMs,
    ...(error !== undefined && { reason: reasonOf(error, cause) }),
    redrivable: isRedrivable,
    notRedrivableBecause: notRedrivable,
    redrives: redriveCount,
  };
}

function toMap(step: BackfillMap['step'], { arn, status, maxConcurrency, executions }: MapRun): BackfillMap {
  const { total, succeeded, failed, timedOut, aborted, running, pending, pendingRedrive } = executions;
  return {
    step,
    arn,
    status: mapStatuses[status],
    concurrency: maxConcurrency,
    executions: {
      total,
      succeeded,
      failed: failed + timedOut + aborted,
      running,
      pending: pending + pendingRedrive,
    },
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
