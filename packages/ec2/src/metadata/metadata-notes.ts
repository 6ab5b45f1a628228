import { metadataOptionCommand } from '@groundcrew/aws/imds';
import type { InstanceFacts } from '../instance.ts';

/** Notes on missing facts: what to change so that the instance provides them. */
export function metadataNotes({ tags, region, instanceId, unread = [] }: InstanceFacts): string[] {
  const missing = unread.map(({ path, reason }) => `${path} could not be read: ${reason}.`);
  if (tags !== null || unread.some(({ facts }) => facts.includes('tags'))) return missing;
  return [
    ...missing,
    'Tags, including the name, are unknown: the option InstanceMetadataTags of this instance is off. ' +
      'To turn it on, from a machine with credentials for it: ' +
      `${metadataOptionCommand('instance-metadata-tags', instanceId)} --region ${region}`,
  ];
}
