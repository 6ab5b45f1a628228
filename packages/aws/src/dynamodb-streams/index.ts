export type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
export { createDynamoDBStreamsClient } from './client.ts';
export { readStreamRecords, type StreamRange } from './records.ts';
