import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';

/** A client of CloudWatch in one region. */
export function createCloudWatchClient(settings: ConnectionSettings = {}): CloudWatchClient {
  return new CloudWatchClient(serviceConfig('cloudwatch', settings));
}
