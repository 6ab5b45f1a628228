import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { AwsError } from '../service.ts';
import { invalidValue, noSuchTask, unsupportedOperation } from './errors.ts';
import type { Queue, StoredMessage } from './queue.ts';

/** The task that moves the messages of a dead-letter queue. */
interface MoveTask {
  readonly handle: string;
  readonly sourceArn: string;
  readonly destinationArn: string | undefined;
  readonly maxPerSecond: number | undefined;
  readonly startedMs: number;
  readonly toMove: number;
  moved: number;
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  failureReason?: string;
  stop(): void;
}

export interface MoveRequest {
  readonly source: Queue;
  readonly sourceArn: string;
  readonly destinationArn: string | undefined;
  readonly maxPerSecond: number | undefined;
}

export interface MoveTasks {
  /** @throws AwsError `InvalidParameterValue` while another task of the queue runs. */
  start(request: MoveRequest): string;
  /** @throws AwsError `ResourceNotFoundException`, `UnsupportedOperation` */
  cancel(handle: string): number;
  /** The newest first, in the form of ListMessageMoveTasks. */
  list(sourceArn: string, most: number): readonly object[];
  close(): void;
}

/** "ListMessageMoveTasks" of the SQS API reference: the ten newest of a queue. */
const MAX_LISTED_TASKS = 10;
// Without a limit SQS moves as many as it can; in slices, so that other calls are answered meanwhile.
const SLICE = 100;

/**
 * Tasks in memory: a restart ends them, what they moved is moved.
 *
 * @param move moves one message; returns why it can't
 */
export function createMoveTasks(
  clock: Clock,
  move: (source: Queue, message: StoredMessage, destinationArn: string | undefined) => string | undefined,
): MoveTasks {
  const tasks = new Map<string, MoveTask>();

  function run(task: MoveTask, source: Queue): void {
    const slice = task.maxPerSecond ?? SLICE;
    for (const message of source.visible(Math.min(slice, task.toMove - task.moved))) {
      const failure = tryMove(source, message, task.destinationArn);
      if (failure !== undefined) {
        task.status = 'FAILED';
        task.failureReason = failure;
        return;
      }
      task.moved++;
    }
    if (task.moved >= task.toMove || source.visible(1).length === 0) {
      task.status = 'COMPLETED';
      return;
    }
    const next = () => {
      if (task.status === 'RUNNING') run(task, source);
    };
    if (task.maxPerSecond !== undefined) task.stop = clock.after(1000, next);
    else setImmediate(next);
  }

  function tryMove(source: Queue, message: StoredMessage, destinationArn: string | undefined) {
    try {
      return move(source, message, destinationArn);
    } catch (error) {
      if (error instanceof AwsError) return error.message;
      throw error;
    }
  }

  function tasksOf(sourceArn: string): MoveTask[] {
    return [...tasks.values()].filter((task) => task.sourceArn === sourceArn);
  }

  return {
    start({ source, sourceArn, destinationArn, maxPerSecond }) {
      const earlier = tasksOf(sourceArn);
      if (earlier.some(({ status }) => status === 'RUNNING')) {
        throw invalidValue(
          'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
        );
      }
      for (const { handle } of earlier.slice(0, earlier.length + 1 - MAX_LISTED_TASKS)) tasks.delete(handle);
      const task: MoveTask = {
        handle: randomUUID(),
        sourceArn,
        destinationArn,
        maxPerSecond,
        startedMs: clock.now(),
        toMove: source.counts().visible,
        moved: 0,
        status: 'RUNNING',
        stop() {},
      };
      tasks.set(task.handle, task);
      setImmediate(() => {
        if (task.status === 'RUNNING') run(task, source);
      });
      return task.handle;
    },
    cancel(handle) {
      const task = tasks.get(handle);
      if (!task) throw noSuchTask();
      if (task.status !== 'RUNNING') {
        throw unsupportedOperation(`Only active tasks can be cancelled; this one is ${task.status}.`);
      }
      task.stop();
      task.status = 'CANCELLED';
      return task.moved;
    },
    list: (sourceArn, most) => tasksOf(sourceArn).reverse().slice(0, most).map(describe),
    close() {
      for (const task of tasks.values()) {
        task.stop();
        task.status = 'CANCELLED';
      }
    },
  };
}

function describe(task: MoveTask): object {
  const { handle, status, sourceArn, destinationArn, maxPerSecond, moved, toMove, failureReason } = task;
  return {
    // Only while there is something to cancel.
    ...(status === 'RUNNING' && { TaskHandle: handle }),
    Status: status,
    SourceArn: sourceArn,
    ...(destinationArn !== undefined && { DestinationArn: destinationArn }),
    ...(maxPerSecond !== undefined && { MaxNumberOfMessagesPerSecond: maxPerSecond }),
    ApproximateNumberOfMessagesMoved: moved,
    ApproximateNumberOfMessagesToMove: toMove,
    ...(failureReason !== undefined && { FailureReason: failureReason }),
    StartedTimestamp: task.startedMs,
  };
}
