/** Resource types that EC2 can tag and describe, in the form of ResourceTypeFilters of the Resource Groups Tagging API. */
export type TaggableKind =
  | 'ec2:instance'
  | 'ec2:volume'
  | 'ec2:snapshot'
  | 'ec2:network-interface'
  | 'ec2:elastic-ip'
  | 'ec2:image'
  | 'ec2:security-group'
  | 'ec2:vpc'
  | 'ec2:subnet'
  | 'ec2:route-table'
  | 'ec2:internet-gateway'
  | 'ec2:natgateway';

/** All of them; those that others inherit from are first. */
export const taggableKinds: readonly TaggableKind[] = [
  'ec2:vpc',
  'ec2:subnet',
  'ec2:instance',
  'ec2:volume',
  'ec2:snapshot',
  'ec2:network-interface',
  'ec2:elastic-ip',
  'ec2:image',
  'ec2:security-group',
  'ec2:route-table',
  'ec2:internet-gateway',
  'ec2:natgateway',
];

const knownKinds = new Set<string>(taggableKinds);

/** Whether a type is one of {@link taggableKinds}. */
export function isTaggableKind(type: string): type is TaggableKind {
  return knownKinds.has(type);
}
