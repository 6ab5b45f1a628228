import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/** A client of DynamoDB's streams in one region. */
export function createDynamoDBStreamsClient(settings: ConnectionSettings = {}): DynamoDBStreamsClient {
  return refuseForeignAnswers(new DynamoDBStreamsClient(serviceConfig('dynamodb-streams', settings)));
}
