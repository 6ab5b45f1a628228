import type { LocalEvent } from '../events.ts';
import type { MappingMetrics } from '../lambda/stream-mapping.ts';
import type { MetricStore } from './metric-store.ts';

/** A queue, for the metrics that SQS reports of it. */
export interface QueueFacts {
  readonly name: string;
  readonly visible: number;
  /** When the oldest message was sent, in milliseconds since 1970; `undefined`: there is none. */
  readonly oldestMs: number | undefined;
}

/** What the services here report to CloudWatch of themselves. */
export interface ServiceMetrics extends MappingMetrics {
  onEvent(event: LocalEvent): void;
  onThrottled(functionName: string): void;
  /** Capacity units that writes took of a table. */
  onWritten(table: string, units: number): void;
  onWritesThrottled(table: string, writes: number): void;
  /** Of queues there is a value each time that metrics are asked for; SQS reports one a minute. */
  sampleQueues(queues: readonly QueueFacts[]): void;
}

/**
 * Metrics of Lambda, DynamoDB, SNS and SQS, by the names and dimensions of AWS.
 *
 * Rules: "Types of metrics for Lambda functions" (Lambda developer guide), "Monitoring Amazon SNS topics using CloudWatch",
 * "Available CloudWatch metrics for Amazon SQS", "DynamoDB Metrics and dimensions".
 */
export function createServiceMetrics({
  store,
  now,
}: {
  readonly store: MetricStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}): ServiceMetrics {
  const of =
    (namespace: string, dimension: string) => (of: string, name: string, value: number, unit: string) =>
      store.add({ namespace, name, dimensions: { [dimension]: of }, unit, timestamp: now(), value });
  const ofFunction = of('AWS/Lambda', 'FunctionName');
  const ofMapping = of('AWS/Lambda', 'EventSourceMappingUUID');
  const ofTopic = of('AWS/SNS', 'TopicName');
  const ofQueue = of('AWS/SQS', 'QueueName');
  const ofTable = of('AWS/DynamoDB', 'TableName');
  return {
    onEvent(event) {
      switch (event.type) {
        case 'invoked':
          ofFunction(event.function, 'Invocations', 1, 'Count');
          ofFunction(event.function, 'Throttles', 0, 'Count');
          return;
        case 'finished':
        case 'failed':
          ofFunction(event.function, 'Errors', event.type === 'failed' ? 1 : 0, 'Count');
          ofFunction(event.function, 'Duration', event.durationMs, 'Milliseconds');
          return;
        case 'published':
          ofTopic(event.topicArn.split(':')[5] ?? '', 'NumberOfMessagesPublished', 1, 'Count');
          return;
        case 'undelivered':
          ofTopic(event.subscriptionArn.split(':')[5] ?? '', 'NumberOfNotificationsFailed', 1, 'Count');
          return;
        default:
      }
    },
    onThrottled: (name) => ofFunction(name, 'Throttles', 1, 'Count'),
    onWritten: (table, units) => ofTable(table, 'ConsumedWriteCapacityUnits', units, 'Count'),
    onWritesThrottled: (table, writes) => ofTable(table, 'WriteThrottleEvents', writes, 'Count'),
    onBatch: (name, ageMs) => ofFunction(name, 'IteratorAge', ageMs, 'Milliseconds'),
    onDiscarded({ id, functionName }, { records, isDelivered, hasDestination }) {
      if (isDelivered) ofMapping(id, 'OnFailureDestinationDeliveredEventCount', records, 'Count');
      else ofMapping(id, 'DroppedEventCount', records, 'Count');
      if (hasDestination && !isDelivered) ofFunction(functionName, 'DestinationDeliveryFailures', 1, 'Count');
    },
    sampleQueues(queues) {
      for (const { name, visible, oldestMs } of queues) {
        ofQueue(name, 'ApproximateNumberOfMessagesVisible', visible, 'Count');
        const ageSeconds = oldestMs === undefined ? 0 : Math.max(0, Math.floor((now() - oldestMs) / 1_000));
        ofQueue(name, 'ApproximateAgeOfOldestMessage', ageSeconds, 'Seconds');
      }
    },
  };
}
