import { BatchGetItemCommand, BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';

// The yardstick of alert-no-stock: the SDK's clients that it starts with, and the calls of its first alert.
const dynamodb = new DynamoDBClient({});
const sns = new SNSClient({});

export async function handler(event: { readonly key: string }): Promise<void> {
  const { ALERTS_TABLE: table = '', NO_STOCK_TOPIC_ARN: TopicArn } = process.env;
  const DedupeKey = { S: `bare:${event.key}` };
  const put = { RequestItems: { [table]: [{ PutRequest: { Item: { DedupeKey } } }] } };
  await dynamodb.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: [{ DedupeKey }] } } }));
  await dynamodb.send(new BatchWriteItemCommand(put));
  await sns.send(
    new PublishBatchCommand({
      TopicArn,
      PublishBatchRequestEntries: [
        { Id: '0', Subject: 'Inventory Alert!', Message: 'Berlin is out of stock of Echo Plus' },
      ],
    }),
  );
  await dynamodb.send(new BatchWriteItemCommand(put));
}
