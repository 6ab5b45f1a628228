import type { MapState, State, TaskState } from '@groundcrew/lambda';
import type { Activity } from '../activity.ts';
import type { Clock } from '../clock.ts';
import { chooseRule } from './choice.ts';
import {
  concurrencyOf,
  contextOf,
  itemsOf,
  mapItems,
  numberAt,
  pathed,
  placed,
  textOf,
} from './data-flow.ts';
import { findCatcher, findRetrier, retryDelayMs } from './error-handling.ts';
import { dataLimitExceeded, StatesError } from './errors.ts';
import { callIntegration, resourceOf, type RoleCall } from './integrations.ts';
import { type Json, type JsonObject, MAX_PAYLOAD_BYTES, sizeOf } from './json.ts';
import { type Execution, firstFrame, type Frame, type HistoryEvent } from './model.ts';
import { nodeAt, parsePath } from './paths.ts';
import { fillTemplate } from './templates.ts';
import { createBusyBranch, Interrupted, type BusyBranch, raceAbort } from './waiting.ts';

export type States = Readonly<Record<string, State>>;

/** What the states of one execution run with. */
export interface Run {
  readonly execution: Execution;
  readonly region: string;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly random: () => number;
  readonly call: RoleCall;
  /** Stores what has changed of the execution. */
  save(): void;
  addEvent(event: Omit<HistoryEvent, 'id' | 'timestampMs'>): number;
  /** Runs a Map state in distributed mode; its output before `ResultSelector`. */
  runDistributed(task: DistributedTask): Promise<Json>;
}

/** A Map state in distributed mode, with its effective input. */
export interface DistributedTask {
  readonly state: MapState;
  readonly frame: Frame;
  readonly input: Json;
  readonly context: JsonObject;
  readonly trail: Trail;
  readonly branch: BusyBranch;
  readonly signal: AbortSignal;
}

/** The event that the next one follows. */
export interface Trail {
  previous: number;
}

/** "Using Map state in Inline mode": iterations at a time. */
const INLINE_CONCURRENCY = 40;

/**
 * Runs the states of a frame from where it is to the end; its output.
 *
 * @throws StatesError that no state has caught; Interrupted
 */
export async function runFrame(
  run: Run,
  states: States,
  frame: Frame,
  signal: AbortSignal,
  trail: Trail,
): Promise<Json> {
  if (frame.output !== undefined) return frame.output;
  const branch = createBusyBranch(run.activity, run.clock);
  try {
    for (;;) {
      const state = states[frame.state]!;
      if (!frame.entered) {
        frame.enteredMs = run.clock.now();
        trail.previous = run.addEvent({
          type: `${state.Type}StateEntered`,
          previousEventId: trail.previous,
          details: {
            stateEnteredEventDetails: {
              name: frame.state,
              input: JSON.stringify(frame.input),
              inputDetails: { truncated: false },
            },
          },
        });
        frame.entered = true;
        run.save();
      }
      const { output, next } = await runState({ run, state, frame, signal, trail, branch });
      if (sizeOf(output) > MAX_PAYLOAD_BYTES) throw dataLimitExceeded(frame.state);
      trail.previous = run.addEvent({
        type: `${state.Type}StateExited`,
        previousEventId: trail.previous,
        details: {
          stateExitedEventDetails: {
            name: frame.state,
            output: JSON.stringify(output),
            outputDetails: { truncated: false },
          },
        },
      });
      if (next === undefined) {
        frame.output = output;
        Reflect.deleteProperty(frame, 'iterations');
        run.save();
        return output;
      }
      leaveState(frame);
      Object.assign(frame, { state: next, input: output, entered: false, retries: {} });
      run.save();
    }
  } finally {
    branch.end();
  }
}

function leaveState(frame: Frame): void {
  Reflect.deleteProperty(frame, 'iterations');
  Reflect.deleteProperty(frame, 'mapRunArn');
}

interface StateRun {
  readonly run: Run;
  readonly state: State;
  readonly frame: Frame;
  readonly signal: AbortSignal;
  readonly trail: Trail;
  readonly branch: BusyBranch;
}

