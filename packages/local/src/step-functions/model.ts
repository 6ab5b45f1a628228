import type { StateMachineDefinition } from '@groundcrew/lambda';
import type { Json, JsonObject } from './json.ts';

export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly createdMs: number;
  readonly revisionId: string;
  readonly definition: string;
  readonly logging: JsonObject | undefined;
}

/** `PENDING`: a child of a Map Run that was not started yet; no API shows it. */
export type ExecutionStatus =
  | 'PENDING'
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'TIMED_OUT'
  | 'ABORTED'
  | 'PENDING_REDRIVE';

/** Where an execution, or an iteration of a Map state, is. A finished one has an output. */
export interface Frame {
  state: string;
  input: Json;
  enteredMs: number;
  /** Whether the history has its `…StateEntered`. */
  entered: boolean;
  /** Retries so far by the index of the retrier. */
  retries: Record<number, number>;
  /** Of the Map state in `state`. */
  iterations?: Frame[];
  mapRunArn?: string;
  /** Of an iteration: its item, as `$$.Map.Item`. */
  readonly mapItem?: { readonly Index: number; readonly Value: Json };
  output?: Json;
}

export interface Execution {
  readonly arn: string;
  readonly name: string;
  /** Of a child: with the label of its map, `…:stateMachine:NAME/LABEL`. */
  readonly machineArn: string;
  readonly roleArn: string;
  /** The key of its definition: redrives use the same. */
  readonly definitionId: string;
  readonly startMs: number;
  /** As it was sent. */
  readonly input: string;
  readonly mapRunArn?: string;
  /** Of a child: the Map state whose processor it runs, and the items in its input. */
  readonly mapState?: string;
  readonly itemCount?: number;
  status: ExecutionStatus;
  stopMs?: number;
  output?: string;
  error?: string;
  cause?: string;
  redriveCount: number;
  redriveMs?: number;
  redriveToken?: string;
  /** When the time limit of the definition starts: at the start or the last redrive. */
  clockStartMs: number;
  frame: Frame;
}

export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestampMs: number;
  readonly type: string;
  /** The member of the API's structure, by its name. */
  readonly details?: Readonly<Record<string, JsonObject>>;
}

export interface MapRun {
  readonly arn: string;
  readonly executionArn: string;
  readonly machineArn: string;
  readonly stateName: string;
  readonly startMs: number;
  stopMs?: number;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  maxConcurrency: number;
  toleratedFailureCount: number;
  toleratedFailurePercentage: number;
  redriveCount: number;
  redriveMs?: number;
  /** Whether the result writer has written all results. */
  written: boolean;
}

export const isOver = ({ status }: Pick<Execution, 'status'>): boolean =>
  status === 'SUCCEEDED' || isUnsuccessful(status);

export const isUnsuccessful = (status: ExecutionStatus): boolean =>
  status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED';

export function firstFrame(
  { StartAt }: Pick<StateMachineDefinition, 'StartAt'>,
  input: Json,
  nowMs: number,
): Frame {
  return { state: StartAt, input, enteredMs: nowMs, entered: false, retries: {} };
}

/** Developer guide, "Redriving executions": what stands against it, in the words of `redriveStatusReason`. */
export function findRedriveProblem(
  execution: Execution,
  historyLength: number,
  nowMs: number,
): string | undefined {
  const { status, stopMs = nowMs } = execution;
  if (!isUnsuccessful(status)) return `Execution is ${status} and cannot be redriven`;
  if (nowMs - stopMs > REDRIVABLE_MS)
    return 'Execution has exceeded the redrivable period and cannot be redriven';
  if (historyLength >= MAX_REDRIVABLE_EVENTS) {
    return 'Execution event history limit exceeded and cannot be redriven';
  }
  return undefined;
}

const REDRIVABLE_MS = 14 * 24 * 60 * 60 * 1000;
const MAX_REDRIVABLE_EVENTS = 24_999;
