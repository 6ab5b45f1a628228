import { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/** A client of AWS Organizations, which is global in a partition; the region determines which partition. */
export function createOrganizationsClient(settings: ConnectionSettings = {}): OrganizationsClient {
  return refuseForeignAnswers(new OrganizationsClient(serviceConfig('organizations', settings)));
}