interface Step {
  readonly output: Json;
  /** `undefined`: this was the last state. */
  readonly next: string | undefined;
}

async function runState(task: StateRun): Promise<Step> {
  const { run, state, frame, signal, branch } = task;
  for (;;) {
    if (signal.aborted) throw new Interrupted();
    try {
      return await tryState(task);
    } catch (error) {
      if (!(error instanceof StatesError) || signal.aborted) throw error;
      const { Retry: retriers = [], Catch: catchers = [] } = state as Partial<TaskState>;
      const index = findRetrier(retriers, error, frame.retries);
      if (index !== undefined) {
        const delayMs = retryDelayMs(retriers[index]!, frame.retries[index] ?? 0, run.random);
        frame.retries[index] = (frame.retries[index] ?? 0) + 1;
        leaveState(frame);
        run.save();
        await branch.sleep(delayMs, signal);
        continue;
      }
      const catcher = findCatcher(catchers, error);
      if (catcher === undefined) throw error;
      const result = { Error: error.error, Cause: error.errorCause };
      return { output: placed(catcher.ResultPath, frame.input, result), next: catcher.Next };
    }
  }
}

async function tryState(task: StateRun): Promise<Step> {
  const { run, state, frame, signal, branch } = task;
  const raw = frame.input;
  const context = contextOf(run.execution, frame);
  if (state.Type === 'Fail') {
    const text = (fixed: string | undefined, path: string | undefined) =>
      path === undefined ? (fixed ?? '') : textOf(path, nodeAt(parsePath(path)!, raw, context));
    throw new StatesError(text(state.Error, state.ErrorPath), text(state.Cause, state.CausePath));
  }
  const input = pathed(state.InputPath, raw, context);
  const leave = (output: Json, next: string | undefined): Step => ({
    output: pathed(state.OutputPath, output, context),
    next,
  });
  switch (state.Type) {
    case 'Succeed':
      return leave(input, undefined);
    case 'Choice': {
      const next = chooseRule(state.Choices, input, context)?.Next ?? state.Default;
      if (next === undefined) {
        throw new StatesError('States.NoChoiceMatched', 'No choice rule matched, and there is no Default.');
      }
      return leave(input, next);
    }
    case 'Wait': {
      const seconds = state.Seconds ?? numberAt(state.SecondsPath!, input, context);
      await branch.sleep(Math.max(0, frame.enteredMs + seconds * 1000 - run.clock.now()), signal);
      return leave(input, state.Next);
    }
    case 'Pass': {
      const filled = state.Parameters === undefined ? input : fillTemplate(state.Parameters, input, context);
      return leave(placed(state.ResultPath, raw, state.Result ?? filled), state.Next);
    }
    case 'Task':
    case 'Map': {
      const result =
        state.Type === 'Task'
          ? await runTask(task, state, input, context)
          : await runMap(task, state, input, context);
      const selected =
        state.ResultSelector === undefined ? result : fillTemplate(state.ResultSelector, result, context);
      return leave(placed(state.ResultPath, raw, selected), state.Next);
    }
    default:
      throw new StatesError('States.Runtime', `states of the type ${state.Type} are not supported`);
  }
}

