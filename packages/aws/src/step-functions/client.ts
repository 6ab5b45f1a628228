import { SFNClient } from '@aws-sdk/client-sfn';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/** A client of Step Functions in one region. */
export function createStepFunctionsClient(settings: ConnectionSettings = {}): SFNClient {
  return refuseForeignAnswers(new SFNClient(serviceConfig('step-functions', settings)));
}
