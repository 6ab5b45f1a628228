import { LambdaClient } from '@aws-sdk/client-lambda';
import { type ConnectionSettings, clientConfig } from '@groundcrew/aws-core';

/** A client of Lambda in one region. */
export function createLambdaClient(settings: ConnectionSettings = {}): LambdaClient {
  return new LambdaClient(clientConfig(settings));
}
