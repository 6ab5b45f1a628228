import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { type ConnectionSettings, clientConfig } from '@groundcrew/aws-core';

/** A client of CloudWatch Logs in one region. */
export function createLogsClient(settings: ConnectionSettings = {}): CloudWatchLogsClient {
  return new CloudWatchLogsClient(clientConfig(settings));
}
