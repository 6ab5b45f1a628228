import type { StackManifest } from '@groundcrew/lambda';
import { createTables } from './dynamodb/create-tables.ts';
import type { Database } from './dynamodb/database.ts';
import type { TableActionOptions } from './dynamodb/table-actions.ts';
import type { S3 } from './s3/index.ts';
import type { Sns } from './sns/index.ts';
import type { Sqs } from './sqs/index.ts';
import type { StackValues } from './stack-values.ts';

/** Where the resources of a stack are created. */
export interface StackServices {
  readonly s3: S3;
  readonly sqs: Sqs;
  readonly sns: Sns;
  readonly database: Database;
}

/** Creates the resources of a stack that don't exist yet. */
export async function createResources(
  stack: StackManifest,
  values: StackValues,
  { s3, sqs, sns, database }: StackServices,
  owner: TableActionOptions,
): Promise<void> {
  // Versioning is on, as in the deployed stack.
  for (const { id } of stack.buckets) s3.createBucket(values.bucketName(id), { versioning: true });
  for (const { id, retentionDays } of stack.queues) {
    const MessageRetentionPeriod = String(retentionDays * 24 * 60 * 60);
    sqs.createQueue(values.queueName(id), { MessageRetentionPeriod });
  }
  for (const { id, emailSetting } of stack.topics) {
    const topicArn = values.topicArn(id);
    sns.createTopic(values.topicName(id), topicArn.endsWith('.fifo') ? { FifoTopic: 'true' } : {});
    const address = emailSetting === undefined ? '' : values.resolve({ setting: emailSetting });
    if (address !== '') sns.subscribe(topicArn, 'email', address);
  }
  createTables(database, stack, values, owner);
}
