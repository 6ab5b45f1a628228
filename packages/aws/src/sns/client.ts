import { SNSClient } from '@aws-sdk/client-sns';
import { type ConnectionSettings, clientConfig } from '@groundcrew/aws-core';

/** A client of SNS. */
export function createSnsClient(settings: ConnectionSettings = {}): SNSClient {
  return new SNSClient(clientConfig(settings));
}
