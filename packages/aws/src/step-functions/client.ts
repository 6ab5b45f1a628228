import { SFNClient } from '@aws-sdk/client-sfn';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';

/** A client of Step Functions in one region. */
export function createStepFunctionsClient(settings: ConnectionSettings = {}): SFNClient {
  return new SFNClient(serviceConfig('step-functions', settings));
}
