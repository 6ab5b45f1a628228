import type { NewMessage, QueueMessage } from '@groundcrew/aws/sqs';

/**
 * What a message of a failure queue is, by its content. Sources of the forms:
 * - `invocation`: Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations", "Adding a destination"
 * - `event`: same page, "Adding a dead-letter queue"
 * - `stream-batch`: "Retain discarded records for a DynamoDB event source in Lambda", and the same page for Kinesis
 * - `rule-target`: EventBridge User Guide, "Using dead-letter queues to process undelivered events"
 * - `schedule-target`: EventBridge Scheduler User Guide, "Configuring a schedule's dead-letter queue"
 * - `notification`: SNS Developer Guide, "Amazon SNS dead-letter queues"
 * - `message`: all else, such as what a redrive policy of SQS moved
 */
export type FailedEvent =
  | {
      readonly kind: 'invocation';
      /** With its version or alias. */
      readonly functionArn: string;
      /** JSON; missing: Lambda dropped it, because the record would have been too large. */
      readonly payload?: string;
      readonly error: string;
    }
  | { readonly kind: 'event'; readonly error: string }
  | {
      readonly kind: 'stream-batch';
      readonly functionArn: string;
      readonly service: 'dynamodb' | 'kinesis';
      readonly streamArn: string;
      readonly shardId: string;
      readonly startSequenceNumber: string;
      readonly endSequenceNumber: string;
      readonly records: number;
      /** Of its first record. */
      readonly arrivedAt: string | undefined;
      /** JSON: the records themselves, where the record was kept in a bucket. */
      readonly payload?: string;
      readonly error: string;
    }
  | {
      readonly kind: 'rule-target' | 'schedule-target';
      /** Of the rule or the schedule. */
      readonly sourceArn: string;
      readonly targetArn: string;
      readonly error: string;
      readonly isTruncated: boolean;
    }
  | { readonly kind: 'notification'; readonly topicArn: string; readonly error: string }
  | { readonly kind: 'message'; readonly sourceArn: string | undefined };

export type FailureKind = FailedEvent['kind'];

/** What a message is. */
export function readFailedEvent(
  message: NewMessage & Pick<QueueMessage, 'deadLetterSourceArn'>,
): FailedEvent {
  const text = (name: string) => message.attributes?.[name]?.text;
  const [ruleArn, scheduleArn, targetArn] = [text('RULE_ARN'), text('SCHEDULE_ARN'), text('TARGET_ARN')];
  const sourceArn = ruleArn ?? scheduleArn;
  if (sourceArn !== undefined && targetArn !== undefined) {
    return {
      kind: ruleArn === undefined ? 'schedule-target' : 'rule-target',
      sourceArn,
      targetArn,
      error: joined(text('ERROR_CODE'), text('ERROR_MESSAGE')),
      isTruncated: text('IS_PAYLOAD_TRUNCATED') === 'true',
    };
  }
  const body = parseObject(message.body);
  const error = joined(text('ErrorCode'), text('ErrorMessage'));
  const fromLambda = body && readLambdaRecord(body);
  if (fromLambda) return fromLambda;
  if (body && isNotification(body)) return { kind: 'notification', topicArn: body.TopicArn, error };
  if (body && text('RequestID') !== undefined && text('ErrorCode') !== undefined)
    return { kind: 'event', error };
  return { kind: 'message', sourceArn: message.deadLetterSourceArn };
}

function readLambdaRecord(body: JsonObject): FailedEvent | undefined {
  const context = objectOf(body.requestContext);
  const functionArn = context?.functionArn;
  if (typeof functionArn !== 'string' || !/^arn:[\w-]+:lambda:/.test(functionArn)) return undefined;
  if (typeof context?.condition !== 'string') return undefined;
  const error = errorOf(body, context.condition);
  const batch = objectOf(body.DDBStreamBatchInfo) ?? objectOf(body.KinesisBatchInfo);
  if (batch === undefined) {
    const payload = body.requestPayload ?? undefined;
    return {
      kind: 'invocation',
      functionArn,
      error,
      ...(payload !== undefined && { payload: JSON.stringify(payload) }),
    };
  }
  return {
    kind: 'stream-batch',
    functionArn,
    service: body.DDBStreamBatchInfo === undefined ? 'kinesis' : 'dynamodb',
    streamArn: String(batch.streamArn),
    shardId: String(batch.shardId),
    startSequenceNumber: String(batch.startSequenceNumber),
    endSequenceNumber: String(batch.endSequenceNumber),
    records: Number(batch.batchSize),
    arrivedAt:
      typeof batch.approximateArrivalOfFirstRecord === 'string'
        ? batch.approximateArrivalOfFirstRecord
        : undefined,
    error,
    ...(typeof body.payload === 'string' && { payload: body.payload }),
  };
}

/** What the function threw, or why Lambda gave up before. */
function errorOf({ responsePayload, responseContext }: JsonObject, condition: string): string {
  const thrown = objectOf(responsePayload);
  const { errorType, errorMessage } = thrown ?? {};
  const thrownText = joined(textOf(errorType), textOf(errorMessage));
  if (thrownText !== '') return thrownText;
  const { functionError } = objectOf(responseContext) ?? {};
  return joined(condition, textOf(functionError));
}

type JsonObject = Readonly<Record<string, unknown>>;

function parseObject(text: string): JsonObject | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function isNotification(body: JsonObject): body is JsonObject & { readonly TopicArn: string } {
  return body.Type === 'Notification' && typeof body.TopicArn === 'string' && 'Message' in body;
}

const joined = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(': ');
