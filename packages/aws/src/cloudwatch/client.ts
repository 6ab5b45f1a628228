import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/** A client of CloudWatch in one region. */
export function createCloudWatchClient(settings: ConnectionSettings = {}): CloudWatchClient {
  return refuseForeignAnswers(new CloudWatchClient(serviceConfig('cloudwatch', settings)), {
    returned: { GetMetricData: ['MetricDataResults'] },
  });
}
