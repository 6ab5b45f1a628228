import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';

/** A DynamoDB client for one region. */
export function createDynamoDBClient(settings: ConnectionSettings = {}): DynamoDBClient {
  return new DynamoDBClient(serviceConfig('dynamodb', settings));
}
