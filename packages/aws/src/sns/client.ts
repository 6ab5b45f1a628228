import { SNSClient } from '@aws-sdk/client-sns';
import { type ConnectionSettings, clientConfig } from '@groundcrew/aws-core';

/** An SNS client. */
export function createSnsClient(settings: ConnectionSettings = {}): SNSClient {
  return new SNSClient(clientConfig(settings));
}
