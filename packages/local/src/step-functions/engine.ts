import { randomUUID } from 'node:crypto';
import { messageOf } from '@groundcrew/errors';
import type { MapState } from '@groundcrew/lambda';
import type { Activity } from '../activity.ts';
import type { Clock } from '../clock.ts';
import { AwsError } from '../service.ts';
import type { ServiceCaller } from '../service-caller.ts';
import { findMapState } from './definition.ts';
import { StatesError } from './errors.ts';
import { createRoleCall } from './integrations.ts';
import type { JsonObject } from './json.ts';
import { createMapRunner, type MapRunner } from './map-runner.ts';
import { type Execution, type ExecutionStatus, type Frame, isOver, type MapRun } from './model.ts';
import { type Run, runFrame, type States, type Trail } from './run-states.ts';
import type { Store } from './store.ts';
import { createBusyBranch, Interrupted } from './waiting.ts';

export interface EngineOptions {
  readonly store: Store;
  readonly region: string;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly random: () => number;
  readonly caller: ServiceCaller;
  /** The access key of the role of a state machine; the same one for the same role. */
  readonly keyOf: (roleArn: string) => string;
  /** A fault: how much later an execution starts. */
  readonly startDelayMs: () => number;
  readonly onBug: (message: string) => void;
}

/** Runs executions: one strand each, and one for each iteration. */
export interface Engine {
  /** Resolves when it is over; never rejects. */
  launch(execution: Execution): Promise<void>;
  /** Ends a running one with all that it has started; nothing happens to one that is over. */
  end(execution: Execution, status: 'ABORTED' | 'TIMED_OUT', reason?: EndReason): void;
  /** From where it failed, with the same definition. */
  redrive(execution: Execution): Promise<void>;
  readonly mapRuns: MapRunner;
  /** Goes on with what was running before a restart. */
  resume(): void;
  /** Leaves what runs as it is. */
  close(): void;
}

