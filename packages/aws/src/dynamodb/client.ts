import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/** A DynamoDB client for one region. */
export function createDynamoDBClient(settings: ConnectionSettings = {}): DynamoDBClient {
  return refuseForeignAnswers(new DynamoDBClient(serviceConfig('dynamodb', settings)), {
    returned: { Scan: ['Count', 'Items'], Query: ['Count', 'Items'] },
  });
}
