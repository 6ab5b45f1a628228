import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type ExecutionListItem,
  GetExecutionHistoryCommand,
  type HistoryEvent as SdkEvent,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { formatArn, pages, partitionOf } from '@groundcrew/aws-core';
import { callStepFunctions, type StepFunctionsOptions } from './calls.ts';

export type ExecutionStatus =
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'TIMED_OUT'
  | 'ABORTED'
  | 'PENDING_REDRIVE';

/** An execution as a list has it. Times are milliseconds since 1970. */
export interface ExecutionSummary {
  readonly arn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startedAtMs: number;
  /** Missing while it runs. */
  readonly stoppedAtMs?: number;
  readonly redriveCount: number;
  /** Of a child of a Map Run: the items in its input. */
  readonly itemCount?: number;
}

export interface Execution extends ExecutionSummary {
  readonly stateMachineArn: string;
  /** JSON; missing where the service keeps it from the caller. */
  readonly input?: string;
  /** JSON, of one that succeeded. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** Of a child: the Map Run that started it. */
  readonly mapRunArn?: string;
  readonly isRedrivable: boolean;
  /** Why it is not. */
  readonly notRedrivable?: string;
}

export interface HistoryEvent {
  readonly id: number;
  readonly previousId: number;
  readonly type: string;
  readonly atMs: number;
  /** Of an event of a failure. */
  readonly error?: string;
  readonly cause?: string;
  /** Of an event that enters or leaves a state. */
  readonly state?: string;
}

/** The ARN of a state machine of the client's region, by its name. */
export async function stateMachineArn(client: SFNClient, accountId: string, name: string): Promise<string> {
  const region = await client.config.region();
  return formatArn({
    partition: partitionOf(region),
    service: 'states',
    region,
    accountId,
    resource: `stateMachine:${name}`,
  });
}

export interface StartRequest {
  readonly stateMachineArn: string;
  /** At most 80 characters. The same name with the same input, while it runs, is the same execution. */
  readonly name: string;
  /** At most 256 KiB as JSON. */
  readonly input: unknown;
}

/**
 * Starts an execution.
 *
 * @throws GroundcrewError `aws-step-functions.not-found`, `aws-step-functions.execution-exists`,
 *   `aws-step-functions.start-failed`; the signal's reason if it is aborted
 */
export async function startExecution(
  client: SFNClient,
  { stateMachineArn: arn, name, input }: StartRequest,
  options: StepFunctionsOptions = {},
): Promise<{ readonly arn: string; readonly startedAtMs: number }> {
  const command = new StartExecutionCommand({ stateMachineArn: arn, name, input: JSON.stringify(input) });
  const context = { code: 'aws-step-functions.start-failed', doing: `start an execution of ${arn}` } as const;
  return callStepFunctions('write', options, context, async (send) => {
    const { executionArn = '', startDate } = await client.send(command, send);
    return { arn: executionArn, startedAtMs: startDate?.getTime() ?? 0 };
  });
}

/**
 * Stops an execution, and with it the children of its Map Runs. One that is over stays as it is.
 *
 * @throws GroundcrewError `aws-step-functions.not-found`, `aws-step-functions.stop-failed`; the signal's reason if it is
 *   aborted
 */
export async function stopExecution(
  client: SFNClient,
  arn: string,
  {
    error,
    cause,
    ...options
  }: StepFunctionsOptions & { readonly error?: string; readonly cause?: string } = {},
): Promise<void> {
  const command = new StopExecutionCommand({ executionArn: arn, error, cause });
  const context = { code: 'aws-step-functions.stop-failed', doing: `stop the execution ${arn}` } as const;
  await callStepFunctions('write', options, context, (send) => client.send(command, send));
}

/**
 * Runs an execution that failed, timed out or was stopped again, from where it ended: within 14 days.
 *
 * @throws GroundcrewError `aws-step-functions.not-redrivable`, `aws-step-functions.not-found`,
 *   `aws-step-functions.redrive-failed`; the signal's reason if it is aborted
 */
export async function redriveExecution(
  client: SFNClient,
  arn: string,
  options: StepFunctionsOptions = {},
): Promise<void> {
  // The SDK adds a token, so that a call that is repeated is one redrive.
  const command = new RedriveExecutionCommand({ executionArn: arn });
  const context = {
    code: 'aws-step-functions.redrive-failed',
    doing: `redrive the execution ${arn}`,
  } as const;
  await callStepFunctions('write', options, context, (send) => client.send(command, send));
}

