import { STSClient } from '@aws-sdk/client-sts';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/** A client of STS, of the region's own endpoint. */
export function createStsClient(settings: ConnectionSettings = {}): STSClient {
  return refuseForeignAnswers(new STSClient(serviceConfig('sts', settings)));
}
