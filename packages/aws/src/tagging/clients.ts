import { ResourceGroupsClient } from '@aws-sdk/client-resource-groups';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { type ConnectionSettings, clientConfig } from '@groundcrew/aws-core';

/**
 * A client of the Resource Groups Tagging API in one region.
 *
 * It does not retry, regardless of the settings: `createTagging` does, and its retries take from
 * the token bucket like every call.
 */
export function createTaggingClient(settings: ConnectionSettings = {}): ResourceGroupsTaggingAPIClient {
  return new ResourceGroupsTaggingAPIClient(clientConfig({ ...settings, maxAttempts: 1 }));
}

/** A client of Resource Groups in one region. */
export function createResourceGroupsClient(settings: ConnectionSettings = {}): ResourceGroupsClient {
  return new ResourceGroupsClient(clientConfig(settings));
}
