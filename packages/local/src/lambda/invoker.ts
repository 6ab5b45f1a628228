import { randomUUID } from 'node:crypto';
import { messageOf } from '@groundcrew/errors';
import type { Activity } from '../activity.ts';
import type { Clock } from '../clock.ts';
import type { OnEvent } from '../events.ts';
import { AwsError } from '../service.ts';
import type { Outcome } from './outcome.ts';
import { asyncFailureRecord, type DiscardCondition } from './failure-destination.ts';
import type { LambdaFunction } from './function.ts';
import type { PendingEvent, PendingEvents } from './pending-events.ts';

export interface InvokerOptions {
  readonly clock: Clock;
  readonly activity: Activity;
  readonly onEvent: OnEvent;
  /** Delays before the first, second, … retry; the last one applies to all further retries. */
  readonly retryDelaysMs: readonly number[];
  readonly pending: Pick<PendingEvents, 'add' | 'done'>;
  sendToQueue(queueName: string, body: string): void;
}

/** Invokes functions: synchronously, or from a queue with Lambda's retries. */
export interface Invoker {
  invoke(target: LambdaFunction, payload: string, requestId?: string, attempt?: number): Promise<Outcome>;
  /**
   * Accepts the event; returns its request id.
   *
   * @throws AwsError if it can't be stored
   */
  invokeAsync(target: LambdaFunction, payload: string): string;
  /** The same of an event whose cause is stored already: if it can't be stored, it is delivered anyway, and lost by a restart. */
  notify(target: LambdaFunction, payload: string): void;
  /** Resumes an event that was accepted before a restart. */
  resume(target: LambdaFunction, event: PendingEvent): void;
  /** Leaves events in progress pending: a function that is killed from now on has not failed. */
  close(): void;
}

/**
 * Runs functions as Lambda does.
 *
 * Rules: "How Lambda handles errors and retries with asynchronous invocation" in the Lambda developer guide: the
 * request id stays the same across retries, which wait one minute and then two.
 */
export function createInvoker(options: InvokerOptions): Invoker {
  const { clock, activity, onEvent, retryDelaysMs, pending } = options;
  let closed = false;

  async function invoke(
    target: LambdaFunction,
    payload: string,
    requestId: string = randomUUID(),
    attempt = 1,
  ): Promise<Outcome> {
    const { name } = target.settings;
    const end = activity.begin('invocation');
    try {
      onEvent({ type: 'invoked', function: name, requestId, attempt });
      const startedAt = performance.now();
      const outcome = await target.run(requestId, payload);
      const durationMs = performance.now() - startedAt;
      if (outcome.failed) {
        onEvent({ type: 'failed', function: name, requestId, durationMs, ...errorOf(outcome.payload) });
      } else {
        const result = JSON.parse(outcome.payload) as unknown;
        onEvent({ type: 'finished', function: name, requestId, durationMs, result });
      }
      return outcome;
    } finally {
      end();
    }
  }

  async function attempt(event: AsyncEvent, number: number, last: Outcome | undefined): Promise<void> {
    const { target, requestId, payload, acceptedAt } = event;
    const { maximumRetryAttempts, maximumEventAgeSeconds } = target.settings.asynchronous;
    if (clock.now() - acceptedAt > maximumEventAgeSeconds * 1000) {
      return discard(event, 'EventAgeExceeded', number - 1, last);
    }
    const outcome = await invoke(target, payload, requestId, number);
    if (closed) return;
    if (!outcome.failed) return pending.done(requestId);
    if (number > maximumRetryAttempts) return discard(event, 'RetriesExhausted', number, outcome);
    const end = activity.begin('waiting');
    const delayMs = retryDelaysMs[Math.min(number, retryDelaysMs.length) - 1] ?? 0;
    clock.after(delayMs, () => {
      start(event, number + 1, outcome);
      end();
    });
  }

  function discard(
    { target, requestId, payload }: AsyncEvent,
    condition: DiscardCondition,
    invokeCount: number,
    outcome: Outcome | undefined,
  ): void {
    const { name, arn, asynchronous } = target.settings;
    const queue = asynchronous.failureQueue;
    if (queue !== undefined) {
      const now = clock.now();
      const record = { requestId, functionArn: arn, condition, invokeCount, payload, outcome, now };
      options.sendToQueue(queue, asyncFailureRecord(record));
    }
    pending.done(requestId);
    onEvent({
      type: 'discarded',
      function: name,
      requestId,
      condition,
      ...(queue !== undefined && { queue }),
    });
  }

  function start(event: AsyncEvent, number: number, last: Outcome | undefined): void {
    const end = activity.begin('invocation');
    attempt(event, number, last)
      .catch((error: unknown) => onEvent({ type: 'bug', message: messageOf(error) }))
      .finally(end);
  }

  function accept(target: LambdaFunction, payload: string, onRefused: (error: AwsError) => void): string {
    const event = { requestId: randomUUID(), payload, acceptedAt: clock.now() };
    try {
      pending.add({ ...event, functionName: target.settings.name });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      onRefused(error);
    }
    start({ ...event, target }, 1, undefined);
    return event.requestId;
  }

  return {
    invoke,
    invokeAsync: (target, payload) =>
      accept(target, payload, (error) => {
        throw error;
      }),
    notify: (target, payload) => void accept(target, payload, () => {}),
    resume(target, { requestId, payload, acceptedAt }) {
      start({ target, payload, requestId, acceptedAt }, 1, undefined);
    },
    close() {
      closed = true;
    },
  };
}

interface AsyncEvent {
  readonly target: LambdaFunction;
  readonly payload: string;
  readonly requestId: string;
  readonly acceptedAt: number;
}

function errorOf(payload: string): { errorType: string; errorMessage: string } {
  const { errorType, errorMessage } = JSON.parse(payload) as Record<string, unknown>;
  return { errorType: String(errorType), errorMessage: String(errorMessage) };
}
