import { SQSClient } from '@aws-sdk/client-sqs';
import { type ConnectionSettings, clientConfig } from '@groundcrew/aws-core';

/** A client of SQS in one region. */
export function createSqsClient(settings: ConnectionSettings = {}): SQSClient {
  return new SQSClient(clientConfig(settings));
}
