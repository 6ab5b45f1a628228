import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { createSnsClient, findTopicArn, isFifoTopic, publishMessages } from '@groundcrew/aws/sns';
import { GroundcrewError } from '@groundcrew/errors';
import {
  createDynamoDBAlertStore,
  type SendAlertsResult,
  sendAlerts,
  toStoredRecord,
  type UnreadableRecord,
} from '@groundcrew/inventory/alerts';
import { createHandler, type Invocation } from '@groundcrew/lambda';
import { readSettings } from './env.ts';

/** The part of the response that Lambda reads: the record from which to redeliver. */
export interface StreamResponse {
  readonly batchItemFailures: SendAlertsResult['batchItemFailures'];
}

const settings = readSettings();
const sns = createSnsClient();
const store = createDynamoDBAlertStore({
  client: createDynamoDBClient(),
  tableName: settings.alertsTable,
  now: Date.now,
});

let foundTopicArn = settings.topicArn;

export const handler = createHandler<{ readonly Records?: unknown }, StreamResponse>({
  name: 'alert-no-stock',
  async handle(event, invocation) {
    const { Records: records } = event;
    if (!Array.isArray(records)) {
      throw new GroundcrewError(
        'inventory.alerts.not-an-event',
        'the event has no list "Records"; connect the function to a DynamoDB stream',
      );
    }
    foundTopicArn ??= await findTopicArn(sns, settings.topicName);
    const topicArn = foundTopicArn;
    const result = await sendAlerts(
      records,
      { ...settings.alerts, fifo: isFifoTopic(topicArn) },
      {
        store,
        publish: (messages) => publishMessages(sns, messages, { topicArn, signal: invocation.signal }),
        keep: storeUnreadable,
      },
    );
    report(result, invocation);
    return { batchItemFailures: result.batchItemFailures };
  },
});

/** S3 is loaded when it is needed, which is rare: it is as large as everything else together. */
const loadS3 = once(async () => {
  const { createS3Client, formatS3Uri, putObject } = await import('@groundcrew/aws/s3');
  return { client: createS3Client(), formatS3Uri, putObject };
});

async function storeUnreadable(unreadable: UnreadableRecord): Promise<string> {
  const { client, formatS3Uri, putObject } = await loadS3();
  const { key, body } = toStoredRecord(unreadable);
  const address = { bucket: settings.rejectsBucket, key };
  await putObject(client, { ...address, body, contentType: 'application/json' });
  return formatS3Uri(address);
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}

function report(result: SendAlertsResult, { log, metrics }: Invocation): void {
  const { records, alerts, repeated, messages, digests, unreadable, failed } = result;
  for (const { keptAt, sequenceNumber, code, message } of unreadable) {
    log.error('a record could not be parsed', { code, reason: message, sequenceNumber, keptAt });
  }
  for (const { index, error } of failed.slice(0, 10)) {
    log.error('a record failed and will be redelivered', { index, error });
  }
  log.info('the records are processed', {
    records,
    alerts,
    repeated,
    messages,
    digests,
    unreadable: unreadable.length,
    failed: failed.length,
  });
  metrics.add('RecordsRead', records);
  metrics.add('AlertsFound', alerts);
  metrics.add('AlertsRepeated', repeated);
  metrics.add('MessagesSent', messages);
  metrics.add('DigestsSent', digests);
  metrics.add('RecordsUnreadable', unreadable.length);
  metrics.add('RecordsFailed', failed.length);
}
