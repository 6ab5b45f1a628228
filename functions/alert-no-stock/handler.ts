import { batchGetStored, createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { createSnsClient, findTopicArn, isFifoTopic, publishMessages } from '@groundcrew/aws/sns';
import { GroundcrewError } from '@groundcrew/errors';
import {
  createDynamoDBAlertStore,
  replayAlerts,
  type ReplayAnswer,
  replayAnswer,
  type SendAlertsDeps,
  type SendAlertsResult,
  type ShelfName,
  type StoredShelf,
  sendAlerts,
  toStoredRecord,
  type UnreadableRecord,
} from '@groundcrew/inventory/alerts';
import { createHandler, type Invocation } from '@groundcrew/lambda';
import { readSettings } from './env.ts';
import { readReplayRequest } from './replay-request.ts';

/** The part of the response that Lambda reads: the record from which to redeliver. */
export interface StreamResponse {
  readonly batchItemFailures: SendAlertsResult['batchItemFailures'];
  /** Where the event is a replay (`groundcrew inventory alerts replay`), for the command. */
  readonly replay?: ReplayAnswer;
}

/** Records of the stream; `replay` where they failed permanently, and are sent again. */
interface StreamEvent {
  readonly Records?: unknown;
  readonly replay?: unknown;
}

const settings = readSettings();
const sns = createSnsClient();
const dynamodb = createDynamoDBClient();
const store = createDynamoDBAlertStore({
  client: dynamodb,
  tableName: settings.alertsTable,
  now: Date.now,
});

let foundTopicArn = settings.topicArn;

export const handler = createHandler<StreamEvent, StreamResponse>({
  name: 'alert-no-stock',
  async handle(event, invocation) {
    const { Records: records } = event;
    if (!Array.isArray(records)) {
      throw new GroundcrewError(
        'inventory.alerts.not-an-event',
        'the event has no list "Records"; connect the function to a DynamoDB stream',
      );
    }
    const request = readReplayRequest(event.replay);
    foundTopicArn ??= await findTopicArn(sns, settings.topicName);
    const topicArn = foundTopicArn;
    const { signal } = invocation;
    const alertSettings = { ...settings.alerts, fifo: isFifoTopic(topicArn) };
    const deps: SendAlertsDeps = {
      store,
      publish: (messages) => publishMessages(sns, messages, { topicArn, signal }),
      keep: storeUnreadable,
    };
    if (request === undefined) {
      const result = await sendAlerts(records, alertSettings, deps);
      report(result, invocation);
      return { batchItemFailures: result.batchItemFailures };
    }
    const replayDeps = {
      ...deps,
      readShelves: (shelves: readonly ShelfName[]) => readShelves(shelves, signal),
      now: Date.now,
    };
    const replayed = await replayAlerts(records, alertSettings, replayDeps, { isDryRun: request.dryRun });
    if (!request.dryRun) report(replayed, invocation);
    return { batchItemFailures: replayed.batchItemFailures, replay: replayAnswer(replayed) };
  },
});

async function readShelves(shelves: readonly ShelfName[], signal: AbortSignal): Promise<StoredShelf[]> {
  const items = await batchGetStored(dynamodb, {
    tableName: settings.inventoryTable,
    keys: shelves.map(({ store: Store, item: Item }) => ({ Store, Item })),
    consistent: true,
    signal,
  });
  return items.map((stored) => ({ store: stored.Store?.S ?? '', item: stored.Item?.S ?? '', stored }));
}

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