/** @throws GroundcrewError `aws-step-functions.not-found`, `aws-step-functions.read-failed`; the signal's reason */
export async function describeExecution(
  client: SFNClient,
  arn: string,
  options: StepFunctionsOptions = {},
): Promise<Execution> {
  const command = new DescribeExecutionCommand({ executionArn: arn });
  const context = { code: 'aws-step-functions.read-failed', doing: `read the execution ${arn}` } as const;
  return callStepFunctions('read', options, context, async (send) =>
    executionOf(await client.send(command, send)),
  );
}

/**
 * Executions from the newest on, a page at a time: of a state machine, or the children of a Map Run.
 *
 * @throws GroundcrewError `aws-step-functions.not-found`, `aws-step-functions.read-failed`; the signal's reason
 */
export function listExecutions(
  client: SFNClient,
  of: { readonly stateMachineArn: string } | { readonly mapRunArn: string },
  { status, ...options }: StepFunctionsOptions & { readonly status?: ExecutionStatus } = {},
): AsyncGenerator<readonly ExecutionSummary[], void> {
  const context = { code: 'aws-step-functions.read-failed', doing: 'list executions' } as const;
  return pages<ExecutionSummary>((token) =>
    callStepFunctions('read', options, context, async (send) => {
      const command = new ListExecutionsCommand({
        ...of,
        statusFilter: status,
        maxResults: PAGE_SIZE,
        nextToken: token,
      });
      const { executions = [], nextToken } = await client.send(command, send);
      return { items: executions.map(summaryOf), next: nextToken };
    }),
  );
}

/**
 * The history of an execution, a page at a time, without the data of its states.
 *
 * @throws GroundcrewError `aws-step-functions.not-found`, `aws-step-functions.read-failed`; the signal's reason
 */
export function executionHistory(
  client: SFNClient,
  arn: string,
  { newestFirst = false, ...options }: StepFunctionsOptions & { readonly newestFirst?: boolean } = {},
): AsyncGenerator<readonly HistoryEvent[], void> {
  const context = { code: 'aws-step-functions.read-failed', doing: `read the history of ${arn}` } as const;
  return pages<HistoryEvent>((token) =>
    callStepFunctions('read', options, context, async (send) => {
      const command = new GetExecutionHistoryCommand({
        executionArn: arn,
        includeExecutionData: false,
        reverseOrder: newestFirst,
        maxResults: PAGE_SIZE,
        nextToken: token,
      });
      const { events = [], nextToken } = await client.send(command, send);
      return { items: events.map(eventOf), next: nextToken };
    }),
  );
}

/** The largest page there is, of executions, Map Runs and events. */
export const PAGE_SIZE = 1_000;

function executionOf(answer: DescribeExecutionCommandOutput): Execution {
  const { input, output, error, cause, mapRunArn, redriveStatus, redriveStatusReason } = answer;
  return {
    ...summaryOf(answer as ExecutionListItem),
    stateMachineArn: answer.stateMachineArn ?? '',
    ...(input !== undefined && { input }),
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    ...(mapRunArn !== undefined && { mapRunArn }),
    isRedrivable: redriveStatus === 'REDRIVABLE',
    ...(redriveStatusReason !== undefined && { notRedrivable: redriveStatusReason }),
  };
}

function summaryOf(item: ExecutionListItem): ExecutionSummary {
  const {
    executionArn = '',
    name = '',
    status = 'RUNNING',
    startDate,
    stopDate,
    redriveCount = 0,
    itemCount,
  } = item;
  return {
    arn: executionArn,
    name,
    status,
    startedAtMs: startDate?.getTime() ?? 0,
    ...(stopDate !== undefined && { stoppedAtMs: stopDate.getTime() }),
    redriveCount,
    ...(itemCount !== undefined && { itemCount }),
  };
}

function eventOf(event: SdkEvent): HistoryEvent {
  const { id = 0, previousEventId = 0, type = '', timestamp } = event;
  const details = Object.values(event).find((one): one is object => isPlainObject(one)) ?? {};
  const { error, cause, name } = details as { error?: string; cause?: string; name?: string };
  return {
    id,
    previousId: previousEventId,
    type,
    atMs: timestamp?.getTime() ?? 0,
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    ...(name !== undefined && { state: name }),
  };
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}
