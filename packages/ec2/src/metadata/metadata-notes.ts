import { metadataOptionCommand } from '@groundcrew/aws/imds';
import type { InstanceFacts } from '../instance.ts';

/** What a person should know of facts that are missing: what to change so that the instance tells them. */
export function metadataNotes({ tags, region, instanceId }: InstanceFacts): string[] {
  if (tags !== null) return [];
  return [
    'Tags, the name among them, are not told: the option InstanceMetadataTags of this instance is off. ' +
      'To turn it on, from where there are credentials for it: ' +
      `${metadataOptionCommand('instance-metadata-tags', instanceId)} --region ${region}`,
  ];
}
