import {
  cancelMove,
  listMoves,
  MAX_MOVES_PER_SECOND,
  type MoveTask,
  type QueueDetails,
  type SQSClient,
  startMove,
} from '@groundcrew/aws/sqs';
import { GroundcrewError } from '@groundcrew/errors';
import { runningMove } from './look.ts';

export interface MoveOptions {
  readonly sqs: SQSClient;
  readonly details: QueueDetails;
  readonly destinationArn?: string | undefined;
  readonly maxPerSecond?: number | undefined;
  readonly onProgress?: (task: MoveTask) => void;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

const POLL_MS = 2_000;

/** The moves that SQS makes itself go up to a rate. */
export const canMoveAt = (maxPerSecond: number | undefined): boolean =>
  maxPerSecond === undefined || maxPerSecond <= MAX_MOVES_PER_SECOND;

/**
 * Lets SQS move all messages of a dead-letter queue to where they came from, and waits for it. An interruption cancels the move.
 *
 * @throws GroundcrewError `queue.move.running`, `queue.move.failed`; those of `@groundcrew/aws/sqs`; the signal's reason
 */
export async function moveMessages(options: MoveOptions): Promise<MoveTask> {
  const { sqs, details, destinationArn, maxPerSecond, onProgress, sleep, signal } = options;
  const { arn } = details;
  const running = await runningMove(sqs, details, signal);
  if (running) {
    const text = `SQS moves the messages of ${arn} already: ${running.moved} of about ${running.toMove ?? 0}`;
    throw new GroundcrewError('queue.move.running', text);
  }
  const handle = await startMove(sqs, { sourceArn: arn, destinationArn, maxPerSecond }, { signal });
  try {
    for (;;) {
      const [task] = await listMoves(sqs, arn, { signal });
      if (task) onProgress?.(task);
      if (task && task.status !== 'RUNNING' && task.status !== 'CANCELLING') return ended(task, arn);
      await sleep(POLL_MS, signal);
    }
  } catch (error) {
    if (signal.aborted) await cancelMove(sqs, handle).catch(() => {});
    throw error;
  }
}

function ended(task: MoveTask, arn: string): MoveTask {
  if (task.status === 'COMPLETED') return task;
  const why = task.failure ?? 'it was cancelled by another';
  throw new GroundcrewError(
    'queue.move.failed',
    `SQS ended the move of the messages of ${arn} after ${task.moved}: ${why}`,
    { fault: 'service' },
  );
}
