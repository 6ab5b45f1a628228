import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/**
 * A client of Amazon EC2 Auto Scaling in one region.
 *
 * It never retries, whatever the settings specify: `createAutoScaling` does, and its retries take tokens from the bucket like
 * every call.
 */
export function createAutoScalingClient(settings: ConnectionSettings = {}): AutoScalingClient {
  return refuseForeignAnswers(new AutoScalingClient(serviceConfig('auto-scaling', settings)));
}
