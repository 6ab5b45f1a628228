import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';

/** A client of CloudTrail in one region. It never retries: `lookupEvents` does. */
export function createCloudTrailClient(settings: ConnectionSettings = {}): CloudTrailClient {
  return new CloudTrailClient(serviceConfig('cloudtrail', settings));
}
