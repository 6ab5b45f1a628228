import { RDSClient } from '@aws-sdk/client-rds';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/**
 * A client of Amazon RDS in one region.
 *
 * It never retries, whatever the settings specify: `createRds` does, and its retries take tokens from the bucket like every
 * call.
 */
export function createRdsClient(settings: ConnectionSettings = {}): RDSClient {
  return refuseForeignAnswers(new RDSClient(serviceConfig('rds', settings)));
}
