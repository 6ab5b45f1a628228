import { AthenaClient } from '@aws-sdk/client-athena';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/** A client of Athena in one region: that of the table's bucket, otherwise the transfer is charged. */
export function createAthenaClient(settings: ConnectionSettings = {}): AthenaClient {
  return refuseForeignAnswers(new AthenaClient(serviceConfig('athena', settings)));
}
