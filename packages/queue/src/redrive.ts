import { createRateLimiter } from '@groundcrew/aws-core';
import { deleteMessages, type QueueDetails, type QueueMessage, type SQSClient } from '@groundcrew/aws/sqs';
import { causeOf, digestOf, keyOfCause } from './cause.ts';
import type { Outcome } from './deliver.ts';
import { type FailedEvent, readFailedEvent } from './failed-event.ts';
import { matches } from './match.ts';
import { createInFlightMessages, type End, receiveAll } from './receive-all.ts';

export interface RedriveOptions {
  readonly sqs: SQSClient;
  readonly url: string;
  readonly details: QueueDetails;
  readonly deliver: (message: QueueMessage, failure: FailedEvent) => Promise<Outcome>;
  readonly match?: string | undefined;
  readonly limit: number;
  /** Messages a second at most. */
  readonly maxPerSecond?: number | undefined;
  readonly onProgress?: (result: { readonly accepted: number; readonly examined: number }) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** How long a poll waits for a message, in seconds; default: 1. */
  readonly waitSeconds?: number | undefined;
  readonly signal: AbortSignal;
}

interface Received {
  readonly message: QueueMessage;
  readonly failure: FailedEvent;
}

/** Messages that stay in the queue, for one reason. */
export interface LeftGroup {
  readonly reason: string;
  readonly messages: number;
  /** The id of one. */
  readonly example: string;
}

export interface Redrive {
  readonly examined: number;
  readonly accepted: number;
  /** How many were accepted by whom. */
  readonly acceptedBy: Readonly<Record<string, number>>;
  readonly unmatched: number;
  readonly left: readonly LeftGroup[];
  /** Accepted, but not deleted here: they will be delivered again. */
  readonly notDeleted: number;
  /** That came back during the run. */
  readonly returned: number;
  readonly end: End;
}

const VISIBILITY_SECONDS = 900;
const CONCURRENCY = 8;
/** Of the visibility timeout: what has to wait longer for its turn may be received by another meanwhile, and is left. */
const USABLE_SHARE = 0.8;
/** As many failures in a row, or messages that come back: the cause is not fixed. */
const MAX_FAILURES = 10;
const MAX_RETURNED = 3;
const MAX_REASONS = 100;
/** As many digests of what was delivered are remembered, the newest. */
const MAX_REMEMBERED = 300_000;

/**
 * Delivers the messages of a queue to where they failed to go, and deletes each once it was accepted. What is killed on its way
 * delivers some messages twice, and loses none. It stops when the same failures come back.
 *
 * @throws those of `@groundcrew/aws/sqs`; what `deliver` threw; the signal's reason if it is aborted
 */
export async function redriveMessages(options: RedriveOptions): Promise<Redrive> {
  const { sqs, url, details, deliver, match, limit, maxPerSecond, onProgress, now, sleep, signal } = options;
  const startedAtMs = now();
  const limiter =
    maxPerSecond === undefined
      ? undefined
      : createRateLimiter({ capacity: 1, refillPerSecond: maxPerSecond }, { now, sleep });
  const inFlight = createInFlightMessages(sqs, url);
  const delivered = new Set<string>();
  const acceptedBy: Record<string, number> = {};
  const left = new Map<string, { messages: number; readonly example: string }>();
  let [examined, accepted, unmatched, notDeleted, returned, failuresInARow] = [0, 0, 0, 0, 0, 0];

  function leave(message: QueueMessage, reason: string): void {
    const key = left.has(reason) || left.size < MAX_REASONS ? reason : 'other reasons';
    const known = left.get(key);
    if (known) known.messages += 1;
    else left.set(key, { messages: 1, example: message.id });
    inFlight.add([message]);
  }

  async function redriveOne(message: QueueMessage, failure: FailedEvent): Promise<Outcome | undefined> {
    const digest = digestOf(keyOfCause(causeOf(failure)), contentOf(message, failure));
    if (delivered.has(digest) && message.sentAtMs >= startedAtMs) {
      returned += 1;
      inFlight.add([message]);
      return undefined;
    }
    await limiter?.take(signal);
    const outcome = await deliver(message, failure);
    if (outcome.isAccepted) remember(digest);
    return outcome;
  }

  function remember(digest: string): void {
    delivered.add(digest);
    if (delivered.size > MAX_REMEMBERED) delivered.delete(delivered.values().next().value!);
  }

  async function onMessages(messages: readonly QueueMessage[]): Promise<boolean> {
    const expiresAtMs = now() + VISIBILITY_SECONDS * 1_000 * USABLE_SHARE;
    const done: QueueMessage[] = [];
    /** Neither accepted nor held yet. */
    const open = new Set(messages);
    const blockedGroups = new Set<string>();
    const processOne = async ({ message, failure }: Received) => {
      if (shouldStop() || now() > expiresAtMs) return;
      examined += 1;
      const isBlocked = details.isFifo && blockedGroups.has(message.groupId ?? '');
      if (!isBlocked && (await handle(message, failure))) done.push(message);
      else {
        if (isBlocked) leave(message, 'an earlier message of its group stays in the queue');
        blockedGroups.add(message.groupId ?? '');
      }
      open.delete(message);
    };
    const received = messages.map((message): Received => ({ message, failure: readFailedEvent(message) }));
    // Plain messages at the same time: they are sent in one call. All others in turn, as each is an invocation.
    const isTogether = ({ failure }: Received) => failure.kind === 'message' && !details.isFifo;
    try {
      const settled = await Promise.allSettled(received.filter(isTogether).map(processOne));
      for (const each of settled) if (each.status === 'rejected') throw each.reason;
      for (const each of received) if (!isTogether(each)) await processOne(each);
    } finally {
      // Also those of an interruption: others can receive them at once.
      inFlight.add([...open]);
      await deleteAccepted(done);
    }
    onProgress?.({ accepted, examined });
    return !shouldStop();
  }

  /** Whether the message was accepted; if not, it is held. */
  async function handle(message: QueueMessage, failure: FailedEvent): Promise<boolean> {
    if (!matches(message, match)) {
      unmatched += 1;
      inFlight.add([message]);
      return false;
    }
    const outcome = await redriveOne(message, failure);
    if (outcome === undefined) return false;
    if (!outcome.isAccepted) {
      failuresInARow += 1;
      leave(message, outcome.reason);
      return false;
    }
    failuresInARow = 0;
    acceptedBy[outcome.by] = (acceptedBy[outcome.by] ?? 0) + 1;
    return true;
  }

  /** Without the signal: what was accepted is to be deleted even if the run is interrupted. */
  async function deleteAccepted(done: readonly QueueMessage[]): Promise<void> {
    if (done.length === 0) return;
    accepted += done.length;
    const failures = await deleteMessages(
      sqs,
      url,
      done.map(({ receipt }) => receipt),
    );
    notDeleted += failures.size;
  }

  const shouldStop = (): boolean => returned >= MAX_RETURNED || failuresInARow >= MAX_FAILURES;

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
      onMessages,
    });
    return {
      examined,
      accepted,
      acceptedBy,
      unmatched,
      left: [...left]
        .map(([reason, group]) => ({ reason, ...group }))
        .sort((a, b) => b.messages - a.messages),
      notDeleted,
      returned,
      end,
    };
  } finally {
    await inFlight.release();
  }
}

/** What is delivered: an envelope has the time of its failure, and another one each time. */
function contentOf(message: QueueMessage, failure: FailedEvent): string {
  if (failure.kind === 'invocation') return failure.payload ?? message.body;
  if (failure.kind === 'stream-batch') return `${failure.shardId} ${failure.startSequenceNumber}`;
  return message.body;
}
