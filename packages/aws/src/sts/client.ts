import { STSClient } from '@aws-sdk/client-sts';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refusePages } from '../refuse-pages.ts';

/** A client of STS, of the region's own endpoint. */
export function createStsClient(settings: ConnectionSettings = {}): STSClient {
  return refusePages(new STSClient(serviceConfig('sts', settings)));
}
