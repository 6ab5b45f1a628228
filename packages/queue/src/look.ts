import {
  listMoves,
  type MoveTask,
  type QueueDetails,
  queueDetails,
  type QueueMessage,
} from '@groundcrew/aws/sqs';
import type { SQSClient } from '@groundcrew/aws/sqs';
import { GroundcrewError } from '@groundcrew/errors';
import { type Cause, causeOf, keyOfCause } from './cause.ts';
import { readFailedEvent } from './failed-event.ts';
import { matches } from './match.ts';
import { createInFlightMessages, type End, receiveAll } from './receive-all.ts';

export interface LookOptions {
  readonly sqs: SQSClient;
  readonly url: string;
  /** Only messages that contain this text; see {@link matches}. */
  readonly match?: string | undefined;
  /** Looks at as many messages at most: they are invisible to others meanwhile. */
  readonly limit: number;
  /** Looks even if the queue moves on what was received too often. */
  readonly countReceives?: boolean;
  readonly onProgress?: (examined: number) => void;
  /** How long a poll waits for a message, in seconds; default: 1. */
  readonly waitSeconds?: number | undefined;
  readonly signal: AbortSignal;
}

/** The messages of one cause. */
export interface CauseGroup extends Cause {
  readonly messages: number;
  readonly oldestMs: number;
  readonly newestMs: number;
  /** One of them. */
  readonly example: Pick<QueueMessage, 'id' | 'body'>;
}

export interface Look {
  readonly details: QueueDetails;
  readonly examined: number;
  readonly matched: number;
  readonly end: End;
  /** The largest first. */
  readonly causes: readonly CauseGroup[];
  /** Messages of further causes: not each of very many is kept. */
  readonly otherMessages: number;
  /** SQS's own move of this queue, if one runs. */
  readonly move?: MoveTask;
}

const MAX_CAUSES = 200;
const VISIBILITY_SECONDS = 120;
const CONCURRENCY = 4;

/**
 * What is in a queue, by cause. Messages are received and made visible again, and stay in the queue. Of a FIFO queue only the
 * first messages of each group can be seen: it returns no others while those are in flight.
 *
 * @throws GroundcrewError `queue.receives-counted`; those of `@groundcrew/aws/sqs`; the signal's reason if it is aborted
 */
export async function lookAtQueue(options: LookOptions): Promise<Look> {
  const { sqs, url, match, limit, countReceives = false, onProgress, signal } = options;
  const details = await queueDetails(sqs, url, { signal });
  if (details.redrive && !countReceives) throw receivesCounted(details);
  const move = (await runningMove(sqs, details, signal)) ?? undefined;
  const groups = new Map<string, CauseGroup>();
  const inFlight = createInFlightMessages(sqs, url);
  let [examined, matched, otherMessages] = [0, 0, 0];
  try {
    const end = await receiveAll({
      sqs,
      url,
      visibilitySeconds: VISIBILITY_SECONDS,
      limit,
      concurrency: details.isFifo ? 1 : CONCURRENCY,
      waitSeconds: options.waitSeconds,
      inFlight,
      signal,
      async onMessages(messages) {
        inFlight.add(messages);
        for (const message of messages) add(message);
        onProgress?.(examined);
        return true;
      },
    });
    const causes = [...groups.values()].sort((a, b) => b.messages - a.messages);
    return { details, examined, matched, end, causes, otherMessages, ...(move && { move }) };
  } finally {
    await inFlight.release();
  }

  function add(message: QueueMessage): void {
    examined += 1;
    if (!matches(message, match)) return;
    matched += 1;
    const cause = causeOf(readFailedEvent(message));
    const key = keyOfCause(cause);
    const known = groups.get(key);
    if (known === undefined && groups.size >= MAX_CAUSES) {
      otherMessages += 1;
      return;
    }
    const { id, body, sentAtMs } = message;
    groups.set(key, {
      ...cause,
      messages: (known?.messages ?? 0) + 1,
      oldestMs: Math.min(known?.oldestMs ?? sentAtMs, sentAtMs),
      newestMs: Math.max(known?.newestMs ?? sentAtMs, sentAtMs),
      example: known?.example ?? { id, body },
    });
  }
}

/** SQS knows moves of dead-letter queues only, and refuses the question for others. */
export async function runningMove(
  sqs: SQSClient,
  { arn }: QueueDetails,
  signal: AbortSignal,
): Promise<MoveTask | undefined> {
  try {
    return (await listMoves(sqs, arn, { signal })).find(({ status }) => status === 'RUNNING');
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

function receivesCounted({ arn, redrive }: QueueDetails): GroundcrewError {
  const { targetArn, maxReceives } = redrive!;
  return new GroundcrewError(
    'queue.receives-counted',
    `${arn} moves a message to ${targetArn} after ${maxReceives} receives, and a look is a receive; look at that queue, or pass --count-receives`,
  );
}
