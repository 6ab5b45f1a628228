import { LambdaClient } from '@aws-sdk/client-lambda';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/** A client of Lambda in one region. */
export function createLambdaClient(settings: ConnectionSettings = {}): LambdaClient {
  return refuseForeignAnswers(new LambdaClient(serviceConfig('lambda', settings)));
}
