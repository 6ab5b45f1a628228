import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/** A client of CloudWatch Logs in one region. */
export function createLogsClient(settings: ConnectionSettings = {}): CloudWatchLogsClient {
  return refuseForeignAnswers(new CloudWatchLogsClient(serviceConfig('logs', settings)));
}
