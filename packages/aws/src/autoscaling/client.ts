import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refusePages } from '../refuse-pages.ts';

/**
 * A client of Amazon EC2 Auto Scaling in one region.
 *
 * It never retries, whatever the settings specify: `createAutoScaling` does, and its retries take tokens from the bucket like
 * every call.
 */
export function createAutoScalingClient(settings: ConnectionSettings = {}): AutoScalingClient {
  return refusePages(new AutoScalingClient(serviceConfig('auto-scaling', settings)));
}
