import { IAMClient } from '@aws-sdk/client-iam';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/** A client of IAM, which is global in a partition; the region determines which partition. */
export function createIamClient(settings: ConnectionSettings = {}): IAMClient {
  return refuseForeignAnswers(new IAMClient(serviceConfig('iam', settings)));
}
