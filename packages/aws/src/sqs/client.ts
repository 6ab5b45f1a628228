import { SQSClient } from '@aws-sdk/client-sqs';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/** A client of SQS in one region. */
export function createSqsClient(settings: ConnectionSettings = {}): SQSClient {
  return refuseForeignAnswers(new SQSClient(serviceConfig('sqs', settings)));
}
