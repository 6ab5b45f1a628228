/** What EC2 can tag and describe of itself: as ResourceTypeFilters of the Resource Groups Tagging API has it. */
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

/** All of them, those first that others inherit from. */
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

const KNOWN_KINDS = new Set<string>(taggableKinds);

/** Whether a type is one of {@link taggableKinds}. */
export function isTaggableKind(type: string): type is TaggableKind {
  return KNOWN_KINDS.has(type);
}
