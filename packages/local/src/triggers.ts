import type { ServiceObjects } from './service-objects.ts';
import { backoffMs } from '@groundcrew/async';
import { type FunctionManifest, scheduleName, type StreamFailureDestination } from '@groundcrew/lambda';
import type { Activity } from './activity.ts';
import type { Clock } from './clock.ts';
import type { Database } from './dynamodb/database.ts';
import { streamOf } from './dynamodb/database.ts';
import type { EventBus } from './event-bus/index.ts';
import type { OnEvent } from './events.ts';
import type { Faults } from './faults/faults.ts';
import type { ApiRoutes } from './http-api/index.ts';
import type { LambdaFunction } from './lambda/function.ts';
import type { Invoker } from './lambda/invoker.ts';
import { mappingIdOf } from './lambda/mapping-id.ts';
import type { StreamCheckpoints } from './lambda/stream-checkpoints.ts';
import { createStreamMapping, type Mapping, type MappingMetrics } from './lambda/stream-mapping.ts';
import { startSchedule } from './schedule/scheduler.ts';
import type { StackLocation, StackValues } from './stack-values.ts';

export interface TriggerOptions {
  readonly location: StackLocation;
  readonly values: StackValues;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly invoker: Invoker;
  readonly database: Database;
  readonly checkpoints: StreamCheckpoints;
  readonly uploads: UploadTriggers;
  readonly apiRoutes: ApiRoutes;
  readonly eventBus: EventBus;
  /** The current faults. */
  readonly faults: () => Faults | undefined;
  readonly onEvent: OnEvent;
  /** As passed to `startLocal`, for stream batches too. */
  readonly retryDelaysMs: readonly number[] | undefined;
  sendToQueue(queueName: string, body: string): void;
  readonly objects: Pick<ServiceObjects, 'put'>;
  readonly metrics: MappingMetrics;
  /** Called for a stream that feeds a function; the returned function is called when it ends. */
  onMapping(mapping: Mapping): () => void;
}

/** Wires a function's trigger; the returned function removes it. */
export function startTrigger(
  { name, trigger }: FunctionManifest,
  target: LambdaFunction,
  options: TriggerOptions,
): () => void {
  const { values, clock, invoker, faults, location } = options;
  switch (trigger.type) {
    case 'dynamodb-stream': {
      const stream = streamOf(options.database, values.tableName(trigger.table));
      const mapping = createStreamMapping({
        ...options,
        stream,
        processedOrdinals: options.checkpoints.processedOrdinals(name, stream.facts.arn),
        onProgress: (shard, ordinal) => options.checkpoints.save(name, stream.facts.arn, shard, ordinal),
        target,
        mappingId: mappingIdOf(name, stream.facts.arn),
        settings: { ...trigger, failureDestination: destinationOf(trigger.onFailure, values) },
        retryDelayMs: streamRetryDelay(options.retryDelaysMs),
        redeliver: () => faults()?.redeliver() ?? false,
      });
      const forget = options.onMapping(mapping);
      return () => {
        forget();
        mapping.close();
      };
    }
    case 'schedule': {
      if (trigger.state !== undefined && values.resolve(trigger.state) === 'DISABLED') return () => {};
      const stops = trigger.schedules.map((schedule) =>
        startSchedule({
          name: scheduleName(name, schedule),
          expression: values.resolve(schedule.expression),
          timeZone: values.resolve(trigger.timeZone),
          region: location.region,
          accountId: location.accountId,
          clock,
          fire: (event) => invoker.notify(target, event),
        }),
      );
      return () => {
        for (const stop of stops) stop();
      };
    }
    case 's3-object-created':
      return options.uploads.add({
        bucketName: values.bucketName(trigger.bucket),
        prefix: trigger.prefix ?? '',
        target,
      });
    case 'http-api':
      return options.apiRoutes.add({ api: values.apiId(trigger.api), route: trigger.route, target });
    case 'event-pattern':
      return options.eventBus.add({ pattern: trigger.pattern, target });
    case 'invoke':
      // Invoked manually only.
      return () => {};
  }
}

function destinationOf(
  of: StreamFailureDestination,
  values: StackValues,
): { readonly queue: string } | { readonly bucket: string } {
  return 'bucket' in of ? { bucket: values.bucketName(of.bucket) } : { queue: values.queueName(of.queue) };
}

/** Longer with each failure, as on AWS, which does not document the exact delays. */
function streamRetryDelay(delays: readonly number[] | undefined): (failures: number) => number {
  if (delays) return (failures) => delays[Math.min(failures, delays.length) - 1] ?? 0;
  return (failures) => backoffMs(failures, () => 1, { baseMs: 100, capMs: 60_000 });
}

interface UploadTrigger {
  readonly bucketName: string;
  readonly prefix: string;
  readonly target: LambdaFunction;
}

/** Functions that are notified of new objects. */
export interface UploadTriggers {
  /** The returned function removes it. */
  add(trigger: UploadTrigger): () => void;
  readonly targetsOf: (bucketName: string, key: string) => readonly LambdaFunction[];
}

/** No subscribers yet. */
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
