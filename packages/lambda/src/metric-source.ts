/**
 * A metric of a resource of a stack, by the resource's logical id or the function's name. The names are those of the pages
 * "Types of metrics for Lambda functions" (Lambda), "Available CloudWatch metrics for Amazon SQS", "DynamoDB Metrics and
 * dimensions" and "Monitoring Amazon SNS topics using CloudWatch".
 */
export type MetricSource =
  | {
      readonly function: string;
      readonly name:
        | 'Invocations'
        | 'Errors'
        | 'Throttles'
        | 'Duration'
        | 'IteratorAge'
        | 'DestinationDeliveryFailures';
    }
  /** Of the stream that feeds a function. Lambda counts these only where the mapping asks for them. */
  | {
      readonly streamOf: string;
      readonly name: 'OnFailureDestinationDeliveredEventCount' | 'DroppedEventCount';
    }
  | {
      readonly queue: string;
      readonly name: 'ApproximateNumberOfMessagesVisible' | 'ApproximateAgeOfOldestMessage';
    }
  | { readonly table: string; readonly name: 'ConsumedWriteCapacityUnits' | 'WriteThrottleEvents' }
  | { readonly topic: string; readonly name: 'NumberOfMessagesPublished' | 'NumberOfNotificationsFailed' }
  /** A metric that the function emits, in the namespace `groundcrew`. */
  | { readonly function: string; readonly name: string; readonly custom: true };

/**
 * A metric of a state machine, by its name in the manifest: "Monitoring Step Functions metrics using Amazon CloudWatch". Only
 * alarms use them.
 */
export interface StateMachineMetric {
  readonly stateMachine: string;
  readonly name: 'ExecutionsFailed' | 'ExecutionsTimedOut';
}

/** One line of a dashboard, and of the report of the same figures. */
export interface MetricSeries {
  /** Unique in its dashboard: `rowsRejected`. */
  readonly key: string;
  readonly title: string;
  readonly source: MetricSource;
  readonly statistic: 'Sum' | 'Maximum';
  readonly unit: 'count' | 'milliseconds' | 'seconds';
}

/** What is shown in one graph. */
export interface MetricGroup {
  readonly key: string;
  readonly title: string;
  readonly series: readonly MetricSeries[];
}

/** The figures of a stack: a CloudWatch dashboard, where its setting is `true`, and the report of a command. */
export interface DashboardManifest {
  readonly id: string;
  readonly description: string;
  /** The setting that is `true` or `false`. */
  readonly setting: string;
  readonly groups: readonly MetricGroup[];
}

/** The names of resources: texts, or what a template refers to them by. */
export interface MetricNames<Text> {
  /** By the name in the manifest. */
  readonly functionName: (name: string) => Text;
  /** The UUID of the event source mapping of a function. */
  readonly mappingId: (functionName: string) => Text;
  readonly queueName: (id: string) => Text;
  readonly tableName: (id: string) => Text;
  readonly topicName: (id: string) => Text;
}

/** A metric as CloudWatch knows it. */
export interface NamedMetric<Text> {
  readonly namespace: string;
  readonly name: string;
  readonly dimension: string;
  readonly value: Text;
}

/** Each of these metrics has one dimension. */
export function metricOf<Text>(source: MetricSource, names: MetricNames<Text>): NamedMetric<Text | string> {
  const { name } = source;
  if ('custom' in source)
    return { namespace: 'groundcrew', name, dimension: 'Function', value: source.function };
  if ('function' in source) {
    const value = names.functionName(source.function);
    return { namespace: 'AWS/Lambda', name, dimension: 'FunctionName', value };
  }
  if ('streamOf' in source) {
    const value = names.mappingId(source.streamOf);
    return { namespace: 'AWS/Lambda', name, dimension: 'EventSourceMappingUUID', value };
  }
  if ('queue' in source) {
    return { namespace: 'AWS/SQS', name, dimension: 'QueueName', value: names.queueName(source.queue) };
  }
  if ('table' in source) {
    return { namespace: 'AWS/DynamoDB', name, dimension: 'TableName', value: names.tableName(source.table) };
  }
  return { namespace: 'AWS/SNS', name, dimension: 'TopicName', value: names.topicName(source.topic) };
}

export function stateMachineMetricOf<Text>({ name }: StateMachineMetric, arn: Text): NamedMetric<Text> {
  return { namespace: 'AWS/States', name, dimension: 'StateMachineArn', value: arn };
}
