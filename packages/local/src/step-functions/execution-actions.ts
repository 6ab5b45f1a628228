import { randomUUID } from 'node:crypto';
import { createPageTokens } from '../ec2/paging.ts';
import { isNestedDeeper } from '../json-depth.ts';
import type { JsonAction, JsonInput } from '../json-service.ts';
import { reader, type StepFunctionsContext } from './context.ts';
import {
  describeEvent,
  describeExecution,
  describeMapRun,
  listExecution,
  listMapRun,
  seconds,
} from './describe.ts';
import {
  executionExists,
  invalidInput,
  invalidName,
  invalidParameter,
  invalidToken,
  noSuchExecution,
  noSuchMachine,
  noSuchResource,
  notRedrivable,
} from './errors.ts';
import { type Json, type JsonObject, MAX_DEPTH, MAX_PAYLOAD_BYTES } from './json.ts';
import { VALID_NAME } from './machine-actions.ts';
import { type Execution, findRedriveProblem, firstFrame, type MapRun } from './model.ts';

const PAGE_SIZE = 100;
const MAX_PAGE_SIZE = 1000;
const executionStatuses = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'];

/** The actions on executions and Map Runs. */
export function executionActions(context: StepFunctionsContext): Readonly<Record<string, JsonAction>> {
  const { store, engine, arns, now, authorize } = context;
  const tokens = createPageTokens(() => invalidToken('the token of the next page is not valid'));

  /** @throws AwsError `ExecutionDoesNotExist` */
  function executionOf(arn: string): Execution {
    const execution = store.executions.get(arns.check(arn, 'execution'));
    if (!execution || execution.status === 'PENDING') throw noSuchExecution(arn);
    return execution;
  }

  /** @throws AwsError `ResourceNotFound` */
  function mapRunOf(arn: string): MapRun {
    const mapRun = store.mapRuns.get(arns.check(arn, 'mapRun'));
    if (!mapRun) throw noSuchResource(arn);
    return mapRun;
  }

  function page<Item>(
    input: JsonInput,
    scope: string,
    all: readonly Item[],
    member: string,
    write: (item: Item) => JsonObject,
  ): JsonObject {
    const size = reader.number(input, 'maxResults', 0, MAX_PAGE_SIZE) || PAGE_SIZE;
    const token = reader.text(input, 'nextToken');
    const from = token === undefined ? 0 : tokens.read(scope, token);
    const to = from + size;
    return {
      [member]: all.slice(from, to).map(write),
      ...(to < all.length && { nextToken: tokens.write(scope, to) }),
    };
  }

  const historyLength = (execution: Execution) => store.history(execution.arn).length;

  return {
    async StartExecution(input, request) {
      const machineArn = reader.needText(input, 'stateMachineArn');
      await authorize(request, 'StartExecution', machineArn);
      const machine = store.machines.get(arns.check(machineArn, 'stateMachine'));
      if (!machine) throw noSuchMachine(machineArn);
      const name = reader.text(input, 'name') ?? randomUUID();
      if (!VALID_NAME.test(name)) throw invalidName(name);
      const text = reader.text(input, 'input') ?? '{}';
      const parsed = parseInput(text);
      const arn = arns.execution(machineArn, name);
      const known = store.executions.get(arn);
      if (known) {
        // API reference: the same name and input while it runs is the same request.
        if (known.status !== 'RUNNING' || known.input !== text) throw executionExists(arn);
        return { executionArn: arn, startDate: seconds(known.startMs) };
      }
      const definitionId = store.putDefinition(machine.definition);
      const startMs = now();
      const execution: Execution = {
        arn,
        name,
        machineArn,
        roleArn: machine.roleArn,
        definitionId,
        startMs,
        input: text,
        status: 'RUNNING',
        redriveCount: 0,
        clockStartMs: startMs,
        frame: firstFrame(store.definition(definitionId), parsed, startMs),
      };
      store.putExecution(execution);
      // After the answer, as on AWS.
      setImmediate(() => void engine.launch(execution));
      return { executionArn: arn, startDate: seconds(startMs) };
    },

    async StopExecution(input, request) {
      const arn = reader.needText(input, 'executionArn');
      await authorize(request, 'StopExecution', arn);
      const execution = executionOf(arn);
      engine.end(execution, 'ABORTED', {
        error: reader.text(input, 'error'),
        cause: reader.text(input, 'cause'),
      });
      return { stopDate: seconds(execution.stopMs ?? now()) };
    },

    async DescribeExecution(input, request) {
      const arn = reader.needText(input, 'executionArn');
      await authorize(request, 'DescribeExecution', arn);
      const execution = executionOf(arn);
      return describeExecution(execution, historyLength(execution), now());
    },

    async ListExecutions(input, request) {
      const machineArn = reader.text(input, 'stateMachineArn');
      const mapRunArn = reader.text(input, 'mapRunArn');
      if ((machineArn === undefined) === (mapRunArn === undefined)) {
        throw invalidParameter('You must specify one of stateMachineArn and mapRunArn, and not both');
      }
      await authorize(request, 'ListExecutions', machineArn ?? mapRunArn!);
      const status = reader.text(input, 'statusFilter');
      if (status !== undefined && !executionStatuses.includes(status)) {
        throw invalidParameter(`statusFilter must be one of ${executionStatuses.join(', ')}`);
      }
      const filter = reader.text(input, 'redriveFilter');
      if (filter !== undefined && filter !== 'REDRIVEN' && filter !== 'NOT_REDRIVEN') {
        throw invalidParameter(`redriveFilter must be REDRIVEN or NOT_REDRIVEN, not ${filter}`);
      }
      if (machineArn !== undefined && !store.machines.has(arns.check(machineArn, 'stateMachine'))) {
        throw noSuchMachine(machineArn);
      }
      const some =
        mapRunArn === undefined ? [...store.executions.values()] : store.childrenOf(mapRunOf(mapRunArn).arn);
      const found = some.filter(
        (execution) =>
          (machineArn === undefined || execution.machineArn === machineArn) &&
          execution.status !== 'PENDING' &&
          (status === undefined || execution.status === status) &&
          (filter === undefined || (filter === 'REDRIVEN') === execution.redriveCount > 0),
      );
      const newestFirst = found.toReversed().toSorted((a, b) => b.startMs - a.startMs);
      const scope = JSON.stringify(['executions', machineArn, mapRunArn, status, filter]);
      return page(input, scope, newestFirst, 'executions', listExecution);
    },

    async GetExecutionHistory(input, request) {
      const arn = reader.needText(input, 'executionArn');
      await authorize(request, 'GetExecutionHistory', arn);
      const events = store.history(executionOf(arn).arn);
      const isReverse = input['reverseOrder'] === true;
      const includeData = input['includeExecutionData'] !== false;
      const scope = JSON.stringify(['history', arn, isReverse]);
      return page(input, scope, isReverse ? events.toReversed() : events, 'events', (event) =>
        describeEvent(event, includeData),
      );
    },

    async RedriveExecution(input, request) {
      const arn = reader.needText(input, 'executionArn');
      await authorize(request, 'RedriveExecution', arn);
      const execution = executionOf(arn);
      const token = reader.text(input, 'clientToken');
      if (token !== undefined && token === execution.redriveToken) {
        return { redriveDate: seconds(execution.redriveMs!) };
      }
      if (execution.mapRunArn !== undefined) {
        throw notRedrivable(
          `Execution ${arn} is a child of a Map Run; redrive the execution that has started it`,
        );
      }
      const problem = findRedriveProblem(execution, historyLength(execution), now());
      if (problem !== undefined) throw notRedrivable(problem);
      if (token !== undefined) execution.redriveToken = token;
      const ended = engine.redrive(execution);
      void ended;
      return { redriveDate: seconds(execution.redriveMs!) };
    },

    async ListMapRuns(input, request) {
      const arn = reader.needText(input, 'executionArn');
      await authorize(request, 'ListMapRuns', arn);
      executionOf(arn);
      const found = [...store.mapRuns.values()].filter(({ executionArn }) => executionArn === arn);
      return page(input, JSON.stringify(['map-runs', arn]), found.toReversed(), 'mapRuns', listMapRun);
    },

    async DescribeMapRun(input, request) {
      const arn = reader.needText(input, 'mapRunArn');
      await authorize(request, 'DescribeMapRun', arn);
      const isRedrivable = (child: Execution) =>
        findRedriveProblem(child, historyLength(child), now()) === undefined;
      return describeMapRun(mapRunOf(arn), store.childrenOf(arn), isRedrivable);
    },

    async UpdateMapRun(input, request) {
      const arn = reader.needText(input, 'mapRunArn');
      await authorize(request, 'UpdateMapRun', arn);
      const mapRun = mapRunOf(arn);
      const maxConcurrency = reader.number(input, 'maxConcurrency', 0, Number.MAX_SAFE_INTEGER);
      const toleratedFailureCount = reader.number(input, 'toleratedFailureCount', 0, Number.MAX_SAFE_INTEGER);
      const { toleratedFailurePercentage: percentage } = input;
      if (
        percentage !== undefined &&
        !(typeof percentage === 'number' && percentage >= 0 && percentage <= 100)
      ) {
        throw invalidParameter('toleratedFailurePercentage must be a number from 0 to 100');
      }
      if (mapRun.status !== 'RUNNING') {
        throw invalidParameter(`Map Run ${arn} is ${mapRun.status}; only one in progress can be updated`);
      }
      Object.assign(mapRun, {
        ...(maxConcurrency !== undefined && { maxConcurrency }),
        ...(toleratedFailureCount !== undefined && { toleratedFailureCount }),
        ...(percentage !== undefined && { toleratedFailurePercentage: percentage }),
      });
      store.putMapRun(mapRun);
      engine.mapRuns.updated(mapRun);
      return {};
    },
  };
}

/** @throws AwsError `InvalidExecutionInput` */
function parseInput(text: string): Json {
  if (Buffer.byteLength(text) > MAX_PAYLOAD_BYTES) {
    throw invalidInput(`the input is larger than ${MAX_PAYLOAD_BYTES} bytes`);
  }
  if (isNestedDeeper(text, MAX_DEPTH)) throw invalidInput(`it is nested deeper than ${MAX_DEPTH} levels`);
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw invalidInput((error as Error).message);
  }
}
