import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/** A client of CloudTrail in one region. It never retries: `lookupEvents` does. */
export function createCloudTrailClient(settings: ConnectionSettings = {}): CloudTrailClient {
  return refuseForeignAnswers(new CloudTrailClient(serviceConfig('cloudtrail', settings)));
}
