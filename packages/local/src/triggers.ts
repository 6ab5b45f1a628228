import type { FunctionManifest } from '@groundcrew/lambda';
import type { Activity } from './activity.ts';
import type { Clock } from './clock.ts';
import type { Database } from './dynamodb/database.ts';
import { streamOf } from './dynamodb/database.ts';
import type { OnEvent } from './events.ts';
import type { Faults } from './faults/faults.ts';
import type { ApiRoutes } from './http-api/index.ts';
import type { LambdaFunction } from './lambda/function.ts';
import type { Invoker } from './lambda/invoker.ts';
import { createStreamMapping } from './lambda/stream-mapping.ts';
import type { StreamPositions } from './lambda/stream-positions.ts';
import { startSchedule } from './schedule/scheduler.ts';
import type { StackPlace, StackValues } from './stack-values.ts';

export interface TriggerOptions {
  readonly place: StackPlace;
  readonly values: StackValues;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly invoker: Invoker;
  readonly database: Database;
  readonly positions: StreamPositions;
  readonly uploads: UploadTriggers;
  readonly apiRoutes: ApiRoutes;
  /** What goes wrong at present. */
  readonly faults: () => Faults | undefined;
  readonly onEvent: OnEvent;
  /** As the caller of `startLocal` gave them, for stream batches too. */
  readonly retryDelaysMs: readonly number[] | undefined;
  sendToQueue(queueName: string, body: string): void;
}

/** Fires what a function's trigger says; the returned function ends it. */
export function startTrigger(
  { name, trigger }: FunctionManifest,
  target: LambdaFunction,
  options: TriggerOptions,
): () => void {
  const { values, clock, invoker, faults, place } = options;
  switch (trigger.type) {
    case 'dynamodb-stream': {
      const stream = streamOf(options.database, values.tableName(trigger.table));
      const mapping = createStreamMapping({
        ...options,
        stream,
        through: options.positions.through(name, stream.facts.arn),
        onProgress: (shard, ordinal) => options.positions.note(name, stream.facts.arn, shard, ordinal),
        target,
        settings: { ...trigger, failureQueue: values.queueName(trigger.failureQueue) },
        retryDelayMs: streamRetryDelay(options.retryDelaysMs),
        redeliver: () => faults()?.redeliver() ?? false,
      });
      return () => mapping.close();
    }
    case 'schedule':
      return startSchedule({
        name,
        expression: trigger.expression,
        timeZone: trigger.timeZone,
        region: place.region,
        accountId: place.accountId,
        clock,
        fire: (event) => void invoker.invokeAsync(target, event),
      });
    case 's3-object-created':
      return options.uploads.add({
        bucketName: values.bucketName(trigger.bucket),
        prefix: trigger.prefix ?? '',
        target,
      });
    case 'http-api':
      return options.apiRoutes.add({ api: values.apiId(trigger.api), route: trigger.route, target });
    case 'event-pattern':
    case 'invoke':
      // Neither runs by itself: there is no event bus here yet.
      return () => {};
  }
}

/** Longer with each failure, as on AWS, which does not say how long exactly. */
function streamRetryDelay(given: readonly number[] | undefined): (failures: number) => number {
  if (given) return (failures) => given[Math.min(failures, given.length) - 1] ?? 0;
  return (failures) => Math.min(60_000, 100 * 2 ** (failures - 1));
}

/** An object that was created, as S3 tells of it. */
export interface Notification {
  readonly bucketName: string;
  readonly key: string;
  readonly record: unknown;
}

export interface NotifierOptions extends Pick<TriggerOptions, 'clock' | 'activity' | 'invoker' | 'faults'> {
  /** Who is told of an object in this bucket. */
  readonly targetsOf: (bucketName: string, key: string) => readonly LambdaFunction[];
}

// How long a notification that is to be overtaken waits for the one that overtakes it.
const longestHoldMs = 200;

/** Hands S3's notifications on to functions: one record an event, as S3 does. */
export function createNotifier({ clock, activity, invoker, faults, targetsOf }: NotifierOptions) {
  const held: (() => void)[] = [];

  return (notification: Notification): void => {
    const payload = JSON.stringify({ Records: [notification.record] });
    for (const target of targetsOf(notification.bucketName, notification.key)) {
      const overtaken = held.splice(0);
      for (const { delayMs, hold } of faults()?.deliveries() ?? [{ delayMs: 0, hold: false }]) {
        const deliver = once(activity.begin('delivery'), () => invoker.invokeAsync(target, payload));
        if (hold) {
          held.push(deliver);
          clock.after(longestHoldMs, deliver);
        } else if (delayMs > 0) {
          clock.after(delayMs, deliver);
        } else {
          deliver();
        }
      }
      for (const deliver of overtaken) deliver();
    }
  };
}

function once(end: () => void, task: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    task();
    end();
  };
}

interface UploadTrigger {
  readonly bucketName: string;
  readonly prefix: string;
  readonly target: LambdaFunction;
}

/** Functions that are told of new objects. */
export interface UploadTriggers {
  /** The returned function ends it. */
  add(trigger: UploadTrigger): () => void;
  readonly targetsOf: (bucketName: string, key: string) => readonly LambdaFunction[];
}

/** Nobody is told yet. */
export function createUploadTriggers(): UploadTriggers {
  const triggers = new Set<UploadTrigger>();
  return {
    add(trigger) {
      triggers.add(trigger);
      return () => triggers.delete(trigger);
    },
    targetsOf: (bucketName, key) =>
      [...triggers]
        .filter((trigger) => trigger.bucketName === bucketName && key.startsWith(trigger.prefix))
        .map(({ target }) => target),
  };
}
