import { SSMClient } from '@aws-sdk/client-ssm';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';

/** A client of AWS Systems Manager. */
export function createSsmClient(settings: ConnectionSettings = {}): SSMClient {
  return new SSMClient(serviceConfig('ssm', settings));
}
