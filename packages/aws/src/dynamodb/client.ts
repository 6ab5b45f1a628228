import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type ConnectionSettings, clientConfig } from '@groundcrew/aws-core';

/** A DynamoDB client for one region. */
export function createDynamoDBClient(settings: ConnectionSettings = {}): DynamoDBClient {
  return new DynamoDBClient(clientConfig(settings));
}
