import type { MapState } from '@groundcrew/lambda';
import type { Clock } from '../clock.ts';
import { makeChildInputs } from './batches.ts';
import { StatesError } from './errors.ts';
import type { RoleCall } from './integrations.ts';
import { readItems } from './item-reader.ts';
import { type Json, type JsonObject, MAX_PAYLOAD_BYTES, sizeOf } from './json.ts';
import {
  type Execution,
  findRedriveProblem,
  firstFrame,
  isOver,
  isUnsuccessful,
  type MapRun,
} from './model.ts';
import { transformResult, writeResults } from './result-writer.ts';
import { concurrencyOf, itemsOf, mapItems, numberAt, textsOf } from './data-flow.ts';
import type { DistributedTask } from './run-states.ts';
import type { Store } from './store.ts';
import { fillTemplate } from './templates.ts';
import { Interrupted, raceAbort } from './waiting.ts';

export interface MapRunnerOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** A call of Step Functions itself in the name of the role. @throws StatesError `States.Permissions` */
  report(roleArn: string, action: string, resource: string): Promise<void>;
  launch(execution: Execution): Promise<void>;
  redrive(execution: Execution): Promise<void>;
  end(execution: Execution, status: 'ABORTED'): void;
  newId(): string;
}

/** Runs Map states in distributed mode: Map Runs and their child executions. */
export interface MapRunner {
  run(execution: Execution, call: RoleCall, task: DistributedTask): Promise<Json>;
  stopChildren(mapRun: MapRun): void;
  /** After a change of its limits. */
  updated(mapRun: MapRun): void;
}

/** "Using Map state in Distributed mode": child executions at a time. */
const MAX_CONCURRENCY = 10_000;

