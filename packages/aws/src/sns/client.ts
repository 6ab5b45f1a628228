import { SNSClient } from '@aws-sdk/client-sns';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refusePages } from '../refuse-pages.ts';

/** An SNS client. */
export function createSnsClient(settings: ConnectionSettings = {}): SNSClient {
  return refusePages(new SNSClient(serviceConfig('sns', settings)));
}
