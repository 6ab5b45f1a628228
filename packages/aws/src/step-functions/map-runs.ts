import {
  DescribeMapRunCommand,
  ListMapRunsCommand,
  type MapRunExecutionCounts,
  type MapRunItemCounts,
  type SFNClient,
  UpdateMapRunCommand,
} from '@aws-sdk/client-sfn';
import { pages } from '@groundcrew/aws-core';
import { callStepFunctions, type StepFunctionsOptions } from './calls.ts';
import { PAGE_SIZE } from './executions.ts';

/** Items or child executions by their state. */
export interface MapRunCounts {
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
  readonly total: number;
  /** Those whose results the ResultWriter has written. */
  readonly resultsWritten: number;
  readonly pendingRedrive: number;
  /** Failures that a redrive would leave as they are. */
  readonly failuresNotRedrivable: number;
}

/** A run of a Map state in distributed mode. Times are milliseconds since 1970. */
export interface MapRun {
  readonly arn: string;
  readonly executionArn: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  readonly startedAtMs: number;
  readonly stoppedAtMs?: number;
  /** 0: no limit but AWS's. */
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  readonly toleratedFailurePercentage: number;
  readonly items: MapRunCounts;
  readonly executions: MapRunCounts;
  readonly redriveCount: number;
}

/**
 * The ARNs of the Map Runs of an execution, the newest first, a page at a time.
 *
 * @throws GroundcrewError `aws-step-functions.not-found`, `aws-step-functions.read-failed`; the signal's reason
 */
export function listMapRuns(
  client: SFNClient,
  executionArn: string,
  options: StepFunctionsOptions = {},
): AsyncGenerator<readonly string[], void> {
  const context = {
    code: 'aws-step-functions.read-failed',
    doing: `list the Map Runs of ${executionArn}`,
  } as const;
  return pages<string>((token) =>
    callStepFunctions('read', options, context, async (send) => {
      const command = new ListMapRunsCommand({ executionArn, maxResults: PAGE_SIZE, nextToken: token });
      const { mapRuns = [], nextToken } = await client.send(command, send);
      return { items: mapRuns.flatMap(({ mapRunArn }) => mapRunArn ?? []), next: nextToken };
    }),
  );
}

/** @throws GroundcrewError `aws-step-functions.not-found`, `aws-step-functions.read-failed`; the signal's reason */
export async function describeMapRun(
  client: SFNClient,
  arn: string,
  options: StepFunctionsOptions = {},
): Promise<MapRun> {
  const context = { code: 'aws-step-functions.read-failed', doing: `read the Map Run ${arn}` } as const;
  return callStepFunctions('read', options, context, async (send) => {
    const answer = await client.send(new DescribeMapRunCommand({ mapRunArn: arn }), send);
    const { executionArn = '', status = 'RUNNING', startDate, stopDate } = answer;
    return {
      arn,
      executionArn,
      status,
      startedAtMs: startDate?.getTime() ?? 0,
      ...(stopDate !== undefined && { stoppedAtMs: stopDate.getTime() }),
      maxConcurrency: answer.maxConcurrency ?? 0,
      toleratedFailureCount: answer.toleratedFailureCount ?? 0,
      toleratedFailurePercentage: answer.toleratedFailurePercentage ?? 0,
      items: countsOf(answer.itemCounts),
      executions: countsOf(answer.executionCounts),
      redriveCount: answer.redriveCount ?? 0,
    };
  });
}

export interface MapRunLimits {
  /** 0: no limit but AWS's. */
  readonly maxConcurrency?: number;
  readonly toleratedFailureCount?: number;
  readonly toleratedFailurePercentage?: number;
}

/**
 * Changes the limits of a Map Run that is in progress; what is left out stays.
 *
 * @throws GroundcrewError `aws-step-functions.not-found`, `aws-step-functions.update-failed`; the signal's reason
 */
export async function updateMapRun(
  client: SFNClient,
  arn: string,
  limits: MapRunLimits,
  options: StepFunctionsOptions = {},
): Promise<void> {
  const command = new UpdateMapRunCommand({ mapRunArn: arn, ...limits });
  const context = { code: 'aws-step-functions.update-failed', doing: `change the Map Run ${arn}` } as const;
  await callStepFunctions('write', options, context, (send) => client.send(command, send));
}

function countsOf(counts: MapRunItemCounts | MapRunExecutionCounts | undefined): MapRunCounts {
  const {
    pending = 0,
    running = 0,
    succeeded = 0,
    failed = 0,
    timedOut = 0,
    aborted = 0,
    total = 0,
  } = counts ?? {};
  const { resultsWritten = 0, pendingRedrive = 0, failuresNotRedrivable = 0 } = counts ?? {};
  return {
    pending,
    running,
    succeeded,
    failed,
    timedOut,
    aborted,
    total,
    resultsWritten,
    pendingRedrive,
    failuresNotRedrivable,
  };
}