export function createMapRunner(options: MapRunnerOptions): MapRunner {
  const { store, clock, newId } = options;
  /** Of each Map Run in progress: starts what may start now. */
  const pumps = new Map<string, () => void>();

  async function run(execution: Execution, call: RoleCall, task: DistributedTask): Promise<Json> {
    const { state, frame, trail, branch, signal } = task;
    const emit = (type: string, member?: string, details: JsonObject = {}) => {
      trail.previous = store.addEvent(execution.arn, {
        type,
        timestampMs: clock.now(),
        previousEventId: trail.previous,
        ...(member !== undefined && { details: { [member]: details } }),
      });
    };
    const former = frame.mapRunArn === undefined ? undefined : store.mapRuns.get(frame.mapRunArn);
    const mapRun = former ?? newMapRun(execution, task);
    try {
      if (former === undefined) {
        emit('MapStateStarted', 'mapStateStartedEventDetails', { length: 0 });
        emit('MapRunStarted', 'mapRunStartedEventDetails', { mapRunArn: mapRun.arn });
        const inputs = await raceAbort(childInputs(call, task), signal);
        for (const child of inputs) store.putExecution(newChild(execution, mapRun, state, child));
        // Only a run that has children can be redriven; without them, the next attempt reads again.
        frame.mapRunArn = mapRun.arn;
        store.putExecution(execution);
      } else if (mapRun.status !== 'RUNNING') {
        restart(mapRun);
        emit('MapRunRedriven', 'mapRunRedrivenEventDetails', {
          mapRunArn: mapRun.arn,
          redriveCount: mapRun.redriveCount,
        });
      }
      const isTolerable = await branch.waitForBranches(schedule(execution, mapRun, signal));
      if (!isTolerable) stopChildren(mapRun, execution.roleArn);
      const output = await raceAbort(results(call, task, mapRun), signal);
      if (!isTolerable) {
        throw new StatesError(
          'States.ExceedToleratedFailureThreshold',
          'The specified tolerated failure threshold was exceeded',
        );
      }
      Object.assign(mapRun, { status: 'SUCCEEDED', stopMs: clock.now() });
      store.putMapRun(mapRun);
      emit('MapRunSucceeded');
      emit('MapStateSucceeded');
      return output;
    } catch (error) {
      if (!(error instanceof StatesError) || signal.aborted) throw error;
      stopChildren(mapRun, execution.roleArn);
      Object.assign(mapRun, { status: 'FAILED', stopMs: clock.now() });
      store.putMapRun(mapRun);
      if (error.error !== 'States.Runtime') {
        emit('MapRunFailed', 'mapRunFailedEventDetails', { error: error.error, cause: error.errorCause });
        emit('MapStateFailed');
      }
      throw error;
    } finally {
      pumps.delete(mapRun.arn);
    }
  }

  function newMapRun(execution: Execution, { state, frame, input, context }: DistributedTask): MapRun {
    const label = state.Label ?? defaultLabel(frame.state);
    const machineArn = `${execution.machineArn}/${label}`;
    const limit = (fixed: number | undefined, path: string | undefined) =>
      path === undefined ? (fixed ?? 0) : numberAt(path, input, context);
    const mapRun: MapRun = {
      arn: `${machineArn.replace(':stateMachine:', ':mapRun:')}:${newId()}`,
      executionArn: execution.arn,
      machineArn,
      stateName: frame.state,
      startMs: clock.now(),
      status: 'RUNNING',
      maxConcurrency: concurrencyOf(state, input, context),
      toleratedFailureCount: limit(state.ToleratedFailureCount, state.ToleratedFailureCountPath),
      toleratedFailurePercentage: limit(
        state.ToleratedFailurePercentage,
        state.ToleratedFailurePercentagePath,
      ),
      redriveCount: 0,
      written: false,
    };
    store.putMapRun(mapRun);
    return mapRun;
  }

  function newChild(
    execution: Execution,
    mapRun: MapRun,
    state: MapState,
    { input, itemCount }: { readonly input: Json; readonly itemCount: number },
  ): Execution {
    const name = newId();
    return {
      arn: `${mapRun.machineArn.replace(':stateMachine:', ':execution:')}:${name}`,
      name,
      machineArn: mapRun.machineArn,
      roleArn: execution.roleArn,
      definitionId: execution.definitionId,
      startMs: clock.now(),
      input: JSON.stringify(input),
      mapRunArn: mapRun.arn,
      mapState: mapRun.stateName,
      itemCount,
      status: 'PENDING',
      redriveCount: 0,
      clockStartMs: clock.now(),
      frame: firstFrame(state.ItemProcessor, input, clock.now()),
    };
  }

  /** "Redriving Map Runs": the unsuccessful children run again, and those that never started are started. */
  function restart(mapRun: MapRun): void {
    Reflect.deleteProperty(mapRun, 'stopMs');
    Object.assign(mapRun, {
      status: 'RUNNING',
      redriveCount: mapRun.redriveCount + 1,
      redriveMs: clock.now(),
      written: false,
    });
    store.putMapRun(mapRun);
    for (const child of store.childrenOf(mapRun.arn)) {
      if (findRedriveProblem(child, store.history(child.arn).length, clock.now()) !== undefined) continue;
      child.status = 'PENDING_REDRIVE';
      store.putExecution(child);
    }
  }

  /** Whether all children are over with no more failures than are tolerated; `false` at once when there are. */
  function schedule(execution: Execution, mapRun: MapRun, signal: AbortSignal): Promise<boolean> {
    const children = store.childrenOf(mapRun.arn);
    const todo = children.filter((child) => !isOver(child));
    const totalItems = itemsIn(children);
    let failedItems = itemsIn(children.filter(({ status }) => isUnsuccessful(status)));
    let next = 0;
    let active = 0;
    return new Promise((resolve, reject) => {
      let isDone = false;
      const settle = (tolerable: boolean) => {
        isDone = true;
        resolve(tolerable);
      };
      const fail = (error: unknown) => {
        isDone = true;
        reject(error as Error);
      };
      signal.addEventListener('abort', () => fail(new Interrupted()), { once: true });
      const after = (child: Execution) => {
        active--;
        if (isDone) return;
        if (isUnsuccessful(child.status)) failedItems += child.itemCount ?? 1;
        pump();
      };
      const pump = () => {
        if (isDone) return;
        if (exceeds(mapRun, failedItems, totalItems)) return settle(false);
        while (next < todo.length && active < (mapRun.maxConcurrency || MAX_CONCURRENCY)) {
          const child = todo[next++]!;
          active++;
          start(execution, child).then(() => after(child), fail);
        }
        if (active === 0 && next === todo.length) settle(true);
      };
      pumps.set(mapRun.arn, pump);
      pump();
    });
  }

  async function start(execution: Execution, child: Execution): Promise<void> {
    const { roleArn, machineArn } = execution;
    const status = child.status;
    if (status === 'RUNNING') return options.launch(child);
    if (status === 'PENDING_REDRIVE') {
      await options.report(roleArn, 'states:RedriveExecution', child.arn);
      if (child.status === status) await options.redrive(child);
    } else {
      await options.report(roleArn, 'states:StartExecution', machineArn);
      if (child.status !== status) return;
      Object.assign(child, { status: 'RUNNING', startMs: clock.now(), clockStartMs: clock.now() });
      store.putExecution(child);
      await options.launch(child);
    }
    await options.report(roleArn, 'states:DescribeExecution', child.arn);
  }

  function stopChildren(mapRun: MapRun, roleArn?: string): void {
    for (const child of store.childrenOf(mapRun.arn)) {
      if (child.status !== 'RUNNING') continue;
      options.end(child, 'ABORTED');
      if (roleArn !== undefined)
        void options.report(roleArn, 'states:StopExecution', child.arn).catch(() => {});
    }
  }

  async function results(
    call: RoleCall,
    { state, input, context }: DistributedTask,
    mapRun: MapRun,
  ): Promise<Json> {
    const children = store.childrenOf(mapRun.arn);
    const { ResultWriter: writer } = state;
    if (writer === undefined) {
      const outputs = children.filter(isOver).flatMap((child) => transformResult(child, 'COMPACT'));
      if (sizeOf(outputs) > MAX_PAYLOAD_BYTES && children.every(({ status }) => status === 'SUCCEEDED')) {
        throw new StatesError(
          'States.DataLimitExceeded',
          `The state/task '${mapRun.stateName}' returned a result with a size exceeding the maximum number of bytes service limit.`,
        );
      }
      return outputs;
    }
    const output = await writeResults(
      writer,
      textsOf(writer.Parameters as JsonObject, input, context),
      mapRun,
      children,
      call,
    );
    mapRun.written = true;
    store.putMapRun(mapRun);
    return output;
  }

  return { run, stopChildren: (mapRun) => stopChildren(mapRun), updated: ({ arn }) => pumps.get(arn)?.() };
}

