import { EC2Client } from '@aws-sdk/client-ec2';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/**
 * A client of EC2 in one region.
 *
 * It never retries, whatever the settings or the environment specify: `createEc2` does, and its retries take tokens from
 * the bucket like every call.
 */
export function createEc2Client(settings: ConnectionSettings = {}): EC2Client {
  return refuseForeignAnswers(new EC2Client(serviceConfig('ec2', settings)));
}
