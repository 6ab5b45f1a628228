import type { JsonObject } from './json.ts';
import { itemsIn } from './map-runner.ts';
import {
  type Execution,
  type ExecutionStatus,
  findRedriveProblem,
  type HistoryEvent,
  type Machine,
  type MapRun,
} from './model.ts';

/** Times as the JSON protocols have them: seconds since 1970. */
export const seconds = (ms: number): number => ms / 1000;

const redrives = ({ redriveCount, redriveMs }: Pick<Execution, 'redriveCount' | 'redriveMs'>) => ({
  redriveCount,
  ...(redriveMs !== undefined && { redriveDate: seconds(redriveMs) }),
});

export function describeMachine(machine: Machine): JsonObject {
  const { arn, name, roleArn, createdMs, revisionId, definition, logging } = machine;
  return {
    stateMachineArn: arn,
    name,
    status: 'ACTIVE',
    definition,
    roleArn,
    type: 'STANDARD',
    creationDate: seconds(createdMs),
    revisionId,
    loggingConfiguration: logging ?? { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
  };
}

export function describeExecution(execution: Execution, historyLength: number, nowMs: number): JsonObject {
  const { status, input, output, error, cause, mapRunArn } = execution;
  const problem = findRedriveProblem(execution, historyLength, nowMs);
  const redrivable = mapRunArn === undefined ? 'REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN';
  return {
    ...entryOf(execution),
    status,
    input,
    inputDetails: { included: true },
    ...(output !== undefined && { output, outputDetails: { included: true } }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    redriveStatus: problem === undefined ? redrivable : 'NOT_REDRIVABLE',
    ...(problem !== undefined && { redriveStatusReason: problem }),
  };
}

/** An execution as `ListExecutions` has it. */
export function listExecution(execution: Execution): JsonObject {
  const { itemCount } = execution;
  return { ...entryOf(execution), ...(itemCount !== undefined && { itemCount }) };
}

function entryOf(execution: Execution): JsonObject {
  const { arn, machineArn, name, status, startMs, stopMs, mapRunArn } = execution;
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status,
    startDate: seconds(startMs),
    ...(stopMs !== undefined && { stopDate: seconds(stopMs) }),
    ...(mapRunArn !== undefined && { mapRunArn }),
    ...redrives(execution),
  };
}

export function listMapRun({ arn, executionArn, machineArn, startMs, stopMs }: MapRun): JsonObject {
  return {
    executionArn,
    mapRunArn: arn,
    stateMachineArn: machineArn,
    startDate: seconds(startMs),
    ...(stopMs !== undefined && { stopDate: seconds(stopMs) }),
  };
}

export function describeMapRun(
  mapRun: MapRun,
  children: readonly Execution[],
  isRedrivable: (child: Execution) => boolean,
): JsonObject {
  const { arn, executionArn, status, startMs, stopMs, written } = mapRun;
  return {
    mapRunArn: arn,
    executionArn,
    status,
    startDate: seconds(startMs),
    ...(stopMs !== undefined && { stopDate: seconds(stopMs) }),
    maxConcurrency: mapRun.maxConcurrency,
    toleratedFailureCount: mapRun.toleratedFailureCount,
    toleratedFailurePercentage: mapRun.toleratedFailurePercentage,
    itemCounts: counts(children, itemsIn, written, isRedrivable),
    executionCounts: counts(children, ({ length }) => length, written, isRedrivable),
    ...redrives(mapRun),
  };
}

function counts(
  children: readonly Execution[],
  count: (some: readonly Execution[]) => number,
  written: boolean,
  isRedrivable: (child: Execution) => boolean,
): JsonObject {
  const of = (...statuses: readonly ExecutionStatus[]) =>
    children.filter(({ status }) => statuses.includes(status));
  const over = of('SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED');
  return {
    pending: count(of('PENDING')),
    running: count(of('RUNNING')),
    succeeded: count(of('SUCCEEDED')),
    failed: count(of('FAILED')),
    timedOut: count(of('TIMED_OUT')),
    aborted: count(of('ABORTED')),
    total: count(children),
    resultsWritten: written ? count(over) : 0,
    failuresNotRedrivable: count(
      of('FAILED', 'TIMED_OUT', 'ABORTED').filter((child) => !isRedrivable(child)),
    ),
    pendingRedrive: count(of('PENDING_REDRIVE')),
  };
}

const dataMembers = ['input', 'output', 'parameters'];

export function describeEvent(
  { id, previousEventId, timestampMs, type, details = {} }: HistoryEvent,
  includeData: boolean,
): JsonObject {
  return {
    timestamp: seconds(timestampMs),
    type,
    id,
    previousEventId,
    ...(includeData
      ? details
      : Object.fromEntries(
          Object.entries(details).map(([name, members]) => [
            name,
            Object.fromEntries(Object.entries(members).filter(([member]) => !dataMembers.includes(member))),
          ]),
        )),
  };
}
