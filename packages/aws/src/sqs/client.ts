import { SQSClient } from '@aws-sdk/client-sqs';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';

/** A client of SQS in one region. */
export function createSqsClient(settings: ConnectionSettings = {}): SQSClient {
  return new SQSClient(serviceConfig('sqs', settings));
}
