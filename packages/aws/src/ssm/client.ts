import { SSMClient } from '@aws-sdk/client-ssm';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/** A client of AWS Systems Manager. */
export function createSsmClient(settings: ConnectionSettings = {}): SSMClient {
  return refuseForeignAnswers(new SSMClient(serviceConfig('ssm', settings)));
}
