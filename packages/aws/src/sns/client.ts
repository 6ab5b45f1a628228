import { SNSClient } from '@aws-sdk/client-sns';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/** An SNS client. */
export function createSnsClient(settings: ConnectionSettings = {}): SNSClient {
  return refuseForeignAnswers(new SNSClient(serviceConfig('sns', settings)));
}
