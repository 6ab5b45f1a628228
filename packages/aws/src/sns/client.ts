import { SNSClient } from '@aws-sdk/client-sns';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';

/** An SNS client. */
export function createSnsClient(settings: ConnectionSettings = {}): SNSClient {
  return new SNSClient(serviceConfig('sns', settings));
}
