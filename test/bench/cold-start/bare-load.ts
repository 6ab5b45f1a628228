import { BatchWriteItemCommand, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';

// The yardstick of load-inventory: the SDK's clients that it starts with, and the calls of its first file.
const dynamodb = new DynamoDBClient({});
const s3 = new S3Client({});

export async function handler(event: { readonly bucket: string; readonly key: string }): Promise<void> {
  const { LEDGER_TABLE, INVENTORY_TABLE: table = '' } = process.env;
  const claim = { TableName: LEDGER_TABLE, Key: { Object: { S: `bare:${event.key}` } } };
  await dynamodb.send(new UpdateItemCommand(claim));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: event.bucket, Key: event.key }));
  const [, ...lines] = ((await Body?.transformToString()) ?? '').trim().split('\n');
  const requests = lines.map((line) => {
    const [store = '', item = '', count = ''] = line.split(',');
    return { PutRequest: { Item: { Store: { S: store }, Item: { S: item }, Count: { N: count } } } };
  });
  await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
  await dynamodb.send(new UpdateItemCommand(claim));
}