async function childInputs(call: RoleCall, { state, frame, input, context }: DistributedTask) {
  const { ItemReader: reader, ItemBatcher: batcher } = state;
  const pick = (fixed: number | undefined, path: string | undefined) =>
    path === undefined ? fixed : numberAt(path, input, context);
  const items =
    reader === undefined
      ? itemsOf(state, input, context)
      : await readItems(
          reader,
          textsOf(reader.Parameters as JsonObject, input, context),
          pick(reader.ReaderConfig?.MaxItems, reader.ReaderConfig?.MaxItemsPath),
          call,
        );
  const selected = mapItems(state, items, input, context).map((item) => item.selected);
  const limits = batcher && {
    maxItems: pick(batcher.MaxItemsPerBatch, batcher.MaxItemsPerBatchPath),
    maxBytes: pick(batcher.MaxInputBytesPerBatch, batcher.MaxInputBytesPerBatchPath),
    batchInput: batcher.BatchInput && fillTemplate(batcher.BatchInput as JsonObject, input, context),
  };
  return makeChildInputs(selected, limits, frame.state);
}

/**
 * "Setting failure thresholds for Distributed Map states": the default is zero, and either threshold alone decides. A
 * threshold of 0 beside one that is not is none.
 */
function exceeds(
  { toleratedFailureCount: count, toleratedFailurePercentage: percentage }: MapRun,
  failedItems: number,
  totalItems: number,
): boolean {
  if (failedItems === 0) return false;
  if (count === 0 && percentage === 0) return true;
  const isOverCount = count > 0 && failedItems > count;
  return isOverCount || (percentage > 0 && (100 * failedItems) / totalItems > percentage);
}

export function itemsIn(children: readonly Execution[]): number {
  return children.reduce((sum, { itemCount = 1 }) => sum + itemCount, 0);
}

/** AWS makes one of its own; how is not documented. */
function defaultLabel(stateName: string): string {
  return stateName.replace(/[^A-Za-z0-9_-]/g, '').slice(0, 40) || 'Map';
}