async function runTask(
  { run, frame, signal, trail }: StateRun,
  state: TaskState,
  input: Json,
  context: JsonObject,
): Promise<Json> {
  const parameters = state.Parameters === undefined ? input : fillTemplate(state.Parameters, input, context);
  if (sizeOf(parameters) > MAX_PAYLOAD_BYTES) throw dataLimitExceeded(frame.state);
  const resource = resourceOf(state.Resource);
  const limit =
    state.TimeoutSecondsPath === undefined
      ? state.TimeoutSeconds
      : numberAt(state.TimeoutSecondsPath, input, context);
  const add = (type: string, member: string, details: JsonObject) => {
    trail.previous = run.addEvent({
      type,
      previousEventId: trail.previous,
      details: { [member]: { ...resource, ...details } },
    });
  };
  add('TaskScheduled', 'taskScheduledEventDetails', {
    region: run.region,
    parameters: JSON.stringify(parameters),
    ...(limit !== undefined && { timeoutInSeconds: limit }),
  });
  add('TaskStarted', 'taskStartedEventDetails', {});
  let cancel = () => {};
  const timeout = new Promise<never>((_, reject) => {
    if (limit === undefined) return;
    cancel = run.clock.after(limit * 1000, () => reject(new StatesError('States.Timeout', '')));
  });
  try {
    const called = callIntegration(state.Resource, parameters, run.call);
    const result = await raceAbort(Promise.race([called, timeout]), signal);
    if (sizeOf(result) > MAX_PAYLOAD_BYTES) throw dataLimitExceeded(frame.state);
    add('TaskSucceeded', 'taskSucceededEventDetails', {
      output: JSON.stringify(result),
      outputDetails: { truncated: false },
    });
    return result;
  } catch (error) {
    if (!(error instanceof StatesError) || signal.aborted) throw error;
    const { error: name, errorCause: cause } = error;
    if (name === 'States.Timeout') add('TaskTimedOut', 'taskTimedOutEventDetails', { error: name });
    else if (name !== 'States.Runtime') add('TaskFailed', 'taskFailedEventDetails', { error: name, cause });
    throw error;
  } finally {
    cancel();
  }
}

async function runMap(task: StateRun, state: MapState, input: Json, context: JsonObject): Promise<Json> {
  const { run, frame, signal, trail, branch } = task;
  if (state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED') {
    return run.runDistributed({ state, frame, input, context, trail, branch, signal });
  }
  frame.iterations ??= mapItems(state, itemsOf(state, input, context), input, context).map((item, index) => ({
    ...firstFrame(state.ItemProcessor, item.selected, run.clock.now()),
    mapItem: { Index: index, Value: item.value },
  }));
  const { iterations } = frame;
  trail.previous = run.addEvent({
    type: 'MapStateStarted',
    previousEventId: trail.previous,
    details: { mapStateStartedEventDetails: { length: iterations.length } },
  });
  run.save();
  const concurrency = concurrencyOf(state, input, context) || INLINE_CONCURRENCY;
  const failed = new AbortController();
  const ownSignal = AbortSignal.any([signal, failed.signal]);
  let next = 0;
  let failure: Error | undefined;
  const work = async () => {
    while (next < iterations.length && failure === undefined) {
      const index = next++;
      const iteration = iterations[index]!;
      if (iteration.output !== undefined) continue;
      const details = { name: frame.state, index };
      const own: Trail = { previous: trail.previous };
      try {
        own.previous = run.addEvent({
          type: 'MapIterationStarted',
          previousEventId: own.previous,
          details: { mapIterationStartedEventDetails: details },
        });
        await runFrame(run, state.ItemProcessor.States, iteration, ownSignal, own);
        own.previous = run.addEvent({
          type: 'MapIterationSucceeded',
          previousEventId: own.previous,
          details: { mapIterationSucceededEventDetails: details },
        });
        trail.previous = own.previous;
      } catch (error) {
        if (failure !== undefined || signal.aborted) throw error;
        failure = error as Error;
        failed.abort();
        if (!(error instanceof StatesError) || error.error === 'States.Runtime') throw error;
        trail.previous = run.addEvent({
          type: 'MapIterationFailed',
          previousEventId: own.previous,
          details: { mapIterationFailedEventDetails: details },
        });
      }
    }
  };
  const workers = Array.from({ length: Math.min(concurrency, iterations.length) }, work);
  await branch.waitForBranches(Promise.allSettled(workers));
  if (signal.aborted) throw new Interrupted();
  if (failure !== undefined) {
    if (failure instanceof StatesError && failure.error !== 'States.Runtime') {
      trail.previous = run.addEvent({ type: 'MapStateFailed', previousEventId: trail.previous });
    }
    throw failure;
  }
  trail.previous = run.addEvent({ type: 'MapStateSucceeded', previousEventId: trail.previous });
  return iterations.map(({ output }) => output!);
}
