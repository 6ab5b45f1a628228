import { ResourceGroupsClient } from '@aws-sdk/client-resource-groups';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/**
 * A client of the Resource Groups Tagging API in one region.
 *
 * It does not retry, regardless of the settings: `createTagging` does, and its retries take from
 * the token bucket like every call.
 */
export function createTaggingClient(settings: ConnectionSettings = {}): ResourceGroupsTaggingAPIClient {
  return refuseForeignAnswers(new ResourceGroupsTaggingAPIClient(serviceConfig('tagging', settings)), {
    returned: { GetResources: ['ResourceTagMappingList'] },
  });
}

/** A client of Resource Groups in one region. */
export function createResourceGroupsClient(settings: ConnectionSettings = {}): ResourceGroupsClient {
  return refuseForeignAnswers(new ResourceGroupsClient(serviceConfig('resource-groups', settings)));
}
