import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { type CallOptions, callService } from '../call.ts';
import { messageError } from './queue-errors.ts';

/** A move of all messages of a dead-letter queue, made by SQS itself. */
export interface MoveTask {
  /** To cancel it; missing once it has ended. */
  readonly handle?: string;
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED';
  /** Approximately. */
  readonly moved: number;
  readonly toMove?: number;
  readonly destinationArn?: string;
  readonly maxPerSecond?: number;
  readonly failure?: string;
  readonly startedAtMs: number;
}

/** The highest rate of a move, in messages a second (SQS API reference, "StartMessageMoveTask"). */
export const MAX_MOVES_PER_SECOND = 500;

export interface MoveRequest {
  readonly sourceArn: string;
  /** Default: the queue that each message came from. */
  readonly destinationArn?: string | undefined;
  /** Default: SQS decides. */
  readonly maxPerSecond?: number | undefined;
}

/**
 * Lets SQS move the messages of a dead-letter queue; one move a queue at a time.
 *
 * @returns its handle
 * @throws GroundcrewError `aws-sqs.queue-not-found`, `aws-sqs.move-failed`; the signal's reason if it is aborted
 */
export async function startMove(
  client: SQSClient,
  { sourceArn, destinationArn, maxPerSecond }: MoveRequest,
  { signal }: CallOptions = {},
): Promise<string> {
  const command = new StartMessageMoveTaskCommand({
    SourceArn: sourceArn,
    DestinationArn: destinationArn,
    MaxNumberOfMessagesPerSecond: maxPerSecond,
  });
  return callService(
    signal,
    async (options) => (await client.send(command, options)).TaskHandle ?? '',
    (error) => messageError(error, 'aws-sqs.move-failed', `move the messages of the queue "${sourceArn}"`),
  );
}

/**
 * The newest moves of a queue, the newest first.
 *
 * @throws GroundcrewError `aws-sqs.queue-not-found`, `aws-sqs.move-failed`; the signal's reason if it is aborted
 */
export async function listMoves(
  client: SQSClient,
  sourceArn: string,
  { signal }: CallOptions = {},
): Promise<readonly MoveTask[]> {
  const command = new ListMessageMoveTasksCommand({ SourceArn: sourceArn, MaxResults: 10 });
  return callService(
    signal,
    async (options) => {
      const { Results = [] } = await client.send(command, options);
      return Results.map((task) => ({
        status: (task.Status ?? 'FAILED') as MoveTask['status'],
        moved: task.ApproximateNumberOfMessagesMoved ?? 0,
        startedAtMs: task.StartedTimestamp ?? 0,
        ...(task.TaskHandle !== undefined && { handle: task.TaskHandle }),
        ...(task.ApproximateNumberOfMessagesToMove !== undefined && {
          toMove: task.ApproximateNumberOfMessagesToMove,
        }),
        ...(task.DestinationArn !== undefined && { destinationArn: task.DestinationArn }),
        ...(task.MaxNumberOfMessagesPerSecond !== undefined && {
          maxPerSecond: task.MaxNumberOfMessagesPerSecond,
        }),
        ...(task.FailureReason !== undefined && { failure: task.FailureReason }),
      }));
    },
    (error) => messageError(error, 'aws-sqs.move-failed', `list the moves of the queue "${sourceArn}"`),
  );
}

/**
 * Cancels a move: what was moved stays moved.
 *
 * @throws GroundcrewError `aws-sqs.move-failed`; the signal's reason if it is aborted
 */
export async function cancelMove(
  client: SQSClient,
  handle: string,
  { signal }: CallOptions = {},
): Promise<void> {
  await callService(
    signal,
    (options) => client.send(new CancelMessageMoveTaskCommand({ TaskHandle: handle }), options),
    (error) => messageError(error, 'aws-sqs.move-failed', 'cancel the move'),
  );
}