interface EndReason {
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

export function createEngine(options: EngineOptions): Engine {
  const { store, clock, activity, caller, onBug } = options;
  const running = new Map<string, AbortController>();
  let closed = false;

  function add(execution: Execution, type: string, member: string | undefined, details: JsonObject): void {
    store.addEvent(execution.arn, {
      type,
      timestampMs: clock.now(),
      previousEventId: store.history(execution.arn).length,
      ...(member !== undefined && { details: { [member]: details } }),
    });
  }

  function finish(execution: Execution, status: ExecutionStatus, end: EndReason & { output?: string }): void {
    const { error, cause, output } = end;
    const failure = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
    const [type, member] = endEvents[status]!;
    add(
      execution,
      type,
      member,
      output === undefined ? failure : { output, outputDetails: { truncated: false } },
    );
    Object.assign(execution, {
      status,
      stopMs: clock.now(),
      ...failure,
      ...(output !== undefined && { output }),
    });
    store.putExecution(execution);
  }

  async function launch(execution: Execution): Promise<void> {
    const endStart = activity.begin('execution');
    const controller = new AbortController();
    running.set(execution.arn, controller);
    const { signal } = controller;
    let cancelTimeout = () => {};
    try {
      const delayMs = store.history(execution.arn).length === 0 ? options.startDelayMs() : 0;
      if (delayMs > 0) {
        const late = delayed(delayMs);
        endStart();
        await late;
      }
      if (signal.aborted) return;
      if (store.history(execution.arn).length === 0) {
        add(execution, 'ExecutionStarted', 'executionStartedEventDetails', {
          input: execution.input,
          inputDetails: { truncated: false },
          roleArn: execution.roleArn,
        });
      }
      cancelTimeout = startTimeout(execution);
      const trail: Trail = { previous: store.history(execution.arn).length };
      const strandRun = runFrame(runOf(execution), statesOf(execution), execution.frame, signal, trail);
      // The strand counts itself from here on.
      endStart();
      const output = await strandRun;
      if (!signal.aborted) finish(execution, 'SUCCEEDED', { output: JSON.stringify(output) });
    } catch (error) {
      if (closed || signal.aborted || error instanceof Interrupted) return;
      if (error instanceof StatesError) {
        const { error: name, errorCause: cause } = error;
        finish(execution, 'FAILED', {
          ...(name !== '' && { error: name }),
          ...(cause !== '' && { cause }),
        });
      } else {
        onBug(messageOf(error));
        finish(execution, 'FAILED', { error: 'States.Runtime', cause: messageOf(error) });
      }
    } finally {
      cancelTimeout();
      endStart();
      if (running.get(execution.arn) === controller) running.delete(execution.arn);
    }
  }

  async function delayed(ms: number): Promise<void> {
    const branch = createBusyBranch(activity, clock);
    try {
      await branch.sleep(ms, new AbortController().signal);
    } finally {
      branch.end();
    }
  }

  function startTimeout(execution: Execution): () => void {
    // The limit of the definition is that of the execution as a whole, not of the children of its maps.
    const seconds =
      execution.mapRunArn === undefined ? store.definition(execution.definitionId).TimeoutSeconds : undefined;
    if (seconds === undefined) return () => {};
    const leftMs = execution.clockStartMs + seconds * 1000 - clock.now();
    return clock.after(Math.max(0, leftMs), () => end(execution, 'TIMED_OUT'));
  }

  function statesOf({ definitionId, mapState }: Execution): States {
    const { States: states } = store.definition(definitionId);
    return mapState === undefined
      ? states
      : (findMapState(states, mapState) as MapState).ItemProcessor.States;
  }

  function runOf(execution: Execution): Run {
    const call = createRoleCall(caller, options.keyOf(execution.roleArn));
    return {
      execution,
      region: options.region,
      clock,
      activity,
      random: options.random,
      call,
      save: () => store.putExecution(execution),
      addEvent: (event) => store.addEvent(execution.arn, { ...event, timestampMs: clock.now() }),
      runDistributed: (task) => mapRuns.run(execution, call, task),
    };
  }

  function end(execution: Execution, status: 'ABORTED' | 'TIMED_OUT', reason: EndReason = {}): void {
    if (isOver(execution) || closed) return;
    for (const mapRun of store.mapRuns.values()) {
      if (mapRun.executionArn === execution.arn && mapRun.status === 'RUNNING') abort(execution, mapRun);
    }
    finish(execution, status, reason);
    running.get(execution.arn)?.abort();
  }

  function abort(execution: Execution, mapRun: MapRun): void {
    mapRuns.stopChildren(mapRun);
    Object.assign(mapRun, { status: 'ABORTED', stopMs: clock.now() });
    store.putMapRun(mapRun);
    add(execution, 'MapRunAborted', undefined, {});
  }

  function redrive(execution: Execution): Promise<void> {
    for (const key of ['stopMs', 'output', 'error', 'cause'] as const) Reflect.deleteProperty(execution, key);
    forgetRetries(execution.frame);
    Object.assign(execution, {
      status: 'RUNNING',
      redriveCount: execution.redriveCount + 1,
      redriveMs: clock.now(),
      clockStartMs: clock.now(),
    });
    store.putExecution(execution);
    add(execution, 'ExecutionRedriven', 'executionRedrivenEventDetails', {
      redriveCount: execution.redriveCount,
    });
    return launch(execution);
  }

  /** Map Runs whose items were being read when a former process ended: their states read again, for new ones. */
  function failAbandoned(): void {
    for (const mapRun of store.mapRuns.values()) {
      if (mapRun.status !== 'RUNNING') continue;
      const execution = store.executions.get(mapRun.executionArn);
      if (execution?.status === 'RUNNING' && mapRunsOf(execution.frame).includes(mapRun.arn)) continue;
      Object.assign(mapRun, { status: 'FAILED', stopMs: clock.now() });
      store.putMapRun(mapRun);
    }
  }

  const mapRuns = createMapRunner({
    store,
    clock,
    async report(roleArn, action, resource) {
      const operation = action.slice('states:'.length);
      try {
        await caller.report({ action, resource, operation }, options.keyOf(roleArn));
      } catch (error) {
        // Step Functions starts its children again and again until they are accepted; only a denial stays one.
        if (error instanceof AwsError && /^AccessDenied/.test(error.code)) {
          throw new StatesError('States.Permissions', error.message);
        }
      }
    },
    launch,
    redrive,
    end,
    newId: randomUUID,
  });

  return {
    launch,
    end,
    redrive,
    mapRuns,
    resume() {
      failAbandoned();
      for (const execution of store.executions.values()) {
        if (execution.status === 'RUNNING' && execution.mapRunArn === undefined) void launch(execution);
      }
    },
    close() {
      closed = true;
      for (const controller of running.values()) controller.abort();
    },
  };
}

const endEvents: Readonly<Partial<Record<ExecutionStatus, readonly [type: string, member: string]>>> = {
  SUCCEEDED: ['ExecutionSucceeded', 'executionSucceededEventDetails'],
  FAILED: ['ExecutionFailed', 'executionFailedEventDetails'],
  ABORTED: ['ExecutionAborted', 'executionAbortedEventDetails'],
  TIMED_OUT: ['ExecutionTimedOut', 'executionTimedOutEventDetails'],
};

function mapRunsOf({ mapRunArn, iterations = [] }: Frame): string[] {
  return [...(mapRunArn === undefined ? [] : [mapRunArn]), ...iterations.flatMap(mapRunsOf)];
}

/** "Redriving executions": the attempts of retriers are counted from zero again. */
function forgetRetries(frame: Frame): void {
  frame.retries = {};
  for (const iteration of frame.iterations ?? []) forgetRetries(iteration);
}
